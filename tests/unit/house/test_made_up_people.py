"""The demo's made-up people: always the same, and as many for each place as are meant to come."""

from collections import Counter

from jamakan.house.crowd import SEATS_WANTED, everybody


def test_the_same_people_come_each_time() -> None:
    assert list(everybody()) == list(everybody())


def test_each_has_a_phone_of_their_own() -> None:
    phones = [somebody.phone for somebody in everybody()]
    assert len(set(phones)) == len(phones) == sum(SEATS_WANTED.values())


def test_as_many_ask_for_a_seat_as_each_place_is_meant_to_have() -> None:
    replies = [reply for somebody in everybody() for reply in somebody.registration]
    assert Counter(reply.pick for reply in replies if reply.when == "session") == SEATS_WANTED


def test_no_man_takes_part_as_a_women_s_association() -> None:
    picks = [{reply.when: reply.pick for reply in somebody.registration} for somebody in everybody()]
    assert not [one for one in picks if one["Vous êtes"] == "Un homme" and one["participez"] == "Femme"]

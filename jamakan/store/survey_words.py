"""Surveys' keywords as rows. Who changes them holds the lock of surveys."""

from sqlalchemy import Connection, select, update

from jamakan.store.models import Survey
from jamakan.store.surveys import KeywordTaken


def put(connection: Connection, flow: str, word: str) -> None:
    """Give a survey this word. Raises KeywordTaken."""
    query = select(Survey.flow).where(Survey.keyword == word, Survey.flow != flow)
    if other := connection.execute(query).scalar():
        raise KeywordTaken(word, other)
    connection.execute(update(Survey).where(Survey.flow == flow).values(keyword=word))

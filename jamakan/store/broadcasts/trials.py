"""Which of a broadcast's few trials were sent."""

from sqlalchemy import Connection, select

from jamakan.store.models import Message


def key(broadcast_id: int, place: int) -> str:
    """The name for ever of the trial at this place."""
    return f"trial:{broadcast_id}:{place}"


def used(connection: Connection, broadcast_id: int, most: int) -> set[int]:
    """The places of those sent, from 1 to `most`."""
    keys = {key(broadcast_id, place): place for place in range(1, most + 1)}
    found = connection.execute(select(Message.dedupe_key).where(Message.dedupe_key.in_(keys)))
    return {keys[one] for one in found.scalars()}

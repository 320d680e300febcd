"""The names of everything in Redis.

Keys carry keyed references, never a number or a name. The braces are a Redis Cluster hash tag: all keys that one turn
touches share it, so one script may write them together; a second shard is a second tag.
"""

SHARD = "{jmk0}"

EVENTS = f"{SHARD}:events"  # the stream; never capped, MAXLEN would drop answers not yet stored
PROGRAMME = f"{SHARD}:programme"  # open activities, as dialogues list them
STORE_FLAG = f"{SHARD}:wake:store"
SEND_FLAG = "jmk:wake:send"
FLOWS = "jmk:flows"  # version → source, for dialogues still on an older version
DRAIN_LOCK = f"{SHARD}:lock:drain"
READY = "jmk:ready"
KEY_CHECK = "jmk:key"  # what the vault's key makes of a known word
REFRESHED = "jmk:refreshed"
TIDIED = "jmk:tidied"
CLOCK_LOCK = "jmk:lock:clock"


def contact(ref: str) -> str:
    """A contact's place in its dialogue."""
    return f"{SHARD}:contact:{ref}"


def profile(ref: str) -> str:
    """What SQL knows of a contact, projected."""
    return f"{SHARD}:profile:{ref}"


def handled(ref: str) -> str:
    """What was answered: the last reply of a USSD session, or the mark that an SMS was taken."""
    return f"{SHARD}:handled:{ref}"

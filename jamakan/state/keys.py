"""The names of everything in Redis.

Keys carry keyed references, never a number or a name. The braces are a Redis Cluster hash tag: all keys that one turn
touches share it, so one script may write them together; a second shard is a second tag.
"""

SHARD = "{jmk0}"

EVENTS = f"{SHARD}:events"  # the stream; never capped, MAXLEN would drop answers not yet stored
PROGRAMME = f"{SHARD}:programme"  # open activities, as dialogues list them
STORE_FLAG = f"{SHARD}:wake:store"
SEND_FLAG = "jmk:wake:send"
OFFICE_FLAG = "jmk:wake:office"
FLOWS = "jmk:flows"  # version → source, for dialogues still on an older version
DRAIN_LOCK = f"{SHARD}:lock:drain"
READY = "jmk:ready"
KEY_CHECK = "jmk:key"  # what the vault's key makes of a known word
CLOCK_LOCK = "jmk:lock:clock"
EXPORT_LOCK = "jmk:lock:export"
METERS = "jmk:meters"  # what is counted for /metrics: jamakan.metering
BALANCES = "jmk:balances"  # what carriers said was left: jamakan.balances
BACKED_UP = "jmk:backup"  # when the last backup was whole, seconds since 1970

COUNTS_WANTED = "jmk:counts"  # broadcasts whose audience is to be counted, by number
SHEETS_WANTED = "jmk:sheets"  # names of the spreadsheets that are to be read

BULK_PACE = "jmk:pace:bulk"  # the broadcasts' own limit, over all channels


def contact(ref: str) -> str:
    """A contact's place in its dialogue."""
    return f"{SHARD}:contact:{ref}"


def profile(ref: str) -> str:
    """What SQL knows of a contact, projected."""
    return f"{SHARD}:profile:{ref}"


def handled(ref: str) -> str:
    """What was answered: the last reply of a USSD session, or the mark that an SMS was taken."""
    return f"{SHARD}:handled:{ref}"


def pace(channel: str) -> str:
    """Held for as long as what was handed over takes at the channel's rate."""
    return f"jmk:pace:{channel}"


def gate_shut(channel: str, kind: str) -> str:
    """There while a kind of message waits for its channel."""
    return f"jmk:gate:{channel}:{kind}:shut"


def gate_failed(channel: str, kind: str) -> str:
    """How many calls failed in a row."""
    return f"jmk:gate:{channel}:{kind}:failed"


def counted(broadcast_id: int) -> str:
    """What counting a broadcast's audience found, or how far it is; sealed, and forgotten soon."""
    return f"jmk:count:{broadcast_id}"


def progress(broadcast_id: int, state: str) -> str:
    """How far a large broadcast was a moment ago: numbers only."""
    return f"jmk:progress:{broadcast_id}:{state}"


def sheet(name: str) -> str:
    """A spreadsheet that staff sent until it is read; sealed."""
    return f"jmk:sheet:{name}"


def arrival(name: str) -> str:
    """What came of reading a spreadsheet; sealed, it names columns and cells."""
    return f"jmk:arrival:{name}"


def said(what: str) -> str:
    """There while something need not be said again."""
    return f"jmk:said:{what}"

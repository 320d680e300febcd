"""What staff decide about a broadcast before it leaves, and a broadcast as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from jamakan.programme.audience import Audience

REMINDER = "reminder"
ANSWER = "answer"  # "you said, we did"
KINDS = (REMINDER, "invitation", ANSWER)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be sent: `texts` by language, placeholders as written; to whom; when, by which way, at what cost.

    `activity`: slug of the activity it is about, or "". It leaves from `starts_at` on and is worth nothing from
    `expires_at` on (None: broadcasts of before never said); `sends_from` and `sends_until` (HH:MM) narrow the house's
    hours. `survey`: the flow it invites to, or "". `channel`: "" is the one each line was last heard on; `fallback`:
    where a number goes that its channel cannot route to. `cap_micros`: the most it may cost, in millionths of XOF.
    """

    kind: str
    texts: Mapping[str, str]
    audience: Audience
    starts_at: datetime
    expires_at: datetime | None
    name: str = ""
    activity: str = ""
    survey: str = ""
    sends_from: str = ""
    sends_until: str = ""
    channel: str = ""
    fallback: str = ""
    cap_micros: int | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of a spreadsheet. `phone` in E.164; `language` "" when the sheet does not say.

    `fields`: placeholder → what it stands for, of those the texts use: nothing else about a person is kept.
    """

    phone: str
    language: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast in its state. `reason`: why it is paused or stopped, or was sent back to its author.

    `approved_by`: "" when nobody had to; `approved_lines`: lines it was approved for. `prepared_through`: the last
    contact whose message is written. `excluded`: lines left out so far, by reason.
    """

    id: int
    plan: Plan
    activity_id: int | None
    state: str
    reason: str
    created_at: datetime
    created_by: str
    approved_by: str
    approved_lines: int | None
    started_at: datetime | None
    finished_at: datetime | None
    spent_micros: int
    prepared_through: int
    prepared_at: datetime | None
    excluded: Mapping[str, int] = field(default_factory=dict)

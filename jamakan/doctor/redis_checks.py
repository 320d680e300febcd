"""Whether this Redis or Valkey keeps every write it acknowledged (design §4, promises 1 and 3)."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from jamakan.core import Core
from jamakan.doctor.clocks import skew_verdict
from jamakan.doctor.verdicts import Verdict, cannot_tell, failure, ok, warning
from jamakan.house.valkey import OLDEST
from jamakan.state.inspection import RedisFacts, look, memory_limit, memory_share

LOOPBACK = frozenset({"", "localhost", "127.0.0.1", "::1"})
FULL, NEARLY_FULL = 0.95, 0.8  # share of the memory it may use
ASK = "ask your provider, in writing: "


@dataclass(frozen=True, slots=True)
class Server:
    """The server behind `url`, as it tells of itself."""

    url: str
    facts: RedisFacts


def examined(core: Core) -> Server:
    """Raises RedisError."""
    return Server(core.settings.redis_address, look(core.redis))


def version(server: Server) -> Verdict:
    info = server.facts.info
    if "redis_version" not in info:
        return cannot_tell(
            "the server does not tell its version", f"{ASK}is it Redis {OLDEST[0]} or newer, or Valkey?"
        )
    compatible = str(info["redis_version"])
    name = f"Valkey {info['valkey_version']}" if "valkey_version" in info else f"Redis {compatible}"
    if tuple(int(part) for part in compatible.split(".")[:2]) < OLDEST:
        return failure(f"{name} is too old", f"install Valkey, or Redis {OLDEST[0]} or newer")
    return ok(name)


def writes(server: Server) -> Verdict:
    if server.facts.refusal:
        return failure(
            f"it keeps nothing now: {server.facts.refusal}", "make room or mend what it says; callers get 503"
        )
    return ok("it keeps what is written now")


def append_only_file(server: Server) -> Verdict:
    info = server.facts.info
    if "aof_enabled" not in info:
        return cannot_tell("whether it has an append-only file", f"{ASK}'appendonly yes'?")
    if not info["aof_enabled"]:
        return failure("it has no append-only file: a restart loses answers", "appendonly yes")
    if info.get("aof_last_write_status") != "ok":
        return failure("its last write to the append-only file failed", "look at its disk and its log, at once")
    if info.get("aof_last_bgrewrite_status") != "ok":
        return warning(
            "its append-only file could not be rewritten: it grows",
            "its log says why: disk, or vm.overcommit_memory=1",
        )
    return ok("append-only file on, last write kept")


def fsync(server: Server) -> Verdict:
    config = server.facts.config
    if config is None:
        return cannot_tell(
            "appendfsync: the server does not show it", f"{ASK}'appendfsync always'? A 200 rests on it"
        )
    if config.get("appendfsync") != "always":
        return failure(
            f"appendfsync is {config.get('appendfsync')}: a power cut loses answers that were accepted",
            "appendfsync always",
        )
    if config.get("no-appendfsync-on-rewrite") != "no":
        return failure("while it rewrites its file, writes are not synced", "no-appendfsync-on-rewrite no")
    return ok("appendfsync always, while rewriting too")


def eviction(server: Server) -> Verdict:
    info = server.facts.info
    if "maxmemory_policy" not in info:
        return cannot_tell("what it does when full", f"{ASK}'maxmemory-policy noeviction'?")
    policy, evicted = info["maxmemory_policy"], info.get("evicted_keys", 0)
    if policy != "noeviction":
        return failure(f"maxmemory-policy is {policy}: a full Redis drops answers and says nothing", "noeviction")
    if evicted:
        return failure(f"it has evicted {evicted} keys since it started", "restore what is missing: docs/deploy.md")
    return ok("a full Redis refuses writes and drops nothing")


def memory(server: Server) -> Verdict:
    share = memory_share(server.facts.info)
    if share is None:
        return cannot_tell("how much memory it has", f"{ASK}how much, and who is told before it is full?")
    says = f"{share:.0%} of {memory_limit(server.facts.info) / 2**30:.1f} GiB used"
    if share >= FULL:
        return failure(says, "more memory, now: when it is full callers get 503")
    return warning(says, "more memory before it is full") if share >= NEARLY_FULL else ok(says)


def role(server: Server) -> Verdict:
    info = server.facts.info
    if "role" not in info:
        return cannot_tell("whether it is the primary", f"{ASK}is this the primary, without cluster mode?")
    if info.get("cluster_enabled"):
        return failure("it runs in cluster mode, which RQ and one stream do not use", "a server without cluster mode")
    if info["role"] != "master":
        return failure("it is a replica: it takes no writes", "JAMAKAN_REDIS_URL must name the primary")
    if copies := info.get("connected_slaves"):
        return warning(
            f"{copies} replica(s): a failover loses the last moments, which were accepted",
            "fail over only when the primary's disk is lost; min-replicas-to-write 1 stops a lone primary",
        )
    return ok("the primary, on its own")


def access(server: Server) -> Verdict:
    url = urlsplit(server.url)
    if url.scheme == "unix" or (url.hostname or "") in LOOPBACK:
        return ok("reached on this machine only" if url.scheme == "unix" else "reached over loopback")
    if not url.password:
        return failure(
            "over the network without a password: who writes to its queues runs our code", "a password, and rediss://"
        )
    if url.scheme != "rediss":
        return warning(
            "over the network without TLS: its password can be read on the way", "rediss://, or a private net"
        )
    return ok("over TLS with a password")


def clock(server: Server) -> Verdict:
    return skew_verdict("Redis", server.facts.skew)


CHECKS = (
    ("version", version),
    ("writes", writes),
    ("append-only file", append_only_file),
    ("fsync", fsync),
    ("eviction", eviction),
    ("memory", memory),
    ("role", role),
    ("access", access),
    ("clock", clock),
)

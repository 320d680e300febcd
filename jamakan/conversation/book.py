"""The flows a process can play: today's library, and older versions that dialogues still run on."""

from typing import cast

from redis import Redis

from flows.catalog import Catalog
from flows.loader import parse_flow
from flows.model import Flow
from jamakan.state import keys


class UnknownVersion(LookupError):
    """A dialogue stands on a flow version that nobody kept."""


class FlowBook:
    """Flows by name (the current version) and by version (any that was ever published)."""

    def __init__(self, catalog: Catalog, redis: Redis) -> None:
        self._catalog = catalog
        self._redis = redis
        self._current = tuple(catalog.flow(name) for name in catalog.names)
        self._by_version = {flow.version: flow for flow in self._current}

    def publish(self) -> None:
        """Keep the sources of the current versions, so that dialogues on them outlive the next release."""
        for flow in self._current:
            self._redis.hsetnx(keys.FLOWS, flow.version, self._catalog.source(flow.name))

    @property
    def names(self) -> tuple[str, ...]:
        """The flows of the library."""
        return self._catalog.names

    def source(self, name: str) -> str:
        """The YAML of a flow of the library."""
        return self._catalog.source(name)

    def current(self, name: str) -> Flow:
        """The version new dialogues start on."""
        return self._catalog.flow(name)

    def version(self, version: str) -> Flow:
        """Any published version; an older one costs one look-up a process. Raises UnknownVersion."""
        if version not in self._by_version:
            source = cast(bytes | None, self._redis.hget(keys.FLOWS, version))
            if source is None:
                raise UnknownVersion(version)
            self._by_version[version] = parse_flow(source.decode(), f"published version {version}")
        return self._by_version[version]

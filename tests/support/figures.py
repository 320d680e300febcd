"""Reading /metrics back."""

import time
from collections.abc import Mapping

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

PATIENCE = 20.0
Samples = Mapping[tuple[str, frozenset[str]], float]


class Scrape:
    """One scrape. `figures["jamakan_messages", "due"]`: the sample of that name with these label values."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.families = {family.name for family in text_string_to_metric_families(text)}
        self._samples = {
            (sample.name, frozenset(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def __getitem__(self, key: str | tuple[str, ...]) -> float:
        name, *labels = (key,) if isinstance(key, str) else key
        return self._samples[name, frozenset(labels)]

    def __contains__(self, name: str) -> bool:
        return any(sample == name for sample, _ in self._samples)

    @property
    def names(self) -> set[str]:
        """The names of all samples."""
        return {name for name, _ in self._samples}


def scrape(client: FlaskClient) -> Scrape:
    """A scrape from this machine, once SQL was asked: the first one may come too early for that."""
    deadline = time.monotonic() + PATIENCE
    while (found := Scrape(_read(client)))["jamakan_sql_up"] == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def scrape_once(client: FlaskClient) -> Scrape:
    """A scrape, as it comes."""
    return Scrape(_read(client))


def _read(client: FlaskClient) -> str:
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    return answer.text

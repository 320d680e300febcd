"""The settings we hand out for Redis and PostgreSQL, on real servers, before the doctor."""

import re
from pathlib import Path

from jamakan.core import Core
from jamakan.doctor.examination import examine
from jamakan.doctor.verdicts import Finding, Level
from tests.support import postgres, weak
from tests.support.weak import Built

DEPLOY = Path(__file__).parents[3] / "deploy"
SETTING = re.compile(r"^(\w+) = '?([^'\n]*)'?$", re.MULTILINE)


def findings(core: Core, group: str) -> list[Finding]:
    return [finding for finding in examine(core) if finding.group == group]


def test_redis(tmp_path: Path, built: Built) -> None:
    with weak.valkey_as(tmp_path, DEPLOY / "redis" / "jamakan.conf") as url:
        found = findings(built(redis_url=url), "redis")
    assert {finding.verdict.level for finding in found} == {Level.OK}, found


def test_postgresql(built: Built) -> None:
    settings = dict(SETTING.findall((DEPLOY / "postgresql" / "jamakan.conf").read_text()))
    assert len(settings) > 5
    with postgres.running(**settings) as url:
        found = findings(built(database_url=url), "postgresql")
    assert {finding.verdict.level for finding in found} == {Level.OK}, found

"""Makes facts about the keys of a sample of settings facts about the settings that users give."""

from pathlib import PurePosixPath

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.settings.described_keys import described

_SAYS_SO = frozenset({"example", "sample", "template", "dist", "defaults", "default"})
_KINDS = {FactKind.KEY_ADDED: FactKind.SETTING_ADDED, FactKind.KEY_REMOVED: FactKind.SETTING_REMOVED}


def is_sample(path: str) -> bool:
    """Whether a file shows which settings there are, such as `.env.example`, `config.sample.yml`, `it-dist.toml`."""
    parts = PurePosixPath(path.lower()).name.replace("-", ".").replace("_", ".").split(".")
    return not _SAYS_SO.isdisjoint(parts) and len(parts) > 1


def as_sampled(fact: Fact) -> Fact:
    """The fact about a key of such a file as one about a setting; else the fact itself."""
    return described(fact, _KINDS[fact.kind], fact.subject or "") if fact.kind in _KINDS else fact

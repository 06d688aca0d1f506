"""Makes facts about the fields of a settings class in Python facts about the settings that users give."""

import re
from dataclasses import replace

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.surface.item import DEFAULT, REQUIRED
from diff_insight.evidence.surface.item_facts import shown_text

_CLASS = re.compile(
    r"^(?P<marks>(?:@[^\n]*\n)*)class (?P<name>\w+)(?:\[[^\]\n]*\])?(?:\((?P<bases>[^)]*)\))?:", re.MULTILINE
)
_READS = re.compile(r"\bBaseSettings\b")  # of pydantic, which reads fields from the environment and from files
_HOLDS = re.compile(r"@(?:\w+\.)*(?:dataclass|define|frozen|s)\b|\b(?:BaseModel|Struct|NamedTuple|TypedDict)\b")
_NAMED = re.compile(r"(?:Settings|Config|Configuration|Options)$")
_KINDS = {FactKind.NAME_ADDED: FactKind.SETTING_ADDED, FactKind.NAME_REMOVED: FactKind.SETTING_REMOVED}


def setting_classes(sides: Sides) -> frozenset[str]:
    """The names of the classes of settings on either side of a Python source.

    These derive from pydantic's `BaseSettings`, or hold data and are called settings, a configuration or options.
    """
    found = set()
    for text in (shown_text(sides, is_old=True), shown_text(sides, is_old=False)):
        for match in _CLASS.finditer(text) if "class " in text else ():
            about = f"{match['marks']} {match['bases'] or ''}"
            is_of_settings = _READS.search(about) or (_HOLDS.search(about) and _NAMED.search(match["name"]))
            if is_of_settings and not match["name"].startswith("_"):
                found.add(match["name"])
    return frozenset(found)


def as_setting(fact: Fact, classes: frozenset[str], sides: Sides) -> Fact:
    """The fact about a field of one of these classes as one about a setting; else the fact itself.

    Args:
        fact: the fact.
        classes: see `setting_classes`.
        sides: the source, by which a new field without a default is required.
    """
    is_value = fact.kind is FactKind.VALUE_CHANGED
    container, _, name = ((fact.subject if is_value else fact.before or fact.after) or "").rpartition(".")
    if container not in classes or not name or name.isupper() or name.startswith("_"):
        return fact
    if name == "model_config":
        return replace(fact, public=False)  # how pydantic reads the others
    if is_value:
        return replace(fact, kind=FactKind.SETTING_CHANGED, where=DEFAULT)
    if fact.kind not in _KINDS or fact.subject != "property":
        return fact
    is_needed = fact.kind is FactKind.NAME_ADDED and "=" not in _line(sides, fact.new_line)
    return replace(fact, kind=_KINDS[fact.kind], subject=None, where=REQUIRED if is_needed else None)


def _line(sides: Sides, number: int | None) -> str:
    return next((line.text for line in sides.added_lines() if line.new == number), "=")

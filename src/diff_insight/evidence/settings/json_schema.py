"""Reads the properties in a JSON Schema as what they stand for: the keys that a configuration can have."""

import re
from dataclasses import replace

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides

_DOCUMENT = re.compile(r"""["']?\$schema["']?\s*:\s*["']?https?://json-schema\.org/""")
_PROPERTY = r"properties\.[\w-]+"
_KEY = re.compile(rf"(?:(?:\$defs|definitions)\.(?P<type>[\w-]+)\.)?(?P<path>{_PROPERTY}(?:\.{_PROPERTY})*)")
_TYPE = ".type"
_HEAD = 4000  # characters at the beginning of a schema in which it says what it is

_KINDS = {FactKind.KEY_ADDED: FactKind.FIELD_ADDED, FactKind.KEY_REMOVED: FactKind.FIELD_REMOVED}


def is_json_schema(sides: Sides) -> bool:
    """Whether a file is a JSON Schema, as far as its text is known."""
    return any(_DOCUMENT.search(text[:_HEAD]) for text in (sides.new, sides.old) if text)


def as_field(fact: Fact) -> Fact:
    """The fact about a key of the schema as one about a key that the schema describes; else the fact itself."""
    subject = fact.subject or ""
    if fact.kind in _KINDS and (name := _described(subject)):
        is_gone = fact.kind is FactKind.KEY_REMOVED
        return replace(
            fact, kind=_KINDS[fact.kind], before=name if is_gone else None, after=None if is_gone else name,
            subject=None, where=None, public=True, old_span=None, new_span=None,
        )  # fmt: skip
    is_type = fact.kind is FactKind.VALUE_CHANGED and subject.endswith(_TYPE)
    if is_type and (name := _described(subject.removesuffix(_TYPE))):
        return replace(fact, kind=FactKind.FIELD_CHANGED, subject=name, where="type", public=True)
    return fact


def _described(path: str) -> str:
    """The key that a path in the schema stands for, after its definition and the keys above it; '' if for none."""
    match = _KEY.fullmatch(path)
    if match is None:
        return ""
    names = match["path"].removeprefix("properties.").split(".properties.")
    return ".".join([match["type"], *names] if match["type"] else names)

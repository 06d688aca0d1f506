"""Reads the properties in a JSON Schema as what they stand for: the keys that a configuration can have."""

import re

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.settings.described_keys import FIELDS, described, retyped, says_at_its_head

_DOCUMENT = re.compile(r"""["']?\$schema["']?\s*:\s*["']?https?://json-schema\.org/""")
_PROPERTY = r"properties\.[\w-]+"
_KEY = re.compile(rf"(?:(?:\$defs|definitions)\.(?P<type>[\w-]+)\.)?(?P<path>{_PROPERTY}(?:\.{_PROPERTY})*)")
_TYPE = ".type"


def is_json_schema(sides: Sides) -> bool:
    """Whether a file is a JSON Schema, as far as its text is known."""
    return says_at_its_head(sides, _DOCUMENT)


def as_field(fact: Fact) -> Fact:
    """The fact about a key of the schema as one about a key that the schema describes; else the fact itself."""
    subject = fact.subject or ""
    if fact.kind in FIELDS and (name := _key_of(subject)):
        return described(fact, FIELDS[fact.kind], name)
    is_type = fact.kind is FactKind.VALUE_CHANGED and subject.endswith(_TYPE)
    if is_type and (name := _key_of(subject.removesuffix(_TYPE))):
        return retyped(fact, name)
    return fact


def _key_of(path: str) -> str:
    """The key that a path in the schema stands for, after its definition and the keys above it; '' if for none."""
    match = _KEY.fullmatch(path)
    if match is None:
        return ""
    names = match["path"].removeprefix("properties.").split(".properties.")
    return ".".join([match["type"], *names] if match["type"] else names)

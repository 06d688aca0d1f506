import json

import pytest

from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.sign import SignKind
from diff_insight.evidence.signs import signs_of
from tests.between import change_between, facts_between

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "timeout": {"type": "integer", "default": 5},
        "server": {"type": "object", "properties": {"host": {"type": "string"}, "port": {"type": "integer"}}},
    },
    "$defs": {"Zone": {"properties": {"name": {"type": "string"}}}},
    "required": ["timeout"],
}


def text(schema: object) -> str:
    return json.dumps(schema, indent=2) + "\n"


def edited(old: str, new: str) -> str:
    changed = text(SCHEMA).replace(old, new)
    assert changed != text(SCHEMA)
    return changed


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (edited('"timeout": {', '"deadline": {'), {(K.FIELD_REMOVED, "timeout"), (K.FIELD_ADDED, "deadline")}),
        (edited('"host": {', '"address": {'), {(K.FIELD_REMOVED, "server.host"), (K.FIELD_ADDED, "server.address")}),
        (edited('"name": {', '"title": {'), {(K.FIELD_REMOVED, "Zone.name"), (K.FIELD_ADDED, "Zone.title")}),
    ],
)
def test_properties_are_the_keys_that_a_configuration_can_have(new: str, expected: set[tuple[K, str]]) -> None:
    found = facts_between("config.schema.json", text(SCHEMA), new)
    assert {(fact.kind, fact.before or fact.after) for fact in found if fact.public} == expected


def test_a_key_that_is_gone_and_another_type_are_signs() -> None:
    new = edited('"port": {\n          "type": "integer"', '"port": {\n          "type": "string"').replace(
        '"timeout": {', '"deadline": {'
    )
    signs = signs_of(change_between("a.json", text(SCHEMA), new), facts_between("a.json", text(SCHEMA), new))
    assert {(sign.kind, sign.fact.subject or sign.fact.before) for sign in signs if sign.fact} == {
        (SignKind.FIELD_CHANGED, "server.port"),
        (SignKind.FIELD_REMOVED, "timeout"),
    }


def test_a_default_and_a_description_stay_values() -> None:
    found = facts_between("a.json", text(SCHEMA), edited('"default": 5', '"default": 6'))
    assert [(fact.kind, fact.subject) for fact in found] == [(K.VALUE_CHANGED, "properties.timeout.default")]


def test_a_property_that_is_called_type_is_a_key() -> None:
    old = text({**SCHEMA, "properties": {"type": {"type": "string"}}})
    new = text({**SCHEMA, "properties": {"type": {"type": "integer"}}})
    assert [(fact.kind, fact.subject) for fact in facts_between("a.json", old, new)] == [(K.FIELD_CHANGED, "type")]


def test_the_same_keys_in_a_file_that_is_no_schema_are_keys() -> None:
    old, new = ({**SCHEMA, "$schema": "https://example.org/mine.json"} for _ in range(2))
    new["properties"] = {"deadline": {}}
    assert all(fact.kind is not K.FIELD_REMOVED for fact in facts_between("a.json", text(old), text(new)))


def test_a_schema_in_yaml_is_read_as_well() -> None:
    old = "$schema: https://json-schema.org/draft-07/schema\nproperties:\n  a:\n    type: string\n"
    found = facts_between("a.yaml", old, old.replace("  a:", "  b:"))
    assert {(fact.kind, fact.before or fact.after) for fact in found} == {(K.FIELD_REMOVED, "a"), (K.FIELD_ADDED, "b")}

import pytest

from diff_insight.evidence.diff.fact_kinds import FactKind as K
from tests.between import facts_between, facts_of_diff, said


def document(kind: str, name: str, value: str) -> str:
    return f"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\ndata:\n  mode: {value}\n"


ONE, TWO, THREE = document("ConfigMap", "one", "a"), document("Secret", "two", "b"), document("ConfigMap", "three", "c")


def joined(*documents: str) -> str:
    return "---\n".join(documents)


def test_a_document_that_is_put_in_between_is_new_and_the_others_are_compared_with_themselves() -> None:
    facts = facts_between("a.yaml", joined(ONE, TWO), joined(ONE.replace(": a", ": x"), THREE, TWO))
    assert said(facts) == [
        (K.VALUE_CHANGED, "a", "x", "[ConfigMap one].data.mode"),
        (K.DOCUMENT_ADDED, None, "three", "ConfigMap three"),
    ]
    assert [fact.new_line for fact in facts] == [6, 11]
    assert said(facts_between("a.yaml", joined(ONE, TWO, THREE), joined(ONE, THREE))) == [
        (K.DOCUMENT_REMOVED, "two", None, "Secret two")
    ]


def test_documents_that_change_places_stand_elsewhere() -> None:
    (fact,) = facts_between("a.yaml", joined(ONE, TWO), joined(TWO, ONE))
    assert fact.kind is K.DOCUMENT_MOVED


@pytest.mark.parametrize("old", [joined(ONE, TWO), joined("a: 1\n", "b: 2\n")])
def test_of_documents_that_change_places_no_line_is_new(old: str) -> None:
    new = joined(*reversed(old.split("---\n")))
    for facts in (facts_between("a.yaml", old, new), facts_of_diff("a.yaml", old, new)):
        assert {fact.kind for fact in facts} <= {K.DOCUMENT_MOVED}


def test_the_same_name_in_two_namespaces_is_two_documents() -> None:
    spaced = [ONE.replace("name: one", f"name: one\n  namespace: {space}") for space in ("x", "y")]
    assert said(facts_between("a.yaml", joined(*spaced), joined(spaced[0], spaced[1].replace(": a", ": z")))) == [
        (K.VALUE_CHANGED, "a", "z", "[ConfigMap y/one].data.mode")
    ]


def test_documents_without_a_name_are_told_by_their_place() -> None:
    assert said(facts_between("a.yaml", "a: 1\n---\nb: 1\n", "a: 1\n---\nb: 2\n")) == [
        (K.VALUE_CHANGED, "1", "2", "[1].b")
    ]


def test_of_documents_that_cannot_be_told_apart_only_lines_are_said() -> None:
    facts = facts_between("a.yaml", "a: 1\n---\nb: 1\n", "a: 1\n---\nx: 1\n---\nb: 1\n")
    assert said(facts) == [(K.LINE_ADDED, None, "x: 1", None)]


def test_a_new_file_says_its_documents() -> None:
    assert [fact.subject for fact in facts_between("a.yaml", "", joined(ONE, TWO))] == ["ConfigMap one", "Secret two"]


def test_a_patch_says_no_keys_of_documents_that_come_or_go() -> None:
    kinds = {fact.kind for fact in facts_of_diff("a.yaml", joined(ONE, TWO), joined(ONE, THREE, TWO))}
    assert kinds == {K.LINE_ADDED}
    edited = joined(ONE.replace(": a", ": x"), THREE, TWO)
    kinds = {fact.kind for fact in facts_of_diff("a.yaml", joined(ONE, TWO), edited)}
    assert not kinds & {K.KEY_ADDED, K.KEY_REMOVED}

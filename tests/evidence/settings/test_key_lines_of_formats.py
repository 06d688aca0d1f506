"""What the diff alone, without whole files, tells of the keys of each format of settings."""

import pytest

from diff_insight.evidence.diff.fact_kinds import FactKind as K
from tests.between import facts_of_diff, said

FORMATS = [
    ("a.yaml", "limit: 1", "limit: 2"),
    ("a.yml", "limit: 1", "limit: 2"),
    ("a.json", '"limit": 1,', '"limit": 2,'),
    ("a.jsonc", '"limit": 1,', '"limit": 2,'),
    ("a.toml", "limit = 1", "limit = 2"),
    ("a.ini", "limit = 1", "limit = 2"),
    ("a.cfg", "limit = 1", "limit = 2"),
    ("a.properties", "limit=1", "limit=2"),
]


def page(path: str, line: str) -> str:
    """A file with the line in the middle, too long for a hunk to show all of it."""
    if path.endswith((".json", ".jsonc")):
        around = "".join(f'"key{n}": {n},\n' for n in range(9))
        return f'{{\n{around}{line}\n{around.replace("key", "other")}"end": 0\n}}\n'
    mark = "=" if "=" in line else ":"
    around = "".join(f"key{n}{mark} {n}\n" for n in range(9))
    return f"{around}{line}\n{around.replace('key', 'other')}"


@pytest.mark.parametrize(("path", "old", "new"), FORMATS)
def test_a_changed_value_is_told_with_its_key_in_every_format(path: str, old: str, new: str) -> None:
    assert said(facts_of_diff(path, page(path, old), page(path, new))) == [(K.VALUE_CHANGED, "1", "2", "limit")]


@pytest.mark.parametrize(("path", "old", "new"), FORMATS)
def test_a_key_that_comes_or_goes_is_told_in_every_format(path: str, old: str, new: str) -> None:
    whole = page(path, old)
    without = whole.replace(f"{old}\n", "")
    assert said(facts_of_diff(path, without, whole)) == [(K.KEY_ADDED, None, "1", "limit")]
    assert said(facts_of_diff(path, whole, without)) == [(K.KEY_REMOVED, "1", None, "limit")]


@pytest.mark.parametrize("quote", ['"', "'"])
def test_quotes_around_a_value_are_no_part_of_it(quote: str) -> None:
    found = facts_of_diff("a.yaml", page("a.yaml", "limit: one"), page("a.yaml", f"limit: {quote}one{quote}"))
    assert K.VALUE_CHANGED not in {fact.kind for fact in found}


def test_the_same_key_under_another_section_is_another_key() -> None:
    old = "[one]\nlimit = 1\nkeep = 1\n\n[two]\nkeep = 2\n"
    new = "[one]\nkeep = 1\n\n[two]\nlimit = 2\nkeep = 2\n"
    assert K.VALUE_CHANGED not in {fact.kind for fact in facts_of_diff("a.cfg", old, new)}

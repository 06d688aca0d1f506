import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from diff_insight.evidence.fact import FactKind as K
from diff_insight.evidence.settings import Setting, read_settings
from diff_insight.evidence.settings_facts import settings_facts
from tests.between import facts_between, facts_of_diff, said

YAML = """\
jobs:
  build:
    timeout: 10
    steps:
      - name: Check out
        uses: actions/checkout@v4
      - name: Test
        run: make test
tags: [a, b, c]
"""


def edited(before: str, after: str) -> list[tuple[K, str | None, str | None, str | None]]:
    assert before in YAML
    return said(facts_between("a.yaml", YAML, YAML.replace(before, after)))


def test_a_value_says_the_whole_path_of_its_key() -> None:
    assert edited("timeout: 10", "timeout: 30") == [(K.VALUE_CHANGED, "10", "30", "jobs.build.timeout")]


def test_of_a_new_key_the_keys_inside_are_not_told_apart() -> None:
    added = YAML + "env:\n  A: 1\n  B: 2\n"
    assert said(facts_between("a.yaml", YAML, added)) == [(K.KEY_ADDED, None, "{A: 1, B: 2}", "env")]
    assert said(facts_between("a.yaml", added, YAML)) == [(K.KEY_REMOVED, "{A: 1, B: 2}", None, "env")]


def test_items_of_a_list_are_told_apart_by_their_names() -> None:
    assert edited("run: make test", "run: make check") == [
        (K.VALUE_CHANGED, "make test", "make check", "jobs.build.steps[Test].run")
    ]
    assert edited("      - name: Test\n", "      - name: Lint\n        run: ruff\n      - name: Test\n") == [
        (K.ITEM_ADDED, None, "Lint", "jobs.build.steps")
    ]
    assert edited("[a, b, c]", "[b, c, d]") == [(K.ITEM_REMOVED, "a", None, "tags"), (K.ITEM_ADDED, None, "d", "tags")]


def test_comments_order_and_quotation_marks_are_no_values() -> None:
    kinds = {fact.kind for fact in facts_between("a.yaml", YAML, YAML.replace("timeout: 10", 'timeout: "10"  # min'))}
    assert not kinds & {K.VALUE_CHANGED, K.KEY_ADDED, K.KEY_REMOVED}


def test_toml_tables_arrays_and_dotted_keys() -> None:
    old = '[project]\nname = "x"\nrequires = ["a", "b"]\n\n[[tool.steps]]\nname = "one"\nrun = "x"\n'
    new = old.replace('"b"', '"c"').replace('run = "x"', 'run = "y"') + "\n[tool.other]\na.b = 1\n"
    assert said(facts_between("a.toml", old, new)) == [
        (K.ITEM_REMOVED, "b", None, "project.requires"),
        (K.ITEM_ADDED, None, "c", "project.requires"),
        (K.VALUE_CHANGED, "x", "y", "tool.steps[one].run"),
        (K.KEY_ADDED, None, "{a: {b: 1}}", "tool.other"),
    ]


def test_json_says_its_lines() -> None:
    old, new = '{\n  "a": {"b": 1},\n  "c.d": 2\n}\n', '{\n  "a": {"b": 3},\n  "c.d": 4\n}\n'
    first, second = facts_between("a.json", old, new)
    assert (first.subject, first.old_line, first.new_line) == ("a.b", 2, 2)
    assert (second.subject, second.new_line) == ('["c.d"]', 3)


def test_front_matter_is_read_as_yaml() -> None:
    old = "---\ntitle: A\nms.date: 01/02/2024\n---\n\n# A\n\nNote: 10 minutes\n"
    new = old.replace("01/02/2024", "03/04/2025").replace("10 minutes", "20 minutes")
    assert said(facts_between("a.md", old, new)) == [
        (K.VALUE_CHANGED, "01/02/2024", "03/04/2025", '["ms.date"]'),
        (K.NUMBER_CHANGED, "10", "20", None),
    ]


def test_a_file_that_is_not_valid_is_read_line_by_line() -> None:
    old, new = "a: 1\nb: [\n", "a: 2\nb: [\n"
    assert said(facts_between("a.yaml", old, new)) == [(K.VALUE_CHANGED, "1", "2", "a")]


def test_a_diff_alone_proves_only_the_keys_of_its_lines() -> None:
    assert said(facts_of_diff("a.yaml", YAML, YAML.replace("timeout: 10", "timeout: 30"))) == [
        (K.VALUE_CHANGED, "10", "30", "timeout")
    ]


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("[" * 100_000, ".yaml"),
        ("[" * 100_000, ".json"),
        ("a = " + "[" * 10_000, ".toml"),
        ("\n".join("  " * n + "a:" for n in range(500)), ".yaml"),
        ("a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)), ".yaml"),
        ("a: !!python/object/apply:os.system [x]\n", ".json"),
        ("", ".json"),
    ],
)  # fmt: skip
def test_hostile_and_broken_settings_are_not_read(text: str, suffix: str) -> None:
    assert read_settings(text, suffix) is None


def plain(setting: Setting) -> object:
    if isinstance(setting.content, dict):
        return {key: plain(value) for key, value in setting.content.items()}
    return [plain(item) for item in setting.content] if isinstance(setting.content, list) else setting.content


NAMES = st.text(st.characters(categories=["Ll", "Nd"], max_codepoint=500), min_size=1, max_size=6).filter(
    lambda name: not name[0].isdigit()
)
TREES = st.recursive(NAMES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4))


@settings(max_examples=100)
@given(TREES)
def test_yaml_and_json_are_read_as_their_libraries_read_them(tree: object) -> None:
    from_yaml = read_settings(yaml.safe_dump(tree, default_style='"'), ".yaml")
    from_json = read_settings(json.dumps(tree, ensure_ascii=False), ".json")
    assert from_yaml is not None
    assert from_json is not None
    assert plain(from_yaml) == plain(from_json) == tree


@settings(max_examples=100)
@given(TREES, TREES)
def test_equal_settings_have_no_facts_and_unequal_ones_have(old: object, new: object) -> None:
    first, second = (read_settings(json.dumps(tree), ".json") for tree in (old, new))
    assert first is not None
    assert second is not None
    same = json.dumps(old) == json.dumps(new)
    reordered = isinstance(old, type(new)) and not same
    assert not (same and list(settings_facts(first, second)))
    assert list(settings_facts(first, second)) or same or reordered

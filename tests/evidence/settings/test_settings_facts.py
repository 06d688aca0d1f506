import json
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.settings.parse import Setting, read_settings
from diff_insight.evidence.settings.settings_facts import settings_facts
from tests.between import facts_between, facts_of_diff, said

Changed = Callable[[str, str, str], tuple[Fact, ...]]

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
        ("a: 1\n" * 60_000, ".yaml"),
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
    assert [plain(document) for document in from_json] == [tree]
    assert [plain(document) for document in from_yaml] == [tree]


@settings(max_examples=100)
@given(TREES, TREES)
def test_equal_settings_have_no_facts_and_unequal_ones_have(old: object, new: object) -> None:
    read = [read_settings(json.dumps(tree), ".json") for tree in (old, new)]
    assert all(read)
    first, second = (documents[0] for documents in read if documents)
    same = json.dumps(old) == json.dumps(new)
    reordered = isinstance(old, type(new)) and not same
    assert not (same and list(settings_facts(first, second)))
    assert list(settings_facts(first, second)) or same or reordered


def test_aliases_of_aliases_are_read_as_they_are_written() -> None:
    text = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    read = read_settings(text, ".yaml")
    assert read
    assert plain(read[0].at("a39") or Setting("", 0)) == ["*a38", "*a38"]


def lines_of(facts: tuple[Fact, ...]) -> list[tuple[int | None, int | None]]:
    return [(fact.old_line, fact.new_line) for fact in facts]


@pytest.mark.parametrize("facts_of_change", [facts_between, facts_of_diff])
@pytest.mark.parametrize("between", ["\u2028", "\u2029", "\u0085", "😀"])
def test_lines_are_counted_by_line_feeds_alone(facts_of_change: Changed, between: str) -> None:
    old = f'a: "x{between}y"\nb: "p{between}{between}q"\nc: 1\n'
    facts = facts_of_change("a.yaml", old, old.replace("c: 1", "c: 2"))
    assert said(facts) == [(K.VALUE_CHANGED, "1", "2", "c")]
    assert lines_of(facts) == [(3, 3)]


@pytest.mark.parametrize("facts_of_change", [facts_between, facts_of_diff])
def test_a_file_with_lone_carriage_returns_is_one_line(facts_of_change: Changed) -> None:
    facts = facts_of_change("a.yaml", "a: 1\rb: 1\rc: 3\r", "a: 1\rb: 2\rc: 3\r")
    assert said(facts) == [(K.VALUE_CHANGED, "1", "2", "b")]
    assert lines_of(facts) == [(1, 1)]


@pytest.mark.parametrize(
    ("path", "old"),
    [("a.yaml", "\ufeffa: 1\nb: 1\n"), ("a.toml", "\ufeffa = 1\nb = 1\n"), ("a.json", '\ufeff{"b": 1}')],
)
def test_a_byte_order_mark_moves_no_quote(path: str, old: str) -> None:
    facts = facts_between(path, old, old.replace("b: 1", "b: 2").replace("b = 1", "b = 2").replace('"b": 1', '"b": 2'))
    assert said(facts) == [(K.VALUE_CHANGED, "1", "2", "b")]


@pytest.mark.parametrize(
    ("path", "old", "before", "after"),
    [
        ("a.yaml", 'k: "x\\ty"\n', "x\\ty", "x\\tz"),
        ("a.yaml", "k: 'it''s y'\n", "it''s y", "it''s z"),
        ("a.yaml", "k: one\n  two y\n", "one two y", "one two z"),
        ("a.yaml", "k: !Ref y\n", "!Ref y", "!Ref z"),
        ("a.yaml", "k: {{ y }}\n", "{{ y }}", "{{ z }}"),
        ("a.json", '{"k": "\\u0041y"}', "\\u0041y", "\\u0041z"),
        ("a.toml", 'k = "\\ty"\n', "\\ty", "\\tz"),
    ],
)
def test_values_are_quoted_as_they_are_written(path: str, old: str, before: str, after: str) -> None:
    assert said(facts_between(path, old, old.replace("y", "z"))) == [(K.VALUE_CHANGED, before, after, "k")]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("a.yaml", 'k: "\\u0041"\n', "k: A\n"),
        ("a.json", '{"k": "\\u0041"}\n', '{"k": "A"}\n'),
        ("a.toml", 'k = "\\u0041"\n', 'k = "A"\n'),
        ("a.yaml", "k: {a: 1, b: 2}\n", "k: {b: 2, a: 1}\n"),
    ],
)
def test_a_value_that_is_only_written_otherwise_is_no_other_value(path: str, old: str, new: str) -> None:
    assert K.VALUE_CHANGED not in {fact.kind for fact in facts_between(path, old, new)}


def test_values_that_differ_only_beyond_what_is_quoted_are_told_by_their_words() -> None:
    old = f"k: {'word ' * 60}old\n"
    assert said(facts_between("a.yaml", old, old.replace("old", "new"))) == [(K.LINE_CHANGED, "old", "new", None)]


CI = """\
jobs:
  test:
    steps:
      - name: Build
        run: |
          make test
          echo done
      - name: Lint
        run: make lint
"""


@pytest.mark.parametrize("facts_of_change", [facts_between, facts_of_diff])
def test_a_text_under_a_key_is_told_by_its_lines(facts_of_change: Changed) -> None:
    new = CI.replace(
        "          make test\n", "          MODE=fast make build\n          url: unset\n          make test\n"
    )
    facts = facts_of_change(".github/workflows/ci.yml", CI, new)
    assert said(facts) == [(K.LINE_ADDED, None, "MODE=fast make build", None), (K.LINE_ADDED, None, "url: unset", None)]
    assert lines_of(facts) == [(None, 6), (None, 7)]


def test_a_value_that_becomes_a_text_is_quoted_in_one_line() -> None:
    new = CI.replace("run: make lint", "run: |\n          make lint\n          make more")
    assert said(facts_between("ci.yml", CI, new)) == [
        (K.VALUE_CHANGED, "make lint", "make lint make more", "jobs.test.steps[Lint].run")
    ]
    assert K.KEY_ADDED not in {fact.kind for fact in facts_of_diff("ci.yml", CI, new)}


def test_front_matter_tells_its_texts_by_their_lines() -> None:
    old = "---\nabout: >\n  one\n  two\n---\n# A\n"
    assert said(facts_between("a.md", old, old.replace("two", "three"))) == [(K.LINE_CHANGED, "two", "three", None)]


def test_an_item_is_quoted_by_its_name_where_that_stands() -> None:
    old = "steps:\n  - run: a\n    name: A\n"
    (fact,) = facts_between("a.yaml", old, old + "  - run: b\n    name: B\n")
    assert (fact.kind, fact.after, fact.new_line) == (K.ITEM_ADDED, "B", 5)


def test_items_without_a_name_are_not_compared_across_places() -> None:
    old, new = "a:\n  - x: 1\n  - y: 2\n", "a:\n  - y: 2\n  - x: 3\n"
    assert {fact.kind for fact in facts_between("a.yaml", old, new)} == {K.ITEM_ADDED, K.ITEM_REMOVED}


def test_items_are_not_named_by_one_key_before_and_another_after() -> None:
    old, new = "a:\n  - id: x\n    name: y\n", "a:\n  - name: x\n"
    assert K.VALUE_CHANGED not in {fact.kind for fact in facts_between("a.yaml", old, new)}


def test_a_sentence_with_commas_is_no_list() -> None:
    old = "about: it is fast, it is small, it is new, it is good, and so on\n"
    (fact,) = facts_between("a.yaml", old, old.replace(", and so on", ""))
    assert fact.kind is K.VALUE_CHANGED


def test_anchors_aliases_and_merge_keys_are_told_where_they_stand() -> None:
    old = "base: &b {p: 1}\none:\n  <<: *b\n  q: 2\n"
    assert said(facts_between("a.yaml", old, old.replace("p: 1", "p: 2"))) == [(K.VALUE_CHANGED, "1", "2", "base.p")]
    assert said(facts_between("a.yaml", old, old.replace("  <<: *b\n", ""))) == [(K.KEY_REMOVED, "*b", None, "one.<<")]


@pytest.mark.parametrize("facts_of_change", [facts_between, facts_of_diff])
@pytest.mark.parametrize(
    "old",
    [
        "%YAML 1.1\n---\na: 1\n...\n",
        "---\n# nothing\n---\na: 1\n",
        "? [x, y]\n: z\na: 1\n",
        "a: 1\nb: *unknown\n",
        "x: &x\na: 1\n",
        "d: 1\nd: 2\na: 1\n",
    ],
)
def test_odd_yaml_says_what_changed(facts_of_change: Changed, old: str) -> None:
    assert said(facts_of_change("a.yaml", old, old.replace("a: 1", "a: 3"))) == [(K.VALUE_CHANGED, "1", "3", "a")]


def test_a_key_without_a_value_gets_one() -> None:
    assert said(facts_between("a.yaml", "k:\n", "k: v\n")) == [(K.VALUE_CHANGED, "", "v", "k")]
    # Where only the line is known, its value may stand in the next ones.
    assert K.VALUE_CHANGED not in {fact.kind for fact in facts_of_diff("a.yaml", "k:\n", "k: v\n")}

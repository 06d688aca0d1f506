from collections.abc import Callable
from pathlib import Path

import pytest

from diff_insight.changes.changeset import Versions
from diff_insight.changes.patch.unified import read_unified
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of
from tests.between import facts_between, facts_of_diff, said
from tests.repository import Repository

Changed = Callable[[str, str, str], tuple[Fact, ...]]
OF_KEYS = {K.KEY_ADDED, K.KEY_REMOVED, K.VALUE_CHANGED}


def facts_of_git(folder: Path, path: str, old: str, new: str, context: int = 3) -> tuple[Fact, ...]:
    """The facts of a diff that git writes, with what it puts behind `@@`, where only the diff is known."""
    repository = Repository(folder)
    repository.commit("old", {path: old})
    repository.commit("new", {path: new})
    diff = repository.git("diff", f"-U{context}", "HEAD~1", "HEAD")
    (file,) = read_unified(diff, "x").files
    return facts_of(sides_of(file, Versions()))


def kinds(facts: tuple[Fact, ...]) -> set[K]:
    return {fact.kind for fact in facts}


@pytest.mark.parametrize(
    ("path", "old", "new", "facts"),
    [
        (".env", "A=1\n", "A=2\nexport B=x\n", [(K.VALUE_CHANGED, "1", "2", "A"), (K.KEY_ADDED, None, "x", "B")]),
        (".env", "A=1\n", "A=1\nnote: x\n", [(K.LINE_ADDED, None, "note: x", None)]),
        ("a.ini", "[s]\na = 1\n", "[s]\na = 1\nb: 2\n", [(K.KEY_ADDED, None, "2", "b")]),
        ("a.cfg", "[s]\nneeds =\n", "[s]\nneeds =\n    a==1\n", [(K.LINE_ADDED, None, "a==1", None)]),
        ("a.properties", "a.b=1\n", "a.b=c=d\n", [(K.VALUE_CHANGED, "1", "c=d", "a.b")]),
        ("a.yaml", "a: 1\n", "a: 1\nMODE=fast make\n", [(K.LINE_ADDED, None, "MODE=fast make", None)]),
        ("a.json", '{\n  "a": 1,\n  b: 1\n}\n', '{\n  "a": 1,\n  b: 2\n}\n', [(K.LINE_CHANGED, "1", "2", None)]),
    ],
)
def test_the_format_decides_what_separates_a_key_from_its_value(
    path: str, old: str, new: str, facts: list[tuple[K, str | None, str | None, str | None]]
) -> None:
    assert said(facts_of_diff(path, old, new)) == facts
    assert said(facts_between(path, old, new)) == facts


def test_a_comment_behind_a_value_is_no_part_of_it() -> None:
    assert K.VALUE_CHANGED not in kinds(facts_of_diff("a.yaml", "a: 10\n", "a: 10  # minutes\n"))
    assert said(facts_of_diff("a.yaml", "a: 10 # x\n", "a: 20 # y\n")) == [(K.VALUE_CHANGED, "10", "20", "a")]
    assert said(facts_of_diff("tsconfig.json", '  "a": "x", // y\n', '  "a": "z", // y\n')) == [
        (K.VALUE_CHANGED, "x", "z", "a")
    ]


def long_text(header: str, indent: str, line: str) -> str:
    return header + "".join(f"{indent}{line.format(n)}\n" for n in range(20))


def test_lines_that_are_no_yaml_show_that_their_neighbours_are_none() -> None:
    old = long_text("jobs:\n  a:\n    steps:\n      - run: |\n", "          ", "make {}")
    new = old.replace("make 10\n", "make 10\n          url: unset\n          MODE=fast make\n")
    assert said(facts_of_diff("ci.yml", old, new)) == [
        (K.LINE_ADDED, None, "url: unset", None),
        (K.LINE_ADDED, None, "MODE=fast make", None),
    ]


def test_what_git_writes_behind_the_numbers_shows_a_text(tmp_path: Path) -> None:
    old = long_text("about: |\n", "  ", "key{0}: {0}")
    new = old.replace("key10: 10\n", "key10: 10\n  other: 1\n").replace("key12: 12", "key12: 99")
    assert not kinds(facts_of_git(tmp_path / "text", "a.yaml", old, new)) & OF_KEYS
    old, new = old.replace("about: |", "about:"), new.replace("about: |", "about:")
    assert K.VALUE_CHANGED in kinds(facts_of_git(tmp_path / "keys", "a.yaml", old, new))


@pytest.mark.parametrize("context", [0, 3])
def test_a_new_line_of_which_nothing_shows_what_it_is_is_a_line(tmp_path: Path, context: int) -> None:
    old = long_text("services:\n  web:\n", "    ", "key{0}: {0}")
    new = old.replace("key10: 10\n", "key10: 10\n    other: 1\n")
    assert said(facts_of_git(tmp_path, "a.yaml", old, new, context)) == [(K.LINE_ADDED, None, "other: 1", None)]
    # What the key stands in is shown.
    assert said(facts_of_git(tmp_path / "b", "a.yaml", "a:\n  b: 1\n", "a:\n  b: 1\n  c: 2\n")) == [
        (K.KEY_ADDED, None, "2", "c")
    ]


def test_of_a_key_that_is_new_the_keys_inside_are_not() -> None:
    old = "a: 1\n"
    assert said(facts_of_diff("a.yaml", old, old + "env:\n  - name: MODE\n    value: x\nb:\n  c: 1\n")) == [
        (K.KEY_ADDED, None, "", "env"),
        (K.KEY_ADDED, None, "", "b"),
    ]
    old = '{\n  "a": 1\n}\n'
    assert said(facts_of_diff("a.json", old, '{\n  "a": 1,\n  "b": {\n    "c": 1\n  }\n}\n')) == [
        (K.KEY_ADDED, None, "", "b")
    ]


def test_the_key_of_a_new_item_is_no_new_key() -> None:
    old = "list:\n  - name: a\n"
    assert said(facts_of_diff("a.yaml", old, old + "  - name: b\n    x: 1\n")) == [
        (K.LINE_ADDED, None, "- name: b", None)
    ]
    old = '{\n  "list": [\n    {"name": "a"}\n  ]\n}\n'
    new = old.replace('"a"}', '"a"},\n    {"name": "b"}')
    assert K.KEY_ADDED not in kinds(facts_of_diff("a.json", old, new))


def test_a_key_that_stands_on_both_sides_is_neither_new_nor_gone() -> None:
    old, new = "run: make lint\n", "run: |\n  make lint\n  make more\n"
    assert not kinds(facts_of_diff("a.yaml", old, new)) & {K.KEY_ADDED, K.KEY_REMOVED}


HELM = """\
{{- if .Values.enabled }}
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "x.labels" . | nindent 4 }}
  {{ .Values.key }}: {{ .Values.value }}
spec:
  image: "{{ .Values.image }}:1"
{{- end }}
"""


@pytest.mark.parametrize("changed", [facts_between, facts_of_diff])
def test_templates_say_only_what_is_clearly_a_key(changed: Changed) -> None:
    new = HELM.replace(":1", ":2").replace("spec:", "spec:\n  env:\n    - name: MODE\n      value: {{ .mode }}")
    new = new.replace("{{ .Values.value }}", "{{ .Values.other }}")
    assert said(changed("templates/a.yaml", HELM, new)) == [
        (K.KEY_ADDED, None, "", "env"),
        (K.VALUE_CHANGED, "{{ .Values.image }}:1", "{{ .Values.image }}:2", "image"),
    ]


def test_a_playbook_with_templates_that_is_valid_stays_yaml() -> None:
    old = '- hosts: all\n  tasks:\n    - name: "{{ x }}"\n      debug: "{{ y }}"\n'
    assert said(facts_between("a.yml", old, old.replace("{{ y }}", "{{ z }}"))) == [
        (K.VALUE_CHANGED, "{{ y }}", "{{ z }}", "[0].tasks[{{ x }}].debug")
    ]


def test_flow_mappings_and_lists_are_values_as_they_are_written() -> None:
    old = "schema: {type: integer, default: 20}\nrequired: [id]\nflags: [a, b, c, d, e, f]\n"
    new = old.replace("20", "50").replace("[id]", "[id, role]").replace("f]", "f, g]")
    assert said(facts_of_diff("a.yaml", old, new)) == [
        (K.VALUE_CHANGED, "{type: integer, default: 20}", "{type: integer, default: 50}", "schema"),
        (K.VALUE_CHANGED, "[id]", "[id, role]", "required"),
        (K.ITEM_ADDED, None, "g", "flags"),
    ]


def test_lines_of_a_text_in_toml_are_no_keys() -> None:
    old = 'a = """\nx = 1\n"""\nb = 1\n'
    facts = facts_of_diff("a.toml", old, old.replace("x = 1", "x = 2").replace("b = 1", "b = 2"))
    assert [fact.subject for fact in facts if fact.kind in OF_KEYS] == ["b"]
    old = 'a = """\n' + "x = 1\n" * 8 + '"""\n'
    assert not kinds(facts_of_diff("a.toml", old, old.replace('x = 1\n"""', 'x = 2\n"""'))) & OF_KEYS


@pytest.mark.parametrize("changed", [facts_between, facts_of_diff])
def test_json_with_comments_and_trailing_commas_is_read(changed: Changed) -> None:
    old = '{\n  // a\n  "target": "es5", // b\n  "lib": ["a",],\n}\n'
    new = old.replace("es5", "es6").replace('["a",],', '["a",],\n  "strict": true,')
    assert said(changed("tsconfig.json", old, new)) == [
        (K.VALUE_CHANGED, "es5", "es6", "target"),
        (K.KEY_ADDED, None, "true", "strict"),
    ]


@pytest.mark.parametrize("path", ["a.jsonl", "a.json5", ".eslintrc", "a.jsonc"])
def test_kin_of_json_says_nothing_false(path: str) -> None:
    old, new = '{"id": 1, "v": "x"}\n{"id": 2, "v": "y"}\n', '{"id": 1, "v": "x"}\n{"id": 2, "v": "z"}\n{"id": 3}\n'
    for facts in (facts_between(path, old, new), facts_of_diff(path, old, new)):
        assert facts
        assert not kinds(facts) & {K.KEY_ADDED, K.KEY_REMOVED}


@pytest.mark.parametrize("changed", [facts_between, facts_of_diff])
def test_a_value_takes_no_other_sections_place(changed: Changed) -> None:
    old = "[first]\nfiles = a\n\n[second]\nother = 1\n"
    new = "[other]\nfiles = b\n\n[second]\nother = 2\n"
    found = said(changed("a.ini", old, new))
    assert (K.VALUE_CHANGED, "1", "2", "other") in found
    assert not [fact for fact in found if fact[0] is K.VALUE_CHANGED and fact[3] == "files"]

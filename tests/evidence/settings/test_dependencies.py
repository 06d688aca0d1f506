from collections.abc import Callable
from dataclasses import replace

import pytest

from diff_insight.changes.changeset import Status, Versions
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of
from diff_insight.evidence.settings.dependencies import is_manifest
from tests.between import change_between, facts_between, facts_of_diff, said

Changed = Callable[[str, str, str], tuple[Fact, ...]]
OF_DEPENDENCIES = {K.DEPENDENCY_ADDED, K.DEPENDENCY_REMOVED, K.DEPENDENCY_CHANGED, K.DEPENDENCY_MOVED}
both = pytest.mark.parametrize("changed", [facts_between, facts_of_diff])

MANIFESTS = {
    "pyproject.toml": '[project]\nname = "x"\ndependencies = [\n    "numpy>=2.0",\n    "rich",\n]\n'
    '[dependency-groups]\ndev = ["ruff==0.1"]\n[tool.poetry.dependencies]\nflask = "^2.0"\n',
    "package.json": '{\n  "name": "x",\n  "dependencies": {\n    "chalk": "^4.0.0"\n  },\n'
    '  "devDependencies": {"ava": "^2.0.0"}\n}\n',
    "Cargo.toml": '[package]\nname = "x"\n\n[dependencies]\nserde = "1.0"\n'
    'tokio = { version = "1.2", features = ["full"] }\n',
    "go.mod": "module x\n\nrequire (\n\tgithub.com/a/b v1.2.3\n\tgolang.org/x/net v0.1.0 // indirect\n)\n",
    "requirements-dev.txt": "# tools\nruff==0.1 --hash=sha256:abc \\\n    --hash=sha256:def\n"
    "pytest>=7 # tests\n-r other.txt\n",
}

# A word without versions, or a list in one line, is no proof where only a diff is known.
WHOLE_ONLY = {("pyproject.toml", '    "rich",\n'), ("pyproject.toml", "ruff==0.1")}


@pytest.mark.parametrize(
    ("path", "before", "after", "fact"),
    [
        ("pyproject.toml", "numpy>=2.0", "numpy>=2.1", (K.DEPENDENCY_CHANGED, ">=2.0", ">=2.1", "numpy")),
        ("pyproject.toml", '    "rich",\n', "", (K.DEPENDENCY_REMOVED, "", None, "rich")),
        ("pyproject.toml", "ruff==0.1", "ruff==0.2", (K.DEPENDENCY_CHANGED, "==0.1", "==0.2", "ruff")),
        ("pyproject.toml", "^2.0", "^3.0", (K.DEPENDENCY_CHANGED, "^2.0", "^3.0", "flask")),
        ("package.json", "^4.0.0", "^5.0.0", (K.DEPENDENCY_CHANGED, "^4.0.0", "^5.0.0", "chalk")),
        ("package.json", '"chalk"', '"kleur"', (K.DEPENDENCY_ADDED, None, "^4.0.0", "kleur")),
        ("Cargo.toml", "1.2", "2.0", (K.DEPENDENCY_CHANGED, "1.2", "2.0", "tokio")),
        ("go.mod", "v1.2.3", "v1.3.0", (K.DEPENDENCY_CHANGED, "v1.2.3", "v1.3.0", "github.com/a/b")),
        ("requirements-dev.txt", "ruff==0.1", "ruff==0.2", (K.DEPENDENCY_CHANGED, "==0.1", "==0.2", "ruff")),
        ("requirements-dev.txt", "pytest>=7 # tests\n", "", (K.DEPENDENCY_REMOVED, ">=7", None, "pytest")),
    ],
)
def test_packages_come_go_and_change_their_versions(
    path: str, before: str, after: str, fact: tuple[K, str | None, str | None, str]
) -> None:
    source = MANIFESTS[path]
    assert before in source
    assert fact in said(facts_between(path, source, source.replace(before, after)))
    if (path, before) not in WHOLE_ONLY:
        assert fact in said(facts_of_diff(path, source, source.replace(before, after)))


def test_a_dependency_is_no_key_and_other_keys_are() -> None:
    source = MANIFESTS["package.json"]
    facts = facts_between("package.json", source, source.replace("^4.0.0", "^5.0.0").replace('"x"', '"y"'))
    assert {(fact.kind, fact.subject) for fact in facts} == {(K.DEPENDENCY_CHANGED, "chalk"), (K.VALUE_CHANGED, "name")}


def test_a_package_with_another_spelling_of_its_name_is_the_same() -> None:
    old, new = '[project]\ndependencies = ["Py_YAML>=6"]\n', '[project]\ndependencies = ["py-yaml>=6"]\n'
    kinds = {fact.kind for fact in facts_between("pyproject.toml", old, new)}
    assert not kinds & {K.DEPENDENCY_ADDED, K.DEPENDENCY_REMOVED}


def test_words_that_only_look_like_requirements_are_none() -> None:
    old = '[project]\nkeywords = [\n    "diff",\n]\n'
    facts = facts_of_diff("pyproject.toml", old, old.replace('"diff"', '"git"'))
    assert not {fact.kind for fact in facts} & {K.DEPENDENCY_ADDED, K.DEPENDENCY_REMOVED}
    assert not is_manifest("docs/package.json.md")


NODE = """\
{
  "dependencies": {
    "left": "^1.0.0"
  },
  "devDependencies": {
    "mid": "^2.0.0",
    "right": "^3.0.0"
  },
  "peerDependenciesMeta": {
    "left": {"optional": true}
  },
  "overrides": {
    "deep": "1.0.0"
  },
  "license": "MIT"
}
"""
CARGO = """\
[dependencies]
serde = "1.0"

[dev-dependencies]
rand = "0.8"

[patch.crates-io]
here = { path = "a" }

[replace]
"foo:0.1.0" = { git = "x" }
"""
POETRY = """\
[tool.poetry.dependencies]
a = "1"

[tool.poetry.group.dev.dependencies]
q = "1"
"""
PROJECT = """\
[project]
dependencies = [
    "a>=1",
]

[project.optional-dependencies]
dev = [
    "c==1",
]
"""


@both
@pytest.mark.parametrize(
    ("path", "old", "new", "package", "group", "lines"),
    [
        (
            "package.json", NODE,
            NODE.replace('    "mid": "^2.0.0",\n', "").replace('"^1.0.0"\n', '"^1.0.0",\n    "mid": "^2.0.0"\n'),
            "mid", "dependencies", (6, 4),
        ),
        (
            "Cargo.toml", CARGO,
            CARGO.replace('rand = "0.8"\n', "").replace('"1.0"\n', '"1.0"\nrand = "0.8"\n'),
            "rand", "dependencies", (5, 3),
        ),
        (
            "pyproject.toml", POETRY,
            POETRY.replace('q = "1"\n', "").replace('a = "1"\n', 'a = "1"\nq = "1"\n'),
            "q", "dependencies", (5, 3),
        ),
        (
            "pyproject.toml", PROJECT,
            PROJECT.replace('    "c==1",\n', "").replace('"a>=1",\n', '"a>=1",\n    "c==1",\n'),
            "c", "dependencies", (8, 4),
        ),
    ],
)  # fmt: skip
def test_a_package_that_changes_its_group_moves(
    changed: Changed, path: str, old: str, new: str, package: str, group: str, lines: tuple[int, int]
) -> None:
    (fact,) = changed(path, old, new)
    assert (fact.kind, fact.subject, fact.where) == (K.DEPENDENCY_MOVED, package, group)
    assert (fact.old_line, fact.new_line) == lines
    assert fact.before == fact.after != ""


def test_a_package_that_moves_can_change_its_versions() -> None:
    new = NODE.replace('    "mid": "^2.0.0",\n', "").replace('"^1.0.0"\n', '"^1.0.0",\n    "mid": "^3.0.0"\n')
    assert said(facts_between("package.json", NODE, new)) == [
        (K.DEPENDENCY_MOVED, "^2.0.0", "^3.0.0", "mid"),
        (K.DEPENDENCY_CHANGED, "^2.0.0", "^3.0.0", "mid"),
    ]


def test_a_package_that_stays_in_another_group_says_which_it_leaves() -> None:
    old = NODE.replace('"mid": "^2.0.0"', '"left": "^1.0.0"')
    assert said(facts_between("package.json", old, old.replace('    "left": "^1.0.0",\n', ""))) == [
        (K.DEPENDENCY_REMOVED, "^1.0.0", None, "left (devDependencies)")
    ]


@both
def test_what_only_speaks_of_packages_is_no_dependency(changed: Changed) -> None:
    new = NODE.replace("true", "false").replace('"1.0.0"', '"1.1.0"').replace('"MIT"', '"Apache-2.0"')
    assert [fact.kind for fact in changed("package.json", NODE, new)] == [K.VALUE_CHANGED] * 3
    new = CARGO.replace('"a"', '"b"').replace('"x"', '"y"') + 'new = { path = "z" }\n'
    assert not {fact.kind for fact in changed("Cargo.toml", CARGO, new)} & OF_DEPENDENCIES


def test_what_else_is_said_of_a_dependency_is_told_as_a_key() -> None:
    old = MANIFESTS["Cargo.toml"]
    assert said(facts_between("Cargo.toml", old, old.replace('"full"]', '"full", "net"]'))) == [
        (K.ITEM_ADDED, None, "net", "dependencies.tokio.features")
    ]


@both
def test_a_package_with_a_table_of_its_own(changed: Changed) -> None:
    old = '[dependencies.big]\ngit = "x"\nversion = "1"\n'
    (fact,) = changed("Cargo.toml", old, old.replace('"1"', '"2"'))
    assert (fact.kind, fact.subject, fact.new_line) == (K.DEPENDENCY_CHANGED, "big", 3)


def test_a_package_whose_group_is_not_shown_is_neither_new_nor_gone() -> None:
    far = "".join(f'    "p{number}": "1.0.0",\n' for number in range(20))
    old = NODE.replace('    "mid"', f'{far}    "mid"')
    new = old.replace('    "mid": "^2.0.0",\n', "").replace('"^1.0.0"\n', '"^1.0.0",\n    "mid": "^2.0.0"\n')
    assert not {fact.kind for fact in facts_of_diff("package.json", old, new)} & OF_DEPENDENCIES


def test_tables_that_include_others_are_no_packages() -> None:
    old = '[dependency-groups]\ntest = [\n    "t>1",\n    {include-group = "lint"},\n]\n'
    for facts in (f("pyproject.toml", old, old.replace('"lint"', '"link"')) for f in (facts_between, facts_of_diff)):
        assert facts
        assert not {fact.kind for fact in facts} & OF_DEPENDENCIES


MARKED = 'numpy==1.21; python_version < "3.8"\nnumpy==1.24; python_version >= "3.8"\n'


@both
def test_requirements_under_other_conditions_are_others(changed: Changed) -> None:
    narrow = '"3.8" and python_version < "3.12"'
    new = MARKED.replace('>= "3.8"', f">= {narrow}") + 'numpy==1.26; python_version >= "3.12"\n'
    assert said(changed("requirements.txt", MARKED, new)) == [
        (K.DEPENDENCY_TERMS_CHANGED, 'python_version >= "3.8"', f"python_version >= {narrow}", "numpy"),
        (K.DEPENDENCY_ADDED, None, "==1.26", 'numpy; python_version >= "3.12"'),
    ]
    assert said(changed("requirements.txt", MARKED, MARKED.replace("==1.24", "==1.25"))) == [
        (K.DEPENDENCY_CHANGED, "==1.24", "==1.25", 'numpy; python_version >= "3.8"')
    ]


def test_poetry_and_pyproject_have_conditions_too() -> None:
    old = '[tool.poetry.dependencies]\nnp = [{version = "1", python = "<3.8"}, {version = "2", python = ">=3.8"}]\n'
    new = old.replace('version = "2"', 'version = "3"')
    assert said(facts_between("pyproject.toml", old, new)) == [(K.DEPENDENCY_CHANGED, "2", "3", "np; >=3.8")]
    old = "[project]\ndependencies = [\n  'a>=1; python_version < \"3.8\"',\n]\n"
    assert said(facts_between("pyproject.toml", old, old.replace("3.8", "3.9"))) == [
        (K.DEPENDENCY_TERMS_CHANGED, 'python_version < "3.8"', 'python_version < "3.9"', "a")
    ]


def test_a_condition_that_comes_with_other_versions() -> None:
    new = 'a==2; python_version > "3.8"\n'
    assert [fact.kind for fact in facts_between("requirements.txt", "a==1\n", new)] == [
        K.DEPENDENCY_CHANGED, K.DEPENDENCY_TERMS_CHANGED,
    ]  # fmt: skip
    # Of a patch, the lines that are not shown may keep the old version for others.
    assert K.DEPENDENCY_CHANGED not in {fact.kind for fact in facts_of_diff("requirements.txt", "a==1\n", new)}


@both
def test_extras_are_terms(changed: Changed) -> None:
    assert said(changed("requirements.txt", "uvicorn>=1\n", "uvicorn[standard]>=1\n")) == [
        (K.DEPENDENCY_TERMS_CHANGED, "uvicorn", "uvicorn[standard]", "uvicorn")
    ]


@both
def test_names_and_versions_are_quoted_as_they_are_written(changed: Changed) -> None:
    assert said(changed("requirements.txt", "Foo_Bar>=1,<2\n", "foo.bar>=1,<3\n")) == [
        (K.DEPENDENCY_CHANGED, ">=1,<2", ">=1,<3", "foo.bar")
    ]
    facts = changed("requirements.txt", "Foo_Bar>=1,<2\n", "foo-bar<2,>=1\n")
    assert not {fact.kind for fact in facts} & OF_DEPENDENCIES


@both
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("docs/system-requirements.txt", "Login\nUsers must log in.\nAccounts\n", "Reports\n"),
        ("docs/system-requirements.txt", "Login\nAccounts\n", "Reports\n"),
        ("docs/system-requirements.txt", "Python >= 3.8\nA good mood\n", "CUDA==12\n"),
        ("requirements.txt", "You need a computer.\nPatience\n", "Luck\n"),
    ],
)
def test_prose_about_requirements_names_no_packages(changed: Changed, path: str, old: str, new: str) -> None:
    facts = changed(path, old, old + new)
    assert said(facts) == [(K.LINE_ADDED, None, new.strip(), None)]


@both
def test_a_word_is_a_package_in_a_file_of_pip(changed: Changed) -> None:
    assert said(changed("dev-requirements.txt", "ruff\nmypy\n", "ruff\nmypy\nFlask\n")) == [
        (K.DEPENDENCY_ADDED, None, "", "Flask")
    ]
    assert said(changed("my-requirements.txt", "ruff==1\nmypy\n", "ruff==1\nmypy\nFlask\n")) == [
        (K.DEPENDENCY_ADDED, None, "", "Flask")
    ]


@both
def test_setup_cfg_and_pipfile_say_nothing_false(changed: Changed) -> None:
    old = "[options]\ninstall_requires =\n    numpy==1.2\n"
    assert said(changed("setup.cfg", old, old.replace("1.2", "1.3"))) == [(K.VERSION_CHANGED, "1.2", "1.3", None)]
    old = '[packages]\nrequests = "==2.0"\n'
    assert said(changed("Pipfile", old, old.replace("2.0", "2.1"))) == [(K.VERSION_CHANGED, "2.0", "2.1", None)]


def test_a_package_that_the_other_side_names_is_neither_new_nor_gone_in_a_diff() -> None:
    old = '[project]\nname = "x"\ndependencies = ["requests>=2"]\n'
    new = '[project]\nname = "x"\ndependencies = [\n    "requests>=2",\n    "rich>=1",\n]\n'
    assert {fact.subject for fact in facts_of_diff("pyproject.toml", old, new) if fact.kind in OF_DEPENDENCIES} <= {
        "rich"
    }


def test_brackets_in_thousands_of_brackets_are_no_requirement() -> None:
    found = facts_of_diff("requirements.txt", "a==1\n", f"a==1\nb; {'(' * 3_000}\n")
    assert K.DEPENDENCY_ADDED not in {fact.kind for fact in found}


def test_what_a_package_needed_that_is_gone_as_a_whole_is_not_told() -> None:
    gone = replace(change_between("addons/a/package.json", MANIFESTS["package.json"], ""), status=Status.REMOVED)
    assert not [fact for fact in facts_of(sides_of(gone, Versions())) if fact.kind is K.DEPENDENCY_REMOVED]

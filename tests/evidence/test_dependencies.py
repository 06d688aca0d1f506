import pytest

from diff_insight.evidence.dependencies import is_manifest
from diff_insight.evidence.fact import FactKind as K
from tests.between import facts_between, facts_of_diff, said

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

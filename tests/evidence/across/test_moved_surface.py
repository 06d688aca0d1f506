import pytest

from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.diff.fact_kinds import Trait, having
from diff_insight.evidence.gather import gather
from tests.repository import Repository, change_of

OPTION = 'parser.add_argument("--quiet")\n'
VARIABLE = 'import os\n\nmode = os.getenv("APP_MODE")\n'


def offered(repository: Repository, before: dict[str, str], after: dict[str, str]) -> list[K]:
    repository.commit("begin", before)
    repository.commit("change", after)
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    return [fact.kind for file in evidence.files for fact in file.facts if fact.kind in having(Trait.OFFERED)]


def test_an_option_that_moves_to_another_file_stays(repository: Repository) -> None:
    assert offered(repository, {"a.py": OPTION, "b.py": "x = 1\n"}, {"a.py": "x = 1\n", "b.py": OPTION}) == []


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (r're_path(r"^users/$", all)', 'path("users/", all)', []),
        (r're_path(r"^users/(?P<pk>[\w-]+)/$", one)', 'path("users/<slug:pk>/", one)', []),
        (r're_path(r"^\.well-known/a$", one)', 'path(".well-known/a", one)', []),
        (r're_path(r"^users/$", all)', 'path("people/", all)', [K.ROUTE_REMOVED, K.ROUTE_ADDED]),
    ],
)
def test_a_route_of_django_may_be_written_as_an_expression(
    repository: Repository, old: str, new: str, kinds: list[K]
) -> None:
    text = "urlpatterns = [\n    {},\n]\n"
    assert sorted(offered(repository, {"it/urls.py": text.format(old)}, {"it/urls.py": text.format(new)})) == sorted(
        kinds
    )


def test_an_option_that_only_a_test_gains_is_gone(repository: Repository) -> None:
    before = {"a.py": OPTION, "tests/test_a.py": "x = 1\n"}
    kinds = offered(repository, before, {"a.py": "x = 1\n", "tests/test_a.py": OPTION})
    assert K.OPTION_REMOVED in kinds


def test_a_variable_that_another_file_reads_is_neither_new_nor_gone(repository: Repository) -> None:
    assert offered(repository, {"a.py": "x = 1\n", "b.py": VARIABLE}, {"a.py": VARIABLE}) == []
    assert offered(repository, {}, {"a.py": "x = 2\n"}) == []


def test_a_variable_that_nothing_reads_any_more_is_gone(repository: Repository) -> None:
    documented = {"a.py": VARIABLE, "README.md": "Set APP_MODE.\n"}
    assert offered(repository, documented, {"a.py": "x = 1\n"}) == [K.VARIABLE_REMOVED]


def test_an_option_that_is_declared_in_another_way_stays(repository: Repository) -> None:
    old = 'fn app() -> Command { Command::new("it").arg(Arg::new("a").long("max-depth")) }\n'
    files = {"src/app.rs": old, "Cargo.toml": "[package]\nname = 'it'\n"}
    new = "#[derive(Parser)]\nstruct Options {\n    /// Depth\n    max_depth: usize,\n}\n"
    assert K.OPTION_REMOVED not in offered(repository, files, {"src/app.rs": "fn app() {}\n", "src/cli.rs": new})
    assert K.OPTION_REMOVED in offered(repository, files, {"src/app.rs": "fn app() {}\n", "src/cli.rs": "struct A;\n"})


def test_a_supported_version_that_moves_to_another_manifest_stays(repository: Repository) -> None:
    classifiers = '"Programming Language :: Python :: 3.12",\n    "Programming Language :: Python :: 3.13",\n'
    old = f"from setuptools import setup\n\nsetup(\n    name='it',\n    classifiers=[\n    {classifiers}    ],\n)\n"
    project = '[build-system]\nrequires = ["setuptools"]\n'
    new = f'{project}\n[project]\nname = "it"\nclassifiers = [\n    {classifiers}]\n'
    repository.commit("begin", {"setup.py": old, "pyproject.toml": project})
    repository.commit("change", {"setup.py": None, "pyproject.toml": new})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    kinds = {fact.kind for file in evidence.files for fact in file.facts}
    assert kinds.isdisjoint({K.SUPPORT_LISTED, K.SUPPORT_UNLISTED})

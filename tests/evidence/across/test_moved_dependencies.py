from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.gather import gather
from tests.repository import Repository, change_of

SETUP = """from setuptools import setup

setup(name="a", version="1.0", install_requires=["packaging>=17.0", 'typing_extensions; python_version < "3.11"'])
"""
CFG = "[options]\ninstall_requires =\n    packaging>=17.0\n"
PROJECT = """[project]
name = "a"
dependencies = ["packaging>=17.0", "typing-extensions", "rich"]

[build-system]
requires = ["flit_core"]
"""


def new_packages(repository: Repository, before: dict[str, str], after: dict[str, str | None]) -> set[str | None]:
    repository.commit("begin", before)
    repository.commit("change", after)
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    return {fact.subject for file in evidence.files for fact in file.facts if fact.kind is K.DEPENDENCY_ADDED}


def test_a_package_that_setup_py_named_is_not_newly_needed(repository: Repository) -> None:
    assert new_packages(repository, {"setup.py": SETUP}, {"setup.py": None, "pyproject.toml": PROJECT}) == {
        "rich", "flit_core",
    }  # fmt: skip


def test_nor_is_one_that_setup_cfg_named(repository: Repository) -> None:
    found = new_packages(repository, {"setup.cfg": CFG}, {"setup.cfg": None, "pyproject.toml": PROJECT})
    assert found == {"rich", "flit_core", "typing-extensions"}


def test_what_an_unchanged_setup_py_names_does_not_count(repository: Repository) -> None:
    assert "packaging" in new_packages(repository, {"setup.py": SETUP}, {"pyproject.toml": PROJECT})


def test_other_words_of_setup_py_are_no_packages(repository: Repository) -> None:
    setup = 'from setuptools import setup\n\nsetup(description="Reads rich text")\n'
    assert "rich" in new_packages(repository, {"setup.py": setup}, {"setup.py": None, "pyproject.toml": PROJECT})

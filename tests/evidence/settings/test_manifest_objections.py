import pytest

from diff_insight.evidence.gather import gather
from diff_insight.evidence.sign import SignKind
from tests.repository import Repository, change_of

JOB = "jobs:\n  test:\n    strategy:\n      matrix:\n        {key}: [{versions}]\n"
CI = ".github/workflows/ci.yml"


def kinds(repository: Repository) -> list[SignKind]:
    return [sign.kind for file in gather(change_of(repository.folder, "HEAD^!")).files for sign in file.signs]


@pytest.mark.parametrize(
    ("key", "manifest", "text", "is_declared"),
    [
        ("python-version", "pyproject.toml", '[project]\nrequires-python = ">=3.8"\n', True),
        ("python-version", "setup.py", 'setup(\n    python_requires=">=3.8",\n)\n', True),
        ("python-version", "pyproject.toml", '[tool.black]\ntarget-version = ["py38"]\n', False),
        ("python-version", "examples/pyproject.toml", '[project]\nrequires-python = ">=3.8"\n', False),
        ("node", "package.json", '{\n  "engines": {\n    "node": ">=18"\n  }\n}\n', True),
        ("node", "package.json", '{\n  "name": "it"\n}\n', False),
        ("java", "pom.xml", "<project/>\n", False),
    ],
)
def test_what_ci_no_longer_tests_is_a_sign_only_if_no_manifest_says_what_is_supported(
    repository: Repository, key: str, manifest: str, text: str, is_declared: bool
) -> None:
    repository.commit("one", {manifest: text, CI: JOB.format(key=key, versions='"8", "20"')})
    repository.commit("two", {CI: JOB.format(key=key, versions='"20"')})
    assert kinds(repository) == ([] if is_declared else [SignKind.VERSION_UNTESTED])


@pytest.mark.parametrize(
    ("more", "exports", "is_closed"),
    [
        ("", '".": "./a.js"', True),
        ("", '".": "./a.js", "./*": "./*"', False),
        ("", '".": "./a.js", "./": "./"', False),
        ("", '".": "./a.js", "./inner/*": null', True),
        (',\n  "private": true', '".": "./a.js"', False),
    ],
)
def test_a_package_that_begins_to_say_what_it_exports_closes_its_other_modules(
    repository: Repository, more: str, exports: str, is_closed: bool
) -> None:
    repository.commit("one", {"package.json": f'{{\n  "name": "it"{more}\n}}\n', "a.js": "exports.a = 1\n"})
    repository.commit("two", {"package.json": f'{{\n  "name": "it"{more},\n  "exports": {{\n    {exports}\n  }}\n}}\n'})
    assert kinds(repository) == ([SignKind.MODULES_CLOSED] if is_closed else [])


SETUP_PY = 'setup(install_requires=read("requirements", "{}").splitlines())\n'


@pytest.mark.parametrize(
    ("path", "setup", "is_sign"),
    [
        ("requirements.txt", 'setup(install_requires=open("requirements.txt"))\n', True),
        ("requirements/default.txt", SETUP_PY.format("default.txt"), True),
        ("requirements/extras/redis.txt", 'setup(extras_require=read("requirements", "extras", name))\n', True),
        ("requirements/other.txt", SETUP_PY.format("default.txt"), False),  # which no manifest reads
        ("requirements/test.txt", SETUP_PY.format("test.txt"), False),
        ("requirements.txt", "setup()\n", False),
        ("requirements.txt", 'include = ["/it", "/requirements.txt"]\n', False),  # an archive of the sources
    ],
)
def test_a_requirement_file_raises_what_is_installed_only_if_a_manifest_reads_it(
    repository: Repository, path: str, setup: str, is_sign: bool
) -> None:
    repository.commit("one", {"setup.py": setup, path: "kombu>=4.6,<5\n"})
    repository.commit("two", {path: "kombu>=5.0\n"})
    assert kinds(repository) == ([SignKind.LEAST_VERSION_RAISED] if is_sign else [])


CLASSIFIED = 'setup(\n    python_requires=">={}",\n    classifiers=[\n{}    ],\n)\n'
NAMED = '        "Programming Language :: Python :: {}",\n'


def test_a_version_that_classifiers_no_longer_name_is_a_sign_unless_a_least_version_says_it(
    repository: Repository,
) -> None:
    both = NAMED.format("3.8") + NAMED.format("3.9")
    repository.commit("one", {"setup.py": CLASSIFIED.format("3.8", both)})
    repository.commit("two", {"setup.py": CLASSIFIED.format("3.8", NAMED.format("3.9"))})
    assert kinds(repository) == [SignKind.VERSION_UNLISTED]
    repository.commit("three", {"setup.py": CLASSIFIED.format("3.8", both)})
    repository.commit("four", {"setup.py": CLASSIFIED.format("3.9", NAMED.format("3.9"))})
    assert kinds(repository) == [SignKind.SUPPORT_DROPPED]


def test_classifiers_that_name_no_version_any_more_drop_what_a_manifest_excludes(repository: Repository) -> None:
    general = '        "Programming Language :: Python",\n'
    repository.commit("one", {"setup.py": CLASSIFIED.format("3.8", NAMED.format("3.8") + NAMED.format("3.9"))})
    repository.commit("two", {"setup.py": CLASSIFIED.format("3.8", general)})
    assert kinds(repository) == []
    repository.commit("three", {"setup.py": CLASSIFIED.format("3.8", NAMED.format("2.7") + NAMED.format("3.8"))})
    repository.commit("four", {"setup.py": CLASSIFIED.format("3.8", general)})
    assert kinds(repository) == [SignKind.VERSION_UNLISTED]


@pytest.mark.parametrize(
    ("scripts", "is_gone"), [('[project.scripts]\nread = "it:read"\n', False), ('[project]\nname = "read"\n', True)]
)
def test_a_command_that_another_manifest_installs_is_not_gone(
    repository: Repository, scripts: str, is_gone: bool
) -> None:
    commands = (
        'setup(\n    entry_points={\n        "console_scripts": [\n            "read = it:read",\n        ]\n    }\n)\n'
    )
    repository.commit("one", {"setup.py": commands, "pyproject.toml": scripts})
    repository.commit("two", {"setup.py": None})
    assert (SignKind.COMMAND_REMOVED in kinds(repository)) is is_gone


@pytest.mark.parametrize("line", ["-e .[standard]", "--editable .", ".[test]"])
def test_a_file_that_installs_the_package_itself_says_nothing_of_what_it_needs(
    repository: Repository, line: str
) -> None:
    reads = {"setup.py": 'setup(install_requires=open("requirements.txt"))\n'}
    repository.commit("one", {**reads, "requirements.txt": f"{line}\nattrs>=20\n"})
    repository.commit("two", {"requirements.txt": f"{line}\nattrs>=22\n"})
    assert kinds(repository) == []

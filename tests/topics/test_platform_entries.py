import json

import pytest

from diff_insight.topics.topic import Kind
from tests.repository import Repository
from tests.topics.test_build import topics

MANIFEST = {"name": "it", "main": "index.js", "engines": {"node": ">=16"}}


def told(repository: Repository, entry: str) -> list[tuple[str, Kind]]:
    """The titles and kinds of what breaks where the manifest needs Node.js 20 now and a guide has an entry."""
    begun = {"package.json": json.dumps(MANIFEST, indent=2), "index.js": "1\n", "CHANGELOG.md": "# Changes\n"}
    repository.commit("begin", begun)
    manifest = json.dumps({**MANIFEST, "engines": {"node": ">=20.1"}}, indent=2)
    guide = f"# Migrating to 9\n\n## Versions\n\n- {entry}\n- `read` is gone now\n"
    repository.commit("Write less", {"package.json": manifest, "index.js": "2\n", "docs/migrating-to-9.md": guide})
    found = topics(repository, "HEAD~1..HEAD")
    return [(each.title, each.kind) for each in found if "ode" in each.title or any(s.fact for s in each.signs)]


@pytest.mark.parametrize("entry", ["The tool now requires Node.js 20 or higher", "Dropped support for Node 16 and 18"])
def test_what_a_guide_says_of_a_platform_is_told_with_the_manifest(repository: Repository, entry: str) -> None:
    assert told(repository, entry) == [(entry, Kind.BREAK)]


def test_what_contradicts_the_manifest_is_not_told(repository: Repository) -> None:
    assert [title for title, _ in told(repository, "The tool now requires Node.js 18 or higher")] == ["Write less"]


@pytest.mark.parametrize(
    "entry", ["The Node.js 20 and Python 3 bindings must be renamed", "Node streams must be closed"]
)
def test_what_is_about_something_else_stays_by_itself(repository: Repository, entry: str) -> None:
    assert (entry, Kind.BREAK) in told(repository, entry)

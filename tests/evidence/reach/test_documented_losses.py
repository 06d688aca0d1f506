from collections.abc import Mapping

import pytest

from diff_insight.evidence.gather import gather
from diff_insight.evidence.sign import SignKind
from diff_insight.sentences.signs import sign_reason
from diff_insight.sentences.translation import Wording
from tests.repository import Repository, change_of

SOURCE = "const options = { retries: 3, timeout: 5 };\n"
WITHOUT = "const options = { timeout: 5 };\n"


def lost(repository: Repository, old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """What the signs of documented names say after a change from some files to others."""
    repository.commit("one", {**old, "README.md": "# A\n"})
    repository.commit("two", dict(new))
    evidence = gather(change_of(repository.folder, "HEAD^!"))
    signs = [sign for file in evidence.files for sign in file.signs]
    assert not any(sign.is_weak for sign in signs if sign.kind is SignKind.DOCUMENTED_NAME_REMOVED)
    return [sign_reason(Wording("en"), s) for s in signs if s.kind is SignKind.DOCUMENTED_NAME_REMOVED]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("### retries", "retries"),
        ("## `retries`", "retries"),
        ("### client.retries(count)", "client.retries"),
        ("- `retries`: how often.", "retries"),
        ("* **retries** how often", "retries"),
        ("- __retries:__ how often", "retries"),
        ("| `retries` | how often |", "retries"),
        (".. setting:: retries", "retries"),
        (".. py:attribute:: Client.retries", "Client.retries"),
    ],
)
def test_a_name_that_documents_and_sources_lose_is_gone(repository: Repository, line: str, name: str) -> None:
    old = {"a.js": SOURCE, "docs/a.md": f"# Options\n\n{line}\n\nMore.\n"}
    said = f"`{name}`, which the documentation presented, is gone"
    assert lost(repository, old, {"a.js": WITHOUT, "docs/a.md": "# Options\n\nMore.\n"}) == [said]


def test_a_guide_may_still_name_it(repository: Repository) -> None:
    old = {"a.js": SOURCE, "docs/a.md": "- `retries`: how often\n"}
    new = {"a.js": WITHOUT, "docs/a.md": "x\n", "docs/upgrading.md": "| old |\n|---|\n| `retries` |\n"}
    assert len(lost(repository, old, new)) == 1


@pytest.mark.parametrize(
    ("shown", "new"),
    [
        ("- `retries`: how often", {"a.js": SOURCE.replace("5", "6"), "docs/a.md": "x\n"}),
        ("- `retries`: how often", {"a.js": WITHOUT, "docs/a.md": "x\n", "b.js": "const retries = 1;\n"}),
        ("- `retries`: how often", {"a.js": WITHOUT, "docs/a.md": "x\n", "docs/b.md": "### retries\n"}),
        ("- `retries`: how often", {"a.js": WITHOUT, "docs/a.md": "- `maxRetries`: how often\n"}),
        ("- `retries`: how often", {"a.js": WITHOUT}),
        ("- `retries`: how often", {"a.js": WITHOUT, "docs/a.md": "- The number `retries` was removed\n"}),
        ("They have `retries`, too", {"a.js": WITHOUT, "docs/a.md": "x\n"}),
    ],
    ids=[
        "the source keeps it",
        "another source has it",
        "it moves",
        "a like name",
        "it stays documented",
        "the document still names it",
        "in passing",
    ],
)
def test_other_names_are_not_told(repository: Repository, shown: str, new: Mapping[str, str]) -> None:
    assert lost(repository, {"a.js": SOURCE, "docs/a.md": f"{shown}\n"}, new) == []


def test_a_heading_of_prose_is_no_name(repository: Repository) -> None:
    old = {"a.js": "// Backers are named here\n" + SOURCE, "docs/a.md": "## Backers\n"}
    assert lost(repository, old, {"a.js": SOURCE, "docs/a.md": "x\n"}) == []


def test_what_another_sign_tells_is_not_told_again(repository: Repository) -> None:
    old = {"a.py": "def retries():\n    return 1\n\n\ndef b():\n    pass\n", "docs/a.md": "### `retries`\n\n`b`\n"}
    repository.commit("one", old)
    repository.commit("two", {"a.py": "def b():\n    pass\n", "docs/a.md": "`b`\n"})
    evidence = gather(change_of(repository.folder, "HEAD^!"))
    kinds = [sign.kind for file in evidence.files for sign in file.signs]
    assert kinds == [SignKind.PUBLIC_NAME_REMOVED]

from dataclasses import replace

import pytest

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Source, Status
from diff_insight.changes.patch.unified import read_hunks
from diff_insight.evidence.gather import FileEvidence, gather
from diff_insight.sentences.files import explanation, status_sentence
from diff_insight.sentences.languages import LANGUAGES
from diff_insight.sentences.translation import Wording
from tests.between import change_between

EN = Wording("en")
FILE = FileChange("docs/a.md", Status.MODIFIED, additions=1, deletions=1)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (replace(FILE, status=Status.ADDED, additions=3), "The file `a.md` is added with 3 lines."),
        (replace(FILE, status=Status.ADDED, additions=0), "The empty file `a.md` is added."),
        (replace(FILE, status=Status.REMOVED, deletions=1), "The file `a.md` is removed, which had 1 line."),
        (replace(FILE, additions=2, deletions=0), "2 lines are new."),
        (replace(FILE, additions=2, deletions=1), "2 lines are new and 1 line is gone."),
        (
            replace(FILE, status=Status.RENAMED, old_path="docs/b.md", additions=0, deletions=0, same_content=True),
            "The file moves from `docs/b.md` to `docs/a.md`. Its content stays the same.",
        ),
        (
            replace(FILE, status=Status.RENAMED, old_path="docs/b.md", additions=0, deletions=0),
            "The file moves from `docs/b.md` to `docs/a.md`.",
        ),
        (
            replace(
                FILE,
                status=Status.RENAMED,
                old_path="b",
                additions=1,
                deletions=0,
                old_mode="100644",
                new_mode="100755",
            ),
            "The file moves from `b` to `docs/a.md`. 1 line is new. The file becomes executable.",
        ),
        (
            replace(
                FILE,
                status=Status.RENAMED,
                old_path="b",
                binary=True,
                additions=None,
                deletions=None,
                same_content=False,
            ),
            "The binary file moves from `b` to `docs/a.md`.",
        ),
        (
            replace(FILE, status=Status.COPIED, old_path="b.md", additions=0, deletions=0),
            "The file is a copy of `b.md`.",
        ),
        (
            replace(FILE, status=Status.MODE_CHANGED, old_mode="100644", new_mode="100755", additions=0, deletions=0),
            "The file becomes executable.",
        ),
        (replace(FILE, status=Status.TYPE_CHANGED, new_mode="120000"), "`a.md` becomes a symbolic link."),
        (replace(FILE, binary=True, additions=None, deletions=None), "The binary file `a.md` is replaced."),
    ],
)
def test_what_happened_to_a_file_is_said_in_a_sentence(file: FileChange, sentence: str) -> None:
    assert status_sentence(EN, file) == sentence


def link(old: str, new: str) -> FileChange:
    hunks = read_hunks(f"@@ -1 +1 @@\n-{old}\n+{new}\n", "x")
    return replace(FILE, old_mode="120000", new_mode="120000", hunks=hunks)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (link("b", "c"), "`a.md` now leads to `c`, and no longer to `b`."),
        (
            replace(link("b", "c"), status=Status.ADDED, old_mode=None),
            "The symbolic link `a.md` to `c` is added.",
        ),
        (
            replace(link("b", "c"), status=Status.REMOVED, new_mode=None),
            "The symbolic link `a.md` to `b` is removed.",
        ),
        (
            replace(FILE, status=Status.RENAMED, old_path="b", old_mode="120000", new_mode="120000", additions=0,
                    deletions=0),
            "The symbolic link moves from `b` to `docs/a.md`.",
        ),
        (
            replace(link("text", "../b"), status=Status.TYPE_CHANGED, old_mode="100644"),
            "`a.md` becomes a symbolic link to `../b`.",
        ),
        (
            replace(link("b", "text"), status=Status.TYPE_CHANGED, new_mode="100644"),
            "`a.md` becomes a regular file.",
        ),
        (
            replace(link("text", f"Subproject commit {'b' * 40}"), status=Status.TYPE_CHANGED, old_mode="100644",
                    new_mode="160000"),
            "`a.md` becomes a submodule, at the commit `bbbbbbb`.",
        ),
        (
            replace(FILE, status=Status.RENAMED, old_path="b", old_mode="160000", new_mode="160000", additions=0,
                    deletions=0),
            "The submodule moves from `b` to `docs/a.md`.",
        ),
    ],
)  # fmt: skip
def test_links_and_submodules_are_told_by_where_they_lead(file: FileChange, sentence: str) -> None:
    assert status_sentence(EN, file) == sentence


def test_a_submodule_says_its_commits() -> None:
    hunks = read_hunks(f"@@ -1 +1 @@\n-Subproject commit {'a' * 40}\n+Subproject commit {'b' * 40}\n", "x")
    file = replace(FILE, old_mode="160000", new_mode="160000", hunks=hunks)
    assert status_sentence(EN, file) == "The submodule goes from the commit `aaaaaaa` to `bbbbbbb`."


def evidence(file: FileChange, *commits: Commit) -> FileEvidence:
    (whole,) = gather(ChangeSet(Source("x"), (file,), commits)).files
    return whole


def test_an_explanation_says_what_became_what_and_what_the_commits_say() -> None:
    hunks = read_hunks("@@ -1 +1 @@\n-see https://old.example/ here\n+see https://new.example/ here\n", "x")
    commit = Commit(
        "1", "docs: the `new` site", "The old one is gone, so that links break.", "Ada", None, frozenset({"docs/a.md"})
    )
    assert explanation(EN, evidence(replace(FILE, hunks=hunks), commit)) == [
        "1 line is new and 1 line is gone.",
        "In the links, `https://old.example/` becomes `https://new.example/`.",
        "Its commit says “docs: the `new` site”. The author explains: “The old one is gone, so that links break.”",
    ]


def test_an_explanation_says_what_may_break_and_why() -> None:
    file = change_between("a.py", "def load(path, limit):\n    pass\n\nx = 1\n", "x = 1\n")
    assert explanation(EN, evidence(file))[-1] == (
        "A sign of a breaking change: the function `load`, which is public, is gone."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_sentence_in_every_language(language: str, status: Status) -> None:
    wording = Wording(language)
    file = replace(FILE, status=status, old_path="b.md", old_mode="100644", new_mode="100755")
    assert status_sentence(wording, file).strip()
    if language != "en":
        assert status_sentence(wording, file) != status_sentence(EN, file)

import pytest

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range
from diff_insight.changes.git.revisions import Range, read_words
from diff_insight.changes.notice import NoticeKind
from diff_insight.errors import UnknownRevisionError, UsageError
from tests.repository import Repository


@pytest.fixture
def history(repository: Repository) -> Repository:
    repository.commit("feat: one", {"a.txt": "one\n"})
    repository.commit("fix: two..three", {"a.txt": "two\n"})
    repository.commit("chore: b", {"b.txt": "x\n"})
    repository.git("checkout", "-q", "-b", "topic", "HEAD~1")
    repository.commit("topic", {"t.txt": "t\n"})
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "merge topic", "topic")
    repository.git("tag", "blobtag", "HEAD:a.txt")
    repository.git("tag", "treetag", "HEAD~1^{tree}")
    repository.git("tag", "-a", "-m", "annotated", "v1", "HEAD~1")
    return repository


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        (["HEAD~1.."], ["t.txt"]),
        (["..topic"], ["b.txt"]),
        (["HEAD^-"], ["t.txt"]),
        (["HEAD^-2"], ["b.txt"]),
        (["HEAD^!"], ["t.txt"]),
        (["HEAD^{/fix: two..three}..HEAD"], ["b.txt", "t.txt"]),
        (["HEAD^{/feat}..HEAD"], ["a.txt", "b.txt", "t.txt"]),
        (["HEAD^{/feat}", "HEAD^{/fix: two..three}"], ["a.txt"]),
        (["treetag..HEAD"], ["t.txt"]),
        (["v1..HEAD"], ["t.txt"]),
        (["v1^{tree}", "HEAD^{tree}"], ["t.txt"]),
        (["HEAD~1:", "HEAD:"], ["t.txt"]),
        (["^topic", "HEAD"], ["b.txt"]),
        (["HEAD", "^topic"], ["b.txt"]),
        (["@~1..@"], ["t.txt"]),
        (["topic...main"], ["b.txt"]),
    ],
    ids=" ".join,
)
def test_versions_are_named_as_in_git(history: Repository, words: list[str], paths: list[str]) -> None:
    git = GitCommand(history.folder)
    assert [file.path for file in read_range(git, read_words(git, words)).files] == paths


@pytest.mark.parametrize(
    ("words", "error", "says"),
    [
        ([":/fix: two"], UsageError, r"names one version: use '[0-9a-f]{12}\.\.HEAD' .* or '[0-9a-f]{12}\^!'"),
        (["topic"], UsageError, r"'topic\.\.HEAD' for what came after it, or 'topic\^!'"),
        (["blobtag..HEAD"], UnknownRevisionError, r"'blobtag' is the content of a file.*v1\.4\.\.v1\.5 -- FILE"),
        (["HEAD:a.txt", "HEAD~1:a.txt"], UnknownRevisionError, "is the content of a file"),
        (["HEAD^!", "HEAD"], UsageError, "names two versions already: give it alone"),
        (["HEAD~1..HEAD", "HEAD"], UsageError, "names two versions already"),
        (["HEAD^{/fix: two..three}..nowhere"], UnknownRevisionError, "no version 'nowhere'"),
        (["--output=x..HEAD"], UnknownRevisionError, "no version '--output=x'"),
        ([], UsageError, "name two versions"),
        (["nowhere"], UnknownRevisionError, "no version 'nowhere'"),
    ],
)
def test_what_names_no_range_is_refused_with_the_way_to_say_it(
    history: Repository, words: list[str], error: type[Exception], says: str
) -> None:
    git = GitCommand(history.folder)
    with pytest.raises(error, match=says) as caught:
        read_range(git, read_words(git, words))
    assert "\n" not in str(caught.value)


def test_a_name_of_a_tag_and_a_branch_is_the_tag_as_in_git_and_a_notice_says_so(history: Repository) -> None:
    history.git("tag", "topic", "HEAD~1")
    git = GitCommand(history.folder)
    wanted = read_words(git, ["topic", "main"])
    assert wanted == Range("topic", "main")
    change = read_range(git, wanted)
    assert [file.path for file in change.files] == ["t.txt"]
    assert [(notice.kind, notice.names) for notice in change.notices] == [(NoticeKind.NAMES_AMBIGUOUS, ("topic",))]


def test_the_beginning_of_several_object_ids_is_refused_with_the_ids(repository: Repository) -> None:
    seen: dict[str, str] = {}
    for number in range(700):
        blob = repository.git("hash-object", "-w", "--stdin", stdin=f"{number}\n".encode()).decode().strip()
        if blob[:4] in seen:
            break
        seen[blob[:4]] = blob
    repository.commit("one", {"a": "1\n"})
    with pytest.raises(UnknownRevisionError, match=rf"{blob[:12]}|prefix of several"):
        read_range(GitCommand(repository.folder), Range(blob[:4], "HEAD"))

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_staged, read_worktree
from diff_insight.changes.notice import NoticeKind
from tests.repository import Repository, change_of

RUSSIAN = "Файл настроек для программы, которая читает изменения.\n" * 3


def test_a_line_that_tells_little_is_read_as_its_whole_file_is(repository: Repository) -> None:
    repository.commit("one", {"a.txt": (RUSSIAN + "x = ж\n").encode("koi8-r")})
    repository.commit("two", {"a.txt": (RUSSIAN + "x = я\n").encode("koi8-r")})
    change = change_of(repository.folder, "HEAD^!")
    assert (change.files[0].encoding, change.files[0].guessed) == ("koi8-r", True)
    assert "+x = я" in change.files[0].diff
    (notice,) = change.notices
    assert (notice.kind, notice.count, notice.names) == (NoticeKind.ENCODINGS_GUESSED, 1, ("a.txt",))


def test_what_the_repository_says_of_an_encoding_is_no_guess(repository: Repository) -> None:
    repository.commit("one", {".gitattributes": "*.txt encoding=shift_jis\n", "a.txt": "ｱ\n".encode("shift_jis")})
    repository.write({"a.txt": "ｲ\n".encode("shift_jis")})
    repository.git("add", "a.txt")
    git = GitCommand(repository.folder)
    for change in (read_staged(git), read_worktree(git)):
        assert (change.files[0].encoding, change.files[0].guessed) == ("shift_jis", False)
        assert "+ｲ" in change.files[0].diff
        assert not change.notices


def test_utf_8_files_that_lie_in_utf_16_on_the_disk_need_no_guess(repository: Repository) -> None:
    repository.commit(
        "one", {".gitattributes": "*.txt working-tree-encoding=UTF-16\n", "a.txt": "é 1\n".encode("utf-16")}
    )
    repository.write({"a.txt": "é 2\n".encode("utf-16")})
    (file,) = read_worktree(GitCommand(repository.folder)).files
    assert (file.encoding, file.diff) == ("utf-8", "@@ -1 +1 @@\n-é 1\n+é 2\n")


def test_an_old_encoding_in_the_rest_of_a_file_does_not_garble_what_is_read_of_it(repository: Repository) -> None:
    repository.commit("one", {"a.md": "## Größe\n\ntext 1\n".encode("latin-1")})
    repository.commit("two", {"a.md": "## Größe\n\ntext 2\n".encode("latin-1")})
    change = change_of(repository.folder, "HEAD^!")
    assert change.trees
    (versions,) = change.trees.versions(change.files)
    assert versions.old == "## Größe\n\ntext 1\n"

import io
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import Status
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.releases import entry
from diff_insight.changes.releases.entry import safe_path
from diff_insight.changes.releases.read import read_releases
from diff_insight.errors import EmptyChangeError, TooLargeError, UnreadableChangeError

OLD = {"src/a.py": b"def read():\n    return 1\n", "README.md": b"# It\n", "gone.bin": b"\0\1"}
NEW = {"src/b.py": b"def read():\n    return 1\n", "README.md": b"# It\n\nMore.\n", "new.txt": b"new\n"}


def tarred(
    path: Path, files: Mapping[str, bytes], mode: Literal["w", "w:gz", "w:bz2", "w:xz"] = "w", top: str = "it-1.0/"
) -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(top + name)
            member.size, member.mtime = len(content), 1_700_000_000
            archive.addfile(member, io.BytesIO(content))
    return path


def zipped(path: Path, files: Mapping[str, bytes], top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(top + name), content, zipfile.ZIP_DEFLATED)  # a fixed date: the same bytes
    return path


def zstd(path: Path, files: Mapping[str, bytes]) -> Path:
    plain = tarred(path.with_suffix(".plain"), files)
    path.write_bytes(zstandard.ZstdCompressor().compress(plain.read_bytes()))
    return path


def folder(path: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


FORMS: dict[str, Callable[[Path, Mapping[str, bytes]], Path]] = {
    "tar": tarred,
    "gzip": lambda path, files: tarred(path, files, "w:gz"),
    "bzip2": lambda path, files: tarred(path, files, "w:bz2"),
    "xz": lambda path, files: tarred(path, files, "w:xz"),
    "zstd": zstd,
    "zip": zipped,
    "zip with a folder": lambda path, files: zipped(path, files, "package/"),
    "folder": folder,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_release_is_known_by_its_content_and_compared_file_by_file(tmp_path: Path, form: str) -> None:
    old, new = FORMS[form](tmp_path / "it-1.0.dat", OLD), FORMS[form](tmp_path / "it-1.1.dat", NEW)
    changes = read_releases(old, new)
    assert [(file.status, file.path, file.old_path) for file in changes.files] == [
        (Status.MODIFIED, "README.md", None),
        (Status.REMOVED, "gone.bin", None),
        (Status.ADDED, "new.txt", None),
        (Status.RENAMED, "src/b.py", "src/a.py"),
    ]
    assert changes.source.name == "it"
    assert changes.commits == ()
    assert not changes.notices


def test_an_archive_and_a_folder_compare(tmp_path: Path) -> None:
    changes = read_releases(folder(tmp_path / "old", OLD), zipped(tmp_path / "new.zip", NEW, "top/"))
    assert [file.path for file in changes.files] == ["README.md", "gone.bin", "new.txt", "src/b.py"]
    first, second = changes.source.archives_sha256
    assert first is None
    assert len(second or "") == 64


def test_whole_texts_are_known(tmp_path: Path) -> None:
    changes = read_releases(folder(tmp_path / "old", OLD), folder(tmp_path / "new", NEW))
    assert changes.trees
    assert next(v.new for v in changes.trees.versions(changes.files)) == "# It\n\nMore.\n"
    assert changes.trees.holders("return 1", whole_words=False) == ("src/b.py",)


def test_links_and_modes_are_kept_and_nothing_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("secret\n")
    old = folder(tmp_path / "old", {"a.sh": b"x\n", "link": b"x\n"})
    new = folder(tmp_path / "new", {"a.sh": b"x\n"})
    (new / "a.sh").chmod(0o755)
    (new / "link").symlink_to(outside)
    (new / "loop").symlink_to(new)
    changes = read_releases(old, new)
    assert {file.path: file.new_mode for file in changes.files} == {
        "a.sh": "100755", "link": "120000", "loop": "120000"
    }  # fmt: skip
    assert not any("secret\n" in file.diff for file in changes.files)


def test_links_in_archives_are_entries(tmp_path: Path) -> None:
    def linked(path: Path, target: str) -> Path:
        with tarfile.open(path, "w") as archive:
            member = tarfile.TarInfo("link")
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
        return path

    changes = read_releases(linked(tmp_path / "a.tar", "../../etc/passwd"), linked(tmp_path / "b.tar", "/etc/shadow"))
    assert [(file.path, file.new_mode) for file in changes.files] == [("link", "120000")]
    info = zipfile.ZipInfo("link")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    for name, target in (("a.zip", "x"), ("b.zip", "y")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(info, target)
    assert [file.new_mode for file in read_releases(tmp_path / "a.zip", tmp_path / "b.zip").files] == ["120000"]


@pytest.mark.parametrize("name", ["../out.txt", "/etc/passwd", "a/../../b", "C:/windows", "..\\out.txt"])
def test_a_path_that_leads_out_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    good = zipped(tmp_path / "good.zip", OLD)
    with pytest.raises(UnreadableChangeError, match="leads out of its folder"):
        read_releases(good, zipped(tmp_path / "bad.zip", {name: b"x"}))
    with pytest.raises(UnreadableChangeError, match="leads out of its folder"):
        read_releases(good, tarred(tmp_path / "bad.tar", {name: b"x"}, top=""))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.tar", "bad.zip", "good.zip"]


@given(st.text(max_size=40))
def test_a_safe_path_stays_below_the_top(name: str) -> None:
    try:
        path = safe_path(name, "it.zip")
    except UnreadableChangeError:
        return
    assert not path.startswith("/")
    assert ".." not in path.split("/")
    assert "\\" not in path


@pytest.mark.parametrize("form", ["tar", "gzip", "zip", "folder"])
def test_a_bomb_is_refused_with_its_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(entry, "MOST_BYTES", 1_000_000)
    old = FORMS[form](tmp_path / "old.dat", OLD)
    with pytest.raises(TooLargeError, match="files or more with 5 MB"):
        read_releases(old, FORMS[form](tmp_path / "new.dat", {"zero": b"\0" * 5_000_000}))
    monkeypatch.setattr(entry, "MOST_ENTRIES", 20)
    with pytest.raises(TooLargeError, match="21 files or more"):
        read_releases(old, FORMS[form](tmp_path / "many.dat", {f"{n}.txt": b"x" for n in range(21)}))


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    whole = tarred(tmp_path / "whole.tar", {"a.txt": b"x" * 5000}).read_bytes()
    (tmp_path / "cut.tar").write_bytes(whole[:2000])
    with pytest.raises(UnreadableChangeError):
        read_releases(zipped(tmp_path / "old.zip", OLD), tmp_path / "cut.tar")


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"]),
)
def test_any_bytes_are_refused_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, magic: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "x.bin"
    path.write_bytes(magic + data)
    with pytest.raises((UnreadableChangeError, EmptyChangeError)):
        read_releases(path, path)


def test_special_files_and_gits_own_are_left_out_and_said(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "new.tar", "w") as archive:
        for name, kind in (("pipe", tarfile.FIFOTYPE), (".git/config", tarfile.REGTYPE), ("a.txt", tarfile.REGTYPE)):
            member = tarfile.TarInfo(name)
            member.type = kind
            archive.addfile(member)
    changes = read_releases(zipped(tmp_path / "old.zip", {"b.txt": b"x"}), tmp_path / "new.tar")
    assert [(notice.kind, notice.names) for notice in changes.notices] == [
        (NoticeKind.SPECIAL_FILES, ("pipe", ".git/config"))
    ]


def test_the_ignore_rules_and_attributes_of_the_new_release_are_heard(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", {"a.log": b"1\n", "b/keep.log": b"1\n", "c.pb": b"1\n"})
    new = folder(
        tmp_path / "new",
        {
            "a.log": b"2\n", "b/keep.log": b"2\n", "c.pb": b"2\n",
            ".gitignore": b"*.log\n", "b/.gitignore": b"!keep.log\n", ".gitattributes": b"*.pb linguist-generated\n",
        },
    )  # fmt: skip
    changes = read_releases(old, new)
    assert {file.path for file in changes.files} == {
        ".gitattributes",
        ".gitignore",
        "b/.gitignore",
        "b/keep.log",
        "c.pb",
    }
    assert next(file.fold for file in changes.files if file.path == "c.pb")
    assert [(notice.kind, notice.names) for notice in changes.notices] == [(NoticeKind.IGNORED_FILES, ("a.log",))]


def test_two_equal_releases_differ_in_nothing(tmp_path: Path) -> None:
    with pytest.raises(EmptyChangeError):
        read_releases(zipped(tmp_path / "a.zip", OLD), tarred(tmp_path / "b.tar", OLD))


def test_names_of_any_bytes_are_kept(tmp_path: Path) -> None:
    odd = {'sp ace "q".txt': b"1\n", "日本.md": b"1\n", "tab\there": b"1\n"}
    changes = read_releases(tarred(tmp_path / "a.tar", {"x": b"1"}), tarred(tmp_path / "b.tar", {"x": b"1", **odd}))
    assert {file.path for file in changes.files} == set(odd)

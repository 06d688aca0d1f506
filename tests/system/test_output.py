import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from diff_insight.errors import OutputError, UsageError
from diff_insight.system.output import DEFAULT_PATTERN, check_stays, check_writable, output_path, write_report

DAY = date(2025, 3, 22)


def test_a_pattern_takes_the_day_and_the_category() -> None:
    assert output_path(DEFAULT_PATTERN, DAY, {"category": "openai"}) == Path("reports/202503/report-20250322-openai.md")


@pytest.mark.parametrize("category", ["../../etc/passwd", "a/b", "..", "", "a b\n"])
def test_a_category_cannot_leave_its_place(category: str) -> None:
    path = output_path("out/{category}.md", DAY, {"category": category})
    assert path.parent == Path("out")
    assert not path.name.startswith(".")


@pytest.mark.parametrize(
    "pattern", ["{other}.md", "{", "{0}", "{category.real}", "{category!r}", "}{", "{category:9}", ""]
)
def test_other_braces_are_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="not a valid output pattern"):
        output_path(pattern, DAY, {"category": "x"})


def test_a_folder_is_no_place_for_a_report() -> None:
    with pytest.raises(UsageError, match="is a folder"):
        output_path("new/", DAY, {})


def test_a_file_is_written_with_the_modes_of_the_user(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.md"
    write_report(path, b"one")
    write_report(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~_umask()
    assert [entry.name for entry in path.parent.iterdir()] == ["report.md"]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_place_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "report.md", tmp_path / "folder"):
        with pytest.raises(OutputError, match="cannot be written"):
            write_report(path, b"x")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize("place", ["file/report.md", "folder", "/proc/no/report.md", "."])
def test_a_place_that_cannot_be_written_is_found_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match=r"cannot be written: .* with --there"):
        check_writable(Path(place), "--there")
    check_writable(Path("folder/new/report.md"))
    assert sorted(str(entry.relative_to(tmp_path)) for entry in tmp_path.rglob("*")) == ["file", "folder"]


def test_a_device_takes_a_report_and_stays_a_device(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        check_writable(pipe)
        write_report(pipe, b"a report")
        assert read.result() == b"a report"
    assert pipe.is_fifo()


def test_a_link_in_the_current_folder_leads_no_report_out_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, outside = tmp_path / "repository", tmp_path / "outside"
    (folder / "real").mkdir(parents=True)
    outside.mkdir()
    (folder / "reports").symlink_to(outside)
    (folder / "inside").symlink_to(folder / "real")
    monkeypatch.chdir(folder)
    for path in ("reports/a.md", "reports/202503/a.md", "real/../reports/a.md"):
        with pytest.raises(OutputError, match="is a link to"):
            check_writable(Path(path))
    check_stays(Path("inside/a.md"))
    check_stays(Path("../outside/a.md"))
    check_stays(outside / "a.md")

from datetime import date
from pathlib import Path

import pytest

from diff_insight.changes.changeset import Source, SourceKind
from diff_insight.errors import UsageError
from diff_insight.reports.output_paths import free_targets, targets_of

DAY = date(2025, 3, 22)
RANGE = Source(name="repository", kind=SourceKind.RANGE, base_id="a" * 40, head_id="b" * 40)
PATCH = Source(name="change")


@pytest.mark.parametrize(
    ("pattern", "formats", "places"),
    [
        ("out/report.md", ("md", "json"), {"md": "out/report.md", "json": "out/report.json"}),
        ("out/report.md", ("html",), {"html": "out/report.html"}),
        ("out/report", ("html",), {"html": "out/report"}),
        ("out/report", ("md", "html"), {"md": "out/report.md", "html": "out/report.html"}),
        ("v1.5", ("md", "html"), {"md": "v1.5.md", "html": "v1.5.html"}),
        ("%d-{base}-{head}.md", ("md",), {"md": f"22-{'a' * 12}-{'b' * 12}.md"}),
    ],
)
def test_a_suffix_follows_the_format(pattern: str, formats: tuple[str, ...], places: dict[str, str]) -> None:
    (made,) = targets_of(pattern, formats, DAY, RANGE, ["docs"])
    assert made == {name: Path(place) for name, place in places.items()}


def test_ids_that_a_change_has_not_are_said() -> None:
    with pytest.raises(UsageError, match=r"no object id for {head}"):
        targets_of("{head}.md", ("md",), DAY, PATCH, ["docs"])


def test_two_reports_with_one_name_are_refused() -> None:
    with pytest.raises(UsageError, match=r"put {category} into it"):
        targets_of("report.md", ("md",), DAY, PATCH, ["docs", "code"])
    with pytest.raises(UsageError, match="have the same file name: rename one"):
        targets_of("{category}.md", ("md",), DAY, PATCH, ["a/b", "a-b"])
    with pytest.raises(UsageError, match="takes one report in one format"):
        targets_of("-", ("md", "json"), DAY, PATCH, ["docs"])


def test_a_place_is_free_where_nothing_or_the_same_is(tmp_path: Path) -> None:
    wanted = {"md": tmp_path / "r.md", "json": tmp_path / "r.json"}
    contents = {"md": b"text", "json": b"{}"}
    assert free_targets(wanted, contents) == wanted
    (tmp_path / "r.md").write_bytes(b"text")
    assert free_targets(wanted, contents) == wanted
    (tmp_path / "r.json").write_bytes(b"[]")
    second = {"md": tmp_path / "r-2.md", "json": tmp_path / "r-2.json"}
    assert free_targets(wanted, contents) == second
    (tmp_path / "r-2.md").write_bytes(b"another")
    assert free_targets(wanted, contents) == {"md": tmp_path / "r-3.md", "json": tmp_path / "r-3.json"}


def test_standard_output_and_devices_are_always_free() -> None:
    assert free_targets({"md": None}, {"md": b"x"}) == {"md": None}
    assert free_targets({"md": Path("/dev/null")}, {"md": b"x"}) == {"md": Path("/dev/null")}

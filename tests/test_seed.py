"""The report of the published change, against the published report."""

import re
from pathlib import Path

import pytest

from tests.program import Run

SEED = Path(__file__).parents[2] / "shared" / "seed"
ROW = re.compile(r"^\| \[(?P<name>[^\]]*)\]\(#(?P<anchor>[^)]*)\) \|.*\| (\S[^|]*) \| (\S+) \| (\S+) \| (\S+) \|")
HEADING = re.compile(r"^## (?P<path>\S+)\{#(?P<anchor>item-\w+)\}$")

pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="the published report is not beside this checkout")


def outline(markdown: str) -> list[str]:
    """What the two reports must share: table rows without type and title, and headings of files, in order."""
    lines = []
    fence = ""
    for line in markdown.splitlines():
        if opened := re.match(r"`{4,}", line):
            fence = "" if fence == opened[0] else fence or opened[0]
        elif not fence and (row := ROW.match(line)):
            lines.append(" ".join(row.groups()))
        elif not fence and (heading := HEADING.match(line)):
            lines.append(" ".join(heading.groups()))
    return lines


def headings(markdown: str) -> list[str]:
    top = markdown.partition("# Modified Contents")[0]
    return [line for line in top.splitlines() if line.startswith("#")]


def diffs(markdown: str) -> list[str]:
    return [body for _, body in re.findall(r"<summary>Diff</summary>\n(`+)diff\n(.*?)\n\1\n</details>", markdown, re.S)]


@pytest.fixture(scope="module")
def published() -> str:
    return (SEED / "report-20250322-openai.md").read_text("utf-8")


def test_items_order_anchors_statuses_counts_and_diffs_are_those_of_the_published_report(
    run_process: Run, published: str
) -> None:
    done = run_process("report", "--patch", SEED / "change.patch", "--lang", "ja", "-o", "-", "--date", "2025-03-22")
    assert done.returncode == 0, done.stderr.decode()
    ours = done.stdout.decode()
    assert outline(ours) == outline(published)
    assert len(outline(ours)) == 34
    assert headings(ours) == headings(published)
    assert [diff.rstrip() for diff in diffs(ours)] == [diff.rstrip() for diff in diffs(published)]

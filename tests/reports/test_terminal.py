import re

from hypothesis import given
from hypothesis import strategies as st

from diff_insight.reports.terminal import render_for_terminal
from tests.made_reports import item, report

SEQUENCE = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\")


def test_it_shows_the_highlights_and_the_table_and_no_markup() -> None:
    text = SEQUENCE.sub("", render_for_terminal(report(item("docs/a.md", title="Say more")), 100))
    assert text.startswith("Diff Insight Report - docs, 2025-03-22")
    assert "• New xyz" in text
    assert re.search(r"a\.md +minor update +Say more", text)
    assert "summary:" not in text


@given(st.text(max_size=40), st.integers(40, 200))
def test_nothing_of_a_change_reaches_the_terminal_as_a_sequence(title: str, width: int) -> None:
    text = SEQUENCE.sub("", render_for_terminal(report(item(title=f"\x1b]0;x\x07{title}")), width))
    assert "\x1b" not in text
    assert "\x07" not in text

from diff_insight.reports.notes.render import RELEASE, render_notes
from tests.made_reports import report, topic


def test_notes_that_are_too_long_leave_out_what_weighs_least_and_count_it() -> None:
    topics = tuple(topic(f"change-{number} {'x' * 250}", weight=float(number)) for number in range(600))
    written = render_notes(report(topics=topics))
    assert RELEASE * 0.9 < len(written) <= RELEASE
    assert "Change-599 " in written
    assert "Change-0 " not in written
    left_out = 600 - written.count("\n- Change-")
    assert f"Not told here: {left_out} new features." in written


def test_notes_that_fit_leave_out_nothing() -> None:
    written = render_notes(report(topics=(topic("Read files"), topic("Write files", weight=0.1))))
    assert "- Read files" in written
    assert "- Write files" in written
    assert "Not told here" not in written

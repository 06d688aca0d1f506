import pytest
from junitparser import JUnitXml

from diff_insight.errors import UsageError
from diff_insight.evidence.sign import SignKind
from diff_insight.reports.fail_on import FailOn
from diff_insight.reports.junit import render_junit
from diff_insight.reports.render_options import RenderOptions
from diff_insight.reports.report import SignItem
from tests.made_reports import item, report

ANY = RenderOptions(fail_on=(FailOn("any sign", is_type=False),))
GONE = SignItem(kind=SignKind.PUBLIC_NAME_REMOVED, reason="`read` is gone", old_line=4)


def test_each_file_is_a_case_and_fails_with_each_of_its_signs() -> None:
    built = report(item("a.py", breaking_signs=(GONE,)), item("b\x01.py", anchor="item-b"))
    (suite,) = JUnitXml.fromstring(render_junit(built, ANY).encode())
    cases = {case.name: [(each.type, each.message, each.text) for each in case.result] for case in suite}
    assert cases == {
        "a.py": [("public name removed", "read is gone", "old line 4")], "b␁.py": [], "commits": [],
    }  # fmt: skip
    assert (suite.tests, suite.failures) == (3, 1)


def test_a_type_is_a_failure_with_the_title_of_its_file() -> None:
    built = report(item("a.py", type="bug fix", title="Close the `file`"))
    options = RenderOptions(fail_on=(FailOn("bug fix", is_type=True),))
    (suite,) = JUnitXml.fromstring(render_junit(built, options).encode())
    assert [(each.type, each.message) for case in suite for each in case.result] == [("bug fix", "Close the file")]


def test_what_commits_declare_fails_a_case_of_its_own() -> None:
    declared = SignItem(kind=SignKind.DECLARED, reason="a commit declares: “x”")
    (suite,) = JUnitXml.fromstring(render_junit(report(declared_breaks=(declared,)), ANY).encode())
    assert [case.name for case in suite if case.result] == ["commits"]


def test_without_conditions_there_is_nothing_to_report_on() -> None:
    with pytest.raises(UsageError, match="fail_on"):
        render_junit(report())

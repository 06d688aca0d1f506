"""Renders what `--fail-on` found as a JUnit report, which CI services show among the results of tests."""

import re
from collections.abc import Sequence

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from diff_insight.errors import UsageError
from diff_insight.reports.fail_on import FailOn
from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import FileItem, Report, SignItem
from diff_insight.sentences.code_spans import unfenced
from diff_insight.system.visible import visible

_COMMITS = "commits"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_DECLARED = re.compile(r"^<\?xml[^>]*>\s*")


def render_junit(report: Report, options: RenderOptions = DEFAULT) -> str:
    """A test case for each file, which fails if the file meets a condition of `fail_on`, and one for the commits.

    Raises:
        UsageError: there are no conditions.
    """
    if not options.fail_on:
        raise UsageError("a JUnit report says which files meet a condition: give some with RenderOptions(fail_on=...)")
    suite = TestSuite(visible(f"diff-insight: {report.category}"))
    for file in report.files:
        suite.add_testcase(_case(file.path, _of_file(file, options.fail_on)))
    named = [sign for sign in report.signs_of_authors if any(each.names(sign) for each in options.fail_on)]
    suite.add_testcase(_case(_COMMITS, [_failure(sign) for sign in named]))
    document = JUnitXml()
    document.add_testsuite(suite)
    written: bytes = document.tostring()  # type: ignore[no-untyped-call]
    # junitparser writes with lxml where that is installed, which leaves the declaration out.
    return f"{_DECLARATION}\n{_DECLARED.sub('', written.decode('utf-8'))}\n"


def _case(name: str, failures: Sequence[Failure]) -> TestCase:
    case = TestCase(visible(name), classname="diff-insight")
    case.result = list(failures)
    return case


def _of_file(file: FileItem, conditions: Sequence[FailOn]) -> list[Failure]:
    met = [condition for condition in conditions if condition.is_met_by(file)]
    types = [Failure(visible(unfenced(file.title)), file.type) for condition in met if condition.is_type][:1]
    return types + [_failure(sign) for sign in file.breaking_signs if any(each.names(sign) for each in met)]


def _failure(sign: SignItem) -> Failure:
    failure = Failure(visible(unfenced(sign.reason)), sign.kind.value)
    if line := sign.new_line or sign.old_line:
        failure.text = f"line {line}" if sign.new_line else f"old line {line}"
    return failure

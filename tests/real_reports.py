"""Reports of real changes, made without a model as the command makes them."""

from contextlib import nullcontext
from datetime import date

from diff_insight.changes.changeset import ChangeSet
from diff_insight.pipeline import ReportSpec, make, plan
from diff_insight.reports.report import Report

SPEC = ReportSpec()


def report_of(changes: ChangeSet) -> Report:
    """The report of a change in English, of one day."""
    (built,) = make(plan(changes, SPEC, date(2026, 1, 1)), SPEC, None, lambda _: nullcontext(lambda *_: None))
    return built

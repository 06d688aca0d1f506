"""Reports of real changes, made without a model as the command makes them."""

from contextlib import nullcontext
from datetime import date

from diff_insight.changes.changeset import ChangeSet
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.pipeline import ReportSpec, make, plan
from diff_insight.report.markdown.render import Flavour
from diff_insight.report.report import Report

FORM = ReportSpec("en", DEFAULT_TYPES, (), (), (), True, False, False, ("json",), Flavour.GITHUB, 60, "report.json")


def report_of(changes: ChangeSet) -> Report:
    """The report of a change in English, of one day."""
    (built,) = make(plan(changes, FORM, date(2026, 1, 1)), FORM, None, lambda _: nullcontext(lambda *_: None))
    return built

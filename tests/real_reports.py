"""Reports of real changes, made without a model as the command makes them."""

from contextlib import nullcontext
from datetime import date

from diff_insight.changes.changeset import ChangeSet
from diff_insight.insight.labels import DEFAULT_LABELS
from diff_insight.pipeline import Form, make, plan
from diff_insight.report.markdown.render import Flavour
from diff_insight.report.report import Report

FORM = Form("en", DEFAULT_LABELS, (), (), (), True, False, False, ("json",), Flavour.GITHUB, 60, "report.json")


def report_of(changes: ChangeSet) -> Report:
    """The report of a change in English, of one day."""
    (built,) = make(plan(changes, FORM, date(2026, 1, 1)), FORM, None, lambda _: nullcontext(lambda *_: None))
    return built

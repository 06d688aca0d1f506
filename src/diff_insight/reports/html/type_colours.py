"""Gives each type of change its colour."""

from diff_insight.reports.report import Report

_PALETTE = 6  # number of colours in `change_types.css`, used cyclically


def colour_of(report: Report, name: str) -> int:
    """The colour number of a type: its position among the requested types."""
    names = [label.name for label in report.provenance.labels]
    return (names.index(name) if name in names else len(names)) % _PALETTE

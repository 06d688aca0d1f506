"""diff-insight: reports on what changed between two versions of a tree, written by a local model.

    from diff_insight import open_model, render, report

    with open_model() as model:
        print(render(report("v1.4..v1.5", model=model), "md").decode())

Every error is a `DiffInsightError` whose message says what is wrong and what to do. Anything not in `__all__` may
change in any version.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "FORMATS",
    "LANGUAGES",
    "DiffInsightError",
    "FailOn",
    "Flavour",
    "ModelSession",
    "RenderOptions",
    "Report",
    "open_model",
    "render",
    "report",
    "report_patch",
    "report_releases",
]

if TYPE_CHECKING:
    from diff_insight.api import open_model, report, report_patch, report_releases
    from diff_insight.errors import DiffInsightError
    from diff_insight.insight.model_session import ModelSession
    from diff_insight.reports.fail_on import FailOn
    from diff_insight.reports.formats import FORMATS, render
    from diff_insight.reports.render_options import Flavour, RenderOptions
    from diff_insight.reports.report import Report
    from diff_insight.sentences.languages import LANGUAGES

# Imported on first use, so that `import diff_insight` and simple commands start fast.
_PLACES = {
    "FORMATS": "diff_insight.reports.formats",
    "LANGUAGES": "diff_insight.sentences.languages",
    "DiffInsightError": "diff_insight.errors",
    "FailOn": "diff_insight.reports.fail_on",
    "Flavour": "diff_insight.reports.render_options",
    "ModelSession": "diff_insight.insight.model_session",
    "RenderOptions": "diff_insight.reports.render_options",
    "Report": "diff_insight.reports.report",
    "open_model": "diff_insight.api",
    "render": "diff_insight.reports.formats",
    "report": "diff_insight.api",
    "report_patch": "diff_insight.api",
    "report_releases": "diff_insight.api",
}


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        from importlib import import_module

        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

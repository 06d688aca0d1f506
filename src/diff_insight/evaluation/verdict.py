"""Measures what a model writes: it explains a few changes that come with the tool, in each language."""

from collections.abc import Callable, Sequence

from diff_insight.evaluation.rows import labelled_changes
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.insight import Author, FileInsight
from diff_insight.insight.model_session import ModelSession
from diff_insight.insight.questions.file_questions import ask_about_files
from diff_insight.llm.models.verdict import Kept, Verdict
from diff_insight.sentences.languages import LANGUAGES
from diff_insight.sentences.translation import Wording
from diff_insight.system.package_data import package_data

SAMPLE = "evaluation/verdict_changes.jsonl"
"""Six changes to this project's own files, written by `training/verdict_changes.py`."""


def measure(session: ModelSession, progress: Callable[[int, int], None]) -> Verdict:
    """Ask a model about the sample in each language, and count what stands the checks.

    Args:
        session: a model that writes.
        progress: called with the numbers of changes done and of all.

    Raises:
        ModelError: the model cannot answer.
    """
    changes = list(labelled_changes(package_data(SAMPLE)))
    files = {number: change.evidence(with_subject=True) for number, change in enumerate(changes)}
    known, done = len(files) * len(LANGUAGES), 0
    found: dict[str, Kept] = {}
    for language in LANGUAGES:
        insights: list[FileInsight] = []
        for _, insight in ask_about_files(session.model, session.prompts, Wording(language), DEFAULT_TYPES, files):
            insights.append(insight)
            done += 1
            progress(done, known)
        found[language] = _kept(insights)
    return Verdict(kept=found)


def _kept(insights: Sequence[FileInsight]) -> Kept:
    return Kept(
        changes=len(insights),
        titles=sum(insight.title_by is Author.MODEL for insight in insights),
        explanations=sum(insight.explanation_by is Author.MODEL for insight in insights),
    )

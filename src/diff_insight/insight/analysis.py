"""Goes the whole way from a change to what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange
from diff_insight.evidence.facts import facts_of
from diff_insight.evidence.recurrence import Recurrence, recurrences
from diff_insight.insight.file_questions import FileEvidence, ask_about_files, from_facts
from diff_insight.insight.insight import Author, FileInsight, Overview
from diff_insight.insight.labels import Label
from diff_insight.insight.overview_questions import ask_for_overview
from diff_insight.insight.overview_sentences import overview
from diff_insight.insight.reader import Reader
from diff_insight.llm.engine import Cost
from diff_insight.notices import Notice, NoticeKind
from diff_insight.wording import Wording

CERTAIN = 0.6
"""The least probability at which a type counts as certain."""

Progress = Callable[[int, int], None]
"""Called with the questions answered and the questions known so far."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A change and everything that is said of it, files in the order of the change."""

    changes: ChangeSet
    files: tuple[FileInsight, ...]
    overview: Overview
    recurring: tuple[Recurrence, ...]
    notices: tuple[Notice, ...]

    @property
    def cost(self) -> Cost:
        """What all of the model's answers took."""
        return sum((file.cost for file in self.files), start=self.overview.cost)


def analyse(
    changes: ChangeSet, wording: Wording, labels: tuple[Label, ...], reader: Reader | None, progress: Progress
) -> Analysis:
    """Gather the evidence of a change and say what it shows.

    Files with nothing to read (folded, binary, submodules, renamed without edits, or without their diff) are
    described from facts; all others by the model, where there is one.

    Raises:
        ModelError: the model cannot answer.
    """
    evidence = [FileEvidence(file, facts_of(file), _commits_of(file, changes)) for file in changes.files]
    asked = {number: file for number, file in enumerate(evidence) if _is_readable(file.change)} if reader else {}
    insights = {
        number: from_facts(wording, labels, file) for number, file in enumerate(evidence) if number not in asked
    }
    if reader:
        progress(0, len(asked))
        answered = ask_about_files(reader.model, reader.prompts, wording, labels, asked)
        for done, (number, insight) in enumerate(answered, start=1):
            insights[number] = insight
            progress(done, len(asked))
    files = tuple(insights[number] for number in range(len(evidence)))
    recurring = recurrences((file.change.path, file.facts) for file in evidence)
    summary = overview(wording, changes, files, recurring, labels)
    if reader and reader.model.settings.writes:
        summary = ask_for_overview(
            reader.model,
            reader.prompts,
            wording,
            changes,
            files,
            summary,
            lambda done, known: progress(len(asked) + done, len(asked) + known),
        )
    notices = changes.notices + tuple(_notices(files, summary))
    return Analysis(changes, files, summary, recurring, notices)


def is_uncertain(file: FileInsight) -> bool:
    """Whether the model's probability of the type is too low to rely on."""
    return file.probability is not None and file.probability < CERTAIN


def _is_readable(file: FileChange) -> bool:
    return bool(file.hunks) and not (file.fold or file.binary or file.is_submodule)


def _commits_of(file: FileChange, changes: ChangeSet) -> tuple[Commit, ...]:
    """The commits that touch the file; where a commit's files are unknown, only if it is the only one."""
    if len(changes.commits) == 1 and not changes.commits[0].paths:
        return changes.commits
    return tuple(c for c in changes.commits if file.path in c.paths or (file.old_path or file.path) in c.paths)


def _notices(files: tuple[FileInsight, ...], summary: Overview) -> list[Notice]:
    counts = {
        NoticeKind.UNCERTAIN_TYPES: sum(is_uncertain(file) for file in files),
        NoticeKind.ANSWERS_CUT: sum(file.was_cut for file in files),
        NoticeKind.OVERVIEW_CUT: int(summary.was_cut),
        NoticeKind.TYPES_REPLACED: sum(bool(file.cost.questions) and file.label_by is Author.FACTS for file in files),
        NoticeKind.TITLES_REPLACED: sum(bool(file.cost.questions) and file.title_by is Author.FACTS for file in files),
        NoticeKind.SENTENCES_DROPPED: sum(file.dropped for file in files) + summary.dropped,
    }
    return [Notice(kind, count) for kind, count in counts.items() if count]

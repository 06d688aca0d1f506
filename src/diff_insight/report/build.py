"""Makes the report value out of an analysis."""

from datetime import date

import llama_cpp

from diff_insight import __version__
from diff_insight.insight.analysis import Analysis, is_uncertain
from diff_insight.insight.insight import FileInsight
from diff_insight.insight.labels import Label
from diff_insight.insight.notice_sentences import notice_sentence
from diff_insight.insight.reader import Reader
from diff_insight.report.anchors import anchors
from diff_insight.report.report import (
    CommitItem,
    FactItem,
    FileItem,
    Highlights,
    ModelItem,
    NoticeItem,
    Provenance,
    Range,
    RecurringEdit,
    Report,
    Usage,
)
from diff_insight.wording import Wording

DECODING = "greedy, exact: prompts and forced runs alone, single tokens side by side"


def build_report(
    analysis: Analysis, wording: Wording, *, category: str, day: date, permalink: str | None, provenance: Provenance
) -> Report:
    """The report of one category.

    Args:
        analysis: what is said of the change.
        wording: the report's language.
        category: what the report is called.
        day: its date.
        permalink: a page that shows the change, in place of the one derived from the source.
        provenance: what it depends on besides the change.
    """
    source = analysis.changes.source
    names = anchors(file.change.path for file in analysis.files)
    overview = analysis.overview
    return Report(
        title=f"Diff Insight Report - {category}",
        date=day,
        language=wording.language,
        category=category,
        permalink=permalink or source.permalink,
        forge=None if permalink else source.forge,
        range=Range(
            name=source.name, base=source.base, head=source.head, base_id=source.base_id, head_id=source.head_id
        ),
        summary=overview.summary,
        highlights=Highlights(
            introduction=overview.introduction,
            new_features=overview.new_features,
            breaking_changes=overview.breaking_changes,
            other_updates=overview.other_updates,
            written_by=overview.author,
        ),
        insights=overview.insights,
        files=tuple(_file(file, anchor) for file, anchor in zip(analysis.files, names, strict=True)),
        recurring_edits=tuple(RecurringEdit.model_validate(edit) for edit in analysis.recurring),
        commits=tuple(
            CommitItem(id=c.id, subject=c.subject, body=c.body, author=c.author, date=c.day)
            for c in analysis.changes.commits
        ),
        notices=tuple(NoticeItem(kind=n.kind, text=notice_sentence(wording, n)) for n in analysis.notices),
        usage=Usage(
            questions=analysis.cost.questions,
            tokens_read=analysis.cost.read,
            tokens_written=analysis.cost.written,
        ),
        provenance=provenance,
    )


def provenance_of(reader: Reader | None, labels: tuple[Label, ...]) -> Provenance:
    """What a report depends on besides the change."""
    if reader is None:
        return Provenance(version=__version__, labels=labels)
    identity, settings = reader.model.identity, reader.model.settings
    return Provenance(
        version=__version__,
        model=ModelItem(
            name=identity.name,
            sha256=identity.sha256,
            size=identity.size,
            description=identity.description,
            writes=settings.writes,
        ),
        prompts_sha256=reader.prompts.sha256,
        llama_cpp_python=llama_cpp.__version__,
        instruction_set=llama_cpp.llama_print_system_info().decode("utf-8", "replace").strip(),
        decoding=DECODING,
        context=settings.context,
        gpu_layers=settings.gpu_layers,
        labels=labels,
    )


def _file(file: FileInsight, anchor: str) -> FileItem:
    change = file.change
    return FileItem(
        path=change.path,
        old_path=change.old_path,
        anchor=anchor,
        status=change.status,
        type=file.label,
        type_by=file.label_by,
        probability=None if file.probability is None else round(file.probability, 4),
        uncertain=is_uncertain(file),
        title=file.title,
        title_by=file.title_by,
        explanation=file.explanation,
        explanation_by=file.explanation_by,
        additions=change.additions,
        deletions=change.deletions,
        binary=change.binary,
        submodule=change.is_submodule,
        old_mode=change.old_mode,
        new_mode=change.new_mode,
        patches=change.patches,
        folded=change.fold,
        unshown=change.unshown,
        encoding=change.encoding,
        diff=change.diff,
        facts=tuple(FactItem.model_validate(fact) for fact in file.facts),
    )

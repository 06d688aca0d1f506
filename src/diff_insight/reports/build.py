"""Builds the report value from an analysis."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from diff_insight import __version__
from diff_insight.changes.changeset import Commit
from diff_insight.evidence.commits import conventional, declared_break, reason
from diff_insight.evidence.roles import Role
from diff_insight.evidence.sign import Sign
from diff_insight.insight.analysis import Analysis
from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.checks.grounding import RejectionReason
from diff_insight.insight.insight import Author, FileInsight, is_uncertain
from diff_insight.reports.anchors import anchors
from diff_insight.reports.coverage import coverage_of
from diff_insight.reports.report import (
    Batching,
    CommitItem,
    ContributorItem,
    FactPlace,
    FileItem,
    Grounding,
    Highlights,
    LineTopics,
    ModelItem,
    NoticeItem,
    Provenance,
    Range,
    Report,
    Request,
    SignItem,
    TopicItem,
    UpgradeItem,
    Usage,
)
from diff_insight.reports.statements import statements
from diff_insight.sentences.notices import notice_sentence
from diff_insight.sentences.signs import sign_reason
from diff_insight.sentences.translation import Wording

if TYPE_CHECKING:  # it loads what only a model needs
    from diff_insight.insight.model_session import ModelSession

DECODING = "greedy"


def build_report(
    analysis: Analysis, wording: Wording, *, category: str, day: date, permalink: str | None, provenance: Provenance
) -> Report:
    """The report of one category.

    Args:
        analysis: the analysis of the change.
        wording: the report's language.
        category: name of the report's category.
        day: date of the report.
        permalink: URL of a page that shows the change; None for the one derived from the source.
        provenance: what the report depends on besides the change.
    """
    source, evidence = analysis.changes.source, analysis.evidence
    contributors = None
    if analysis.contributors is not None:
        contributors = tuple(ContributorItem(name=name, commits=count) for name, count in analysis.contributors)
    names = anchors(file.change.path for file in analysis.files)
    overview = analysis.overview
    lines = (*overview.new_features, *overview.breaking_changes, *overview.other_updates)
    told = frozenset(line.topic for line in lines if line.topic is not None)
    return Report(
        title=f"Diff Insight Report - {category}",
        date=day,
        language=wording.language,
        category=category,
        permalink=permalink or source.permalink,
        forge=None if permalink else source.forge,
        pages=source.pages,
        range=Range(
            name=source.name, base=source.base, head=source.head, base_id=source.base_id, head_id=source.head_id
        ),
        summary=overview.summary,
        highlights=Highlights(
            introduction=overview.introduction,
            new_features=tuple(line.text for line in overview.new_features),
            breaking_changes=tuple(line.text for line in overview.breaking_changes),
            other_updates=tuple(line.text for line in overview.other_updates),
            topics=LineTopics(
                new_features=tuple(line.topic for line in overview.new_features),
                breaking_changes=tuple(line.topic for line in overview.breaking_changes),
                other_updates=tuple(line.topic for line in overview.other_updates),
            ),
            left_out=overview.left_out,
            written_by=Author.FACTS,
        ),
        insights=overview.insights,
        topics=tuple(_topics(wording, analysis, told)),
        upgrade=tuple(UpgradeItem.model_validate(step) for step in analysis.upgrade),
        coverage=coverage_of(analysis, told),
        files=tuple(
            _file(wording, file, analysis.roles[file.change.path], anchor)
            for file, anchor in zip(analysis.files, names, strict=True)
        ),
        recurring_edits=evidence.recurring,
        folder_renames=evidence.folder_renames,
        shared_names=evidence.shared_names,
        declared_breaks=tuple(_sign(wording, sign) for sign in evidence.declared),
        commits=tuple(_commit(commit) for commit in analysis.changes.commits),
        contributors=contributors,
        notices=tuple(NoticeItem(kind=n.kind, text=notice_sentence(wording, n)) for n in analysis.notices),
        unproved_facts=evidence.unproved,
        usage=Usage(
            questions=analysis.cost.questions,
            tokens_read=analysis.cost.read,
            tokens_written=analysis.cost.written,
        ),
        grounding=_grounding(analysis),
        provenance=provenance,
    )


def provenance_of(session: "ModelSession | None", types: tuple[ChangeType, ...], request: Request) -> Provenance:
    """What a report depends on besides the change."""
    if session is None:
        return Provenance(version=__version__, labels=types, request=request)
    # Imported here because it loads llama.cpp, to read its build information.
    from diff_insight.llm.gguf.build_info import this_build

    identity, settings, build = session.model.identity, session.model.settings, this_build()
    return Provenance(
        version=__version__,
        model=ModelItem(
            name=identity.name,
            sha256=identity.sha256,
            size=identity.size,
            description=identity.description,
            writes=session.model.writes,
            languages=session.languages,
            adapter_sha256=trained.adapter_sha256 if (trained := session.model.trained) else None,
        ),
        prompts_sha256=session.prompts.sha256,
        llama_cpp_python=build.llama_cpp_python,
        llguidance=build.llguidance,
        instruction_set=build.system,
        devices=build.devices,
        batching=Batching.FAST if settings.fast else Batching.EXACT,
        decoding=DECODING,
        context=settings.context,
        gpu_layers=settings.gpu_layers,
        labels=types,
        request=request,
    )


def _topics(wording: Wording, analysis: Analysis, told: frozenset[int]) -> Iterator[TopicItem]:
    places = {
        id(fact): FactPlace(path=file.change.path, fact=number)
        for file in analysis.files
        for number, fact in enumerate(file.facts)
    }
    for number, typed in enumerate(analysis.topics):
        topic = typed.topic
        yield TopicItem(
            title=topic.title,
            subject=topic.subject,
            origin=topic.origin,
            candidates=topic.candidates,
            title_by=Author.MODEL if number in analysis.retitled else Author.FACTS,
            kind=topic.kind,
            type=typed.type.name,
            type_by=typed.type_by,
            probability=None if typed.probability is None else round(typed.probability, 4),
            audience=topic.audience,
            weight=topic.weight,
            reasons=topic.reasons,
            told=number in told,
            commits=tuple(commit.id for commit in topic.commits),
            files=topic.files,
            facts=tuple(places[id(placed.fact)] for placed in topic.facts if id(placed.fact) in places),
            surface=tuple(places[id(placed.fact)] for placed in topic.surface if id(placed.fact) in places),
            notes=topic.notes,
            documented=topic.documented,
            signs=tuple(_sign(wording, sign) for sign in topic.signs),
            links=topic.links,
        )


def _file(wording: Wording, file: FileInsight, role: Role, anchor: str) -> FileItem:
    change = file.change
    return FileItem(
        path=change.path,
        old_path=change.old_path,
        anchor=anchor,
        role=role,
        status=change.status,
        type=file.change_type,
        type_by=file.type_by,
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
        encoding_guessed=change.guessed,
        sum_of_patches=change.is_sum,
        diff=change.diff,
        facts=file.facts,
        statements=tuple(statements(wording, change, file.facts)),
        breaking_signs=tuple(_sign(wording, sign) for sign in file.signs),
        same_edit_as=file.same_as,
        asked_again=file.asked_again,
        dropped=file.dropped,
    )


def _sign(wording: Wording, sign: Sign) -> SignItem:
    return SignItem(
        kind=sign.kind,
        reason=sign_reason(wording, sign),
        old_line=sign.fact.old_line if sign.fact else None,
        new_line=sign.fact.new_line if sign.fact else None,
        files=sign.files,
        weak=sign.is_weak,
    )


def _commit(commit: Commit) -> CommitItem:
    read = conventional(commit)
    return CommitItem(
        id=commit.id,
        subject=commit.subject,
        body=commit.body,
        author=commit.author,
        date=commit.day,
        type=read.type if read else None,
        scope=read.scope if read else None,
        breaks=declared_break(commit),
        reason=reason(commit),
    )


def _grounding(analysis: Analysis) -> Grounding:
    dropped = [drop.reason for file in analysis.files for drop in file.dropped]
    return Grounding(
        checked=sum(file.checked for file in analysis.files),
        asked_again=sum(file.asked_again for file in analysis.files),
        dropped=len(dropped),
        faults={reason: dropped.count(reason) for reason in RejectionReason if reason in dropped},
    )

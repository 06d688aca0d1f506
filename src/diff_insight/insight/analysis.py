"""Turns a change into its complete description."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Status
from diff_insight.changes.notice import Notice, NoticeKind
from diff_insight.evidence.contributors import contributors_of
from diff_insight.evidence.diff.same_edits import same_edits
from diff_insight.evidence.gather import Evidence, gather
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.roles import Role, RoleRule, roles_of
from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.file_from_facts import file_from_facts
from diff_insight.insight.highlights import DEFAULT_LINES, ranked
from diff_insight.insight.insight import (
    Author,
    FileInsight,
    Overview,
    Part,
    Unanswered,
    UpgradeStep,
    is_uncertain,
)
from diff_insight.insight.overview_from_facts import overview
from diff_insight.insight.topic_choices import TopicChoices, without_model
from diff_insight.insight.topic_types import (
    TypedTopic,
    is_of_files,
    is_open,
    main_topics,
    typed_topics,
    with_types_of_topics,
)
from diff_insight.insight.upgrade import upgrade_steps
from diff_insight.llm.protocol.question import Cost
from diff_insight.sentences.translation import Wording
from diff_insight.topics.build import topics_of
from diff_insight.topics.subjects import read_subject
from diff_insight.topics.topic import Topic

if TYPE_CHECKING:  # it loads what only a model needs
    from diff_insight.insight.model_session import ModelSession

Progress = Callable[[int, int], None]
"""Called with the number of questions answered and the number known so far."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A change and its description, with files in the order of the change and topics of most weight first.

    `retitled` are the positions of the topics whose title a model chose, `topic_cost` is the cost of its choices,
    `taken_back` are the commits that are undone within the change and those that undo them, `in_both` those whose
    change the old version has, too; `contributors` are authors with their numbers of commits, None if not requested.
    """

    changes: ChangeSet
    files: tuple[FileInsight, ...]
    roles: Mapping[str, Role]
    topics: tuple[TypedTopic, ...]
    retitled: frozenset[int]
    topic_cost: Cost
    taken_back: tuple[Commit, ...]
    in_both: tuple[Commit, ...]
    overview: Overview
    upgrade: tuple[UpgradeStep, ...]
    evidence: Evidence
    notices: tuple[Notice, ...]
    contributors: tuple[tuple[str, int], ...] | None

    @property
    def cost(self) -> Cost:
        """The total cost of the model's answers."""
        return sum((file.cost for file in self.files), start=self.topic_cost)


def analyse(
    changes: ChangeSet,
    wording: Wording,
    types: tuple[ChangeType, ...],
    session: "ModelSession | None",
    progress: Progress,
    *,
    with_contributors: bool = False,
    role_rules: tuple[RoleRule, ...] = (),
    most_highlights: int = DEFAULT_LINES,
) -> Analysis:
    """Gather the evidence of a change and describe it.

    Files with nothing to read (folded, binary, submodules, renamed without edits, or without a diff) are described from
    facts. A model that writes is asked about all others. One that does not is asked about topics what `topic_choices`
    says, and about the main files of topics that are told and that nobody put into words, or whose kind is still open,
    and about documents whose change nobody put into words. Files with the same edit share one answer.

    Args:
        changes: the change.
        wording: the report's language.
        types: the types that files and topics can have.
        session: the model to use; None to describe from evidence alone.
        progress: called with the numbers of questions answered and known.
        with_contributors: whether authors are counted.
        role_rules: the user's own rules for the roles of files.
        most_highlights: maximum number of topics that the highlights tell; 0 for all that concern users.

    Raises:
        ModelError: the model cannot answer.
    """
    evidence = gather(changes)
    roles = roles_of(changes.files, role_rules)
    found = topics_of(changes, evidence, roles)
    chosen = _choices(session, found.topics, roles, types, most_highlights, progress)
    before = chosen.cost.questions
    mains = main_topics(chosen.topics)
    topic_of = {path: chosen.topics[number] for path, number in mains.items()}
    in_words = {path: topic for path, topic in topic_of.items() if not (is_of_files(topic) or is_open(topic))}
    open_ = _open_files(chosen, roles, most_highlights)
    readable = {
        number: file.change
        for number, file in enumerate(evidence.files)
        if session and _is_readable(file.change) and (session.model.writes or file.change.path in open_)
    }
    groups = same_edits(readable)
    insights = {
        number: file_from_facts(wording, types, file, in_words.get(file.change.path))
        for number, file in enumerate(evidence.files)
        if number not in readable
    }
    if session:
        # Imported here because llama.cpp is not needed without a model.
        from diff_insight.insight.questions.file_questions import ask_about_files, share_answer

        progress(before, before + len(groups))
        asked = {number: evidence.files[number] for number in groups}
        answered = ask_about_files(session.model, session.prompts, wording, types, asked)
        for done, (number, insight) in enumerate(answered, start=1):
            insights[number] = insight
            for other in groups[number]:
                insights[other] = share_answer(wording, types, insight, evidence.files[other])
            progress(before + done, before + len(groups))
    files = tuple(insights[number] for number in range(len(evidence.files)))
    topics = typed_topics(types, chosen.topics, {file.change.path: file for file in files}, chosen.types)
    files = with_types_of_topics(files, topics, mains)
    contributors = contributors_of(changes.commits) if with_contributors else None
    upgrade = upgrade_steps(wording, topics)
    summary = overview(
        wording, changes, files, evidence, roles, topics, contributors or (), upgrade, most=most_highlights
    )
    chooses = session is None or session.chooses_types(types)
    own = _notices(files, chosen, found.unread, chooses=chooses)
    notices = (*_missing(found.missing), *changes.notices, *evidence.notices, *own)
    return Analysis(
        changes, files, roles, topics, chosen.retitled, chosen.cost, found.taken_back, found.in_both,
        summary, upgrade, evidence, notices, contributors,
    )  # fmt: skip


def _choices(
    session: "ModelSession | None",
    topics: Sequence[Topic],
    roles: Mapping[str, Role],
    types: tuple[ChangeType, ...],
    most: int,
    progress: Progress,
) -> TopicChoices:
    """The topics as the model's choices leave them, or as rules do without a model that was trained to choose."""
    if session is None or session.model.writes:
        return without_model(topics)
    # Imported here because llama.cpp is not needed without a model.
    from diff_insight.insight.model_choices import chosen_by_model

    return chosen_by_model(session, topics, roles, types, most, progress)


def _open_files(chosen: TopicChoices, roles: Mapping[str, Role], most: int) -> frozenset[str]:
    """The files of which words and facts tell too little.

    These are the main files of topics that are told and that nobody put into words, or whose kind is open, and
    documents whose change nobody put into words.
    """
    topics = chosen.topics
    told = [number for number in ranked(topics)[: most or None] if topics[number].files]
    mains = {
        topics[number].files[0]
        for number in told
        if not topics[number].title or (is_open(topics[number]) and number not in chosen.types)
    }
    in_words = {path for topic in topics if topic.title for path in topic.files}
    documents = {path for path, role in roles.items() if role is Role.DOCUMENTATION}
    return frozenset(mains | (documents - in_words))


def _is_readable(file: FileChange) -> bool:
    return bool(file.hunks) and not (file.fold or file.binary or file.is_submodule)


def _missing(commits: Sequence[Commit]) -> tuple[Notice, ...]:
    """The notice about commits that only the old version has; none if there are none."""
    if not commits:
        return ()
    subjects = (read_subject(commit.subject).text for commit in commits)
    named = tuple(dict.fromkeys(subject for subject in subjects if not addresses_model(subject)))
    return (Notice(NoticeKind.COMMITS_LEFT_BEHIND, len(commits), names=named),)


def _notices(files: tuple[FileInsight, ...], choices: TopicChoices, unread: int, *, chooses: bool) -> list[Notice]:
    by_facts = [file for file in files if file.cost.questions and file.type_by is not Author.MODEL]
    counts = {
        NoticeKind.COMMITS_UNREAD: unread,
        NoticeKind.UNCERTAIN_TYPES: sum(is_uncertain(file) for file in files),
        NoticeKind.ANSWERS_CUT: sum(file.was_cut for file in files),
        NoticeKind.ANSWERS_FAILED: sum(file.unanswered is Unanswered.FAILED for file in files),
        NoticeKind.NOT_ASKED: sum(file.unanswered is Unanswered.NOT_ASKED for file in files),
        NoticeKind.TOPICS_FAILED: choices.failed,
        NoticeKind.TOPICS_NOT_ASKED: choices.not_asked,
        NoticeKind.TYPES_BY_EVIDENCE: 0 if chooses else len(by_facts),
        NoticeKind.TYPES_REPLACED: sum(chooses and file.change.status is Status.REMOVED for file in by_facts),
        NoticeKind.TITLES_REPLACED: sum(any(drop.part is Part.TITLE for drop in file.dropped) for file in files),
        NoticeKind.SENTENCES_DROPPED: sum(drop.part is Part.EXPLANATION for file in files for drop in file.dropped),
    }
    return [Notice(kind, count) for kind, count in counts.items() if count]

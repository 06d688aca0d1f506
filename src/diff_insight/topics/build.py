"""Builds the topics of a change from its commits and what is proved about it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Pages, SourceKind, Status
from diff_insight.changes.trees import DiffAlone
from diff_insight.evidence.commits import declared_breaks
from diff_insight.evidence.gather import Evidence
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.loss import states_loss
from diff_insight.evidence.roles import Role
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.topics.attribution import Attribution, attributed
from diff_insight.topics.audiences import audience_of, heads_internals
from diff_insight.topics.declared_entries import without_declared
from diff_insight.topics.divergence import divergence
from diff_insight.topics.docstrings import docstrings
from diff_insight.topics.entries import entries_of
from diff_insight.topics.entry import Entry
from diff_insight.topics.entry_text import letters_of
from diff_insight.topics.features import features, features_of_roles, uses_numbers
from diff_insight.topics.from_files import topics_of_files
from diff_insight.topics.groups import Group, grouped, numbers_of, request_title, subjects_of, title_of
from diff_insight.topics.guided_breaks import with_guided_breaks
from diff_insight.topics.guides import guide_entries
from diff_insight.topics.implied_breaks import with_implied_breaks
from diff_insight.topics.kinds import heads_breaks, is_about_tests, kind_of
from diff_insight.topics.matching import with_entries
from diff_insight.topics.never_there import without_never_there
from diff_insight.topics.platform_entries import with_platform_entries
from diff_insight.topics.pull_requests import brought_by
from diff_insight.topics.subjects import (
    Subject,
    advisories_in,
    is_synchronisation,
    is_telling,
    names_ticket,
    read_subject,
)
from diff_insight.topics.surface import surface
from diff_insight.topics.told_before import not_told_before
from diff_insight.topics.topic import WRITTEN, Audience, Kind, Link, LinkKind, Origin, PlacedFact, Topic, Words
from diff_insight.topics.weights import reasons

_FEW = 2  # maximum words of a subject that do not say by themselves what they are about
_FEW_OF_BREAK = 8  # likewise of one about a break
_ORDER = {role: number for number, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a change.

    Attributes:
        topics: those of most weight first.
        taken_back: commits whose change is undone within the change, and the commits that undo them.
        unread: number of commits whose own diffs were needed but not read.
        in_both: commits whose change the old version has, too, so that no topic tells them.
        missing: commits of the old version that the new one does not have, the most urgent first.
    """

    topics: tuple[Topic, ...]
    taken_back: tuple[Commit, ...] = ()
    unread: int = 0
    in_both: tuple[Commit, ...] = ()
    missing: tuple[Commit, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A group of commits with what they did, and their subjects, first that of the commit that most is proved of."""

    group: Group
    subjects: tuple[str, ...]
    facts: tuple[PlacedFact, ...]
    surface: tuple[PlacedFact, ...]
    documented: tuple[str, ...]
    notes: tuple[Words, ...]
    files: tuple[str, ...]
    roles: frozenset[Role]
    entries: tuple[Entry, ...]
    signs: tuple[Sign, ...]


def topics_of(changes: ChangeSet, evidence: Evidence, roles: Mapping[str, Role]) -> Topics:
    """The topics of a change.

    Commits make topics, and so do entries of release notes that belong to none of them. What no commit accounts for,
    all of it if there are no commits, is told by files.

    Args:
        changes: the change.
        evidence: what is proved about it.
        roles: the role of each of its files.
    """
    pages = changes.source.pages
    commits = changes.commits[::-1] if changes.source.kind is SourceKind.RANGE else changes.commits
    found = grouped(commits, brought_by(changes.history))
    attribution = attributed(changes, evidence, commits, roles)
    notes = entries_of(changes.files, roles)
    added = (*notes, *guide_entries(changes.files, roles, notes))
    added = tuple(without_never_there(added, changes.files, roles, is_part=bool(changes.source.pathspecs)))
    added = tuple(not_told_before(added, changes.files, changes.trees or DiffAlone()))
    entries = tuple(without_declared(added, commits))
    drafts = list(_drafts(changes, evidence, commits, found.groups, attribution, entries, roles))
    told = {entry for draft in drafts for entry in draft.entries}
    is_number_expected = uses_numbers(found.groups)
    # Of a commit none of whose files differs in the end nothing is left.
    topics = [_topic(draft, pages, is_number_expected) for draft in drafts if draft.files or draft.entries]
    topics = _without_fixes_of_new(topics, changes.files, commits, roles)
    topics += [_of_entry(entry, pages) for entry in entries if entry not in told and entry.text]
    topics = with_implied_breaks(topics, changes.files, roles)
    topics = _with_dependencies_together(topics)
    differing = {path for file in changes.files for path in (file.path, file.old_path) if path}
    apart = divergence(commits, changes.left_behind, differing, changes.copied)
    topics = [topic for topic in topics if not _is_in_both(topic, apart.in_both)]
    topics = with_guided_breaks(topics)
    in_topics = {commit for topic in topics for commit in topic.commits}
    topics = with_platform_entries([*topics, *topics_of_files(changes, evidence, roles, topics)])
    ranked = sorted(topics, key=lambda topic: (-topic.weight, topic.files))
    return Topics(
        topics=tuple(ranked),
        taken_back=found.taken_back,
        unread=attribution.unread,
        in_both=tuple(commit for commit in commits if commit in apart.in_both - in_topics),
        missing=apart.missing,
    )


def _without_fixes_of_new(
    topics: Sequence[Topic], files: Sequence[FileChange], commits: Sequence[Commit], roles: Mapping[str, Role]
) -> list[Topic]:
    """The topics, fixes of what an earlier commit of the same change brought as nothing that concerns users."""
    new = {file.path for file in files if file.status is Status.ADDED}
    first = {path: commit for commit in reversed(commits) for path in commit.paths & new}

    def mends_new(topic: Topic) -> bool:
        sources = [path for path in topic.files if roles[path] is Role.SOURCE]
        return bool(sources) and all(path in first and first[path] not in topic.commits for path in sources)

    return [
        replace(topic, audience=Audience.CONTRIBUTORS) if topic.kind is Kind.FIX and mends_new(topic) else topic
        for topic in topics
    ]


def _is_in_both(topic: Topic, commits: Collection[Commit]) -> bool:
    """Whether a topic only brings what the old version has by other commits."""
    is_brought = bool(topic.commits) and all(each in commits for each in topic.commits)
    return is_brought and not topic.surface and not any(sign.fact for sign in topic.signs)


def _drafts(
    changes: ChangeSet,
    evidence: Evidence,
    commits: Sequence[Commit],
    groups: Sequence[Group],
    attribution: Attribution,
    entries: Sequence[Entry],
    roles: Mapping[str, Role],
) -> Iterator[_Draft]:
    number_of = {id(commit): number for number, commit in enumerate(commits)}
    current = {path: file.path for file in changes.files for path in (file.old_path, file.path) if path}
    signs = {id(sign.fact): sign for file in evidence.files for sign in file.signs if sign.fact}
    by_path = {file.path: file for file in changes.files}
    sizes = {file.path: (file.additions or 0) + (file.deletions or 0) for file in changes.files}
    for group, mine in with_entries(groups, commits, attribution, entries):
        members = [number_of[id(commit)] for commit in group.commits]
        facts = tuple(placed for number in members for placed in attribution.facts[number])
        met = surface(facts, roles, evidence.exposed)
        touched = Counter(current[path] for commit in group.commits for path in commit.paths if path in current)
        proved = Counter(placed.path for placed in met)
        files = tuple(
            sorted(touched, key=lambda path: (_ORDER[roles[path]], -proved[path], -touched[path], -sizes[path], path))
        )
        declared = (Sign(SignKind.DECLARED, words=said) for commit in group.commits for said in declared_breaks(commit))
        yield _Draft(
            group=group,
            subjects=_subjects(group, [attribution.facts[number] for number in members], roles, evidence.exposed),
            facts=facts,
            surface=met,
            documented=tuple(dict.fromkeys(name for number in members for name in attribution.documented[number])),
            notes=(
                *_advice(mine),
                *(words for number in members for words in attribution.words[number]),
                *docstrings(met, by_path),
            ),
            files=files,
            roles=frozenset(roles[path] for path in files),
            entries=tuple(
                sorted(
                    mine,
                    key=lambda entry: (
                        entry.origin is not Origin.GUIDE,
                        not heads_breaks(entry.heading),
                        is_about_tests(entry.text),
                    ),
                )
            ),
            signs=(*declared, *(signs[id(placed.fact)] for placed in facts if id(placed.fact) in signs)),
        )


def _subjects(
    group: Group, facts: Sequence[Sequence[PlacedFact]], roles: Mapping[str, Role], exposed: Collection[str]
) -> tuple[str, ...]:
    """The subjects of a group, those of the commits of which most is proved first."""
    subjects = subjects_of(group)
    if len(subjects) < 2:
        return tuple(subjects)
    proofs = [len(surface(of_commit, roles, exposed)) for of_commit in facts]
    ranked = sorted(zip(subjects, proofs, strict=True), key=lambda each: -each[1])
    return tuple(subject for subject, _ in ranked)


def _topic(draft: _Draft, pages: Pages | None, is_number_expected: bool) -> Topic:
    group = draft.group
    title = title_of(group, draft.subjects)
    subject = read_subject(title)
    candidates = tuple(
        dict.fromkeys(words for words in _candidates(draft) if words.text and not addresses_model(words.text))
    )
    messages = (f"{commit.subject}\n{commit.body}" for commit in group.commits)
    named = [number for message in messages for number in advisories_in(message)]
    said = "\n".join([title, *named, *(entry.text for entry in draft.entries)])
    heading = draft.entries[0].heading if draft.entries else ""
    is_for_users = not heads_internals(heading)
    typed = subject if subject.type or len(group.commits) > 1 else read_subject(group.commits[0].subject)
    repeated = {letters_of(read_subject(each).text) for each in (title, *subjects_of(group))}
    written = [entry.text for entry in draft.entries if letters_of(entry.text) not in repeated]
    # What somebody wrote for the release notes tells more than the subject of the commit, such as "Bump version".
    if written and Role.SOURCE in draft.roles and states_loss(written[0]):
        typed = replace(typed, type=None)  # whatever its author worked on, users lose something
    told = written[0] if written and not typed.type else title
    kind = kind_of(
        replace(typed, text=read_subject(told).text), said, heading, draft.roles, draft.surface, draft.signs
    )  # fmt: skip
    weighed = reasons(
        features(told, group, draft.roles - {Role.RELEASE_NOTES}, is_number_expected=is_number_expected)
        if not is_synchronisation(told)
        else features_of_roles(draft.roles - {Role.RELEASE_NOTES}),
        kind,
        draft.surface,
        draft.signs,
        has_documented_names=bool(draft.documented) and Role.SOURCE in draft.roles,
        is_written=bool(written) and is_for_users,
        is_listed=bool(draft.entries) and is_for_users,
        is_guided=any(entry.origin is Origin.GUIDE for entry in draft.entries),
    )
    weight = round(sum(reason.points for reason in weighed), 2)
    return Topic(
        title=candidates[0].text if candidates else "",
        subject="" if addresses_model(subject.text) else subject.text,
        origin=candidates[0].origin if candidates else Origin.FACTS,
        candidates=candidates,
        kind=kind,
        audience=audience_of(kind, weight, draft.surface),
        weight=weight,
        reasons=weighed,
        commits=group.commits,
        files=draft.files,
        facts=draft.facts,
        surface=draft.surface,
        notes=draft.notes,
        documented=draft.documented,
        signs=draft.signs,
        links=tuple(_links(group, draft.entries, pages, title)),
    )


def _with_dependencies_together(topics: Sequence[Topic]) -> list[Topic]:
    """The topics, those that only change packages needed at run time merged into one, with the entries that tell them.

    Of their words only those in release notes stay; commit subjects say no more than the facts.
    """
    proved = [topic for topic in topics if topic.kind is Kind.DEPENDENCY and topic.surface]
    told = [topic for topic in topics if topic.kind is Kind.DEPENDENCY and not topic.commits and topic.title]
    together = [*proved, *told]
    if not proved or len(together) < 2:
        return list(topics)
    heaviest = max(together, key=lambda topic: topic.weight)
    words = tuple(dict.fromkeys(each for topic in together for each in topic.candidates if each.origin in WRITTEN))
    surface = tuple(placed for topic in together for placed in topic.surface)
    merged = replace(
        heaviest,
        title=words[0].text if words else "",
        subject="",
        origin=words[0].origin if words else Origin.FACTS,
        candidates=words,
        audience=audience_of(Kind.DEPENDENCY, heaviest.weight, surface),
        commits=tuple(commit for topic in together for commit in topic.commits),
        files=tuple(dict.fromkeys(path for topic in together for path in topic.files)),
        facts=tuple(placed for topic in together for placed in topic.facts),
        surface=surface,
        notes=(),
        documented=(),
        signs=tuple(sign for topic in together for sign in topic.signs),
        links=tuple(dict.fromkeys(link for topic in together for link in topic.links)),
    )
    return [merged, *(topic for topic in topics if topic not in together)]


def _candidates(draft: _Draft) -> Iterator[Words]:
    """Yield the words of authors that tell a topic, the best first."""
    group = draft.group
    telling = [entry for entry in draft.entries if not is_about_tests(entry.text)]
    yield from (Words(entry.text, entry.origin) for entry in telling or draft.entries)
    if title := request_title(group):
        yield Words(read_subject(title).text, Origin.PULL_REQUEST)
    is_break = any(sign.kind is SignKind.DECLARED for sign in draft.signs)
    # Of a break users must know which part of the software is meant.
    few = _FEW_OF_BREAK if is_break else _FEW
    texts = [_with_scope(read_subject(subject), few) for subject in draft.subjects]
    subjects = [text for text in texts if is_telling(text)]
    if not subjects and is_break:
        subjects = [text for text in texts if text]  # a break is told, however short its author's words
    if not subjects:
        yield from (words for words in draft.notes if words.origin is Origin.NOTE)
    yield from (Words(text, Origin.COMMIT) for text in subjects)


def _with_scope(subject: Subject, few: int) -> str:
    """The words of a subject, up to a few ones behind what its prefix says they are about."""
    is_needed = (
        subject.scope
        and len(subject.text.split()) <= few
        and subject.scope.lower() not in subject.text.lower()
        and not names_ticket(subject.scope)
    )
    return f"{subject.scope}: {subject.text}" if is_needed else subject.text


def _links(group: Group, entries: Sequence[Entry], pages: Pages | None, first: str) -> Iterator[Link]:
    """Yield the links of a topic, the commit with the given subject before others."""
    requests = {
        commit_numbers[-1]: None for commit in group.commits if (commit_numbers := read_subject(commit.subject).numbers)
    }
    if group.request and group.request.number:
        requests = {group.request.number: None, **requests}
    told = {number for entry in entries for number in entry.numbers}
    if told and len(group.commits) > 1:
        # A merge may bring the work of several requests, which release notes tell by their own numbers.
        requests = {number: None for number in requests if number in told}
    for number in requests:
        yield Link(LinkKind.PULL_REQUEST, f"#{number}", pages.pull_request.format(number) if pages else None)
    named = numbers_of(group).union(*(entry.numbers for entry in entries))
    for number in sorted(named - requests.keys()):
        yield Link(LinkKind.ISSUE, f"#{number}", pages.issue.format(number) if pages else None)
    for commit in sorted(group.commits, key=lambda commit: commit.subject != first):
        if commit.id:
            yield Link(LinkKind.COMMIT, commit.id[:7], pages.commit.format(commit.id) if pages else None)


def _advice(entries: Sequence[Entry]) -> Iterator[Words]:
    """Yield what the first section of a guide says on what to do; the others are about something else."""
    first = next((entry for entry in entries if entry.origin is Origin.GUIDE), None)
    if first and first.advice:
        yield Words(first.advice, Origin.GUIDE)


def _of_entry(entry: Entry, pages: Pages | None) -> Topic:
    """The topic of an entry in release notes that belongs to no commit."""
    kind = kind_of(read_subject(entry.text), entry.text, entry.heading or "notes", {Role.SOURCE}, (), ())
    is_written = not heads_internals(entry.heading)
    weighed = reasons((), kind, (), (), is_written=is_written, is_guided=entry.origin is Origin.GUIDE)
    weight = round(sum(reason.points for reason in weighed), 2)
    return Topic(
        title=entry.text,
        subject="",
        origin=entry.origin,
        candidates=(Words(entry.text, entry.origin),),
        kind=kind,
        audience=audience_of(kind, weight, ()),
        weight=weight,
        reasons=weighed,
        commits=(),
        files=(entry.path,),
        facts=(),
        surface=(),
        notes=tuple(_advice([entry])),
        documented=(),
        signs=(),
        links=tuple(
            Link(LinkKind.ISSUE, f"#{number}", pages.issue.format(number) if pages else None)
            for number in entry.numbers
        ),
    )

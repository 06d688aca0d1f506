"""Describes a whole change in sentences without a model; each is true by construction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from diff_insight.changes.changeset import ChangeSet, Status
from diff_insight.evidence.across.recurrence import Recurrence
from diff_insight.evidence.diff.fact_kinds import KINDS, FactKind
from diff_insight.evidence.gather import Evidence
from diff_insight.evidence.roles import Role
from diff_insight.insight.change_types import Section
from diff_insight.insight.highlights import DEFAULT_LINES, Highlights, counted, highlights, is_for_users
from diff_insight.insight.insight import FileInsight, Line, Overview, UpgradeStep
from diff_insight.insight.topic_lines import quotation
from diff_insight.insight.topic_types import TypedTopic
from diff_insight.sentences.code_spans import code, plain
from diff_insight.sentences.files import line_counts
from diff_insight.sentences.names import pair, quoted
from diff_insight.sentences.shared_names import together
from diff_insight.sentences.short_names import short_names
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked_n
from diff_insight.topics.topic import Kind, Topic

_RECURRENCES = 6
_EDITS = 3  # maximum recurring edits in the highlights
_IN_SUMMARY = 3  # maximum topics in the summary
_QUOTED = 120  # maximum characters of an author's words there
_DEPRECATIONS = 6

_QUIET = frozenset(
    {
        Role.TEST, Role.FIXTURE, Role.CI, Role.BUILD, Role.LOCK, Role.GENERATED, Role.VENDORED, Role.RELEASE_NOTES,
    }
)  # fmt: skip
_OF_SETTINGS = ("dependency", "key", "item", "value")  # kinds of facts that matter where software is built and run

_STATUS_COUNTS = {
    Status.ADDED: marked_n("{count} file is added", "{count} files are added"),
    Status.MODIFIED: marked_n("{count} file is modified", "{count} files are modified"),
    Status.REMOVED: marked_n("{count} file is removed", "{count} files are removed"),
    Status.RENAMED: marked_n("{count} file is renamed", "{count} files are renamed"),
    Status.COPIED: marked_n("{count} file is copied", "{count} files are copied"),
    Status.MODE_CHANGED: marked_n("{count} file changes its mode", "{count} files change their mode"),
    Status.TYPE_CHANGED: marked_n("{count} file changes its type", "{count} files change their type"),
}

_STILL_THERE = marked_n(
    "The old {what} still stands in {count} file: {files}.", "The old {what} still stands in {count} files: {files}."
)
_STILL_SHOWN = marked_n(
    "The old {what} still stands in lines of {count} file that the diff shows: {files}.",
    "The old {what} still stands in lines of {count} files that the diff shows: {files}.",
)
_OF_RELEASES = (FactKind.VERSION_CHANGED, FactKind.DATE_CHANGED)  # what every release of software edits
_OF_SUBJECT = frozenset(
    {FactKind.KEY_ADDED, FactKind.KEY_REMOVED, FactKind.DEPENDENCY_ADDED, FactKind.DEPENDENCY_REMOVED}
)


def overview(
    wording: Wording,
    changes: ChangeSet,
    files: Sequence[FileInsight],
    evidence: Evidence,
    roles: Mapping[str, Role],
    typed: Sequence[TypedTopic],
    contributors: Sequence[tuple[str, int]],
    upgrade: Sequence[UpgradeStep] = (),
    *,
    most: int = DEFAULT_LINES,
) -> Overview:
    """Highlights, insights and summary from topics and facts alone.

    Args:
        wording: the report's language.
        changes: the change.
        files: the description of each file.
        evidence: what is proved about the change.
        roles: the role of each file.
        typed: its topics, those of most weight first.
        contributors: authors with their numbers of commits.
        upgrade: what those who upgrade must mind.
        most: maximum number of topics that the highlights tell; 0 for all that concern users.
    """
    names = short_names(file.change.path for file in files)
    by_path = {file.change.path: file for file in files}
    topics = [each.topic for each in typed]
    telling = _telling(evidence, roles)
    shown = telling.recurring[:_RECURRENCES]
    news = [each for each in shown if each.kind not in _OF_RELEASES or Role.SOURCE not in roles.values()]
    edits = () if changes.commits else _edits(wording, news[:_EDITS], topics)
    of_edits = frozenset(number for _, numbers in edits for number in numbers)
    after = frozenset(step.topic for step in upgrade)
    breaking = frozenset(step.topic for step in upgrade if not step.weak)
    chosen = highlights(wording, typed, by_path, told_already=of_edits, told_after=after, breaking=breaking, most=most)
    told = [topics[number] for number in chosen.told]
    for_them = [number for number, each in enumerate(topics) if is_for_users(each) or number in breaking]
    kinds = counted(wording, typed, for_them or range(len(typed)), breaking)
    for_users = wording.say("What concerns users: {changes}.", changes=kinds) if kinds and for_them else ""
    for_users = for_users or (wording.sentence(kinds) if kinds else "")
    introduction = wording.sentences([for_users, _extent(wording, changes), _lines(wording, changes)])
    insights = [
        _part(wording, told, names),
        _deprecated(wording, topics),
        _recurring(wording, shown, names),
        together(wording, telling, names),
        _who(wording, contributors),
    ]
    return Overview(
        introduction=introduction,
        new_features=chosen.sections[Section.NEW_FEATURES],
        breaking_changes=chosen.sections[Section.BREAKING_CHANGES],
        other_updates=(
            *(Line(text, numbers[0] if numbers else None) for text, numbers in edits),
            *chosen.sections[Section.OTHER_UPDATES],
        ),
        left_out=chosen.left_out,
        insights=tuple(paragraph for paragraph in insights if paragraph),
        summary=wording.sentences([_most_important(wording, told, chosen, edits), for_users]),
    )


def _telling(evidence: Evidence, roles: Mapping[str, Role]) -> Evidence:
    """What belongs together across files, without what concerns only tests, CI and the like, if there is more.

    The packages and settings of examples and documentation concern only those, and what examples use is no news.
    """
    loud = {path for path, role in roles.items() if role not in _QUIET}
    if not loud:
        return evidence
    run = {path for path in loud if roles[path] not in (Role.EXAMPLE, Role.DOCUMENTATION)} or loud
    shared = (
        replace(
            name,
            users=tuple(
                path
                for path in name.users
                if path in loud and (roles[path] is not Role.EXAMPLE or roles[name.path] is Role.EXAMPLE)
            ),
        )
        for name in evidence.shared_names
    )
    return replace(
        evidence,
        files=tuple(file for file in evidence.files if file.change.path in loud),
        recurring=tuple(
            each
            for each in evidence.recurring
            if not (run if each.kind.startswith(_OF_SETTINGS) else loud).isdisjoint(each.paths)
        ),
        shared_names=tuple(name for name in shared if name.users and name.path in loud),
    )


def _edits(
    wording: Wording, recurring: Sequence[Recurrence], topics: Sequence[Topic]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """A sentence for each edit that recurs, and the positions of the topics that consist of it alone."""
    found = []
    for recurrence in recurring:
        paths = frozenset(recurrence.paths)
        same = (
            number
            for number, topic in enumerate(topics)
            if not topic.title
            and paths.issuperset(topic.files)
            and all(placed.fact.kind is recurrence.kind for placed in topic.facts)
        )
        found.append((wording.sentence(_clause(wording, recurrence)), tuple(same)))
    return tuple(found)


def _most_important(
    wording: Wording, told: Sequence[Topic], chosen: Highlights, edits: Sequence[tuple[str, tuple[int, ...]]]
) -> str:
    """The first topics in a sentence; if nobody put them into words, the first edits and lines."""
    words = [quotation(wording, topic.title, _QUOTED) for topic in told if topic.title]
    if words:
        return wording.say("Most important: {changes}.", changes=wording.join(words[:_IN_SUMMARY], most=_IN_SUMMARY))
    lines = [text for text, _ in edits]
    lines += [line.text for section in chosen.sections.values() for line in section if line.topic is not None]
    return wording.sentences([line if line.endswith((".", "。")) else wording.sentence(line) for line in lines[:2]])


def _part(wording: Wording, told: Sequence[Topic], names: Mapping[str, str]) -> str:
    """The file that most of the topics are about, or their folder."""
    mains = [topic.files[0] for topic in told if topic.files and topic.commits]
    if len(mains) < 3:
        return ""
    for places in (mains, [str(PurePosixPath(path).parent) for path in mains]):
        place, count = Counter(places).most_common(1)[0]
        if count * 2 >= len(told) and "/" in place:
            named = names.get(place, f"{place}/")
            return wording.say(
                "{count} of the {total} changes told above are about {place}.",
                count=count, total=len(told), place=code(named),
            )  # fmt: skip
    return ""


def _deprecated(wording: Wording, topics: Sequence[Topic]) -> str:
    """What is deprecated, in the words of its authors, with what they say replaces it."""
    found = [topic for topic in topics if topic.kind is Kind.DEPRECATION and topic.title]
    words = [quotation(wording, topic.title, _QUOTED) for topic in found]
    return wording.say("Deprecated: {changes}.", changes=wording.join(words, most=_DEPRECATIONS)) if words else ""


def _clause(wording: Wording, recurrence: Recurrence) -> str:
    """What recurs, and in how many files."""
    count = len(recurrence.paths)
    if recurrence.between_hosts:
        return wording.say(
            "Links to {old} lead to {new} instead in {count} files",
            old=code(recurrence.before or ""), new=code(recurrence.after or ""), count=count,
        )  # fmt: skip
    if recurrence.kind is FactKind.VALUE_CHANGED and recurrence.before is None:
        key, new = quoted(recurrence.subject), quoted(recurrence.after)
        return wording.say("The setting {key} becomes {new} in {count} files", key=key, new=new, count=count)
    message = KINDS[recurrence.kind].recurring or ""
    if "{what}" in message:
        what = recurrence.subject if recurrence.kind in _OF_SUBJECT else recurrence.after or recurrence.before
        return wording.say(message, what=quoted(what), count=count)
    return wording.say(message, pair=pair(wording, recurrence), count=count)


def _extent(wording: Wording, changes: ChangeSet) -> str:
    counts = Counter(file.status for file in changes.files)
    parts = [wording.say_n(*_STATUS_COUNTS[status], counts[status]) for status in Status if counts[status]]
    return wording.say("{what}.", what=wording.join(parts, most=7))


def _lines(wording: Wording, changes: ChangeSet) -> str:
    added = sum(file.additions or 0 for file in changes.files)
    removed = sum(file.deletions or 0 for file in changes.files)
    if not added and not removed:
        return ""
    return line_counts(wording, added, removed)


def _recurring(wording: Wording, recurring: Sequence[Recurrence], names: Mapping[str, str]) -> str:
    """Recurring edits, with the files that share them and the files that still have the old text."""
    sentences = []
    for recurrence in recurring:
        listed = wording.join([code(names[path]) for path in recurrence.paths], most=5)
        sentences.append(wording.say("{what}: {files}.", what=_clause(wording, recurrence), files=listed))
        if recurrence.exceptions:
            holders = wording.join([code(names.get(path, path)) for path in recurrence.exceptions], most=3)
            forms = _STILL_SHOWN if recurrence.in_shown_lines else _STILL_THERE
            count, what = len(recurrence.exceptions), quoted(recurrence.before)
            sentences.append(wording.say_n(*forms, count, what=what, files=holders))
    return wording.sentences(sentences)


def _who(wording: Wording, contributors: Sequence[tuple[str, int]]) -> str:
    if not contributors:
        return ""
    named = [
        wording.say_n("{name} ({count} commit)", "{name} ({count} commits)", count, name=plain(name))
        for name, count in contributors
    ]
    return wording.say("Contributors: {names}.", names=wording.join(named, most=12))

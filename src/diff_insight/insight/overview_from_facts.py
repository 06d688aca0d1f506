"""Describes a whole change in sentences without a model; each is true by construction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from diff_insight.changes.changeset import ChangeSet, Status
from diff_insight.evidence.across.recurrence import Recurrence
from diff_insight.evidence.commits import reason
from diff_insight.evidence.diff.fact_kinds import KINDS, FactKind
from diff_insight.evidence.gather import Evidence
from diff_insight.insight.change_types import ChangeType, Section
from diff_insight.insight.insight import FileInsight, Overview
from diff_insight.sentences.code_spans import code, plain
from diff_insight.sentences.files import line_counts
from diff_insight.sentences.names import pair, quoted
from diff_insight.sentences.shared_names import together
from diff_insight.sentences.short_names import short_names
from diff_insight.sentences.signs import sign_reason, sign_reasons
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked_n

_LISTED = 10  # maximum entries under one heading of the highlights
_RECURRENCES = 6
_COMMITS = 5
_REASONS = 3  # maximum signs of one file that are spelled out

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
_OF_SUBJECT = frozenset(
    {FactKind.KEY_ADDED, FactKind.KEY_REMOVED, FactKind.DEPENDENCY_ADDED, FactKind.DEPENDENCY_REMOVED}
)


def overview(
    wording: Wording,
    changes: ChangeSet,
    files: Sequence[FileInsight],
    evidence: Evidence,
    types: Sequence[ChangeType],
    contributors: Sequence[tuple[str, int]],
) -> Overview:
    """Highlights, insights and summary from facts alone; `contributors` are authors with their numbers of commits."""
    section_of = {label.name: label.section for label in types}
    by_section: dict[Section, list[FileInsight]] = {section: [] for section in Section}
    for file in files:
        by_section[section_of[file.change_type]].append(file)
    names = short_names(file.change.path for file in files)
    introduction = wording.sentences([_extent(wording, changes), _lines(wording, changes)])
    shown = evidence.recurring[:_RECURRENCES]
    edits = [wording.sentence(_clause(wording, recurrence)) for recurrence in shown]
    breaking = by_section[Section.BREAKING_CHANGES]
    insights = [
        wording.sentences([_folder(wording, changes), _places(wording, changes)]),
        _recurring(wording, shown, names),
        together(wording, evidence, names),
        _why(wording, changes),
        _who(wording, contributors),
    ]
    return Overview(
        introduction=introduction,
        new_features=_titles(wording, by_section[Section.NEW_FEATURES], names),
        breaking_changes=(
            *(wording.sentence(sign_reason(wording, sign)) for sign in evidence.declared[:_LISTED]),
            *_titles(wording, [file for file in breaking if not file.signs], names),
            *_signs(wording, files, names),
        ),
        other_updates=tuple(edits[:3]) + _titles(wording, by_section[Section.OTHER_UPDATES], names),
        insights=tuple(paragraph for paragraph in insights if paragraph),
        summary=wording.sentences([introduction, *edits[:2]]),
    )


def _signs(wording: Wording, files: Sequence[FileInsight], names: Mapping[str, str]) -> list[str]:
    """A line for each file with signs of a breaking change: most signs first, folded files last."""
    having = sorted(
        (file for file in files if file.signs), key=lambda file: (file.change.fold is not None, -len(file.signs))
    )
    lines = []
    for file in having[:_LISTED]:
        reasons = wording.join(sign_reasons(wording, file.signs), most=_REASONS)
        lines.append(wording.say("{file}: {reasons}.", file=code(names[file.change.path]), reasons=reasons))
    if len(having) > _LISTED:
        lines.append(wording.say_n("{count} more file", "{count} more files", len(having) - _LISTED))
    return lines


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


def _titles(wording: Wording, files: Sequence[FileInsight], names: Mapping[str, str]) -> tuple[str, ...]:
    """A line for each title with the files that have it, largest changes first."""
    by_title: dict[str, list[FileInsight]] = {}
    for file in sorted(files, key=lambda file: -_size(file)):
        by_title.setdefault(file.title, []).append(file)
    titles = list(by_title)[:_LISTED]
    lines = []
    for title in titles:
        having = [names[file.change.path] for file in by_title[title]]
        if len(having) == 1 and having[0] in title:
            lines.append(plain(title))
            continue
        listed = wording.join([code(name) for name in having], most=3)
        lines.append(wording.say("{title} ({files})", title=plain(title), files=listed))
    if unnamed := len(files) - sum(len(by_title[title]) for title in titles):
        lines.append(wording.say_n("{count} more file", "{count} more files", unnamed))
    return tuple(lines)


def _folder(wording: Wording, changes: ChangeSet) -> str:
    """The folder that contains all files, or the top-level folder that contains most of them."""
    paths = [PurePosixPath(file.path) for file in changes.files]
    if len(paths) < 2:
        return ""
    shared = [parent for parent in paths[0].parents if parent.name and all(parent in path.parents for path in paths)]
    if shared:
        return wording.say("All {count} files lie under {folder}.", count=len(paths), folder=code(f"{shared[0]}/"))
    tops = Counter(path.parts[0] for path in paths if len(path.parts) > 1)
    folder, count = tops.most_common(1)[0] if tops else ("", 0)
    if count * 2 <= len(paths):
        return ""
    return wording.say(
        "{count} of the {total} files lie under {folder}.", count=count, total=len(paths), folder=code(f"{folder}/")
    )


def _places(wording: Wording, changes: ChangeSet) -> str:
    """Where most of the change is."""
    sizes = {file.path: (file.additions or 0) + (file.deletions or 0) for file in changes.files}
    total = sum(sizes.values())
    if len(sizes) < 3 or not total:
        return ""
    largest = sorted(sizes, key=lambda path: -sizes[path])
    top: list[str] = []
    while sum(sizes[path] for path in top) * 2 < total:
        top.append(largest[len(top)])
    if len(top) > 3 or len(top) * 3 > len(sizes) * 2:
        return ""
    share = 100 * sum(sizes[path] for path in top) // total
    holders = wording.join([code(path) for path in top])
    if len(top) == 1:
        return wording.say("{files} holds {share} % of the changed lines.", files=holders, share=share)
    return wording.say("{files} hold {share} % of the changed lines.", files=holders, share=share)


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


def _why(wording: Wording, changes: ChangeSet) -> str:
    """The subjects of the commits that touch the most files, and the reasons they give."""
    paths = {file.path for file in changes.files}
    ranked = sorted(changes.commits, key=lambda commit: -len(commit.paths & paths))
    sentences = []
    for commit in ranked[:_COMMITS]:
        if not commit.subject or commit.paths.isdisjoint(paths):
            continue
        sentences.append(
            wording.say_n(
                "The commit “{subject}” touches {count} file of this report.",
                "The commit “{subject}” touches {count} files of this report.",
                len(commit.paths & paths),
                subject=plain(commit.subject[:200]),
            )
        )
        if words := reason(commit):
            sentences.append(wording.say("The author explains: “{words}”", words=plain(words)))
    return wording.sentences(sentences)


def _who(wording: Wording, contributors: Sequence[tuple[str, int]]) -> str:
    if not contributors:
        return ""
    named = [
        wording.say_n("{name} ({count} commit)", "{name} ({count} commits)", count, name=plain(name))
        for name, count in contributors
    ]
    return wording.say("Contributors: {names}.", names=wording.join(named, most=12))


def _size(file: FileInsight) -> int:
    return (file.change.additions or 0) + (file.change.deletions or 0)

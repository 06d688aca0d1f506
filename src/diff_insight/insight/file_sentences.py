"""Says in sentences what is known of one file without a model; each is true by construction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from diff_insight.changes.changeset import Commit, FileChange, Status
from diff_insight.evidence.facts import Fact, FactKind, host_of
from diff_insight.evidence.recurrence import Recurrence
from diff_insight.insight.answers import TITLE_LENGTH
from diff_insight.prose import code, plain
from diff_insight.wording import Wording, marked, marked_n

_LINK_MODE = "120000"
_SHOWN = 3  # facts of one kind that are spelled out
_QUOTED = 100  # characters of a quoted name or value
_IN_TITLE = 40  # characters of one in a title


def explanation(wording: Wording, file: FileChange, facts: Sequence[Fact], commits: Sequence[Commit]) -> list[str]:
    """Paragraphs about a file: what happened to it, what the changed lines prove, what its commits say."""
    proved = [sentence for sentence in _fact_sentences(wording, file, facts) if sentence]
    paragraphs = [status_sentence(wording, file), wording.sentences(proved), _commit_sentence(wording, commits)]
    return [paragraph for paragraph in paragraphs if paragraph]


def status_sentence(wording: Wording, file: FileChange) -> str:
    """What happened to the file as a whole."""
    name, say, say_n = code(PurePosixPath(file.path).name), wording.say, wording.say_n
    if file.is_submodule:
        return _submodule_sentence(wording, file)
    if _LINK_MODE in (file.old_mode, file.new_mode) and file.status in (Status.ADDED, Status.REMOVED):
        if file.status is Status.ADDED:
            return say("The symbolic link {name} is added.", name=name)
        return say("The symbolic link {name} is removed.", name=name)
    if file.binary:
        match file.status:
            case Status.ADDED | Status.COPIED:
                return say("The binary file {name} is added.", name=name)
            case Status.REMOVED:
                return say("The binary file {name} is removed.", name=name)
            case Status.RENAMED:
                return say("The binary file moves from {old} to {new}.", old=_path(file.old_path), new=code(file.path))
            case _:
                return say("The binary file {name} is replaced.", name=name)
    added, removed = file.additions or 0, file.deletions or 0
    match file.status:
        case Status.ADDED:
            if not added:
                return say("The empty file {name} is added.", name=name)
            return say_n(
                "The file {name} is added with {count} line.", "The file {name} is added with {count} lines.",
                added, name=name,
            )  # fmt: skip
        case Status.REMOVED:
            if not removed:
                return say("The empty file {name} is removed.", name=name)
            return say_n(
                "The file {name} is removed, which had {count} line.",
                "The file {name} is removed, which had {count} lines.",
                removed, name=name,
            )  # fmt: skip
        case Status.RENAMED:
            moved = say("The file moves from {old} to {new}.", old=_path(file.old_path), new=code(file.path))
            edited = line_counts(wording, added, removed) if added or removed else say("Its content stays the same.")
            return wording.sentences([moved, edited])
        case Status.COPIED:
            copied = say("The file is a copy of {old}.", old=_path(file.old_path))
            return wording.sentences([copied, line_counts(wording, added, removed) if added or removed else ""])
        case Status.TYPE_CHANGED:
            return say("{name} becomes {kind}.", name=name, kind=_kind_of_entry(wording, file.new_mode))
    sentences = [line_counts(wording, added, removed)] if added or removed else []
    if file.old_mode != file.new_mode and file.old_mode and file.new_mode:
        sentences.append(_mode_sentence(wording, file.old_mode, file.new_mode))
    elif file.status is Status.MODE_CHANGED:
        sentences.append(say("The file's mode changes."))
    return wording.sentences(sentences)


def title(wording: Wording, file: FileChange, facts: Sequence[Fact]) -> str:
    """A short title out of facts, for a file of which no model gave one that holds."""
    name, say = PurePosixPath(file.path).name, wording.say
    match file.status:
        case Status.ADDED | Status.COPIED:
            contents = _contents(wording, facts)
            text = (
                say("Add {name} with {names}", name=name, names=contents) if contents else say("Add {name}", name=name)
            )
        case Status.REMOVED:
            text = say("Remove {name}", name=name)
        case Status.RENAMED if not (file.additions or file.deletions):
            text = say("Move {name} to {new}", name=PurePosixPath(file.old_path or "").name, new=file.path)
        case Status.MODE_CHANGED:
            text = say("Change the mode of {name}", name=name)
        case _:
            text = _title_of_facts(wording, facts) or say("Edit {name}", name=name)
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"


def _contents(wording: Wording, facts: Sequence[Fact]) -> str:
    """The headings of a new file, or else the names it defines."""
    for kind in (FactKind.HEADING_ADDED, FactKind.NAME_ADDED):
        names = [_clip(fact.after or "", _IN_TITLE) for fact in facts if fact.kind is kind]
        if names:
            return wording.join(
                [wording.say("“{words}”", words=name) if kind in _QUOTED_KINDS else name for name in names], most=2
            )
    return ""


def _title_of_facts(wording: Wording, facts: Sequence[Fact]) -> str:
    hosts = {(host_of(f.before or ""), host_of(f.after or "")) for f in facts if f.kind is FactKind.LINK_CHANGED}
    if len(facts) == sum(f.kind is FactKind.LINK_CHANGED for f in facts) and len(hosts) == 1:
        old, new = hosts.pop()
        if old and new and old != new:
            return wording.say("Change links from {old} to {new}", old=old, new=new)
    for kind, message in _TITLES.items():
        found = [fact for fact in facts if fact.kind is kind]
        if found and (kind not in _LINE_KINDS or _fits_title(found[0])):
            names = [_clip(fact.subject or fact.after or fact.before or "", _IN_TITLE) for fact in found]
            if kind in _QUOTED_KINDS:
                names = [wording.say("“{words}”", words=name) for name in names]
            values = {
                "names": wording.join(names, most=2),
                "old": _clip(found[0].before or "", _IN_TITLE),
                "new": _clip(found[0].after or "", _IN_TITLE),
            }
            if isinstance(message, str):
                return wording.say(message, **values)
            return wording.say_n(*message, len(found), **values)
    return ""


def _fits_title(fact: Fact) -> bool:
    """Whether a quoted line is short enough to be quoted whole: half a line of code tells nothing."""
    return all(len(text or "") <= _IN_TITLE for text in (fact.before, fact.after))


# The first kind that a file has makes its title.
_TITLES: dict[FactKind, str | tuple[str, str]] = {
    FactKind.NAME_ADDED: marked("Add {names}"),
    FactKind.NAME_REMOVED: marked("Remove {names}"),
    FactKind.NAME_EDITED: marked("Change the definition of {names}"),
    FactKind.HEADING_RENAMED: marked("Rename a section to {names}"),
    FactKind.HEADING_ADDED: marked_n("Add section {names}", "Add sections {names}"),
    FactKind.HEADING_REMOVED: marked_n("Remove section {names}", "Remove sections {names}"),
    FactKind.VERSION_CHANGED: marked("Change {old} to {new}"),
    FactKind.LINK_CHANGED: marked("Point links to {names}"),
    FactKind.TERM_REPLACED: marked("Replace “{old}” with “{new}”"),
    FactKind.VALUE_CHANGED: marked("Change {names}"),
    FactKind.DATE_CHANGED: marked("Change {old} to {new}"),
    FactKind.NUMBER_CHANGED: marked("Change {old} to {new}"),
    FactKind.LINK_ADDED: marked("Add a link to {names}"),
    FactKind.LINK_REMOVED: marked("Remove a link to {names}"),
    FactKind.LINE_CHANGED: marked("Change “{old}” to “{new}”"),
    FactKind.LINE_ADDED: marked("Add the line “{new}”"),
    FactKind.LINE_REMOVED: marked("Remove the line “{old}”"),
}
_LINE_KINDS = frozenset({FactKind.LINE_CHANGED, FactKind.LINE_ADDED, FactKind.LINE_REMOVED})
_QUOTED_KINDS = frozenset({FactKind.HEADING_RENAMED, FactKind.HEADING_ADDED, FactKind.HEADING_REMOVED})


@dataclass(frozen=True, slots=True)
class _Listed:
    """How names of one kind are said: in an edited file, and in one that is added or removed as a whole."""

    edited: tuple[str, str]
    whole: tuple[str, str]


_LISTED = {
    FactKind.HEADING_ADDED: _Listed(
        edited=marked_n("The section {what} is new.", "The sections {what} are new."),
        whole=marked_n("Its section is {what}.", "Its sections are {what}."),
    ),
    FactKind.HEADING_REMOVED: _Listed(
        edited=marked_n("The section {what} is gone.", "The sections {what} are gone."),
        whole=marked_n("Its section was {what}.", "Its sections were {what}."),
    ),
    FactKind.NAME_ADDED: _Listed(
        edited=marked_n("A definition of {what} is new.", "Definitions of {what} are new."),
        whole=marked_n("It defines {what}.", "It defines {what}."),
    ),
    FactKind.NAME_REMOVED: _Listed(
        edited=marked_n("A definition of {what} is gone.", "Definitions of {what} are gone."),
        whole=marked_n("It defined {what}.", "It defined {what}."),
    ),
    FactKind.NAME_EDITED: _Listed(
        edited=marked_n("The line that defines {what} changes.", "The lines that define {what} change."),
        whole=marked_n("The line that defines {what} changes.", "The lines that define {what} change."),
    ),
    FactKind.LINK_ADDED: _Listed(
        edited=marked_n("A link to {what} is new.", "Links to {what} are new."),
        whole=marked_n("It links to {what}.", "It links to {what}."),
    ),
    FactKind.LINK_REMOVED: _Listed(
        edited=marked_n("A link to {what} is gone.", "Links to {what} are gone."),
        whole=marked_n("It linked to {what}.", "It linked to {what}."),
    ),
    FactKind.LINE_ADDED: _Listed(
        edited=marked_n("A new line reads {what}.", "New lines read {what}."),
        whole=marked_n("A line of it reads {what}.", "Lines of it read {what}."),
    ),
    FactKind.LINE_REMOVED: _Listed(
        edited=marked_n("A removed line read {what}.", "Removed lines read {what}."),
        whole=marked_n("A line of it read {what}.", "Lines of it read {what}."),
    ),
}

_PAIRED = {
    FactKind.LINK_CHANGED: marked("In the links, {pairs}."),
    FactKind.HEADING_RENAMED: marked("In the headings, {pairs}."),
    FactKind.VALUE_CHANGED: marked("In the settings, {pairs}."),
    FactKind.VERSION_CHANGED: marked("In dates and versions, {pairs}."),
    FactKind.DATE_CHANGED: marked("In dates and versions, {pairs}."),
    FactKind.NUMBER_CHANGED: marked("In the numbers, {pairs}."),
    FactKind.TERM_REPLACED: marked("In the wording, {pairs}."),
    FactKind.LINE_CHANGED: marked("In the lines, {pairs}."),
}


def _fact_sentences(wording: Wording, file: FileChange, facts: Sequence[Fact]) -> list[str]:
    order = list(FactKind)
    ranked = sorted(facts, key=lambda fact: order.index(fact.kind))
    return [
        _listed_sentence(wording, _LISTED[kind], group, file)
        if kind in _LISTED
        else _paired_sentence(wording, _PAIRED[kind], group)
        for kind, group in _grouped(ranked)
    ]


def _grouped(ranked: list[Fact]) -> Iterator[tuple[FactKind, list[Fact]]]:
    """Facts that are said in one sentence, with the kind of the first."""
    for _, group in groupby(ranked, key=lambda fact: _PAIRED.get(fact.kind, fact.kind)):
        facts = list(group)
        yield facts[0].kind, facts


def _listed_sentence(wording: Wording, form: _Listed, facts: list[Fact], file: FileChange) -> str:
    what = wording.join([code(_clip(fact.after or fact.before or "")) for fact in facts], most=6)
    forms = form.whole if file.status in (Status.ADDED, Status.REMOVED) else form.edited
    return wording.say_n(*forms, len(facts), what=what)


def _paired_sentence(wording: Wording, form: str, facts: list[Fact]) -> str:
    return wording.say(form, pairs=wording.join([pair(wording, fact) for fact in facts], most=_SHOWN))


def pair(wording: Wording, fact: Fact | Recurrence) -> str:
    """What became what, as a clause."""
    old, new = code(_clip(fact.before or "")), code(_clip(fact.after or ""))
    if fact.subject:
        return wording.say("{key} goes from {old} to {new}", key=code(fact.subject), old=old, new=new)
    return wording.say("{old} becomes {new}", old=old, new=new)


def _commit_sentence(wording: Wording, commits: Sequence[Commit]) -> str:
    subjects = list(dict.fromkeys(commit.subject for commit in commits if commit.subject))
    if not subjects:
        return ""
    quoted = [wording.say("“{words}”", words=plain(_clip(subject))) for subject in subjects]
    return wording.say_n(
        "Its commit says {subjects}.", "Its commits say {subjects}.", len(subjects), subjects=wording.join(quoted)
    )


def line_counts(wording: Wording, added: int, removed: int) -> str:
    """How many lines came and went, at least one of them."""
    new = wording.say_n("{count} line is new", "{count} lines are new", added)
    gone = wording.say_n("{count} line is gone", "{count} lines are gone", removed)
    match (added, removed):
        case (_, 0):
            return wording.say("{what}.", what=new)
        case (0, _):
            return wording.say("{what}.", what=gone)
    return wording.say("{new} and {gone}.", new=new, gone=gone)


def _mode_sentence(wording: Wording, old: str, new: str) -> str:
    if (old, new) == ("100644", "100755"):
        return wording.say("The file becomes executable.")
    if (old, new) == ("100755", "100644"):
        return wording.say("The file is no longer executable.")
    return wording.say("The file's mode goes from {old} to {new}.", old=code(old), new=code(new))


def _submodule_sentence(wording: Wording, file: FileChange) -> str:
    ids = {
        line.kind: line.text.removeprefix("Subproject commit ")[:7]
        for hunk in file.hunks
        for line in hunk.lines
        if line.text.startswith("Subproject commit ")
    }
    old, new = code(ids.get("-", "?")), code(ids.get("+", "?"))
    match file.status:
        case Status.ADDED:
            return wording.say("A submodule is added, at the commit {new}.", new=new)
        case Status.REMOVED:
            return wording.say("The submodule is removed, which was at the commit {old}.", old=old)
    return wording.say("The submodule goes from the commit {old} to {new}.", old=old, new=new)


def _kind_of_entry(wording: Wording, mode: str | None) -> str:
    match (mode or "")[:3]:
        case "120":
            return wording.say("a symbolic link")
        case "160":
            return wording.say("a submodule")
    return wording.say("a regular file")


def _path(path: str | None) -> str:
    return code(path or "?")


def _clip(text: str, length: int = _QUOTED) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"

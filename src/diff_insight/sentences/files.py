"""Describes in sentences what happened to one file: as a whole, in its lines, and why."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from diff_insight.changes.changeset import Commit, FileChange, Status
from diff_insight.evidence.commits import reason
from diff_insight.evidence.gather import FileEvidence
from diff_insight.evidence.words.entry_facts import target_after, target_before
from diff_insight.sentences.code_spans import code, plain
from diff_insight.sentences.facts import fact_sentences
from diff_insight.sentences.names import clip, quoted
from diff_insight.sentences.signs import signs_sentence
from diff_insight.sentences.translation import Wording

_LINK_MODE = "120000"


def explanation(wording: Wording, file: FileEvidence) -> list[str]:
    """Paragraphs about a file: what happened to it, what it may break, its other facts, and what its commits say."""
    in_signs = [sign.fact for sign in file.signs]
    paragraphs = [
        status_sentence(wording, file.change),
        signs_sentence(wording, file.signs),
        wording.sentences(fact_sentences(wording, file.change, [fact for fact in file.facts if fact not in in_signs])),
        _commits(wording, file.own_commits),
    ]
    return [paragraph for paragraph in paragraphs if paragraph]


def _commits(wording: Wording, commits: Sequence[Commit]) -> str:
    """The subjects of the commits, and up to two of the reasons they give."""
    by_subject: dict[str, Commit] = {}
    for commit in commits:
        if commit.subject:
            by_subject.setdefault(commit.subject, commit)
    if not by_subject:
        return ""
    quoted_ = [wording.say("“{words}”", words=plain(clip(subject))) for subject in by_subject]
    named = wording.say_n(
        "Its commit says {subjects}.", "Its commits say {subjects}.", len(quoted_), subjects=wording.join(quoted_)
    )
    reasons = dict.fromkeys(words for commit in by_subject.values() if (words := reason(commit)))
    because = [wording.say("The author explains: “{words}”", words=plain(words)) for words in list(reasons)[:2]]
    return wording.sentences([named, *because])


def status_sentence(wording: Wording, file: FileChange) -> str:
    """The sentence about what happened to the file as a whole."""
    if file.status is Status.TYPE_CHANGED:
        return _type_sentence(wording, file)
    if file.is_submodule:
        return _submodule_sentence(wording, file)
    if _LINK_MODE in (file.old_mode, file.new_mode):
        return _link_sentence(wording, file)
    if file.unshown and file.additions is None:
        return _unshown_sentence(wording, file)
    if file.binary:
        return _binary_sentence(wording, file)
    name, say, say_n = code(PurePosixPath(file.path).name), wording.say, wording.say_n
    added, removed = file.additions or 0, file.deletions or 0
    counts, mode = line_counts(wording, added, removed) if added or removed else "", _mode_sentence(wording, file)
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
            moved = say("The file moves from {old} to {new}.", old=quoted(file.old_path), new=code(file.path))
            same = say("Its content stays the same.") if file.same_content and not counts else ""
            return wording.sentences([moved, counts or same, mode])
        case Status.COPIED:
            return wording.sentences([say("The file is a copy of {old}.", old=quoted(file.old_path)), counts, mode])
        case Status.MODE_CHANGED if not mode:
            return wording.sentences([counts, say("The file's mode changes.")])
    return wording.sentences([counts, mode])


def entry_kind(wording: Wording, mode: str | None) -> str:
    """The type of entry that a mode stands for, such as: a symbolic link."""
    match (mode or "")[:3]:
        case "120":
            return wording.say("a symbolic link")
        case "160":
            return wording.say("a submodule")
    return wording.say("a regular file")


def line_counts(wording: Wording, added: int, removed: int) -> str:
    """How many lines were added and removed; at least one count must not be 0."""
    new = wording.say_n("{count} line is new", "{count} lines are new", added)
    gone = wording.say_n("{count} line is gone", "{count} lines are gone", removed)
    match (added, removed):
        case (_, 0):
            return wording.say("{what}.", what=new)
        case (0, _):
            return wording.say("{what}.", what=gone)
    return wording.say("{new} and {gone}.", new=new, gone=gone)


def _mode_sentence(wording: Wording, file: FileChange) -> str:
    """How a file's mode changes; '' if it stays the same or is not known."""
    old, new = file.old_mode, file.new_mode
    if not old or not new or old == new:
        return ""
    if (old, new) == ("100644", "100755"):
        return wording.say("The file becomes executable.")
    if (old, new) == ("100755", "100644"):
        return wording.say("The file is no longer executable.")
    return wording.say("The file's mode goes from {old} to {new}.", old=code(old), new=code(new))


def _unshown_sentence(wording: Wording, file: FileChange) -> str:
    """What is known about a file that the source only names, without showing its content."""
    name, say = code(PurePosixPath(file.path).name), wording.say
    match file.status:
        case Status.ADDED:
            return say("The file {name} is added; its content is not shown.", name=name)
        case Status.REMOVED:
            return say("The file {name} is removed; its content is not shown.", name=name)
        case Status.RENAMED:
            moved = say("The file moves from {old} to {new}.", old=quoted(file.old_path), new=code(file.path))
            return wording.sentences([moved, say("Whether its content changes is not shown.")])
        case Status.COPIED:
            copied = say("The file is a copy of {old}.", old=quoted(file.old_path))
            return wording.sentences([copied, say("Whether its content changes is not shown.")])
    if file.binary:
        return say("The binary file {name} changes or is added; which of both is not shown.", name=name)
    return say("What changes in {name} is not shown.", name=name)


def _binary_sentence(wording: Wording, file: FileChange) -> str:
    name, say, mode = code(PurePosixPath(file.path).name), wording.say, _mode_sentence(wording, file)
    match file.status:
        case Status.ADDED | Status.COPIED:
            return say("The binary file {name} is added.", name=name)
        case Status.REMOVED:
            return say("The binary file {name} is removed.", name=name)
        case Status.RENAMED:
            moved = say("The binary file moves from {old} to {new}.", old=quoted(file.old_path), new=code(file.path))
            return wording.sentences([moved, mode])
        case Status.MODE_CHANGED:
            return mode or say("The file's mode changes.")
    return wording.sentences([say("The binary file {name} is replaced.", name=name), mode])


def _type_sentence(wording: Wording, file: FileChange) -> str:
    """What the entry becomes, with the target of a link or the commit of a submodule if it is shown."""
    name, say = code(PurePosixPath(file.path).name), wording.say
    if target := target_after(file):
        return say("{name} becomes a symbolic link to {target}.", name=name, target=quoted(target))
    if new := _commit_ids(file).get("+"):
        return say("{name} becomes a submodule, at the commit {new}.", name=name, new=code(new))
    return say("{name} becomes {kind}.", name=name, kind=entry_kind(wording, file.new_mode))


def _link_sentence(wording: Wording, file: FileChange) -> str:
    name, say = code(PurePosixPath(file.path).name), wording.say
    old, new = target_before(file), target_after(file)
    match file.status:
        case Status.ADDED | Status.COPIED:
            if new:
                return say("The symbolic link {name} to {target} is added.", name=name, target=quoted(new))
            return say("The symbolic link {name} is added.", name=name)
        case Status.REMOVED:
            if old:
                return say("The symbolic link {name} to {target} is removed.", name=name, target=quoted(old))
            return say("The symbolic link {name} is removed.", name=name)
    leads = ""
    if old and new and old != new:
        leads = say("{name} now leads to {new}, and no longer to {old}.", name=name, new=quoted(new), old=quoted(old))
    if file.status is Status.RENAMED:
        moved = say("The symbolic link moves from {old} to {new}.", old=quoted(file.old_path), new=code(file.path))
        return wording.sentences([moved, leads])
    return leads or say("The symbolic link {name} changes.", name=name)


def _submodule_sentence(wording: Wording, file: FileChange) -> str:
    ids = _commit_ids(file)
    old, new = code(ids.get("-", "?")), code(ids.get("+", "?"))
    match file.status:
        case Status.ADDED:
            return wording.say("A submodule is added, at the commit {new}.", new=new)
        case Status.REMOVED:
            return wording.say("The submodule is removed, which was at the commit {old}.", old=old)
    moved, goes = "", ""
    if file.status is Status.RENAMED:
        moved = wording.say("The submodule moves from {old} to {new}.", old=quoted(file.old_path), new=code(file.path))
    if ids or not moved:
        goes = wording.say("The submodule goes from the commit {old} to {new}.", old=old, new=new)
    return wording.sentences([moved, goes])


def _commit_ids(file: FileChange) -> dict[str, str]:
    """The abbreviated commits of a submodule by side, `-` and `+`, as far as they are shown."""
    named = {"-": file.old_id, "+": file.new_id} if file.is_submodule and not file.hunks else {}
    return {kind: object_id[:7] for kind, object_id in named.items() if object_id} or {
        line.kind: line.text.removeprefix("Subproject commit ")[:7]
        for hunk in file.hunks
        for line in hunk.lines
        if line.text.startswith("Subproject commit ")
    }

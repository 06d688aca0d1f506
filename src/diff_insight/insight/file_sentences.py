"""Says in sentences what happened to one file: as a whole, in its lines, and why."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from diff_insight.changes.changeset import Commit, FileChange, Status
from diff_insight.evidence.conventional import reason
from diff_insight.evidence.evidence import FileEvidence
from diff_insight.insight.fact_sentences import fact_sentences
from diff_insight.insight.names import clip, quoted
from diff_insight.insight.sign_sentences import signs_sentence
from diff_insight.prose import code, plain
from diff_insight.wording import Wording

_LINK_MODE = "120000"


def explanation(wording: Wording, file: FileEvidence) -> list[str]:
    """Paragraphs about a file: what happened to it, what it may break, what else is proved, what its commits say."""
    told = [sign.fact for sign in file.signs]
    paragraphs = [
        status_sentence(wording, file.change),
        signs_sentence(wording, file.signs),
        wording.sentences(fact_sentences(wording, file.change, [fact for fact in file.facts if fact not in told])),
        _commits(wording, file.own_commits),
    ]
    return [paragraph for paragraph in paragraphs if paragraph]


def _commits(wording: Wording, commits: Sequence[Commit]) -> str:
    """The subjects of the commits, and of up to two of them the words that say why."""
    told: dict[str, Commit] = {}
    for commit in commits:
        if commit.subject:
            told.setdefault(commit.subject, commit)
    if not told:
        return ""
    quoted_ = [wording.say("“{words}”", words=plain(clip(subject))) for subject in told]
    said = wording.say_n(
        "Its commit says {subjects}.", "Its commits say {subjects}.", len(quoted_), subjects=wording.join(quoted_)
    )
    reasons = dict.fromkeys(words for commit in told.values() if (words := reason(commit)))
    because = [wording.say("The author explains: “{words}”", words=plain(words)) for words in list(reasons)[:2]]
    return wording.sentences([said, *because])


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
                return say("The binary file moves from {old} to {new}.", old=quoted(file.old_path), new=code(file.path))
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
            moved = say("The file moves from {old} to {new}.", old=quoted(file.old_path), new=code(file.path))
            edited = line_counts(wording, added, removed) if added or removed else say("Its content stays the same.")
            return wording.sentences([moved, edited])
        case Status.COPIED:
            copied = say("The file is a copy of {old}.", old=quoted(file.old_path))
            return wording.sentences([copied, line_counts(wording, added, removed) if added or removed else ""])
        case Status.TYPE_CHANGED:
            return say("{name} becomes {kind}.", name=name, kind=_kind_of_entry(wording, file.new_mode))
    sentences = [line_counts(wording, added, removed)] if added or removed else []
    if file.old_mode != file.new_mode and file.old_mode and file.new_mode:
        sentences.append(_mode_sentence(wording, file.old_mode, file.new_mode))
    elif file.status is Status.MODE_CHANGED:
        sentences.append(say("The file's mode changes."))
    return wording.sentences(sentences)


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

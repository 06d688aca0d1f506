"""Builds a file's title from facts if no model wrote an acceptable one."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import KINDS, FactKind, Trait
from diff_insight.evidence.gather import FileEvidence
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.words.word_facts import DATE, host_of
from diff_insight.sentences.files import entry_kind
from diff_insight.sentences.names import clip, telling_first
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked

TITLE_LENGTH = 100
"""Maximum length of a title in characters, whoever writes it."""

_LENGTH = 40  # maximum length of a quoted name in characters
_VALUE = 20  # maximum length of old and new value in characters for a title to show both

_TITLES = {
    kind: info.title
    for kind, info in sorted(KINDS.items(), key=lambda item: item[1].title_rank or 0)
    if info.title is not None
}
"""The title for each kind, by rank; a file gets the title of the first suitable kind among its facts."""

_SMALL = 20  # maximum changed lines of a file for a changed word or link to be its title
_FEW = 4  # likewise for a changed line
_PER_FACT = 6  # in a larger file, maximum changed lines per changed word or link
_LINE_KINDS = frozenset({FactKind.LINE_CHANGED, FactKind.LINE_ADDED, FactKind.LINE_REMOVED})


def title(wording: Wording, file: FileEvidence) -> str:
    """A short title: possible breakage comes first, and text that gives orders to a model is never quoted."""
    facts = [fact for fact in file.facts if not _is_order(fact)]
    alarming = [sign.fact for sign in file.signs if sign.fact and sign.fact in facts]
    return _title(wording, file.change, alarming or facts)


def _title(wording: Wording, file: FileChange, facts: Sequence[Fact]) -> str:
    name, say = PurePosixPath(file.path).name, wording.say
    target = next((fact.after for fact in facts if fact.kind is FactKind.TARGET_CHANGED), None)
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
        case Status.TYPE_CHANGED:
            text = say("Turn {name} into {kind}", name=name, kind=entry_kind(wording, file.new_mode))
        case _ if target is not None:
            text = say("Point {name} to {target}", name=name, target=clip(target, _LENGTH))
        case _ if (file.binary and not file.unshown) or any(
            fact.kind is FactKind.STORED_OBJECT_CHANGED for fact in facts
        ):
            text = say("Replace {name}", name=name)
        case Status.MODE_CHANGED:
            text = say("Change the mode of {name}", name=name)
        case _:
            text = _of_facts(wording, file, facts) or say("Edit {name}", name=name)
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"


def _is_order(fact: Fact) -> bool:
    return any(addresses_model(text) for text in (fact.before, fact.after, fact.subject, fact.where) if text)


def _contents(wording: Wording, facts: Sequence[Fact]) -> str:
    """The headings of a new file, or else the names it defines: only the public ones if there are any."""
    for kind in (FactKind.HEADING_ADDED, FactKind.NAME_ADDED):
        found = telling_first(fact for fact in facts if fact.kind is kind)
        if found:
            public = [fact for fact in found if fact.public] or found
            return _names(wording, kind, [fact.after or "" for fact in public])
    return ""


def _names(wording: Wording, kind: FactKind, texts: Sequence[str]) -> str:
    return wording.join([_name(wording, kind, text) for text in dict.fromkeys(texts)], most=2)


def _name(wording: Wording, kind: FactKind, text: str) -> str:
    """A name as shown in a title: clipped, links without their scheme, wording in quotation marks."""
    text = text.removeprefix("https://").removeprefix("http://")
    if Trait.NAME in KINDS[kind].traits:
        text = text.partition("(")[0] or text
    if Trait.MARKUP in KINDS[kind].traits:
        text = text.replace("**", "").replace("`", "")
    text = clip(text, _LENGTH)
    is_quoted = Trait.WORDS in KINDS[kind].traits and not any(mark in text for mark in '“”「」"')
    return wording.say("“{words}”", words=text) if is_quoted else text


def _of_facts(wording: Wording, file: FileChange, facts: Sequence[Fact]) -> str:
    hosts = {(host_of(f.before or ""), host_of(f.after or "")) for f in facts if f.kind is FactKind.LINK_CHANGED}
    if len(facts) == sum(f.kind is FactKind.LINK_CHANGED for f in facts) and len(hosts) == 1:
        old, new = hosts.pop()
        if old and new and old != new:
            return wording.say("Change links from {old} to {new}", old=old, new=new)
    # A changed date or overload makes the title only if there is nothing else.
    facts = [f for f in facts if not (_is_date(f) or _is_overload(f))] or facts
    size = (file.additions or 0) + (file.deletions or 0)
    # Changes of public names come before those of private ones, whatever the change.
    facts = (
        [f for f in facts if f.public or Trait.NAME not in KINDS[f.kind].traits]
        if any(f.public for f in facts)
        else facts
    )
    for kind in _TITLES:
        found = telling_first(fact for fact in facts if fact.kind is kind)
        if found and _is_telling(file, kind, found, size):
            return _said(wording, kind, _TITLES[kind], found)
    return ""


def _said(wording: Wording, kind: FactKind, message: str | tuple[str, str], found: Sequence[Fact]) -> str:
    first = found[0]
    same = [fact for fact in found if fact.subject == first.subject] if kind in _OF_ONE else found
    owners = list(dict.fromkeys(fact.subject or "" for fact in same))
    places = list(dict.fromkeys(fact.where for fact in found if fact.where))
    sections = _names(wording, FactKind.HEADING_ADDED, places)
    values = {
        "names": _names(wording, kind, [fact.after or fact.before or "" for fact in same]),
        "owners": _names(wording, kind if kind is FactKind.ROW_CHANGED else FactKind.KEY_ADDED, owners),
        "old": _name(wording, kind, first.before or wording.say("any version")),
        "new": _name(wording, kind, first.after or wording.say("any version")),
        "place": wording.say(" under {sections}", sections=sections) if places else "",
        "lines": first.subject or "",
    }
    short = all(0 < len(text or "") <= _VALUE for text in (first.before, first.after))
    if len(owners) == 1 and (kind is FactKind.DEPENDENCY_CHANGED or (kind is FactKind.VALUE_CHANGED and short)):
        return wording.say("Change {owners} from {old} to {new}", **values)
    if kind in _OF_ONE and not first.subject:
        form = marked("Add {names}") if kind is FactKind.ITEM_ADDED else marked("Remove {names}")
        return wording.say(form, **values)
    return wording.say(message, **values) if isinstance(message, str) else wording.say_n(*message, len(found), **values)


_OF_ONE = frozenset({FactKind.ITEM_ADDED, FactKind.ITEM_REMOVED})


def _is_date(fact: Fact) -> bool:
    return fact.kind is FactKind.VALUE_CHANGED and all(DATE.fullmatch(text or "") for text in (fact.before, fact.after))


def _is_overload(fact: Fact) -> bool:
    """Whether a fact is about one overload of a name, identified by its signature."""
    return fact.kind in (FactKind.NAME_ADDED, FactKind.NAME_REMOVED) and "(" in (fact.after or fact.before or "")


def _is_telling(file: FileChange, kind: FactKind, found: Sequence[Fact], size: int) -> bool:
    """Whether facts of a kind say what the change is about, rather than being a detail of a larger one."""
    if kind is FactKind.DEPRECATED:
        return found[0].where is None
    if kind in _LINE_KINDS:
        # A truncated line of code is not informative.
        return size <= _FEW and all(len(text or "") <= _LENGTH for text in (found[0].before, found[0].after))
    if kind is FactKind.BLOCK_MOVED:
        return int(found[0].subject or 0) * 2 >= (file.additions or 0)
    return Trait.PART_OF_LINE not in KINDS[kind].traits or size <= _SMALL or len(found) * _PER_FACT >= size

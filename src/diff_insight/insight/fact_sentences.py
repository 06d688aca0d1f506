"""Says facts in sentences; each is true by construction."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.fact import Fact, FactKind
from diff_insight.insight.names import QUOTED, clip, named, pair, pairs, place, quoted
from diff_insight.wording import Wording, marked, marked_n

_MOST = 4  # sentences about parameters, of which each needs one of its own
_PARAMETER = 60  # characters of a parameter that are shown
_VALUE = 40  # characters of a new key's value that is shown next to it

Forms = tuple[str, str]

# For names that are listed: how they are said of an edited file, and of one that is added or removed as a whole.
_LISTED: dict[FactKind, tuple[Forms, Forms]] = {
    FactKind.HEADING_ADDED: (
        marked_n("The section {what} is new.", "The sections {what} are new."),
        marked_n("Its section is {what}.", "Its sections are {what}."),
    ),
    FactKind.HEADING_REMOVED: (
        marked_n("The section {what} is gone.", "The sections {what} are gone."),
        marked_n("Its section was {what}.", "Its sections were {what}."),
    ),
    FactKind.LINK_ADDED: (
        marked_n("A link to {what} is new.", "Links to {what} are new."),
        marked_n("It links to {what}.", "It links to {what}."),
    ),
    FactKind.LINK_REMOVED: (
        marked_n("A link to {what} is gone.", "Links to {what} are gone."),
        marked_n("It linked to {what}.", "It linked to {what}."),
    ),
    FactKind.LINE_ADDED: (
        marked_n("A new line reads {what}.", "New lines read {what}."),
        marked_n("A line of it reads {what}.", "Lines of it read {what}."),
    ),
    FactKind.LINE_REMOVED: (
        marked_n("A removed line read {what}.", "Removed lines read {what}."),
        marked_n("A line of it read {what}.", "Lines of it read {what}."),
    ),
}
_SAME: dict[FactKind, Forms] = {
    FactKind.HEADING_MOVED: marked_n("The section {what} stands elsewhere.", "The sections {what} stand elsewhere."),
    FactKind.ENUM_VALUE_ADDED: marked_n("The value {what} is new.", "The values {what} are new."),
    FactKind.ENUM_VALUE_REMOVED: marked_n("The value {what} is gone.", "The values {what} are gone."),
    FactKind.DEPENDENCY_ADDED: marked_n("The dependency {what} is new.", "The dependencies {what} are new."),
    FactKind.DEPENDENCY_REMOVED: marked_n("The dependency {what} is gone.", "The dependencies {what} are gone."),
    FactKind.KEY_ADDED: marked_n("The key {what} is new.", "The keys {what} are new."),
    FactKind.KEY_REMOVED: marked_n("The key {what} is gone.", "The keys {what} are gone."),
    FactKind.TABLE_ADDED: marked_n(
        "A table with the columns {what} is new.", "Tables are new, with the columns {what}."
    ),
    FactKind.TABLE_REMOVED: marked_n(
        "A table with the columns {what} is gone.", "Tables are gone, with the columns {what}."
    ),
    FactKind.COLUMN_ADDED: marked_n("A table has the new column {what}.", "Tables have the new columns {what}."),
    FactKind.COLUMN_REMOVED: marked_n(
        "A table has no column {what} any more.", "Tables have no columns {what} any more."
    ),
    FactKind.ROW_ADDED: marked_n("The table row {what} is new.", "The table rows {what} are new."),
    FactKind.ROW_REMOVED: marked_n("The table row {what} is gone.", "The table rows {what} are gone."),
}

_PAIRED = {
    FactKind.LINK_CHANGED: marked("In the links, {pairs}."),
    FactKind.HEADING_RENAMED: marked("In the headings, {pairs}."),
    FactKind.VALUE_CHANGED: marked("In the settings and values, {pairs}."),
    FactKind.ENUM_VALUE_CHANGED: marked("In the settings and values, {pairs}."),
    FactKind.DEPENDENCY_CHANGED: marked("In the dependencies, {pairs}."),
    FactKind.ROW_CHANGED: marked("In the tables, {pairs}."),
    FactKind.VERSION_CHANGED: marked("In dates and versions, {pairs}."),
    FactKind.DATE_CHANGED: marked("In dates and versions, {pairs}."),
    FactKind.NUMBER_CHANGED: marked("In the numbers, {pairs}."),
    FactKind.TERM_REPLACED: marked("In the wording, {pairs}."),
    FactKind.LINE_CHANGED: marked("In the lines, {pairs}."),
}

# What the status sentence of a file says already.
_UNSAID = frozenset(
    {
        FactKind.FILE_RENAMED, FactKind.MODE_CHANGED, FactKind.BINARY_ADDED, FactKind.BINARY_REPLACED,
        FactKind.BINARY_REMOVED,
    }
)  # fmt: skip


def fact_sentences(wording: Wording, file: FileChange, facts: Sequence[Fact]) -> list[str]:
    """Sentences that say all facts of a file, those of one kind in one sentence, long lists cut and counted."""
    order = list(FactKind)
    ranked = sorted((fact for fact in facts if fact.kind not in _UNSAID), key=lambda fact: order.index(fact.kind))
    sentences: list[str] = []
    for kind, group in _grouped(ranked):
        if kind in _LISTED:
            sentences.append(_listed(wording, kind, group, file))
        elif kind in _SAME:
            sentences.append(_counted(wording, _SAME[kind], group))
        elif kind in _PAIRED:
            sentences.append(wording.say(_PAIRED[kind], pairs=pairs(wording, group)))
        else:
            sentences += _SENTENCES[kind](wording, file, group)
    return sentences


def _grouped(ranked: list[Fact]) -> Iterator[tuple[FactKind, list[Fact]]]:
    """Facts that are said in one sentence, with the kind of the first."""
    for _, group in groupby(ranked, key=lambda fact: _PAIRED.get(fact.kind, fact.kind)):
        facts = list(group)
        yield facts[0].kind, facts


def _is_whole(file: FileChange) -> bool:
    return file.status in (Status.ADDED, Status.REMOVED)


def _listed(wording: Wording, kind: FactKind, facts: list[Fact], file: FileChange) -> str:
    edited, whole = _LISTED[kind]
    return _counted(wording, whole if _is_whole(file) else edited, facts)


def _counted(wording: Wording, forms: Forms, facts: list[Fact]) -> str:
    what = wording.join([_what(fact) for fact in facts], most=6)
    return wording.say_n(*forms, len(facts), what=what)


def _what(fact: Fact) -> str:
    value = fact.after if fact.after is not None else fact.before or ""
    if fact.kind in (FactKind.KEY_ADDED, FactKind.KEY_REMOVED):
        shown = fact.kind is FactKind.KEY_ADDED and 0 < len(value) <= _VALUE
        return quoted(f"{fact.subject}: {value}" if shown else fact.subject)
    if fact.kind in (FactKind.DEPENDENCY_ADDED, FactKind.DEPENDENCY_REMOVED):
        return quoted(f"{fact.subject} {value}".strip())
    return quoted(value)


def _added(wording: Wording, file: FileChange, facts: list[Fact]) -> list[str]:
    names = named(wording, facts)
    return [
        wording.say("It defines {names}.", names=names)
        if _is_whole(file)
        else wording.say("New: {names}.", names=names)
    ]


def _removed(wording: Wording, file: FileChange, facts: list[Fact]) -> list[str]:
    names = named(wording, facts)
    return [
        wording.say("It defined {names}.", names=names)
        if _is_whole(file)
        else wording.say("Gone: {names}.", names=names)
    ]


def _renamed(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    clauses = [pair(wording, Fact(fact.kind, fact.before, fact.after)) for fact in facts]
    return [wording.say("Renamed: {pairs}.", pairs=wording.join(clauses, most=6))]


def _moved(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    said = []
    for path, group in groupby(sorted(facts, key=lambda f: f.new_path or ""), key=lambda f: f.new_path):
        if path:
            said.append(wording.say("Moved to {file}: {names}.", file=quoted(path), names=named(wording, group)))
    for path, group in groupby(sorted(facts, key=lambda f: f.old_path or ""), key=lambda f: f.old_path):
        if path:
            said.append(wording.say("Moved here from {file}: {names}.", file=quoted(path), names=named(wording, group)))
    return said


def _edited(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    return [wording.say("Edited inside: {names}.", names=named(wording, facts))]


def _parameters(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    said = [parameter_clause(wording, fact) for fact in facts[:_MOST]]
    sentences = [wording.say("{what}.", what=clause) for clause in said]
    if len(facts) > _MOST:
        rest = wording.join([quoted(fact.subject) for fact in facts[_MOST:]], most=4)
        sentences.append(wording.say("The parameters of {names} change, too.", names=rest))
    return sentences


def parameter_clause(wording: Wording, fact: Fact) -> str:
    """What becomes of a function's parameter, its default or its signature, as a clause."""
    length = QUOTED if fact.kind is FactKind.SIGNATURE_CHANGED else _PARAMETER
    function, old, new = quoted(fact.subject), quoted(fact.before, length), quoted(fact.after, length)
    match fact.kind:
        case FactKind.PARAMETER_ADDED if fact.where == "required":
            return wording.say("{function} needs the new parameter {new}", function=function, new=new)
        case FactKind.PARAMETER_ADDED:
            return wording.say("{function} can take the new parameter {new}", function=function, new=new)
        case FactKind.PARAMETER_REMOVED:
            return wording.say("{function} does not take the parameter {old} any more", function=function, old=old)
        case FactKind.PARAMETER_RENAMED:
            return wording.say("{function} calls its parameter {old} {new} now", function=function, old=old, new=new)
        case FactKind.PARAMETER_REQUIRED:
            parameter = quoted(fact.where)
            return wording.say(
                "{function} cannot do without its parameter {name} any more", function=function, name=parameter
            )
        case FactKind.DEFAULT_CHANGED:
            return wording.say(
                "the default of {name} in {function} goes from {old} to {new}",
                name=quoted(fact.where), function=function, old=old, new=new,
            )  # fmt: skip
    return wording.say("the signature of {function} goes from {old} to {new}", function=function, old=old, new=new)


def _items(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    said = []
    for key, group in groupby(facts, key=lambda fact: fact.subject):
        listed = list(group)
        items = wording.join([quoted(fact.after or fact.before) for fact in listed])
        if listed[0].kind is FactKind.ITEM_ADDED:
            said.append(wording.say("The list {key} gains {items}.", key=quoted(key), items=items))
        else:
            said.append(wording.say("The list {key} loses {items}.", key=quoted(key), items=items))
    return said


def _code_blocks(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    places = wording.join([place(wording, fact) for fact in facts], most=4)
    match facts[0].kind:
        case FactKind.CODE_BLOCK_ADDED:
            return [
                wording.say_n(
                    "A code block is new {places}.", "Code blocks are new {places}.", len(facts), places=places
                )
            ]
        case FactKind.CODE_BLOCK_REMOVED:
            return [
                wording.say_n(
                    "A code block is gone {places}.", "Code blocks are gone {places}.", len(facts), places=places
                )
            ]
    both = [fact for fact in facts if fact.before and fact.after]
    if len(both) == len(facts) <= 2:
        return [wording.say("In the code blocks, {pairs}.", pairs=wording.join([_line_pair(wording, f) for f in both]))]
    return [wording.say_n("A code block changes {places}.", "Code blocks change {places}.", len(facts), places=places)]


def _line_pair(wording: Wording, fact: Fact) -> str:
    return pair(wording, Fact(FactKind.LINE_CHANGED, fact.before, fact.after))


def _blocks(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    said = []
    for fact in facts[:_MOST]:
        values = {"count": fact.subject or "", "first": quoted(clip(fact.before or "", 60))}
        if fact.new_path:
            said.append(
                wording.say("{count} lines from {first} on move to {file}.", file=quoted(fact.new_path), **values)
            )
        elif fact.old_path:
            said.append(
                wording.say("{count} lines from {first} on come from {file}.", file=quoted(fact.old_path), **values)
            )
        else:
            said.append(
                wording.say(
                    "{count} lines from {first} on move from line {old} to line {new}.",
                    old=fact.old_line,
                    new=fact.new_line,
                    **values,
                )
            )
    return said


_SENTENCES: dict[FactKind, Callable[[Wording, FileChange, list[Fact]], list[str]]] = {
    FactKind.NAME_ADDED: _added,
    FactKind.NAME_REMOVED: _removed,
    FactKind.NAME_RENAMED: _renamed,
    FactKind.NAME_MOVED: _moved,
    FactKind.NAME_EDITED: _edited,
    FactKind.PARAMETER_ADDED: _parameters,
    FactKind.PARAMETER_REMOVED: _parameters,
    FactKind.PARAMETER_RENAMED: _parameters,
    FactKind.PARAMETER_REQUIRED: _parameters,
    FactKind.DEFAULT_CHANGED: _parameters,
    FactKind.SIGNATURE_CHANGED: _parameters,
    FactKind.ITEM_ADDED: _items,
    FactKind.ITEM_REMOVED: _items,
    FactKind.CODE_BLOCK_ADDED: _code_blocks,
    FactKind.CODE_BLOCK_REMOVED: _code_blocks,
    FactKind.CODE_BLOCK_CHANGED: _code_blocks,
    FactKind.BLOCK_MOVED: _blocks,
}

"""Turns facts into sentences, each true by construction."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import KINDS, FactKind, Forms
from diff_insight.evidence.settings.supported_versions import FRAMEWORKS, frameworks_apart, platform_of
from diff_insight.evidence.surface.surface_facts import WARNING
from diff_insight.sentences.code_spans import plain
from diff_insight.sentences.names import QUOTED, clip, clip_words, named, pair, pairs, place, quoted
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked, marked_n

_MOST = 4  # maximum number of facts or groups of facts that get a sentence of their own
_SIGNATURE = 70  # maximum length in characters of a signature that is shown
_PAIRS = 3  # maximum number of changed signatures shown
_PER_FILE = 8  # maximum number of changed options and of deprecations that get a sentence
_ENDS = (".", "!", "?", ")")
_ROLE = re.compile(r"(?::[\w:+-]+:)?`+~?([^`]+)`+")  # code, and links to it, in reStructuredText
_MARK = re.compile(r"[@#\[/.]")  # what is quoted of a deprecation that has no words
_PARAMETER = 60  # maximum length in characters of a shown parameter
_VALUE = 40  # maximum length in characters of a new key's value that is shown with it

# Already covered by the status sentence of a file.
_UNSAID = frozenset(
    {
        FactKind.FILE_RENAMED, FactKind.MODE_CHANGED, FactKind.BINARY_ADDED, FactKind.BINARY_REPLACED,
        FactKind.BINARY_REMOVED, FactKind.TARGET_CHANGED,
    }
)  # fmt: skip


_ORDER = {kind: number for number, kind in enumerate(KINDS)}


def fact_sentences(wording: Wording, file: FileChange, facts: Sequence[Fact]) -> list[str]:
    """Sentences for all facts of a file, facts of one kind together, with long lists cut and counted."""
    ranked = sorted((fact for fact in facts if fact.kind not in _UNSAID), key=lambda fact: _ORDER[fact.kind])
    sentences: list[str] = []
    for kind, group in _grouped(ranked):
        message = _sentence(kind, file)
        if message is None:
            sentences += _SENTENCES[kind](wording, file, group)
        elif isinstance(message, str):
            sentences.append(wording.say(message, pairs=pairs(wording, group)))
        else:
            sentences.append(_counted(wording, message, group))
    return sentences


def _sentence(kind: FactKind, file: FileChange) -> str | Forms | None:
    info = KINDS[kind]
    return (info.of_whole_file if _is_whole(file) else None) or info.sentence


def _grouped(ranked: list[Fact]) -> Iterator[tuple[FactKind, list[Fact]]]:
    """Yield the facts that share a sentence, with the kind of the first: kinds with the same sentence share one."""
    for _, group in groupby(ranked, key=lambda fact: _shared_sentence(fact.kind)):
        facts = list(group)
        yield facts[0].kind, facts


def _shared_sentence(kind: FactKind) -> str:
    sentence = KINDS[kind].sentence
    return sentence if isinstance(sentence, str) else kind


def _is_whole(file: FileChange) -> bool:
    return file.status in (Status.ADDED, Status.REMOVED)


def _counted(wording: Wording, forms: Forms, facts: list[Fact]) -> str:
    names = list(dict.fromkeys(_what(fact) for fact in facts))
    return wording.say_n(*forms, len(names), what=wording.join(names, most=6))


def _what(fact: Fact) -> str:
    value = fact.after if fact.after is not None else fact.before or ""
    if fact.kind in (FactKind.KEY_ADDED, FactKind.KEY_REMOVED):
        shown = fact.kind is FactKind.KEY_ADDED and 0 < len(value) <= _VALUE
        return quoted(f"{fact.subject}: {value}" if shown else fact.subject)
    if fact.kind in (FactKind.DEPENDENCY_ADDED, FactKind.DEPENDENCY_REMOVED):
        return quoted(_requirement(fact.subject or "", value))
    if fact.kind in (FactKind.DOCUMENT_ADDED, FactKind.DOCUMENT_REMOVED, FactKind.DOCUMENT_MOVED):
        return quoted(fact.subject)
    return quoted(value)


def _requirement(package: str, versions: str) -> str:
    """A package with its versions, placed before its condition or group."""
    name = re.split(r";| \(", package, maxsplit=1)[0]
    return f"{name} {versions}".strip() + package[len(name) :]


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


def _hidden(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    groups: dict[str | None, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.where, []).append(fact)
    return [wording.sentence(hidden_clause(wording, group)) for group in groups.values()]


def hidden_clause(wording: Wording, facts: Sequence[Fact]) -> str:
    """A clause saying that names are no longer public, all for the same reason: the keyword or list, if known."""
    names, mark = named(wording, facts, most=4), facts[0].where
    match mark:
        case None:
            forms = marked_n("{names} is no longer public", "{names} are no longer public")
            return wording.say_n(*forms, len(facts), names=names)
        case "static":
            forms = marked_n("{names} is {mark} now", "{names} are {mark} now")
        case "__all__":
            forms = marked_n("{names} is no longer listed in {mark}", "{names} are no longer listed in {mark}")
        case _:
            forms = marked_n("{names} is no longer marked {mark}", "{names} are no longer marked {mark}")
    return wording.say_n(*forms, len(facts), names=names, mark=quoted(mark))


def _moved(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    sentences = []
    for path, group in groupby(sorted(facts, key=lambda f: f.new_path or ""), key=lambda f: f.new_path):
        if path:
            sentences.append(wording.say("Moved to {file}: {names}.", file=quoted(path), names=named(wording, group)))
    for path, group in groupby(sorted(facts, key=lambda f: f.old_path or ""), key=lambda f: f.old_path):
        if path:
            sentences.append(
                wording.say("Moved here from {file}: {names}.", file=quoted(path), names=named(wording, group))
            )
    return sentences


def _edited(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    return [wording.say("Edited inside: {names}.", names=named(wording, facts))]


def _parameters(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    groups = _alike(facts)
    sentences = [wording.sentence(parameter_clause(wording, group)) for group in groups[:_MOST]]
    if len(groups) > _MOST:
        owners = dict.fromkeys(fact.subject for group in groups[_MOST:] for fact in group)
        rest = wording.join([quoted(owner) for owner in owners], most=4)
        sentences.append(wording.say("The parameters of {names} change, too.", names=rest))
    return sentences


def _signatures(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    short = [fact for fact in facts if all(len(text or "") <= _SIGNATURE for text in (fact.before, fact.after))]
    shown = short[:_PAIRS]
    sentences = [wording.say("In the signatures, {pairs}.", pairs=pairs(wording, shown))] if shown else []
    owners = dict.fromkeys(fact.subject for fact in facts if fact not in shown)
    if owners:
        names = wording.join([quoted(owner) for owner in owners], most=6)
        sentences.append(
            wording.say_n(
                "The signature of {names} changes.", "The signatures of {names} change.", len(owners), names=names
            )
        )
    return sentences


def _alike(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Group the facts that state the same about several functions, in order of first occurrence."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.kind, fact.before, fact.after, fact.where), []).append(fact)
    return list(groups.values())


def parameter_clause(wording: Wording, facts: Sequence[Fact], most: int = 4) -> str:
    """A clause saying what changes in the parameters of one function, or in the same way in several."""
    fact = facts[0]
    length = QUOTED if fact.kind is FactKind.SIGNATURE_CHANGED else _PARAMETER
    owners = dict.fromkeys(fact.subject for fact in facts)
    names = wording.join([quoted(owner) for owner in owners], most=most)
    old, new, count = quoted(fact.before, length), quoted(fact.after, length), len(owners)
    match fact.kind:
        case FactKind.PARAMETER_ADDED if fact.where == "required":
            forms = marked_n("{names} needs the new parameter {new}", "{names} need the new parameter {new}")
        case FactKind.PARAMETER_ADDED:
            forms = marked_n("{names} can take the new parameter {new}", "{names} can take the new parameter {new}")
        case FactKind.PARAMETER_REMOVED:
            forms = marked_n(
                "{names} does not take the parameter {old} any more", "{names} do not take the parameter {old} any more"
            )
        case FactKind.PARAMETER_RENAMED:
            forms = marked_n(
                "in {names}, the parameter {old} is called {new} now",
                "in {names}, the parameter {old} is called {new} now",
            )
        case FactKind.PARAMETER_REQUIRED:
            parameter = quoted(fact.where)
            return wording.say_n(
                "{names} cannot do without the parameter {parameter} any more",
                "{names} cannot do without the parameter {parameter} any more",
                count, names=names, parameter=parameter,
            )  # fmt: skip
        case FactKind.DEFAULT_CHANGED:
            return wording.say_n(
                "in {names}, the default of {parameter} goes from {old} to {new}",
                "in {names}, the default of {parameter} goes from {old} to {new}",
                count, names=names, parameter=quoted(fact.where), old=old, new=new,
            )  # fmt: skip
        case _:
            return pair(wording, fact)
    return wording.say_n(*forms, count, names=names, old=old, new=new)


def option_clause(wording: Wording, fact: Fact) -> str:
    """A clause saying what changes about an option of a command line."""
    option, old, new = quoted(fact.subject), quoted(fact.before, _VALUE), quoted(fact.after, _VALUE)
    match fact.where:
        case "required" if fact.after is not None and fact.after.lower() == "true":
            return wording.say("the option {option} is required now", option=option)
        case "required":
            return wording.say("the option {option} is not required any more", option=option)
        case "choices" if fact.before and fact.after:
            return wording.say("the option {option} takes {new} instead of {old}", option=option, old=old, new=new)
        case "choices" if fact.after:
            return wording.say("the option {option} takes {new} only", option=option, new=new)
        case "choices":
            return wording.say("the option {option} is not limited to {old} any more", option=option, old=old)
    if fact.before and fact.after:
        return wording.say("the default of {option} goes from {old} to {new}", option=option, old=old, new=new)
    if fact.after:
        return wording.say("the option {option} has the default {new} now", option=option, new=new)
    return wording.say("the option {option} does not have the default {old} any more", option=option, old=old)


def needs_clause(wording: Wording, fact: Fact) -> str:
    """A clause saying which versions of its platform the software needs."""
    platform, old, new = platform_of(fact) or "", quoted(fact.before), quoted(fact.after)
    if fact.before and platform == FRAMEWORKS:
        left, come = frameworks_apart(fact)
        if left and come:
            names, others = (wording.join([quoted(name) for name in each]) for each in (come, left))
            return wording.say("it is built for {new} instead of {old}", new=names, old=others)
        names = wording.join([quoted(name) for name in left or come])
        form = marked("it is not built for {names} any more") if left else marked("it is built for {names}, too")
        return wording.say(form, names=names)
    if not fact.before:
        return wording.say("it needs {platform} {new}", platform=platform, new=new)
    return wording.say("it needs {platform} {new} instead of {old}", platform=platform, old=old, new=new)


def field_clause(wording: Wording, fact: Fact) -> str:
    """A clause saying what changes about a field of a message, type or table."""
    field, old, new = quoted(fact.subject), quoted(fact.before, _VALUE), quoted(fact.after, _VALUE)
    if fact.where == "required":
        if fact.after:
            return wording.say("the field {field} is required now", field=field)
        return wording.say("the field {field} is not required any more", field=field)
    if not fact.before or not fact.after:
        return wording.say("the field {field} changes its {what}", field=field, what=quoted(fact.where))
    form = marked("the field {field} goes from {old} to {new}")
    if fact.where == "number":
        form = marked("the number of the field {field} goes from {old} to {new}")
    elif fact.where == "type":
        form = marked("the type of the field {field} goes from {old} to {new}")
    return wording.say(form, field=field, old=old, new=new)


def setting_clause(wording: Wording, fact: Fact) -> str:
    """A clause saying how the default of a setting changes."""
    setting, old, new = quoted(fact.subject), quoted(fact.before, _VALUE), quoted(fact.after, _VALUE)
    return wording.say("the default of {setting} goes from {old} to {new}", setting=setting, old=old, new=new)


def _settings(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    return [wording.sentence(setting_clause(wording, fact)) for fact in facts[:_PER_FILE]]


def _fields(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    return [wording.sentence(field_clause(wording, fact)) for fact in facts[:_PER_FILE]]


def _options(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    return [wording.sentence(option_clause(wording, fact)) for fact in facts[:_PER_FILE]]


def deprecations(wording: Wording, facts: Sequence[Fact]) -> list[str]:
    """Sentences with what is deprecated and the words that say so; what the same words are said of stands together."""
    groups: dict[tuple[str | None, str | None], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.where, fact.after), []).append(fact)
    return [_deprecated(wording, group) for group in groups.values()]


def _deprecated(wording: Wording, facts: Sequence[Fact]) -> str:
    fact = facts[0]
    text = clip((fact.after or "").rstrip(" ."), QUOTED)
    is_cut = fact.where and not (fact.after or "").endswith(_ENDS) and not text.endswith("…")
    words = wording.say("“{words}”", words=plain(f"{text} …" if is_cut else text))
    names = wording.join([quoted(name) for name in dict.fromkeys(each.subject for each in facts) if name], most=4)
    if fact.where == WARNING or not names:
        return wording.say("A warning says {words}.", words=words)
    if fact.where:
        return wording.say(
            "Deprecated: {parameter} of {names}, with the words {words}.",
            parameter=quoted(fact.where), names=names, words=words,
        )  # fmt: skip
    if _MARK.match(fact.after or ""):
        return wording.say("Deprecated: {names}.", names=names)
    return wording.say("Deprecated: {names}, with the words {words}.", names=names, words=words)


def _deprecations(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    return deprecations(wording, facts)[:_PER_FILE]


def note_clause(wording: Wording, fact: Fact) -> str:
    """A clause saying what documentation says changed in a version."""
    words = wording.say("“{words}”", words=plain(clip_words(_ROLE.sub(r"`\1`", fact.after or "").rstrip(" ."))))
    if fact.subject:
        return wording.say("the documentation of {name} says: {words}", name=quoted(fact.subject), words=words)
    return wording.say("the documentation says: {words}", words=words)


def _noted(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    return [wording.sentence(note_clause(wording, fact)) for fact in facts[:_PER_FILE]]


def _ended_deprecations(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    texts = dict.fromkeys(plain(clip((fact.before or "").rstrip(" ."), QUOTED)) for fact in facts)
    words = wording.join([wording.say("“{words}”", words=text) for text in texts], most=_MOST)
    return [wording.say("No longer said of what is deprecated: {words}.", words=words)]


def _regrouped(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    sentences = []
    for group, of_group in groupby(sorted(facts, key=lambda fact: fact.where or ""), key=lambda fact: fact.where):
        packages = [quoted(fact.subject) for fact in of_group]
        names = wording.join(packages, most=6)
        sentences.append(
            wording.say_n(
                "The dependency {names} moves to {group}.", "The dependencies {names} move to {group}.",
                len(packages), names=names, group=quoted(group),
            )
        )  # fmt: skip
    return sentences


def _replaced(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    changed = [fact for fact in facts if fact.before and fact.after]
    sentences = []
    if changed:
        sentences.append(wording.say("In the replacements of dependencies, {pairs}.", pairs=pairs(wording, changed)))
    for fact in [fact for fact in facts if fact not in changed][:_MOST]:
        name, other = quoted(fact.subject), quoted(fact.after or fact.before)
        form = (
            marked("The dependency {name} is replaced by {other}.")
            if fact.after
            else marked("The dependency {name} is not replaced by {other} any more.")
        )
        sentences.append(wording.say(form, name=name, other=other))
    return sentences


def _excluded(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    sentences = []
    for is_new, group in groupby(sorted(facts, key=lambda fact: fact.after is None), key=lambda fact: bool(fact.after)):
        versions = [quoted(f"{fact.subject} {fact.after or fact.before}") for fact in group]
        forms = marked_n("The version {what} is excluded.", "The versions {what} are excluded.")
        if not is_new:
            forms = marked_n(
                "The version {what} is not excluded any more.", "The versions {what} are not excluded any more."
            )
        sentences.append(wording.say_n(*forms, len(versions), what=wording.join(versions, most=6)))
    return sentences


def _stored(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    fact = facts[0]
    match (fact.before, fact.after):
        case (None, size):
            return [wording.say("Git LFS keeps its content, {size} bytes.", size=size)]
        case (size, None):
            return [wording.say("Git LFS kept its content, {size} bytes.", size=size)]
        case (old, new) if old == new:
            return [wording.say("Its content, which Git LFS keeps, is another one of {size} bytes.", size=new)]
    return [
        wording.say(
            "Its content, which Git LFS keeps, is another one: it goes from {old} to {new} bytes.",
            old=fact.before, new=fact.after,
        )
    ]  # fmt: skip


def _items(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    sentences = []
    for key, group in groupby(facts, key=lambda fact: fact.subject):
        listed = list(group)
        items = wording.join([quoted(fact.after or fact.before) for fact in listed])
        if not key and listed[0].kind is FactKind.ITEM_ADDED:
            sentences.append(wording.say("The list of the file gains {items}.", items=items))
        elif not key:
            sentences.append(wording.say("The list of the file loses {items}.", items=items))
        elif listed[0].kind is FactKind.ITEM_ADDED:
            sentences.append(wording.say("The list {key} gains {items}.", key=quoted(key), items=items))
        else:
            sentences.append(wording.say("The list {key} loses {items}.", key=quoted(key), items=items))
    return sentences


def _code_blocks(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    places = wording.join(list(dict.fromkeys(place(wording, fact) for fact in facts)), most=4)
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


# Sentences for one block and for several, by whether lines moved to another file and whether from one.
_BLOCKS = {
    (True, False): (
        marked("{count} lines, from {first} on, move to {file}."),
        marked("{count} lines move to {file}."),
    ),
    (False, True): (
        marked("{count} lines, from {first} on, come from {file}."),
        marked("{count} lines come from {file}."),
    ),
    (False, False): (
        marked("{count} lines, from {first} on, move within the file."),
        marked("{count} lines move within the file."),
    ),
}


def _blocks(wording: Wording, _file: FileChange, facts: list[Fact]) -> list[str]:
    sentences = []
    for (to, from_), group in groupby(
        sorted(facts, key=lambda f: (f.new_path or "", f.old_path or "")), key=lambda f: (f.new_path, f.old_path)
    ):
        blocks = list(group)
        count = sum(int(fact.subject or 0) for fact in blocks)
        first = quoted(clip(blocks[0].before or "", 60))
        values = {"count": count, "first": first, "file": quoted(to or from_)}
        forms = _BLOCKS[bool(to), bool(from_)][len(blocks) > 1]
        sentences.append(wording.say(forms, **values))
    return sentences


_SENTENCES: dict[FactKind, Callable[[Wording, FileChange, list[Fact]], list[str]]] = {
    FactKind.STORED_OBJECT_CHANGED: _stored,
    FactKind.NAME_ADDED: _added,
    FactKind.NAME_REMOVED: _removed,
    FactKind.NAME_RENAMED: _renamed,
    FactKind.NAME_MOVED: _moved,
    FactKind.NAME_HIDDEN: _hidden,
    FactKind.NAME_EDITED: _edited,
    FactKind.PARAMETER_ADDED: _parameters,
    FactKind.PARAMETER_REMOVED: _parameters,
    FactKind.PARAMETER_RENAMED: _parameters,
    FactKind.PARAMETER_REQUIRED: _parameters,
    FactKind.DEFAULT_CHANGED: _parameters,
    FactKind.SIGNATURE_CHANGED: _signatures,
    FactKind.OPTION_CHANGED: _options,
    FactKind.FIELD_CHANGED: _fields,
    FactKind.SETTING_CHANGED: _settings,
    FactKind.DEPRECATED: _deprecations,
    FactKind.DEPRECATION_ENDED: _ended_deprecations,
    FactKind.CHANGE_NOTED: _noted,
    FactKind.DEPENDENCY_MOVED: _regrouped,
    FactKind.DEPENDENCY_REPLACED: _replaced,
    FactKind.DEPENDENCY_EXCLUDED: _excluded,
    FactKind.ITEM_ADDED: _items,
    FactKind.ITEM_REMOVED: _items,
    FactKind.CODE_BLOCK_ADDED: _code_blocks,
    FactKind.CODE_BLOCK_REMOVED: _code_blocks,
    FactKind.CODE_BLOCK_CHANGED: _code_blocks,
    FactKind.BLOCK_MOVED: _blocks,
}

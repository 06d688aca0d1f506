"""Quotes names, values and lines of a change in sentences and titles."""

from collections.abc import Iterable, Sequence

from diff_insight.evidence.across.recurrence import Recurrence
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.sentences.code_spans import code
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked

QUOTED = 100
"""Characters of a quoted name or value in a sentence."""

_NOUNS = {
    "function": marked("the function {name}"),
    "method": marked("the method {name}"),
    "class": marked("the class {name}"),
    "interface": marked("the interface {name}"),
    "type": marked("the type {name}"),
    "enum": marked("the enumeration {name}"),
    "enum value": marked("the value {name}"),
    "module": marked("the module {name}"),
    "constant": marked("the constant {name}"),
    "variable": marked("the variable {name}"),
    "property": marked("the attribute {name}"),
    "macro": marked("the macro {name}"),
    "export": marked("the export {name}"),
    "setter": marked("the setter {name}"),
    "name": marked("the definition {name}"),
}

_LESS_TELLING = frozenset({"constant", "property", "macro"})


def clip(text: str, length: int = QUOTED) -> str:
    """A text cut to a length in characters, with a sign where it is."""
    return text if len(text) <= length else text[: length - 1] + "…"


def quoted(text: str | None, length: int = QUOTED) -> str:
    """A name or value as a code span."""
    return code(clip(text or "", length))


def with_noun(wording: Wording, kind: str | None, name: str | None) -> str:
    """A name with what it stands for, such as the function `read`."""
    noun = _NOUNS.get(kind or "")
    return wording.say(noun, name=quoted(name)) if noun else quoted(name)


def telling_first(facts: Iterable[Fact]) -> list[Fact]:
    """Facts in an order in which those that tell most come first: public names, and then no constants."""
    return sorted(facts, key=lambda fact: (not fact.public, fact.subject in _LESS_TELLING))


def named(wording: Wording, facts: Iterable[Fact], most: int = 6) -> str:
    """The names that facts are about as a list, each with what it stands for."""
    ranked = telling_first(facts)
    return wording.join([with_noun(wording, fact.subject, fact.after or fact.before) for fact in ranked], most=most)


def pair(wording: Wording, fact: Fact | Recurrence) -> str:
    """What became what, as a clause."""
    old, new = _version(wording, fact, fact.before), _version(wording, fact, fact.after)
    if fact.subject:
        return wording.say("{key} goes from {old} to {new}", key=quoted(fact.subject), old=old, new=new)
    return wording.say("{old} becomes {new}", old=old, new=new)


def pairs(wording: Wording, facts: Sequence[Fact], most: int = 3) -> str:
    """Several of them as a list."""
    return wording.join([pair(wording, fact) for fact in facts], most=most)


def place(wording: Wording, fact: Fact) -> str:
    """Where in a text a table or code block stands: its section, else its line."""
    if fact.where:
        return wording.say("under “{section}”", section=clip(fact.where, 60))
    return wording.say("in line {line}", line=fact.new_line or fact.old_line or 0)


def _version(wording: Wording, fact: Fact | Recurrence, value: str | None) -> str:
    if fact.kind is FactKind.DEPENDENCY_CHANGED and not value:
        return wording.say("any version")
    if fact.kind is FactKind.DEPENDENCY_TERMS_CHANGED and not value:
        return wording.say("no condition")
    if fact.kind is FactKind.VALUE_CHANGED and not value:
        return wording.say("nothing")
    return quoted(value)

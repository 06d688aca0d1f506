"""Quotes names, values and lines of a change for sentences and titles."""

from collections.abc import Iterable, Sequence

from diff_insight.evidence.across.recurrence import Recurrence
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.sentences.code_spans import code
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked

QUOTED = 100
"""Maximum length in characters of a quoted name or value in a sentence."""

_NOUNS = {
    "function": marked("the function {name}"),
    "method": marked("the method {name}"),
    "class": marked("the class {name}"),
    "error type": marked("the error type {name}"),
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
    """A text cut to a length in characters, with an ellipsis if it was cut."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _told_apart(before: str | None, after: str | None, length: int = QUOTED) -> tuple[str | None, str | None]:
    """Two texts, which begin where they differ if they would look the same once they are cut to a length."""
    if not before or not after or before == after or clip(before, length) != clip(after, length):
        return before, after
    alike = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    start = before.rfind(", ", 0, alike) + 1
    return f"…{before[start:]}", f"…{after[start:]}"


def clip_words(text: str, length: int = QUOTED) -> str:
    """Prose cut to a length in characters, after a whole word if it has any, with an ellipsis if it was cut."""
    if len(text) <= length:
        return text
    head = text[: length - 2]
    return f"{head.rpartition(' ')[0] or head} …"


def quoted(text: str | None, length: int = QUOTED) -> str:
    """A name or value as a code span."""
    return code(clip(text or "", length))


def with_noun(wording: Wording, kind: str | None, name: str | None) -> str:
    """A name with its kind, such as: the function `read`."""
    noun = _NOUNS.get(kind or "")
    return wording.say(noun, name=quoted(name)) if noun else quoted(name)


def telling_first(facts: Iterable[Fact]) -> list[Fact]:
    """Sort facts by how informative they are: public names first, then constants, properties and macros last."""
    return sorted(facts, key=lambda fact: (not fact.public, fact.subject in _LESS_TELLING))


def named(wording: Wording, facts: Iterable[Fact], most: int = 6) -> str:
    """The names that facts are about as a list, each with its kind."""
    ranked = (with_noun(wording, fact.subject, fact.after or fact.before) for fact in telling_first(facts))
    return wording.join(list(dict.fromkeys(ranked)), most=most)


def pair(wording: Wording, fact: Fact | Recurrence) -> str:
    """A clause saying what became what."""
    before, after = _told_apart(fact.before, fact.after)
    old, new = _version(wording, fact, before), _version(wording, fact, after)
    if fact.subject:
        return wording.say("{key} goes from {old} to {new}", key=quoted(fact.subject), old=old, new=new)
    return wording.say("{old} becomes {new}", old=old, new=new)


def pairs(wording: Wording, facts: Sequence[Fact], most: int = 3) -> str:
    """The clauses of several facts as a list."""
    return wording.join([pair(wording, fact) for fact in facts], most=most)


def place(wording: Wording, fact: Fact) -> str:
    """Where a table or code block is in a text: its section, or else its line."""
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

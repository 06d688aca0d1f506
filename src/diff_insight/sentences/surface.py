"""Tells in few words what a topic did to names, parameters and packages that users meet."""

from collections.abc import Iterable, Sequence

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.settings.supported_versions import platform_of
from diff_insight.sentences.facts import (
    deprecations,
    field_clause,
    needs_clause,
    note_clause,
    option_clause,
    setting_clause,
)
from diff_insight.sentences.names import clip, quoted
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked

_NAMES = 6  # maximum names in a sentence
_PACKAGES = 20  # likewise of packages
_DEPRECATIONS = 4
_VALUE = 40  # maximum characters of a value
_LONG = 60  # maximum characters of a name with its parameters

_LISTS = {
    FactKind.COMMAND_REMOVED: marked("Gone: {names}."),
    FactKind.OPTION_REMOVED: marked("Gone: {names}."),
    FactKind.ROUTE_REMOVED: marked("Gone: {names}."),
    FactKind.FIELD_REMOVED: marked("Gone: {names}."),
    FactKind.FIELD_ADDED: marked("New: {names}."),
    FactKind.FIELD_DROPPED: marked("Dropped: {names}."),
    FactKind.SETTING_REMOVED: marked("Gone: {names}."),
    FactKind.SETTING_ADDED: marked("New: {names}."),
    FactKind.SUPPORT_LISTED: marked("Newly named as supported: {names}."),
    FactKind.SUPPORT_UNLISTED: marked("No longer named as supported: {names}."),
    FactKind.EXIT_CODE_ADDED: marked("New exit codes: {names}."),
    FactKind.EXIT_CODE_REMOVED: marked("Exit codes that are gone: {names}."),
    FactKind.VARIABLE_REMOVED: marked("No longer read: {names}."),
    FactKind.COMMAND_ADDED: marked("New: {names}."),
    FactKind.OPTION_ADDED: marked("New: {names}."),
    FactKind.ROUTE_ADDED: marked("New: {names}."),
    FactKind.VARIABLE_ADDED: marked("Newly read: {names}."),
    FactKind.NAME_REMOVED: marked("Gone: {names}."),
    FactKind.ENUM_VALUE_REMOVED: marked("Gone: {names}."),
    FactKind.NAME_HIDDEN: marked("No longer public: {names}."),
    FactKind.NAME_ADDED: marked("New: {names}."),
    FactKind.ENUM_VALUE_ADDED: marked("New: {names}."),
    FactKind.SIGNATURE_CHANGED: marked("Another signature: {names}."),
    FactKind.DEPENDENCY_REMOVED: marked("No longer needed: {names}."),
    FactKind.DEPENDENCY_ADDED: marked("Newly needed: {names}."),
    FactKind.DEPENDENCY_CHANGED: marked("Needed in another version: {names}."),
    FactKind.DEPENDENCY_MOVED: marked("Needed in another way: {names}."),
    FactKind.DEPENDENCY_TERMS_CHANGED: marked("Needed in another way: {names}."),
    FactKind.DEPENDENCY_REPLACED: marked("Replaced in another way: {names}."),
}
_OF_FUNCTIONS = {
    FactKind.PARAMETER_REMOVED: marked("Gone: {parameter} of {names}."),
    FactKind.PARAMETER_REQUIRED: marked("Required: {parameter} of {names}."),
    FactKind.PARAMETER_ADDED: marked("New: {parameter} of {names}."),
    FactKind.PARAMETER_RENAMED: marked("{parameter} of {names} is called {new}."),
    FactKind.DEFAULT_CHANGED: marked("The default of {parameter} of {names} goes from {old} to {new}."),
}


_CLAUSES = {
    FactKind.CHANGE_NOTED: note_clause,
    FactKind.OPTION_CHANGED: option_clause,
    FactKind.FIELD_CHANGED: field_clause,
    FactKind.SETTING_CHANGED: setting_clause,
}


def surface_sentences(wording: Wording, facts: Sequence[Fact]) -> list[str]:
    """Short sentences for facts on the surface, in their order, those of one kind together.

    Args:
        wording: the report's language.
        facts: names with their changes, the most important first.
    """
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(_alike(fact), []).append(fact)
    return [_sentence(wording, group) for group in groups.values()]


def _alike(fact: Fact) -> tuple[object, ...]:
    """The key shared by facts that are told in one sentence."""
    if fact.kind in _OF_FUNCTIONS:
        return fact.kind, _parameter(fact), fact.before, fact.after
    return (platform_of(fact) or _LISTS.get(fact.kind, fact.kind),)


def _sentence(wording: Wording, facts: Sequence[Fact]) -> str:
    fact = facts[0]
    if fact.kind in _OF_FUNCTIONS:
        return wording.say(
            _OF_FUNCTIONS[fact.kind],
            parameter=quoted(_parameter(fact)),
            names=_listed(wording, (_plain(fact.subject) for fact in facts), _NAMES),
            old=quoted(fact.before, _VALUE),
            new=quoted(_name_of(fact.after) if fact.kind is FactKind.PARAMETER_RENAMED else fact.after, _VALUE),
        )
    if platform_of(fact):
        clauses = [needs_clause(wording, each) for each in facts]
        return wording.sentence(wording.join(list(dict.fromkeys(clauses)), most=_NAMES))
    if fact.kind is FactKind.DEPRECATED:
        return wording.sentences(deprecations(wording, facts)[:_DEPRECATIONS])
    if clause := _CLAUSES.get(fact.kind):
        clauses = [clause(wording, each) for each in facts]
        return wording.sentence(wording.join(clauses, most=_NAMES))
    if fact.kind is FactKind.NAME_RENAMED:
        pairs = [
            wording.say("{old} is called {new}", old=quoted(_plain(each.before)), new=quoted(_plain(each.after)))
            for each in facts
        ]
        return wording.say("{what}.", what=wording.join(list(dict.fromkeys(pairs)), most=_NAMES))
    if fact.kind is FactKind.ENUM_VALUE_CHANGED:
        pairs = [
            wording.say(
                "{key} goes from {old} to {new}",
                key=quoted(each.subject), old=quoted(each.before, _VALUE), new=quoted(each.after, _VALUE),
            )
            for each in facts
        ]  # fmt: skip
        return wording.say("{what}.", what=wording.join(pairs, most=_NAMES))
    if fact.kind is FactKind.DEPENDENCY_CHANGED:
        in_order = map(_package, sorted(facts, key=_is_of_same_version))
        return wording.say(_LISTS[fact.kind], names=_listed(wording, in_order, _PACKAGES, is_code=True))
    if fact.kind.startswith("dependency"):
        return wording.say(_LISTS[fact.kind], names=_listed(wording, (each.subject for each in facts), _PACKAGES))
    # One of several overloads that is gone or new is told by its parameters.
    named = (
        _plain(each.subject)
        if each.kind is FactKind.SIGNATURE_CHANGED
        else clip(each.before or each.after or "", _LONG)
        for each in facts
    )
    return wording.say(_LISTS[fact.kind], names=_listed(wording, named, _NAMES))


def _is_of_same_version(fact: Fact) -> bool:
    """Whether only the range around a version changed, which matters least."""
    before, after = ((text or "").lstrip("^~<>=!v ") for text in (fact.before, fact.after))
    return before == after


def _package(fact: Fact) -> str:
    """A package with its new version."""
    name = quoted(fact.subject)
    return f"{name} {quoted(fact.after, _VALUE)}" if fact.after else name


def _listed(wording: Wording, names: Iterable[str | None], most: int, *, is_code: bool = False) -> str:
    unique = list(dict.fromkeys(name for name in names if name))
    return wording.join(unique if is_code else [quoted(name) for name in unique], most=most)


def _parameter(fact: Fact) -> str:
    """The name of the parameter a fact is about, without its type and default."""
    if fact.kind in (FactKind.PARAMETER_REQUIRED, FactKind.DEFAULT_CHANGED):
        return fact.where or ""
    return _name_of(fact.before if fact.before is not None else fact.after)


def _name_of(parameter: str | None) -> str:
    text = (parameter or "").partition("=")[0].partition(":")[0].strip()
    return text or clip(parameter or "", _VALUE)


def _plain(name: str | None) -> str:
    """A name without its parameters."""
    return (name or "").partition("(")[0] or (name or "")

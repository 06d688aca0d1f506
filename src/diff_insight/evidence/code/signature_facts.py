"""Finds how the signature or value of a definition changes: its parameters, their defaults, its result."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import ratio

from diff_insight.evidence.code.code_side import CodeSide
from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.signature_types import by_types, same_code, same_types, unnamed, without_name
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.signatures import changes_places

_ALIKE = 60.0  # minimum name similarity, in percent, for one optional parameter to count as a rename of another
_OF_ONE_NAME = (FactKind.PARAMETER_RENAMED, FactKind.DEFAULT_CHANGED)
_ABSTRACT = re.compile(r"\s*(?:abstract|trait)\b")
_VALUES = frozenset(
    {NameKind.CONSTANT, NameKind.VARIABLE, NameKind.PROPERTY, NameKind.TYPE, NameKind.MACRO}
)  # kinds of names that have a value
_TAKEN_APART = ("{", "[")


def differences(before: Definition, after: Definition) -> Iterator[Fact]:
    """Yield the differences between the signatures or values of two versions of a definition."""
    place = Fact(
        FactKind.SIGNATURE_CHANGED, before.signature, after.signature, after.name,
        old_line=before.line, new_line=after.line, public=before.public,
    )  # fmt: skip
    if before.kind is NameKind.ENUM_VALUE:
        # A missing value is either absent or too long to quote.
        if before.value and after.value and not same_types(before.value, after.value):
            yield replace(place, kind=FactKind.ENUM_VALUE_CHANGED, before=before.value, after=after.value)
        return
    if before.kind in _VALUES and before.value and after.value and not same_code(before.value, after.value):
        yield replace(place, kind=FactKind.VALUE_CHANGED, before=before.value, after=after.value)
    if before.parameters is None or after.parameters is None:
        results = before.result and after.result and not same_types(before.result, after.result)
        if results or (before.written and after.written and not same_types(before.written, after.written)):
            yield place
        return
    found = list(_parameter_facts(before.parameters, after.parameters, place))
    yield from found
    if (before.awaited is None) != (after.awaited is None):
        yield place
        return
    is_other = not same_types(unnamed(before), unnamed(after)) and all(fact.kind in _OF_ONE_NAME for fact in found)
    if is_other and (not found or _takes_others(before, after)):
        yield place


def signature_changes(before: Definition, after: Definition) -> Iterator[Fact]:
    """Yield how one of several overloads changes: new optional parameters at its end, or the whole signature."""
    if before.parameters is None or same_types(by_types(before), by_types(after)):
        return
    place = Fact(
        FactKind.SIGNATURE_CHANGED, before.signature, after.signature, after.name,
        old_line=before.line, new_line=after.line, public=before.public,
    )  # fmt: skip
    taken, more = (after.parameters or ())[: len(before.parameters)], (after.parameters or ())[len(before.parameters) :]
    are_optional = more and not any(parameter.required for parameter in more)
    if are_optional and same_types(by_types(before), by_types(replace(after, parameters=taken))):
        for parameter in more:
            yield replace(place, kind=FactKind.PARAMETER_ADDED, before=None, after=parameter.text, where="optional")
    else:
        yield place


def adds_result(fact: Fact) -> bool:
    """Whether a signature only begins to say what the function returns."""
    before, after = fact.before or "", fact.after or ""
    return fact.kind is FactKind.SIGNATURE_CHANGED and after.startswith(f"{before} -> ")


def binds_heirs(definition: Definition, side: CodeSide) -> bool:
    """Whether what a method says of its result binds those who implement it.

    So it does in an interface, a trait or an abstract class; of methods such as `__toString` PHP knows it anyway.
    """
    if definition.name.rpartition(".")[2].startswith("__"):
        return False
    owners = [each for each in side.definitions if each.name == definition.container]
    return any(each.kind is NameKind.INTERFACE or _ABSTRACT.match(side.lines[each.start - 1]) for each in owners)


def place_changes(before: Definition, after: Definition, told: Sequence[Fact]) -> Iterator[Fact]:
    """Yield a changed signature if callers who pass by position must heed what else is told of it."""
    is_told = any(fact.kind is FactKind.SIGNATURE_CHANGED for fact in told)
    if not is_told and changes_places(before.signature, after.signature):
        yield Fact(
            FactKind.SIGNATURE_CHANGED, before.signature, after.signature, after.name,
            old_line=before.line, new_line=after.line, public=before.public,
        )  # fmt: skip


def _takes_others(before: Definition, after: Definition) -> bool:
    """Whether parameters that have other names or defaults have other types, too, or the result has."""
    old, new = (
        "".join(f"({without_name(p).partition('=')[0]})" for p in d.parameters or ()) + f" {d.result}"
        for d in (before, after)
    )
    return len(before.parameters or ()) == len(after.parameters or ()) and not same_types(old, new)


def _parameter_facts(before: tuple[Parameter, ...], after: tuple[Parameter, ...], place: Fact) -> Iterator[Fact]:
    """Yield the facts about parameters, all located at `place`."""
    old, new = {p.name: p for p in before}, {p.name: p for p in after}
    removed = [p for p in before if p.name not in new]
    added = [p for p in after if p.name not in old]
    # What named parameters were, `**kwargs` takes now, and another one in the place of the first is a new one.
    gains_any = len(after) <= len(before) and _takes_any(after) and not _takes_any(before)
    keeps_places = len(before) == len(after) or (
        len(before) < len(after) and not any(parameter.required for parameter in after[len(before) :])
    )
    for first, second in zip(before, after, strict=False):
        is_in_place = not gains_any and (keeps_places or (second.by_position and _differ_by_name(first, second)))
        if first in removed and second in added and is_in_place and _is_renamed(first, second):
            # What is taken apart where it is taken has no name.
            if not (first.name.startswith(_TAKEN_APART) and second.name.startswith(_TAKEN_APART)):
                yield replace(place, kind=FactKind.PARAMETER_RENAMED, before=first.name, after=second.name)
            removed, added = [p for p in removed if p is not first], [p for p in added if p is not second]
    takes_any = _takes_any(after)
    takes_more = any(re.match(r"\*(?!\*)", parameter.text) for parameter in after)
    for parameter in removed:
        is_taken = (takes_any or (takes_more and parameter.by_position)) and not parameter.text.startswith("*")
        gone = replace(place, kind=FactKind.PARAMETER_REMOVED, before=parameter.text, after=None)
        yield replace(gone, public=place.public and not is_taken)
    for parameter in added:
        needed = "required" if parameter.required else "optional"
        yield replace(place, kind=FactKind.PARAMETER_ADDED, before=None, after=parameter.text, where=needed)
    for parameter in after:
        earlier = old.get(parameter.name)
        if earlier is None or parameter.name == "_":  # whose name says that it is not used
            continue
        changed = replace(place, where=parameter.name)
        if parameter.required and not earlier.required:
            yield replace(changed, kind=FactKind.PARAMETER_REQUIRED, before=earlier.text, after=parameter.text)
        elif parameter.default and earlier.default and not same_code(parameter.default, earlier.default):
            yield replace(changed, kind=FactKind.DEFAULT_CHANGED, before=earlier.default, after=parameter.default)


def _takes_any(parameters: Iterable[Parameter]) -> bool:
    """Whether a function takes arguments of any name."""
    return any(parameter.text.startswith("**") for parameter in parameters)


def _is_renamed(old: Parameter, new: Parameter) -> bool:
    """Whether a parameter is a rename of the one previously at its position.

    Parameters passed by position always are, whatever else changed. Otherwise everything but the name must be the same
    and, if either is optional, the names must be similar.
    """
    if new.by_position:
        return True
    return _differ_by_name(old, new) and ((old.required and new.required) or ratio(old.name, new.name) >= _ALIKE)


def _differ_by_name(old: Parameter, new: Parameter) -> bool:
    return without_name(old) == without_name(new)

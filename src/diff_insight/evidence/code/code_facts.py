"""Finds how a change affects the names defined in source code: added, removed, renamed, hidden or edited."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from diff_insight.evidence.code.c import STATIC
from diff_insight.evidence.code.code_side import FLAT, CodeSide, code_side, innermost, without_own, without_unread
from diff_insight.evidence.code.definition import Definition, NameKind
from diff_insight.evidence.code.fragments import MARKS
from diff_insight.evidence.code.javascript import DEFAULT
from diff_insight.evidence.code.language import DEMANDED, SPELLED_OUT, UNDOCUMENTED, CodeLanguage
from diff_insight.evidence.code.pairs import matched_pairs, renamed_pairs, without_followers
from diff_insight.evidence.code.python_exports import LIST
from diff_insight.evidence.code.signature_facts import (
    adds_result,
    binds_heirs,
    differences,
    place_changes,
    signature_changes,
)
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides

_WORD = re.compile(r"[\w$]+[?!]?")
_FORWARDING = frozenset({NameKind.EXPORT, NameKind.TYPE})
_OF_ANY_CASE = frozenset(
    {NameKind.FUNCTION, NameKind.METHOD, NameKind.CLASS, NameKind.INTERFACE, NameKind.ENUM, NameKind.ERROR_TYPE}
)


def code_facts(sides: Sides, language: CodeLanguage) -> Iterator[Fact]:
    """Yield the facts about names, in line order.

    Containers distinguish names, and signatures distinguish overloads. If both full texts are known, they are parsed;
    otherwise only definitions that begin on lines of the diff count.
    """
    old, new = code_side(sides, language, is_old=True), code_side(sides, language, is_old=False)
    matched, removed, added = matched_pairs(old.definitions, new.definitions)
    matched = _apart(matched, removed, added)
    removed = _without_members_unknown(removed, matched, new)
    removed = without_unread(removed, new, language, are_whole=sides.are_whole)
    removed = [definition for definition in _told(removed, old, new) if definition.line in old.changed]
    added = [definition for definition in _told(added, new, old) if definition.line in new.changed]
    if not sides.are_whole:
        removed, added = _without_kept(removed, added, sides, language)
    elif language.own:
        removed, added = without_own(removed, new, language.own), without_own(added, old, language.own)
    renamed = list(renamed_pairs(old, new, removed, added)) if sides.are_whole else []
    removed, added = without_followers(removed, added, renamed)
    removed = _outermost([d for d in removed if all(d is not pair[0] for pair in renamed)])
    added = _outermost([d for d in added if all(d is not pair[1] for pair in renamed)])
    if new.may_have_more(old):
        removed = [replace(definition, public=definition.public and "." in definition.name) for definition in removed]
    found = [_renamed_fact(before, after) for before, after in renamed]
    if language.ignores_case:
        still = {after.name.lower() for after in new.definitions if after.kind in _OF_ANY_CASE}
        removed = [replace(gone, public=gone.public and gone.name.lower() not in still) for gone in removed]
        found = [replace(fact, public=fact.public and (fact.before or "").lower() not in still) for fact in found]
    if new.may_have_more(old):
        found = [replace(fact, public=fact.public and "." in (fact.before or "")) for fact in found]
    kept = {before.name for before, _ in matched}
    # A name that keeps another definition, such as one in another branch, is neither removed nor added; overloads are.
    removed = [d for d in removed if d.name not in kept or (language.overloads and d.parameters is not None)]
    added = [d for d in added if d.name not in kept or (language.overloads and d.parameters is not None)]
    fact_of = _removed_fact if sides.are_whole else _removed_fact_here
    found += [fact_of(definition, kept) for definition in removed]
    found += [_added_fact(definition, kept) for definition in added]
    if sides.are_whole:
        demanded = frozenset(_demanded(matched, added, new, language))
        found = [replace(fact, where=DEMANDED) if fact.after in demanded else fact for fact in found]
    hidden = list(_hidden(matched, old, new, language) if sides.are_whole else _marked(matched, sides))
    found += hidden
    told = {(fact.before or "").partition("(")[0] for fact in hidden}
    times = Counter(definition.name for definition in (*old.definitions, *new.definitions))
    for before, after in [*matched, *renamed]:
        # Parameters cannot be attributed to a particular overload, so only whole signatures are compared.
        overloaded = times[before.name] > 1 + (before.name == after.name)
        changed = list(signature_changes(before, after) if overloaded else differences(before, after))
        if changed and language.results_bind_heirs and sides.are_whole and not binds_heirs(after, new):
            changed = [replace(fact, where=SPELLED_OUT) if adds_result(fact) else fact for fact in changed]
        if language.passes_by_name and not overloaded and changed:
            changed += place_changes(before, after, changed)
        if changed:
            told |= {after.name, after.container} if after.kind in FLAT else {after.name}
        found += changed
    told |= {definition.name for definition in added} | {after.name for _, after in renamed}
    told |= {definition.container for definition in (*added, *removed)}
    if sides.are_whole:
        found += _edited(old, new, matched, told)
    yield from sorted(found, key=lambda fact: fact.new_line or fact.old_line or 0)


def _demanded(
    matched: list[tuple[Definition, Definition]], added: list[Definition], new: CodeSide, language: CodeLanguage
) -> Iterator[str]:
    """Yield the names of new methods that whatever implements an interface that was there before must define."""
    interfaces = {after.name for before, after in matched if before.kind is after.kind is NameKind.INTERFACE}
    for definition in added:
        if definition.kind not in (NameKind.METHOD, NameKind.PROPERTY) or definition.container not in interfaces:
            continue
        text = "\n".join(new.lines[definition.start - 1 : definition.end])
        is_constant = definition.kind is NameKind.PROPERTY and "=" in text
        if language.demands(text) and not is_constant:
            yield definition.name


def _outermost(definitions: list[Definition]) -> list[Definition]:
    """Drop definitions that lie inside another one in the list, and modules, which other files may open as well."""
    modules = {d.name for d in definitions if d.kind is NameKind.MODULE and _has_members(d, definitions)}
    names = {definition.name for definition in definitions} - modules
    return [d for d in definitions if d.name in names and not any(parent in names for parent in _parents(d.name))]


def _has_members(module: Definition, definitions: list[Definition]) -> bool:
    return any(definition.container == module.name for definition in definitions)


def _parents(name: str) -> Iterator[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _without_kept(
    removed: list[Definition], added: list[Definition], sides: Sides, language: CodeLanguage
) -> tuple[list[Definition], list[Definition]]:
    """Drop names that also occur on the other side, in the paired line or in a changed line that declares names."""
    before = {edit.added.new: edit.removed.text for edit in sides.all_edits() if edit.removed and edit.added}
    after = {edit.removed.old: edit.added.text for edit in sides.all_edits() if edit.removed and edit.added}
    declared_before = _words(language.declares.findall("\n".join(line.text for line in sides.removed_lines())))
    declared_after = _words(language.declares.findall("\n".join(line.text for line in sides.added_lines())))

    def stays(definition: Definition, paired: str, declared: frozenset[str]) -> bool:
        return definition.name in declared or definition.name in _words([paired])

    return (
        [d for d in removed if not stays(d, after.get(d.line, ""), declared_after)],
        [d for d in added if not stays(d, before.get(d.line, ""), declared_before)],
    )


def _words(texts: Iterable[str]) -> frozenset[str]:
    found = [word for text in texts for word in _WORD.findall(text)]
    return frozenset(found) | {word.rstrip("?!") for word in found}


def _told(definitions: list[Definition], own: CodeSide, other: CodeSide) -> Iterator[Definition]:
    """Yield those names found on one side only that are worth reporting."""
    for definition in definitions:
        is_star = definition.kind is NameKind.EXPORT and definition.name.startswith("*")
        if definition.kind is NameKind.BOUND or definition.name == "*":
            continue
        if definition.kind is not NameKind.EXPORT or is_star or not other.may_have_more(own):
            yield definition


def _apart(
    matched: list[tuple[Definition, Definition]], removed: list[Definition], added: list[Definition]
) -> list[tuple[Definition, Definition]]:
    """Keep pairs where both sides are definitions; append the definition of any other pair to `removed` or `added`."""
    kept = []
    exported = {definition.name for definition in added if definition.public}
    for before, after in matched:
        loses = before.public and not after.public and before.name not in exported
        if before.kind is NameKind.BOUND and after.kind is NameKind.CONSTANT:
            kept.append((before, after))  # such as an alias of a type that is annotated now
        elif before.kind is NameKind.BOUND and after.kind is not NameKind.BOUND:
            added.append(after)
        elif (
            after.kind is NameKind.BOUND
            and before.kind not in (NameKind.BOUND, NameKind.EXPORT)
            and not (before.kind is NameKind.CONSTANT and loses)
        ):
            # The definition is removed, but other code may still be able to use the name.
            removed.append(replace(before, public=loses))
        else:
            kept.append((before, after))
    return kept


def _without_members_unknown(
    removed: list[Definition], matched: list[tuple[Definition, Definition]], new: CodeSide
) -> list[Definition]:
    """Drop members of what is only forwarded now, such as a class that is imported and exported, or an alias.

    Those of an interface that embeds another one may come from that.
    """
    known = {before.name for before, _ in matched}
    forwarded = {
        before.name for before, after in matched if after.kind in _FORWARDING and before.kind not in _FORWARDING
    }
    forwarded |= {d.name for d in new.definitions if d.kind is NameKind.TYPE and d.name not in known}
    forwarded |= {d.container for d in new.definitions if d.kind is NameKind.BOUND and d.name.endswith(".*")}
    return [definition for definition in removed if definition.container not in forwarded]


def _hidden(
    matched: list[tuple[Definition, Definition]], old: CodeSide, new: CodeSide, language: CodeLanguage
) -> Iterator[Fact]:
    """Yield names that stay but are no longer usable from other code; members of a hidden class are left out."""

    def same(definition: Definition) -> str:
        return f"{definition.name} {definition.signature}" if language.overloads else definition.name

    lost = [(before, after) for before, after in matched if before.public and not after.public]
    names = {before.name for before, _ in lost}
    # If one definition of a name was already hidden, or is still public, the fate of the name is unknown.
    closed, opened = {same(d) for d in old.definitions if not d.public}, {same(d) for d in new.definitions if d.public}
    stays = {d.name for d in new.definitions if d.public}
    has_default = any(d.decided_by == DEFAULT for d in new.definitions)
    for before, after in lost:
        if any(parent in names for parent in _parents(before.name)) or same(before) in closed or same(after) in opened:
            continue
        if after.decided_by == UNDOCUMENTED or before.name.endswith("__"):
            continue  # what Python calls itself, however the class gets it
        by_list = after.decided_by == LIST
        if by_list and before.decided_by != LIST:
            continue
        if before.decided_by == DEFAULT and has_default:
            continue
        if "." not in before.name and not by_list and new.may_have_more(old):
            continue
        yield _hidden_fact(before, after, stays)


def _marked(matched: list[tuple[Definition, Definition]], sides: Sides) -> Iterator[Fact]:
    """The same if only a diff is known: the definition's own line must have the keyword, or a list must prove it."""
    paired = {(edit.removed.old, edit.added.new) for edit in sides.all_edits() if edit.removed and edit.added}
    for before, after in matched:
        if not before.public or after.public:
            continue
        if before.decided_by == LIST == after.decided_by:
            yield replace(_hidden_fact(before, after, set()), where=LIST)
        elif (before.line, after.line) in paired:
            word = STATIC if after.decided_by == STATIC else before.decided_by
            if word in MARKS and after.decided_by in ("", STATIC):
                yield replace(_hidden_fact(before, after, set()), where=word)


def _hidden_fact(before: Definition, after: Definition, stays: set[str]) -> Fact:
    return Fact(
        FactKind.NAME_HIDDEN, _told_apart(before, stays), _told_apart(after, stays), before.kind.value,
        old_line=before.line, new_line=after.line, public=True,
    )  # fmt: skip


def _renamed_fact(before: Definition, after: Definition) -> Fact:
    return Fact(
        FactKind.NAME_RENAMED, before.name, after.name, after.kind.value,
        old_line=before.line, new_line=after.line,
        public=before.public and not (before.decided_by == after.decided_by == DEFAULT),  # whose name nobody sees
    )  # fmt: skip


def _removed_fact(definition: Definition, kept: set[str]) -> Fact:
    kind = FactKind.ENUM_VALUE_REMOVED if definition.kind is NameKind.ENUM_VALUE else FactKind.NAME_REMOVED
    return Fact(
        kind, before=_told_apart(definition, kept), subject=definition.kind.value, old_line=definition.line,
        public=definition.public,
    )  # fmt: skip


def _removed_fact_here(definition: Definition, kept: set[str]) -> Fact:
    """The fact for a removal seen only in a diff, where a name dropped from a list may still be defined elsewhere."""
    fact = _removed_fact(definition, kept)
    is_listed = definition.kind is NameKind.EXPORT and definition.decided_by == LIST
    return replace(fact, kind=FactKind.NAME_HIDDEN, where=LIST) if is_listed else fact


def _added_fact(definition: Definition, kept: set[str]) -> Fact:
    kind = FactKind.ENUM_VALUE_ADDED if definition.kind is NameKind.ENUM_VALUE else FactKind.NAME_ADDED
    return Fact(
        kind, after=_told_apart(definition, kept), subject=definition.kind.value, new_line=definition.line,
        public=definition.public,
    )  # fmt: skip


def _told_apart(definition: Definition, kept: set[str]) -> str:
    """The name, with its parameters if another definition of the same name stays."""
    if definition.name in kept:
        return f"{definition.container}.{definition.signature}".lstrip(".")
    return definition.name


def _edited(
    old: CodeSide, new: CodeSide, matched: list[tuple[Definition, Definition]], told: set[str]
) -> Iterator[Fact]:
    """Yield the innermost definitions around changed lines about which nothing else is reported."""
    before = {id(definition) for definition in innermost(old)}
    after = {id(definition) for definition in innermost(new)}
    for first, second in matched:
        if (id(first) in before or id(second) in after) and second.name not in told:
            yield Fact(
                FactKind.NAME_EDITED, second.name, second.name, second.kind.value,
                old_line=first.line, new_line=second.line, public=first.public,
            )  # fmt: skip

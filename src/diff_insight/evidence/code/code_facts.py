"""Finds how a change affects the names defined in source code: added, removed, renamed, hidden or edited."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio

from diff_insight.changes.changeset import Line
from diff_insight.evidence.code.c import STATIC
from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.fragments import MARKS, fragment_definitions
from diff_insight.evidence.code.javascript import DEFAULT
from diff_insight.evidence.code.language import DEMANDED, SPELLED_OUT, UNDOCUMENTED, CodeLanguage
from diff_insight.evidence.code.python_exports import LIST
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import EDITS_READ, Sides
from diff_insight.evidence.signatures import changes_places

_RENAMED = 75.0  # lines two bodies share, in percent of the longer one, at or above which one is a rename of the other
_ALIKE = 60.0  # minimum name similarity, in percent, for one optional parameter to count as a rename of another
_PACKAGE_STAR = re.compile(r"""\* from ["'](?:\w|@\w)""")
_WORD = re.compile(r"[\w$]+[?!]?")
_SELF = re.compile(r"\bSelf\b")
_TYPE_OR_SIGN = re.compile(r"\w+(?:::\w+)*|[^\w\s]")
_UNTOLD = re.compile(  # parts of a signature that do not matter to callers
    r",(?=\s*[)\]}>])|\bfinal\s+|\bmut\s+(?=\w*\s*:)|<'_>|(?<=<)'_,\s*"
    r"|(?<=[(,])\s*(?:public|protected|private)\s+(?:readonly\s+)?(?=[^,()]*\$)"  # which make a property in PHP
    r"|(?<=-> )(?:[A-Z][A-Z0-9]*_[A-Z0-9_]+\s*)+(?:auto\b)?|(?<=-> )auto\b"
)
_OF_CRATE = re.compile(r"(?:\bcrate|(?<![\w>]))::(?=\w)")  # in Rust two ways to begin a path at the root of the crate
# What each module of Rust has without a path.
_OF_PRELUDE = re.compile(r"\b(?:std|alloc|core)::(?:vec|string|boxed|option|result|iter|convert|borrow)::(?=[A-Z])")
_OF_ONE_NAME = (FactKind.PARAMETER_RENAMED, FactKind.DEFAULT_CHANGED)
_EMPTY_INTERFACE = re.compile(r"\binterface ?\{\}")  # in Go another spelling of `any`
_CONST_REFERENCE = re.compile(r"\bconst\s+([\w:]+(?:<[^<>]*>)?)\s*&(?!&)")  # in C++ callers pass the same by value
_SPELLINGS = (
    (_OF_CRATE, ""), (_OF_PRELUDE, ""), (_UNTOLD, ""), (_EMPTY_INTERFACE, "any"), (_CONST_REFERENCE, r"\1"),
)  # fmt: skip
"""What is spelled in several ways, and what stands for it where types are compared."""

_ABSTRACT = re.compile(r"\s*(?:abstract|trait)\b")
_SHORT = 4  # minimum lines of a body by which a member is recognised under a name that is not alike
_TELLING = 6  # minimum characters of a value by which a constant is recognised under another name
_BODY = 100  # maximum number of lines compared per body
_PAIRS = 400  # maximum number of name pairs compared
_COMPARED = 10_000  # maximum number of pairs of overloads of one name whose likeness is compared
_VALUES = frozenset(
    {NameKind.CONSTANT, NameKind.VARIABLE, NameKind.PROPERTY, NameKind.TYPE, NameKind.MACRO}
)  # kinds of names that have a value
_BEHIND_MACRO = re.compile(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b[^;()]*?\b(\w+)\s*\(")
_FORWARDING = frozenset({NameKind.EXPORT, NameKind.TYPE})
_OCTAL = re.compile(r"\b0[oO](?=[0-7])")  # `0o777`, which was `0777`
_LISTED = re.compile(r"[\"'](\w+)[\"']\s*:\s*[\"'(]")  # a name and where it is, as in `"Reader": ".reader"`
_TAKEN_APART = ("{", "[")
_OF_ANY_CASE = frozenset(
    {NameKind.FUNCTION, NameKind.METHOD, NameKind.CLASS, NameKind.INTERFACE, NameKind.ENUM, NameKind.ERROR_TYPE}
)
_FLAT = frozenset(  # kinds of names without a body
    {NameKind.ENUM_VALUE, NameKind.PROPERTY, NameKind.EXPORT, NameKind.SETTER, NameKind.BOUND}
)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a file: its definitions, the numbers of its changed lines, and its text if known."""

    definitions: tuple[Definition, ...]
    changed: frozenset[int]
    lines: tuple[str, ...]

    def may_have_more(self, other: "_Side") -> bool:
        """Whether it may export names it does not spell out, through `__getattr__` or a star export.

        What both sides export of another package is the same on both.
        """
        known = {definition.name for definition in other.definitions}
        return any(
            d.name == "__getattr__"
            or (d.kind is NameKind.EXPORT and d.name.startswith("*") and not (_is_of_package(d) and d.name in known))
            for d in self.definitions
        )

    def body(self, definition: Definition) -> list[str]:
        """The lines of a definition that are compared, with its own name removed."""
        lines = self.lines[definition.start - 1 : definition.end][:_BODY]
        name = definition.name.rpartition(".")[2]
        return [line.strip().replace(name, "") for line in lines if line.strip()]


def _is_of_package(star: Definition) -> bool:
    """Whether a star export is of another package, and not of a module beside it."""
    return _PACKAGE_STAR.match(star.name) is not None


def code_facts(sides: Sides, language: CodeLanguage) -> Iterator[Fact]:
    """Yield the facts about names, in line order.

    Containers distinguish names, and signatures distinguish overloads. If both full texts are known, they are parsed;
    otherwise only definitions that begin on lines of the diff count.
    """
    old, new = _side(sides, language, is_old=True), _side(sides, language, is_old=False)
    matched, removed, added = _matched(old.definitions, new.definitions)
    matched = _apart(matched, removed, added)
    removed = _without_members_unknown(removed, matched, new)
    removed = _without_unread(removed, new, language, are_whole=sides.are_whole)
    removed = [definition for definition in _told(removed, old, new) if definition.line in old.changed]
    added = [definition for definition in _told(added, new, old) if definition.line in new.changed]
    if not sides.are_whole:
        removed, added = _without_kept(removed, added, sides, language)
    elif language.own:
        removed, added = _without_own(removed, new, language.own), _without_own(added, old, language.own)
    renamed = list(_renamed(old, new, removed, added)) if sides.are_whole else []
    removed, added = _beyond_renamed(removed, added, renamed)
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
        changed = list(_signatures(before, after) if overloaded else _differences(before, after))
        if changed and language.results_bind_heirs and sides.are_whole and not _binds_heirs(after, new):
            changed = [replace(fact, where=SPELLED_OUT) if _adds_result(fact) else fact for fact in changed]
        if language.passes_by_name and not overloaded and changed:
            changed += _of_places(before, after, changed)
        if changed:
            told |= {after.name, after.container} if after.kind in _FLAT else {after.name}
        found += changed
    told |= {definition.name for definition in added} | {after.name for _, after in renamed}
    told |= {definition.container for definition in (*added, *removed)}
    if sides.are_whole:
        found += _edited(old, new, matched, told)
    yield from sorted(found, key=lambda fact: fact.new_line or fact.old_line or 0)


def _demanded(
    matched: list[tuple[Definition, Definition]], added: list[Definition], new: _Side, language: CodeLanguage
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


def _without_unread(
    removed: list[Definition], new: _Side, language: CodeLanguage, *, are_whole: bool
) -> list[Definition]:
    """What is removed, without what the new side still has where the parser does not read it."""
    if language.has_macros:
        # The parser does not see what is defined behind a macro that it does not know.
        hidden = {name for line in new.lines for name in _BEHIND_MACRO.findall(line)}
        removed = [d for d in removed if d.parameters is None or d.name.rpartition(".")[2] not in hidden]
    if language.lists_exports and are_whole:
        # What a module imports only when it is asked for, its table of names says.
        listed = {name for line in new.lines for name in _LISTED.findall(line)}
        removed = [definition for definition in removed if definition.name not in listed]
    if language.missed and are_whole:
        missed = _missed(new, language.missed, language.missed_beside)
        removed = [definition for definition in removed if missed.isdisjoint(definition.name.split(".")[-2:])]
    return removed


def _without_own(definitions: list[Definition], other: _Side, own: re.Pattern[str]) -> list[Definition]:
    """Drop the attributes of a class's body that its objects have on the other side, too, given or inherited."""
    there = {name for line in other.lines for name in own.findall(line)}
    return [d for d in definitions if not (d.kind in _FLAT and d.container and d.name.rpartition(".")[2] in there)]


def _missed(side: _Side, begins: re.Pattern[str], beside: re.Pattern[str]) -> frozenset[str]:
    """The names that are defined more often than the parser reads, in a file in which it may miss some."""
    if not any(beside.search(line) for line in side.lines):
        return frozenset()
    written = Counter(name for line in side.lines for name in begins.findall(line))
    read = Counter(definition.name.rpartition(".")[2] for definition in side.definitions)
    return frozenset(name for name, count in written.items() if count > read[name])


def _side(sides: Sides, language: CodeLanguage, *, is_old: bool) -> _Side:
    lines = sides.removed_lines() if is_old else sides.added_lines()
    changed = frozenset(number for line in lines if (number := line.old if is_old else line.new))
    whole = sides.old if is_old else sides.new
    if sides.are_whole and whole is not None:
        return _Side(language.definitions(whole), changed, tuple(whole.split("\n")))
    skipped = "+" if is_old else "-"
    fragments: list[list[Line]] = [
        [line for line in hunk.lines[:EDITS_READ] if line.kind != skipped]
        for hunk in sides.file.hunks[: len(sides.edits)]
    ]
    return _Side(tuple(fragment_definitions(language, fragments, old=is_old)), changed, ())


def _matched(
    old: tuple[Definition, ...], new: tuple[Definition, ...]
) -> tuple[list[tuple[Definition, Definition]], list[Definition], list[Definition]]:
    """Pair definitions of one name; also return the unpaired old and new ones.

    Overloads are paired by equal signature, then by what callers pass, then those most alike if both are public or
    neither is.
    """
    left: dict[str, list[Definition]] = defaultdict(list)
    for definition in old:
        left[definition.name].append(definition)
    waiting: dict[str, list[Definition]] = defaultdict(list)
    for definition in new:
        waiting[definition.name].append(definition)
    matched: list[tuple[Definition, Definition]] = []
    for are_alike in (_have_same_signature, _take_same_types, _are_equally_public, _have_same_name):
        for name in left.keys() & waiting.keys():
            for before, after in _most_alike(left[name], waiting[name], are_alike):
                left[name].remove(before)
                waiting[name].remove(after)
                matched.append((before, after))
    places = {id(definition): place for place, definition in enumerate(new)}
    matched.sort(key=lambda pair: places[id(pair[1])])
    added = [definition for definition in new if any(each is definition for each in waiting[definition.name])]
    return matched, [definition for definitions in left.values() for definition in definitions], added


def _most_alike(
    old: Sequence[Definition], new: Sequence[Definition], are_alike: Callable[[Definition, Definition], bool]
) -> list[tuple[Definition, Definition]]:
    """Pair alike definitions of one name, each at most once, those with the most similar signatures first.

    Of very many, those that come first.
    """
    pairs: Iterable[tuple[Definition, Definition]] = (
        (before, after) for after in new for before in old if are_alike(before, after)
    )
    if 1 < len(old) * len(new) <= _COMPARED:
        pairs = sorted(pairs, key=lambda pair: -ratio(pair[0].signature, pair[1].signature))
    found: list[tuple[Definition, Definition]] = []
    taken: set[int] = set()
    for before, after in pairs:
        if taken.isdisjoint((id(before), id(after))):
            taken.update((id(before), id(after)))
            found.append((before, after))
    return found


def _have_same_signature(old: Definition, new: Definition) -> bool:
    return old.signature == new.signature


def _take_same_types(old: Definition, new: Definition) -> bool:
    return old.parameters is not None and new.parameters is not None and _same_types(_by_types(old), _by_types(new))


def _are_equally_public(old: Definition, new: Definition) -> bool:
    return old.public == new.public


def _have_same_name(old: Definition, new: Definition) -> bool:
    return old.name == new.name


def _renamed(
    old: _Side, new: _Side, removed: list[Definition], added: list[Definition]
) -> Iterator[tuple[Definition, Definition]]:
    """Yield renamed definitions: same kind, same container, nearly the same body."""
    if len(removed) * len(added) > _PAIRS:
        return
    free = list(added)
    for before in removed:
        scored = [
            (score, -abs(before.line - after.line), after)
            for after in free
            if before.kind is after.kind and before.container == after.container and _are_both_called(before, after)
            if (score := _likeness(old, new, before, after)) >= _RENAMED
        ]
        if scored:
            best = max(scored, key=lambda entry: entry[:2])[2]
            free.remove(best)
            yield before, best


def _are_both_called(before: Definition, after: Definition) -> bool:
    """Whether both names are called by others, or both by the language alone, such as `__len__`."""
    return len({d.name.rpartition(".")[2].startswith("__") for d in (before, after)}) == 1


def _beyond_renamed(
    removed: list[Definition], added: list[Definition], renamed: list[tuple[Definition, Definition]]
) -> tuple[list[Definition], list[Definition]]:
    """Drop definitions whose qualified name changed only because their container was renamed."""
    old, new = {definition.name for definition in removed}, {definition.name for definition in added}
    followed = set()
    for before, after in renamed:
        for name in old:
            anew = after.name + name.removeprefix(before.name)
            if name.startswith(f"{before.name}.") and anew in new:
                followed |= {("old", name), ("new", anew)}
    return (
        [definition for definition in removed if ("old", definition.name) not in followed],
        [definition for definition in added if ("new", definition.name) not in followed],
    )


def _likeness(old: _Side, new: _Side, before: Definition, after: Definition) -> float:
    if before.kind in _FLAT or before.start == before.end:
        same = (before.signature.replace(before.name.rpartition(".")[2], "", 1), before.value) == (
            after.signature.replace(after.name.rpartition(".")[2], "", 1),
            after.value,
        )
        value = before.value or ""
        telling = (len(value) >= _TELLING and not value.endswith("()")) or bool(before.parameters)
        return 100.0 if same and telling else 0.0
    first, second = Counter(old.body(before)), Counter(new.body(after))
    names = (before.name.rpartition(".")[2], after.name.rpartition(".")[2])
    if before.container and first.total() < _SHORT and ratio(*names) < _ALIKE:
        return 0.0  # what few lines of a member do, others do as well
    return 100.0 * (first & second).total() / max(first.total(), second.total(), 1)


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


def _told(definitions: list[Definition], own: _Side, other: _Side) -> Iterator[Definition]:
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
    removed: list[Definition], matched: list[tuple[Definition, Definition]], new: _Side
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
    matched: list[tuple[Definition, Definition]], old: _Side, new: _Side, language: CodeLanguage
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


def _differences(before: Definition, after: Definition) -> Iterator[Fact]:
    """Yield the differences between the signatures or values of two versions of a definition."""
    place = Fact(
        FactKind.SIGNATURE_CHANGED, before.signature, after.signature, after.name,
        old_line=before.line, new_line=after.line, public=before.public,
    )  # fmt: skip
    if before.kind is NameKind.ENUM_VALUE:
        # A missing value is either absent or too long to quote.
        if before.value and after.value and not _same_types(before.value, after.value):
            yield replace(place, kind=FactKind.ENUM_VALUE_CHANGED, before=before.value, after=after.value)
        return
    if before.kind in _VALUES and before.value and after.value and not _equal(before.value, after.value):
        yield replace(place, kind=FactKind.VALUE_CHANGED, before=before.value, after=after.value)
    if before.parameters is None or after.parameters is None:
        results = before.result and after.result and not _same_types(before.result, after.result)
        if results or (before.written and after.written and not _same_types(before.written, after.written)):
            yield place
        return
    found = list(_parameter_facts(before.parameters, after.parameters, place))
    yield from found
    if (before.awaited is None) != (after.awaited is None):
        yield place
        return
    is_other = not _same_types(_unnamed(before), _unnamed(after)) and all(fact.kind in _OF_ONE_NAME for fact in found)
    if is_other and (not found or _takes_others(before, after)):
        yield place


def _adds_result(fact: Fact) -> bool:
    """Whether a signature only begins to say what the function returns."""
    before, after = fact.before or "", fact.after or ""
    return fact.kind is FactKind.SIGNATURE_CHANGED and after.startswith(f"{before} -> ")


def _binds_heirs(definition: Definition, side: _Side) -> bool:
    """Whether what a method says of its result binds those who implement it.

    So it does in an interface, a trait or an abstract class; of methods such as `__toString` PHP knows it anyway.
    """
    if definition.name.rpartition(".")[2].startswith("__"):
        return False
    owners = [each for each in side.definitions if each.name == definition.container]
    return any(each.kind is NameKind.INTERFACE or _ABSTRACT.match(side.lines[each.start - 1]) for each in owners)


def _of_places(before: Definition, after: Definition, told: Sequence[Fact]) -> Iterator[Fact]:
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
        "".join(f"({_without_name(p).partition('=')[0]})" for p in d.parameters or ()) + f" {d.result}"
        for d in (before, after)
    )
    return len(before.parameters or ()) == len(after.parameters or ()) and not _same_types(old, new)


def _by_types(definition: Definition) -> str:
    """The signature without the names of parameters that callers pass by position."""
    listed = (_without_name(p) if p.by_position else p.text for p in definition.parameters or ())
    types = f"({', '.join(listed)}) {definition.result} {definition.throws}"
    return definition.name.rpartition(".")[2] + _without_self(definition, types)


def _unnamed(definition: Definition) -> str:
    signature = definition.signature.removeprefix(definition.awaited or "")
    return _without_self(definition, signature.removeprefix(definition.name.rpartition(".")[2]))


def _without_self(definition: Definition, types: str) -> str:
    """Types with the name of the class or type that has the definition for `Self`."""
    owner = definition.name.rpartition(".")[0].rpartition(".")[2]
    return _SELF.sub(owner, types) if owner else types


def _equal(before: str | None, after: str | None) -> bool:
    """Whether two pieces of code are the same apart from their quotation marks, spaces and marks of octal numbers."""
    old, new = (_OCTAL.sub("0", (text or "").replace("'", '"')) for text in (before, after))
    return old == new or ('"' not in old + new and "".join(old.split()) == "".join(new.split()))


def _same_types(before: str, after: str) -> bool:
    """Whether two signatures are the same to a caller.

    Neither `final`, an elided lifetime nor a macro before a C++ result matters to callers, and a path such as
    `io::Error` may be written in full; but a bare name and one with a path may be different types.
    """
    old, new = (_TYPE_OR_SIGN.findall(_spelled_alike(text)) for text in (before, after))
    return len(old) == len(new) and all(a == b or _is_same_path(a, b) for a, b in zip(old, new, strict=True))


def _spelled_alike(types: str) -> str:
    for pattern, instead in _SPELLINGS:
        types = pattern.sub(instead, types)
    return types.replace("'", '"')


def _is_same_path(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    return "::" in shorter and longer.endswith(f"::{shorter}")


def _signatures(before: Definition, after: Definition) -> Iterator[Fact]:
    if before.parameters is None or _same_types(_by_types(before), _by_types(after)):
        return
    place = Fact(
        FactKind.SIGNATURE_CHANGED, before.signature, after.signature, after.name,
        old_line=before.line, new_line=after.line, public=before.public,
    )  # fmt: skip
    taken, more = (after.parameters or ())[: len(before.parameters)], (after.parameters or ())[len(before.parameters) :]
    are_optional = more and not any(parameter.required for parameter in more)
    if are_optional and _same_types(_by_types(before), _by_types(replace(after, parameters=taken))):
        for parameter in more:
            yield replace(place, kind=FactKind.PARAMETER_ADDED, before=None, after=parameter.text, where="optional")
    else:
        yield place


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
        elif parameter.default and earlier.default and not _equal(parameter.default, earlier.default):
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
    return _without_name(old) == _without_name(new)


def _without_name(parameter: Parameter) -> str:
    """The text of a parameter without its name, which may be part of that of its type as well."""
    if not _WORD.fullmatch(parameter.name):
        return parameter.text.replace(parameter.name, "", 1)
    return re.sub(
        rf"(?<![\w$]){re.escape(parameter.name)}(?!\w)|\${re.escape(parameter.name)}\b", "", parameter.text, count=1
    )


def _edited(old: _Side, new: _Side, matched: list[tuple[Definition, Definition]], told: set[str]) -> Iterator[Fact]:
    """Yield the innermost definitions around changed lines about which nothing else is reported."""
    before = {id(definition) for definition in _innermost(old)}
    after = {id(definition) for definition in _innermost(new)}
    for first, second in matched:
        if (id(first) in before or id(second) in after) and second.name not in told:
            yield Fact(
                FactKind.NAME_EDITED, second.name, second.name, second.kind.value,
                old_line=first.line, new_line=second.line, public=first.public,
            )  # fmt: skip


def _innermost(side: _Side) -> Iterator[Definition]:
    """Yield the innermost definitions around changed lines, in one pass over definitions and lines."""
    definitions = sorted((d for d in side.definitions if d.kind not in _FLAT), key=lambda d: (d.start, -d.end))
    open_: list[Definition] = []
    position = 0
    seen: set[int] = set()
    for line in sorted(side.changed):
        while position < len(definitions) and definitions[position].start <= line:
            open_.append(definitions[position])
            position += 1
        while open_ and open_[-1].end < line:
            open_.pop()
        around = next((d for d in reversed(open_) if d.end >= line), None)
        if around and id(around) not in seen:
            seen.add(id(around))
            yield around

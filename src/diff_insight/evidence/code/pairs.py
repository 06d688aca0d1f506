"""Pairs the definitions of two sides of a source file: those of one name, and those that are called otherwise now."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from rapidfuzz.fuzz import ratio

from diff_insight.evidence.code.code_side import FLAT, CodeSide
from diff_insight.evidence.code.definition import Definition
from diff_insight.evidence.code.signature_types import by_types, same_types

_RENAMED = 75.0  # lines two bodies share, in percent of the longer one, at or above which one is a rename of the other
_ALIKE = 60.0  # minimum name similarity, in percent, at which a body of few lines tells a rename
_SHORT = 4  # minimum lines of a body by which a member is recognised under a name that is not alike
_TELLING = 6  # minimum characters of a value by which a constant is recognised under another name
_PAIRS = 400  # maximum number of name pairs compared
_COMPARED = 10_000  # maximum number of pairs of overloads of one name whose likeness is compared


def matched_pairs(
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


def renamed_pairs(
    old: CodeSide, new: CodeSide, removed: list[Definition], added: list[Definition]
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


def without_followers(
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
    return old.parameters is not None and new.parameters is not None and same_types(by_types(old), by_types(new))


def _are_equally_public(old: Definition, new: Definition) -> bool:
    return old.public == new.public


def _have_same_name(old: Definition, new: Definition) -> bool:
    return old.name == new.name


def _are_both_called(before: Definition, after: Definition) -> bool:
    """Whether both names are called by others, or both by the language alone, such as `__len__`."""
    return len({d.name.rpartition(".")[2].startswith("__") for d in (before, after)}) == 1


def _likeness(old: CodeSide, new: CodeSide, before: Definition, after: Definition) -> float:
    if before.kind in FLAT or before.start == before.end:
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

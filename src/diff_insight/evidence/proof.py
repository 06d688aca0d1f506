"""Checks every fact against the two sides it describes: if a quote is not where the fact says, the fact is dropped."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from packaging.utils import canonicalize_name

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import KINDS, FactKind, Proof
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.markdown.blocks import cells, without_links

_WINDOW = 400  # lines searched for a multi-line value, starting at the named line
_METHOD = 5  # lines searched for the method of a route
_ABOVE = 3  # lines above a name that may hold the result type
_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"\w+")
_BEHIND_NAME = re.compile(r"\(| -> ")
_QUOTATION = frozenset("\"'`")
_LAST_KEY = re.compile(r'\["([^"]*)"\]$|(?:^|[.\]])([^.\[\]]+)$')
_PACKAGE = re.compile(r"[\s;\[]")  # what may follow a package name
_TABLE = re.compile(r"^\s*\[[^\]]|[\[{]\s*$")  # a table header, or an opening list or mapping


@dataclass(frozen=True, slots=True)
class Proved:
    """The facts that were proved, and how many others were dropped."""

    facts: tuple[Fact, ...]
    unproved: int


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive lines of one side of a file; `first` is the number of the first line, counted from 1."""

    first: int
    lines: Sequence[str]


class Side:
    """The known lines of one side of a file.

    Args:
        runs: the known lines; need not be sorted.
    """

    def __init__(self, runs: Iterable[Run]) -> None:
        self._runs = sorted(runs, key=lambda run: run.first)
        self._firsts = [run.first for run in self._runs]

    def at(self, number: int | None) -> str | None:
        """The line with a number; None if it is not known."""
        run = self._runs[place] if number and (place := bisect_right(self._firsts, number) - 1) >= 0 else None
        position = (number or 0) - run.first if run else 0
        return run.lines[position] if run and position < len(run.lines) else None

    def from_(self, number: int) -> Iterator[str]:
        """The known lines from `number` on, within the search window."""
        return (line for each in range(number, number + _WINDOW) if (line := self.at(each)) is not None)


def proved(facts: Iterable[Fact], sides: Sides) -> Proved:
    """The facts of a file that its full texts prove, or the lines of its diff if the texts are unknown."""
    old, new = side_of(sides.file, sides.old, is_old=True), side_of(sides.file, sides.new, is_old=False)
    return _sorted_out(facts, lambda fact: holds(fact, sides.file, old, new))


def proved_across(facts: Iterable[Fact], file: FileChange, shown: Mapping[str, tuple[Side, Side]]) -> Proved:
    """The same for facts with one side in another file.

    Args:
        facts: the facts of the file; those for which `speaks_of_two` is false are kept unchecked.
        file: the change.
        shown: for each path that such facts name, the lines that the diff shows, before and after.
    """

    def is_true(fact: Fact) -> bool:
        if not speaks_of_two(fact):
            return True
        old, new = (shown.get(path) for path in ends(fact, file))
        return old is not None and new is not None and holds(fact, file, old[0], new[1])

    return _sorted_out(facts, is_true)


def speaks_of_two(fact: Fact) -> bool:
    """Whether a fact is about moved lines, possibly between two files."""
    return bool(fact.old_path or fact.new_path) or fact.kind is FactKind.BLOCK_MOVED


def ends(fact: Fact, file: FileChange) -> tuple[str, str]:
    """The paths of the old and the new side of a file's fact."""
    here = (file.old_path if file.status is Status.RENAMED else None) or file.path
    return fact.old_path or here, fact.new_path or file.path


def side_of(file: FileChange, whole: str | None, *, is_old: bool) -> Side:
    """One side of a file: its full text if known, otherwise what the diff shows of it."""
    if whole is not None:
        return Side([Run(1, whole.split("\n"))])
    other = "+" if is_old else "-"
    return Side(
        Run(hunk.old_start if is_old else hunk.new_start, [line.text for line in hunk.lines if line.kind != other])
        for hunk in file.hunks
    )


def holds(fact: Fact, file: FileChange, old: Side, new: Side) -> bool:
    """Whether the quotes of a fact are present on the lines it names, on both sides."""
    if fact.kind in _OF_ENTRIES:
        return _OF_ENTRIES[fact.kind](fact, file)
    check = _CHECKS[KINDS[fact.kind].proof]
    return _stands(check, fact, fact.before, fact.old_line, fact.old_span, old) and _stands(
        check, fact, fact.after, fact.new_line, fact.new_span, new
    )


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quote from one side: its text, the line it names and that line's number, the fact and the side."""

    text: str
    line: str
    number: int
    fact: Fact
    side: Side

    def below(self) -> Iterator[str]:
        """The named line and those that follow it."""
        return self.side.from_(self.number)


_Check = Callable[[_Quote], bool]


def _stands(
    check: _Check, fact: Fact, text: str | None, line: int | None, span: tuple[int, int] | None, side: Side
) -> bool:
    if text is None:
        return True
    there = side.at(line)
    if line is None or there is None:
        return False
    if span is not None:
        return there[slice(*span)] == text
    return check(_Quote(text, there, line, fact, side))


def _sorted_out(facts: Iterable[Fact], is_true: Callable[[Fact], bool]) -> Proved:
    told, unproved = [], 0
    for fact in facts:
        if is_true(fact):
            told.append(fact)
        else:
            unproved += 1
    return Proved(tuple(told), unproved)


def _is_line(quote: _Quote) -> bool:
    return quote.line.strip() == quote.text


def _is_in_line(quote: _Quote) -> bool:
    return quote.text in quote.line


def _is_heading(quote: _Quote) -> bool:
    return quote.text in without_links(quote.line)


def _is_head_of_table(quote: _Quote) -> bool:
    return ", ".join(cell for cell in cells(quote.line) if cell).startswith(quote.text)


def _is_cell(quote: _Quote) -> bool:
    return quote.text in cells(quote.line)


def _are_cells(quote: _Quote) -> bool:
    row = cells(quote.line)
    return all(cell in row for cell in quote.text.split(" | ") if cell)


def _is_defined(quote: _Quote) -> bool:
    """Whether a name, without its containers and the parameters that distinguish overloads, is a word on the line."""
    name = _own_name(quote.text)
    return name in quote.line and all(_stands_in(word, quote.line) for word in _WORD.findall(name))


def _is_offered(quote: _Quote) -> bool:
    """Whether what users write stands on the line, where code may write its hyphens as underscores.

    The method of a route may be in capital letters there or not, and on a line below; or it is the key on the line, and
    the path a key above.
    """
    *method, name = quote.text.split(" ")
    if method and name not in quote.line and method[0].lower() in quote.line.lower():
        above = range(quote.number - 1, max(quote.number - _WINDOW, 0), -1)
        return any(name in line for number in above if (line := quote.side.at(number)) is not None)
    is_named = _spelled(name.lstrip("-")) in _spelled(quote.line)
    below = "\n".join(islice(quote.below(), _METHOD)).lower()
    return is_named and all(word.lower() in below for word in method)


def _is_member(quote: _Quote) -> bool:
    """Whether the last part of a field's name, or its argument, stands on the line."""
    return _stands_in(re.split(r"[.(]", quote.text.rstrip(")"))[-1], quote.line)


def _spelled(text: str) -> str:
    return text.replace("_", "-")


def _stands_in(text: str, line: str) -> bool:
    """Whether a line contains a text that is not part of a longer word there."""
    return text in line and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", line) is not None


def _own_name(text: str) -> str:
    """A name without its containers, parameters, template arguments and result."""
    name = _BEHIND_NAME.split(_without_templates(text), maxsplit=1)[0] or text
    return re.split(r"\.(?=[^.]+$)", name)[-1] if not name.endswith(".") else name


def _without_templates(text: str) -> str:
    """A name without the text in angle brackets; operators such as `operator<` and arrows are kept."""
    if "<" not in text:
        return text
    kept, depth = "", 0
    for position, character in enumerate(text):
        before = text[max(position - 9, 0) : position]
        is_sign = character in "<>" and (before.endswith("-") or re.search(r"operator[<>]?$", before) is not None)
        if character == "<" and not is_sign:
            depth += 1
        elif character == ">" and depth and not is_sign:
            depth -= 1
        elif not depth:
            kept += character
    return kept


def _is_of_definition(quote: _Quote) -> bool:
    """Whether a signature, parameter or value occurs in the definition whose name is on the line.

    In some languages the result type precedes the name, possibly on a line of its own, and in Go the type that several
    parameters share follows the last of them.
    """
    head, *results = quote.text.split(" -> ")
    above = max(quote.number - _ABOVE, 1)
    parts = head.split(", ") if quote.fact.kind is FactKind.SIGNATURE_CHANGED else [head]
    is_written = _in_order(head, quote.below()) or all(_in_order(part, quote.below()) for part in parts)
    return is_written and all(_in_order(result, quote.side.from_(above)) for result in results)


def _is_under_key(quote: _Quote) -> bool:
    """Whether the last key of the path is on the line, and the value on it or below."""
    match = _LAST_KEY.search(quote.fact.subject or "")
    key = (match[1] or match[2]) if match else ""
    return key in quote.line and _in_order(quote.text, quote.below())


def _is_item(quote: _Quote) -> bool:
    return _in_order(quote.text, quote.below())


def _is_of_package(quote: _Quote) -> bool:
    """Whether the package is named on the line or in the table header above it, and its versions on it or below.

    After the package name, a subject may hold a condition or group that distinguishes it from others of that name.
    """
    numbers = range(quote.number - 1, max(quote.number - _WINDOW, 0), -1)
    above = (line for number in numbers if (line := quote.side.at(number)) is not None)
    opening = next((line for line in above if _TABLE.search(line)), "")
    name = canonicalize_name(_PACKAGE.split(quote.fact.subject or "", maxsplit=1)[0])
    is_named = any(name in canonicalize_name(place) for place in (quote.line, opening))
    return is_named and _in_order(quote.text, quote.below())


def _in_order(text: str, lines: Iterable[str]) -> bool:
    """Whether the words and signs of a text occur in the lines in the same order, whatever is between them.

    Facts assemble signatures and nested values from the source, so their white space, line breaks, comments, quotation
    marks and separators differ from it.
    """
    lines = iter(lines)
    first = next(lines, "")
    if _stands_in(text, first):  # fast path: one line may be a whole file, with thousands of facts
        return True
    wanted = [token for token in _TOKEN.findall(text) if token not in _QUOTATION and token not in _JOINING]
    if text.endswith("…"):
        wanted = wanted[:-2]  # the ellipsis, and the word before it, which may be cut
    if not wanted:
        return True
    position = 0
    for token in chain.from_iterable(_TOKEN.findall(line) for line in chain((first,), lines)):
        if token == wanted[position]:
            position += 1
            if position == len(wanted):
                return True
    return False


_JOINING = frozenset("{}[]():,;=>-")

_CHECKS: dict[Proof, _Check] = {
    Proof.NAME: _is_defined,
    Proof.OFFERED: _is_offered,
    Proof.MEMBER: _is_member,
    Proof.DEFINITION: _is_of_definition,
    Proof.PACKAGE: _is_of_package,
    Proof.KEY: _is_under_key,
    Proof.ITEM: _is_item,
    Proof.HEADING: _is_heading,
    Proof.TABLE: _is_head_of_table,
    Proof.CELL: _is_cell,
    Proof.CELLS: _are_cells,
    Proof.LINE: _is_line,
    Proof.PART_OF_LINE: _is_in_line,
}


def _is_renamed(fact: Fact, file: FileChange) -> bool:
    return (fact.before, fact.after) == (file.old_path, file.path)


def _has_modes(fact: Fact, file: FileChange) -> bool:
    return (fact.before, fact.after) == (file.old_mode, file.new_mode)


def _is_binary(fact: Fact, file: FileChange) -> bool:
    return file.binary and {fact.before, fact.after} <= {file.path, None}


_OF_ENTRIES: dict[FactKind, Callable[[Fact, FileChange], bool]] = {
    FactKind.FILE_RENAMED: _is_renamed,
    FactKind.MODE_CHANGED: _has_modes,
    FactKind.BINARY_ADDED: _is_binary,
    FactKind.BINARY_REPLACED: _is_binary,
    FactKind.BINARY_REMOVED: _is_binary,
}

"""Reads definitions from fragments of a file if only a diff is known: each from the line that begins it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import dedent

from diff_insight.changes.changeset import Line
from diff_insight.evidence.code.c import STATIC
from diff_insight.evidence.code.definition import Definition, NameKind
from diff_insight.evidence.code.language import CONTAINER, CodeLanguage
from diff_insight.evidence.code.python_exports import LIST

_LONGEST = 60  # maximum number of lines parsed per definition: its signature and part of its body
_LIST_LINES = 400  # maximum number of lines read of an `__all__`
_NO_NAMES = frozenset(
    "if for while switch catch return else do function with foreach using lock sizeof new await throw case".split()  # noqa: SIM905
)
_EXPORTED_APART = re.compile(r"\bexport\s*\{[^}]*|\bexport\s+default\b.*|\bexports\b.*", re.MULTILINE)
MARKS = frozenset({"export", "public", "protected", "pub", STATIC})
"""Keywords on a definition's own line that show whether other code can use it."""
_MARK = re.compile(r"\s*(?:(export|pub)\s|.*?\b(public|protected)\b)")
_ANONYMOUS = re.compile(r"\bnew\s+[\w.]+(?:<[^()]*>)?\([^()]*\)\s*\{\s*$")
_LIST = re.compile(rf"{LIST}\s*(?::[^=]*)?(\+?=|\.)")


def fragment_definitions(
    language: CodeLanguage, fragments: Sequence[Sequence[Line]], *, old: bool
) -> Iterator[Definition]:
    """Yield the definitions that begin on one side's lines in the hunks of a diff, changed or not.

    Containers are unknown, so names are unqualified. A definition is public only if its own line says so, or, in
    languages without such a keyword, if it stands at the left margin or takes `self`, or is in an export list that is
    shown in full.

    Args:
        language: the language of the file.
        fragments: for each hunk, all lines of the side, in order.
        old: whether this is the old side.
    """
    found = [
        (definition, lines[position].text)
        for lines in fragments
        for definition, position in _definitions(language, lines, old=old)
    ]
    listed = list(_listed(language, fragments, old=old)) if language.lists_exports else []
    if not listed:
        exported = _exported_apart(fragments) if language.exports_apart else ""
        for definition, _ in found:
            apart = exported and re.search(rf"\b{re.escape(definition.name)}\b", exported)
            yield replace(definition, decided_by=CONTAINER) if apart else definition
        return
    names = {definition.name for definition in listed}
    own = {definition.name for definition, text in found if not text[:1].isspace()}
    for definition, text in found:
        if text[:1].isspace():
            yield definition
        else:
            public = definition.public and definition.name in names
            yield replace(definition, public=public, decided_by=LIST)
    yield from (definition for definition in listed if definition.name not in own)


def _listed(language: CodeLanguage, fragments: Sequence[Sequence[Line]], *, old: bool) -> Iterator[Definition]:
    """Yield the names of an `__all__` that is shown in full; none if it is not."""
    found: list[Definition] = []
    is_begun = False
    for lines in fragments:
        for start, line in enumerate(lines):
            match = _LIST.match(line.text)
            if match is None:
                continue
            is_begun = is_begun or match[1] == "="
            text = _statement([line.text for line in lines[start : start + _LIST_LINES]])
            first = (line.old if old else line.new) or 0
            read = language.definitions(text)
            if not text or any(definition.name == "*" for definition in read):
                return
            for definition in read:
                if definition.kind is NameKind.EXPORT:
                    at = first + definition.line - 1
                    found.append(replace(definition, line=at, start=at, end=at))
    if is_begun:
        yield from found


def _statement(lines: Sequence[str]) -> str:
    """The lines up to the one that closes the brackets opened on the first; '' if none does."""
    open_ = 0
    for number, line in enumerate(lines):
        open_ += sum(map(line.count, "([{")) - sum(map(line.count, ")]}"))
        if open_ <= 0:
            return "\n".join(lines[: number + 1])
    return ""


def _exported_apart(fragments: Sequence[Sequence[Line]]) -> str:
    """The text of the visible statements that export names apart from their definitions."""
    text = "\n".join(line.text for lines in fragments for line in lines)
    return "\n".join(_EXPORTED_APART.findall(text))


def _definitions(language: CodeLanguage, lines: Sequence[Line], *, old: bool) -> Iterator[tuple[Definition, int]]:
    """Yield the definitions that begin on the lines of one hunk, each with the position of its line."""
    begins = language.begins
    starts = [(position, _name(match)) for position, line in enumerate(lines) if (match := begins.match(line.text))]
    starts = [
        (position, name)
        for position, name in starts
        if name and name not in _NO_NAMES and not _is_of_anonymous(lines, position)
    ]
    for number, (start, name) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        first = (lines[start].old if old else lines[start].new) or 0
        text = "\n".join(line.text for line in lines[start : min(end, start + _LONGEST)])
        parsed = _parsed(language, text, name)
        if parsed is None:
            unknown = Definition(
                NameKind.NAME, name, public=False, line=first, start=first, end=first, decided_by=CONTAINER
            )
            yield unknown, start
            continue
        indented = lines[start].text[:1].isspace()
        definition = replace(
            parsed,
            name=parsed.name.rpartition(".")[2],
            public=parsed.public and language.is_proved(text, indented),
            line=first,
            start=first,
            end=first + parsed.end - parsed.start,
            decided_by=_decided_by(language, text, parsed, indented=indented),
        )
        yield definition, start


def _is_of_anonymous(lines: Sequence[Line], position: int) -> bool:
    """Whether the line above that is indented less opens an anonymous class, whose members nobody calls by name."""
    text = lines[position].text
    indent = len(text) - len(text.lstrip())
    around = (
        line.text
        for line in reversed(lines[max(position - _LONGEST, 0) : position])
        if line.text.strip() and len(line.text) - len(line.text.lstrip()) < indent
    )
    return _ANONYMOUS.search(next(around, "")) is not None


def _decided_by(language: CodeLanguage, text: str, parsed: Definition, *, indented: bool) -> str:
    """The keyword that makes a definition public or hides it; '' if it has none, though the language requires one."""
    if parsed.decided_by == STATIC:
        return STATIC
    mark = _MARK.match(text.partition("\n")[0])
    if mark and language.says_public:
        return mark[1] or mark[2]
    return language.without_word(text, indented)


def _name(match: re.Match[str]) -> str:
    return next((group for group in match.groups() if group), "").rpartition("::")[2]


def _parsed(language: CodeLanguage, text: str, name: str) -> Definition | None:
    # A hunk may end inside the body.
    text += "\n" + "}" * (text.count("{") - text.count("}"))
    sources = [dedent(text)]
    if language.methods_need_class:
        sources.append(f"class _ {{ {text}\n}}")
    for source in sources:
        for definition in language.definitions(source):
            if definition.name.rpartition(".")[2] == name:
                return definition
    return None

"""Reads definitions off a part of a file, where only a diff is known: each from the line that begins it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from textwrap import dedent

from diff_insight.changes.changeset import Line
from diff_insight.evidence.code.definition import Definition, NameKind
from diff_insight.evidence.code.languages import CodeLanguage

_LONGEST = 60  # lines of a definition that are parsed: its signature and some of its body
_NO_NAMES = frozenset(
    "if for while switch catch return else do function with foreach using lock sizeof new await throw case".split()  # noqa: SIM905
)
_JAVA_LIKE = re.compile(
    r"^\s*(?:[\w@]+\s+)*(?:class|interface|enum|record|struct|delegate)\s+(\w+)"
    r"|^\s*(?:(?:public|private|protected|internal|static|final|abstract|override|virtual|async|sealed|synchronized|default)"
    r"\s+)+[\w<>\[\],.? ]*?(\w+)\s*(?:\(|=|;|\{)"
)
_SCRIPT = re.compile(
    r"^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?"
    r"(?:function\*?|class|interface|enum|namespace|type)\s+(\w+)"
    r"|^\s*export\s+(?:const|let|var)\s+(\w+)|^(?:const|let|var)\s+(\w+)\s*=\s*(?:async\s*)?(?:\(|function)"
    r"|^\s+(?:(?:public|private|protected|static|async|get|set|readonly|abstract)\s+)*([\w#$]+)\s*\([^()]*\)[^;=]*\{\s*$"
)
_C_LIKE = re.compile(
    r"^\s*(?:typedef\s+)?(?:class|struct|union|enum(?:\s+class)?)\s+(\w+)\s*[:{]|^#\s*define\s+(\w+)"
    r"|^(?!\s|return\b|else\b|typedef\b)[\w:<>,*&\s]*?([\w:~]+)\s*\([^;]*$|^[\w:<>,*&\s]+?[\s*&]([\w:]+)\s*\([^;{]*\)[^{]*;"
)
_PATTERNS = {
    "Python": re.compile(r"^\s*(?:async\s+)?(?:def|class)\s+(\w+)"),
    "JavaScript": _SCRIPT,
    "TypeScript": _SCRIPT,
    "TSX": _SCRIPT,
    "Go": re.compile(r"^func\s+(?:\([^)]*\)\s*)?(\w+)|^type\s+(\w+)"),
    "Rust": re.compile(
        r"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:default\s+|async\s+|unsafe\s+|const\s+|extern\s+\"C\"\s+)*"
        r"(?:fn|struct|enum|trait|mod|union|type|const|static)\s+(\w+)|^\s*macro_rules!\s+(\w+)"
    ),
    "Java": _JAVA_LIKE,
    "C#": _JAVA_LIKE,
    "C": _C_LIKE,
    "C++": _C_LIKE,
    "Ruby": re.compile(r"^\s*(?:def|class|module)\s+([\w.:?!]+)"),
    "shell": re.compile(r"^\s*(?:function\s+)?([\w-]+)\s*\(\)"),
}
_OF_OBJECT = re.compile(r"\A[^(]*\(\s*(?:self|cls)\b")
_WRAPPERS = {"JavaScript", "TypeScript", "TSX", "Java", "C#"}  # whose methods stand inside of a class only


def fragment_definitions(language: CodeLanguage, lines: list[Line], *, old: bool) -> Iterator[Definition]:
    """The definitions that begin on some lines of one side of a hunk, changed or not.

    Their containers are not known, so names stand alone; public is only what a definition's own line says is, or, in
    languages without such a word, what stands at the left margin or takes `self`.

    Args:
        language: the file's.
        lines: all lines of the side, in order.
        old: whether it is the old side.
    """
    pattern = _PATTERNS[language.name]
    starts = [(position, _name(match)) for position, line in enumerate(lines) if (match := pattern.match(line.text))]
    starts = [(position, name) for position, name in starts if name and name not in _NO_NAMES]
    for number, (start, name) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        first = (lines[start].old if old else lines[start].new) or 0
        text = "\n".join(line.text for line in lines[start : min(end, start + _LONGEST)])
        parsed = _parsed(language, text, name)
        if parsed is None:
            yield Definition(NameKind.NAME, name, public=False, line=first, start=first, end=first)
            continue
        indented = lines[start].text[:1].isspace()
        yield replace(
            parsed,
            name=parsed.name.rpartition(".")[2],
            public=parsed.public and _is_proved(language, text, indented=indented),
            line=first,
            start=first,
            end=first + parsed.end - parsed.start,
        )


def _name(match: re.Match[str]) -> str:
    return next((group for group in match.groups() if group), "").rpartition("::")[2]


def _parsed(language: CodeLanguage, text: str, name: str) -> Definition | None:
    # A hunk may end inside of the body.
    text += "\n" + "}" * (text.count("{") - text.count("}"))
    sources = [dedent(text)]
    if language.name in _WRAPPERS:
        sources.append(f"class _ {{ {text}\n}}")
    for source in sources:
        for definition in language.definitions(source):
            if definition.name.rpartition(".")[2] == name:
                return definition
    return None


def _is_proved(language: CodeLanguage, text: str, *, indented: bool) -> bool:
    if language.says_public:
        return not indented or language.name not in ("JavaScript", "TypeScript", "TSX")
    if language.name == "Python" and indented:
        return _OF_OBJECT.search(text) is not None
    return not indented and language.name not in ("Ruby", "shell")

"""Reads marked-up words of an author as a sentence of a report: plain text with code spans."""

import re
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from diff_insight.sentences.code_spans import code

SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bcf\.)\s+(?=[A-Z`\"“(])")
"""The gap between two sentences of what `plain_text` gives."""

_RST = frozenset({".rst", ".rest"})
_ROLE = re.compile(r":([A-Za-z][\w:.+-]*):`")
_MYST_ROLE = re.compile(r"\{(?P<role>[A-Za-z][\w:.+-]*)\}`(?P<text>[^`\n]+)`")
_ISSUE_ROLES = frozenset({"issue", "pr", "pull", "gh", "bug", "ticket", "bpo", "ghpull", "ghissue"})
_IS_REFERENCE = "reference-number"
_ADVISORY_ROLES = frozenset({"cve", "ghsa"})
_PROPOSALS = frozenset({"pep", "rfc"})
_OF_PYTHON = frozenset({"attr", "class", "data", "exc", "func", "meth", "mod", "obj", "paramref"})
# Stars as in `*/*`, which emphasise nothing; those in code stand for themselves.
_STARS = re.compile(r"(?P<code>`+[^`\n]*`+)|(?<![*\w])\*(?=/)|(?<=/)\*(?![*\w])")
_LONGEST = 2000  # maximum characters that are read
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def plain_text(text: str, path: str) -> str:
    """A piece of a document in one line: links by their words, literals as code spans, without emphasis.

    Args:
        text: the piece, without the mark of a list item.
        path: the document's, whose suffix tells the markup; all but reStructuredText is read as Markdown.
    """
    text = text[:_LONGEST]
    plain = _of_rst(text) if PurePosixPath(path).suffix.lower() in _RST else _of_markdown(text)
    return " ".join(plain.split())


def _of_markdown(text: str) -> str:
    parts: list[str] = []
    for token in _MARKDOWN.parse(_MYST_ROLE.sub(_of_role, _STARS.sub(_escaped, text))):
        if token.type == "inline":
            parts += [_inline(child) for child in token.children or ()]
            parts.append(" ")
        elif token.type in ("fence", "code_block"):
            break  # an example under the words
    return "".join(parts)


def _escaped(match: re.Match[str]) -> str:
    return match[0] if match["code"] else f"\\{match[0]}"


def _of_role(match: re.Match[str]) -> str:
    """A role of MyST as in `_reference`."""
    shown = _shown(match["role"], match["text"])
    return _reference(match["role"], shown) or code(shown.lstrip("~!"))


def _shown(role: str, text: str) -> str:
    """What readers see of a role's text: without the target in angle brackets, and the dot of a name in any module."""
    shown = text.rpartition("<")[0].strip() or text if text.endswith(">") else text
    return shown.removeprefix(".") if role.rpartition(":")[2] in _OF_PYTHON else shown


def _reference(role: str, text: str) -> str:
    """The numbers, the advisory or the proposal that a role refers to; '' for other roles, whose text is a literal."""
    name = role.rpartition(":")[2].lower()
    if name in _ISSUE_ROLES:
        return ", ".join(f"#{number.strip()}" for number in text.split(","))
    if name in _ADVISORY_ROLES:
        return text if text.upper().startswith(name.upper()) else f"{name.upper()}-{text}"
    return f"{name.upper()} {text.partition('#')[0]}" if name in _PROPOSALS else ""


def _inline(token: Token) -> str:
    match token.type:
        case "text" | "text_special":
            return token.content
        case "code_inline":
            return code(token.content)
        case "softbreak" | "hardbreak":
            return " "
        case "image":
            return token.content
    return ""


def _of_rst(text: str) -> str:
    # Imported here because few changes have reStructuredText.
    from docutils import nodes
    from docutils.parsers.rst import Parser
    from docutils.utils import new_document

    for name in set(_ROLE.findall(text)):
        _know_role(name)
    document = new_document("", _settings())
    Parser().parse(text, document)
    parts: list[str] = []

    def read(node: nodes.Node) -> None:
        if isinstance(node, nodes.literal_block | nodes.system_message | nodes.comment):
            return
        if isinstance(node, nodes.literal | nodes.title_reference | nodes.problematic):
            named = node.astext().strip("`").lstrip("~!")
            named = named.strip("_`") if isinstance(node, nodes.problematic) else named
            parts.append(named if _IS_REFERENCE in node.get("classes", ()) else code(named))
        elif isinstance(node, nodes.Text):
            parts.append(node.astext())
        else:
            for child in node.children:
                read(child)
            if isinstance(node, nodes.paragraph | nodes.term | nodes.title):
                parts.append(" ")

    read(document)
    return "".join(parts)


@cache
def _settings() -> Any:
    """The settings of docutils: it reads no file, and says nothing of what it cannot read."""
    from docutils.frontend import get_default_settings
    from docutils.parsers.rst import Parser

    settings = get_default_settings(Parser)
    settings.file_insertion_enabled = False
    settings.raw_enabled = False
    settings.halt_level = settings.report_level = 5
    settings.warning_stream = False
    return settings


@cache
def _know_role(name: str) -> None:
    """Teach docutils a role of Sphinx or of the project, as in `_reference`."""
    from docutils import nodes
    from docutils.parsers.rst import roles

    def role(
        _role: str, _raw: str, text: str, _line: int, _inliner: object, _options: object = None, _content: object = None
    ) -> tuple[list[nodes.Node], list[nodes.Node]]:
        shown = _shown(name, text)
        reference = _reference(name, shown)
        return [nodes.literal("", reference or shown, classes=[_IS_REFERENCE] if reference else [])], []

    roles.register_local_role(name, role)  # type: ignore[arg-type] # the stubs know only links

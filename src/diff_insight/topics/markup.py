"""Reads marked-up words of an author as a sentence of a report: plain text with code spans."""

import re
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from diff_insight.sentences.code_spans import code

_RST = frozenset({".rst", ".rest"})
_ROLE = re.compile(r":([A-Za-z][\w:.+-]*):`")
_MYST_ROLE = re.compile(r"\{(?P<role>[A-Za-z][\w:.+-]*)\}`(?P<text>[^`\n]+)`")
_ISSUE_ROLES = frozenset({"issue", "pr", "pull", "gh", "bug", "ticket", "bpo", "cve", "ghpull", "ghissue"})
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
    for token in _MARKDOWN.parse(_MYST_ROLE.sub(_of_role, text)):
        if token.type == "inline":
            parts += [_inline(child) for child in token.children or ()]
            parts.append(" ")
        elif token.type in ("fence", "code_block"):
            break  # an example under the words
    return "".join(parts)


def _of_role(match: re.Match[str]) -> str:
    """A role of MyST: a number is a reference, everything else a literal."""
    if _is_number(match["role"]):
        return ", ".join(f"#{number.strip()}" for number in match["text"].split(","))
    return code(match["text"].lstrip("~!"))


def _is_number(role: str) -> bool:
    return role.rpartition(":")[2].lower() in _ISSUE_ROLES


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
            named = node.astext().strip("`_~!")
            parts.append(f"#{named}" if "reference-number" in node.get("classes", ()) else code(named))
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
    """Teach docutils a role of Sphinx or of the project: a number is a reference, everything else a literal."""
    from docutils import nodes
    from docutils.parsers.rst import roles

    is_number = _is_number(name)

    def role(
        _role: str, _raw: str, text: str, _line: int, _inliner: object, _options: object = None, _content: object = None
    ) -> tuple[list[nodes.Node], list[nodes.Node]]:
        shown = text.rpartition("<")[0].strip() or text if text.endswith(">") else text
        return [nodes.literal(shown, shown, classes=["reference-number"] if is_number else [])], []

    roles.register_local_role(name, role)  # type: ignore[arg-type] # the stubs know only links

"""Compares signatures: whether the new one takes all that the old one took, and whether parameters change places."""

import ast
import re
from collections.abc import Iterator
from warnings import catch_warnings, simplefilter

from diff_insight.evidence.code.language import CodeLanguage

_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*")
_PARTS = re.compile(r"[<({&]|=>")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
# A type of PHP that names null, of a parameter that is null by default.
_NULLABLE = re.compile(r"\?(?P<type>[\w\\]+)(?P<rest>\s+&?\$\w+\s*=\s*null\b)", re.IGNORECASE)
_ASYNC = "async "
_OPENS, _CLOSES = "([{<", ")]}>"


def takes_all(language: CodeLanguage, before: str, after: str) -> bool:
    """Whether a signature takes all that it took.

    So it does if a member became optional, a union or a nullable type wider, or if only one side spells out the result.

    Args:
        language: the language of both.
        before: the old signature.
        after: the new one.
    """
    is_the_same = differs_in_advice(language, before, after)
    if is_the_same or language.null_is_advice:
        return is_the_same
    if language.infers_results and (" -> " in before) != (" -> " in after):
        return before.partition(" -> ")[0] == after.partition(" -> ")[0]
    old, new = (re.sub(r"\s", "", _COMMENT.sub("", text)).replace(":|", ":") for text in (before, after))
    if language.overloads_are_advice and "(" in old and ":" not in old:
        # It was JavaScript, and callers pass what they passed.
        return [*_names(old)] == [*_names(new)]
    if "(" in old.partition(":")[0]:
        # What a type of another name takes, it does not say.
        return "(" not in new or _takes_wider(old, new)
    return _is_member_wider(old, new)


def differs_in_advice(language: CodeLanguage, before: str, after: str) -> bool:
    """Whether two signatures differ only in what tells tools what to expect, and nothing heeds when it runs.

    Such as comments, annotations of Python, the `?` of C#'s types, and that of parameters of PHP that default to null.
    """
    before, after = _REMARK.sub("", before), _REMARK.sub("", after)
    if "".join(before.split()) == "".join(after.split()):
        return True
    if language.null_is_advice:
        return before.replace("?", "") == after.replace("?", "")
    if language.null_default_is_nullable:
        return _NULLABLE.sub(r"\g<type>\g<rest>", before) == _NULLABLE.sub(r"\g<type>\g<rest>", after)
    return language.annotations_are_advice and _without_annotations(before) == _without_annotations(after)


def _without_annotations(signature: str) -> str:
    """A signature of Python without its annotations; as it is if it is cut or has another form."""
    name, bracket, rest = signature.partition("(")
    prefix = "async def" if name.startswith(_ASYNC) else "def"
    try:
        with catch_warnings():
            simplefilter("ignore")  # about escapes in defaults, which are not ours
            (function,) = ast.parse(f"{prefix} f{bracket}{rest}: ...").body
        for node in ast.walk(function):
            if isinstance(node, ast.arg):
                node.annotation = None
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                node.returns = None
        return f"{name}{ast.unparse(function)}"
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return signature


def _is_member_wider(before: str, after: str) -> bool:
    """Whether the declaration of a member, `name?: type`, takes what it took, or nobody but a compiler can tell."""
    old, new = (text.replace("?:", ":") for text in (before, after))
    if old == new:
        return "?:" in after  # it became optional
    if new.startswith((f"{old}|", f"{old}&")):
        return True
    (name, colon, was), (other, second, now) = old.partition(":"), new.partition(":")
    parted = [_PARTS.search(side) is not None for side in (was, now)]
    is_unclear = bool(colon and second) and (all(parted) or (any(parted) and "(" not in new))
    return is_unclear or (name == other and _types(was) <= _types(now))


def _takes_wider(before: str, after: str) -> bool:
    """Whether each parameter of a function takes what it took, and the result is the same."""
    (name, *old), (other, *new) = (list(_pieces(text)) for text in (before, after))
    return name == other and len(old) == len(new) and all(map(_is_wider, old, new))


def _is_wider(before: str, after: str) -> bool:
    if before == after:
        return True
    if "$" in before:  # in PHP, where types come first
        (was, _, name), (now, _, other) = (text.partition("=")[0].partition("$") for text in (before, after))
        is_interface = now.strip() == f"{was.strip()}Interface"  # as the class it was implements by custom
        is_all = now in ("", "mixed") or is_interface
        return name == other and (is_all or (was != "" and _types(was) <= _types(now)))
    (name, _, was), (other, _, now) = (text.replace("?:", ":").partition(":") for text in (before, after))
    if now in ("any", "unknown"):
        now = was
    became_required = "?:" in before and "?:" not in after
    is_bracketed = now.startswith(f"({was})|")  # as a function that may be left out
    return not became_required and name == other and (is_bracketed or _types(was) <= _types(now))


def _types(union: str) -> set[str]:
    """The types of a union; one with a question mark in front may be null."""
    return set((f"null|{union[1:]}" if union.startswith("?") else union).split("|"))


def _pieces(signature: str) -> Iterator[str]:
    """Yield the name of a function, each parameter, and what follows the parameters."""
    head, _, rest = signature.partition("(")
    yield head
    depth, piece = 1, ""
    for position, letter in enumerate(rest):
        depth += (letter in _OPENS) - (letter in _CLOSES and rest[position - 1 : position] not in ("-", "="))
        if depth == 0:
            yield piece
            yield rest[position + 1 :]
            return
        if depth == 1 and letter == ",":
            yield piece
            piece = ""
        else:
            piece += letter
    yield piece


def _names(signature: str) -> Iterator[str]:
    """Yield the names of a function and of its parameters."""
    name, *parameters, _ = _pieces(signature)
    yield name
    yield from (match[0] for piece in parameters if (match := _NAME.match(piece)))


def changes_places(before: str, after: str) -> bool:
    """Whether parameters that callers could pass by position stay, but not at their places.

    Another order, a new parameter in front of them, and a mark after which names must be passed do that.

    Args:
        before: the old signature, with the names of parameters first.
        after: the new one.
    """
    (old, of_old), (new, of_new) = (_parameters(text) for text in (before, after))
    return of_old <= of_new and new[: len(old)] != old


def _parameters(signature: str) -> tuple[list[str], set[str]]:
    """The names of the parameters that can be passed by position, and those of all."""
    names = [match[0] if (match := _NAME.match(piece.strip())) else piece.strip() for piece in _pieces(signature)][1:-1]
    names = [name for name in names if name not in ("", "/")]
    by_position = next((number for number, name in enumerate(names) if name.startswith("*")), len(names))
    return names[:by_position], {name for name in names if not name.startswith("*")}


def changes_awaiting(before: str, after: str) -> bool:
    """Whether the result of a function must be awaited on one side only."""
    return before.startswith(_ASYNC) != after.startswith(_ASYNC)

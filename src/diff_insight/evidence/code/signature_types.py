"""Tells whether two signatures or values are the same to a caller, however they are spelled."""

import re

from diff_insight.evidence.code.definition import Definition, Parameter

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
_EMPTY_INTERFACE = re.compile(r"\binterface ?\{\}")  # in Go another spelling of `any`
_CONST_REFERENCE = re.compile(r"\bconst\s+([\w:]+(?:<[^<>]*>)?)\s*&(?!&)")  # in C++ callers pass the same by value
_SPELLINGS = (
    (_OF_CRATE, ""), (_OF_PRELUDE, ""), (_UNTOLD, ""), (_EMPTY_INTERFACE, "any"), (_CONST_REFERENCE, r"\1"),
)  # fmt: skip
"""What is spelled in several ways, and what stands for it where types are compared."""

_OCTAL = re.compile(r"\b0[oO](?=[0-7])")  # `0o777`, which was `0777`
_NAME = re.compile(r"[\w$]+[?!]?")


def same_types(before: str, after: str) -> bool:
    """Whether two signatures are the same to a caller.

    Neither `final`, an elided lifetime nor a macro before a C++ result matters to callers, and a path such as
    `io::Error` may be written in full; but a bare name and one with a path may be different types.
    """
    old, new = (_TYPE_OR_SIGN.findall(_spelled_alike(text)) for text in (before, after))
    return len(old) == len(new) and all(a == b or _is_same_path(a, b) for a, b in zip(old, new, strict=True))


def same_code(before: str | None, after: str | None) -> bool:
    """Whether two pieces of code are the same apart from their quotation marks, spaces and marks of octal numbers."""
    old, new = (_OCTAL.sub("0", (text or "").replace("'", '"')) for text in (before, after))
    return old == new or ('"' not in old + new and "".join(old.split()) == "".join(new.split()))


def by_types(definition: Definition) -> str:
    """The signature without the names of parameters that callers pass by position."""
    listed = (without_name(p) if p.by_position else p.text for p in definition.parameters or ())
    types = f"({', '.join(listed)}) {definition.result} {definition.throws}"
    return definition.name.rpartition(".")[2] + _without_self(definition, types)


def unnamed(definition: Definition) -> str:
    """The signature without the name of what it is of."""
    signature = definition.signature.removeprefix(definition.awaited or "")
    return _without_self(definition, signature.removeprefix(definition.name.rpartition(".")[2]))


def without_name(parameter: Parameter) -> str:
    """The text of a parameter without its name, which may be part of that of its type as well."""
    if not _NAME.fullmatch(parameter.name):
        return parameter.text.replace(parameter.name, "", 1)
    return re.sub(
        rf"(?<![\w$]){re.escape(parameter.name)}(?!\w)|\${re.escape(parameter.name)}\b", "", parameter.text, count=1
    )


def _without_self(definition: Definition, types: str) -> str:
    """Types with the name of the class or type that has the definition for `Self`."""
    owner = definition.name.rpartition(".")[0].rpartition(".")[2]
    return _SELF.sub(owner, types) if owner else types


def _spelled_alike(types: str) -> str:
    for pattern, instead in _SPELLINGS:
        types = pattern.sub(instead, types)
    return types.replace("'", '"')


def _is_same_path(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    return "::" in shorter and longer.endswith(f"::{shorter}")

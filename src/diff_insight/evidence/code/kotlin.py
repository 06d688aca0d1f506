"""Definitions in Kotlin."""

import re

import tree_sitter_kotlin

from diff_insight.evidence.code.declarations import Declarations, unless
from diff_insight.evidence.code.definition import NameKind
from diff_insight.evidence.code.language import CodeLanguage

# What its authors mark as internal, or as an error to use, nobody outside can rely on.
_HIDDEN = re.compile(
    r"\b(?:private|internal|protected)\b|@\w*Internal\w*(?!\w|::)|\bDeprecationLevel\.(?:ERROR|HIDDEN)\b"
)


_DECLARATIONS = Declarations(
    containers={
        "class_declaration": NameKind.CLASS, "object_declaration": NameKind.CLASS,
        "companion_object": NameKind.CLASS,
    },
    functions=frozenset({"function_declaration"}),
    values={"property_declaration": NameKind.PROPERTY, "enum_entry": NameKind.ENUM_VALUE, "type_alias": NameKind.TYPE},
    around=frozenset({"class_body", "enum_class_body"}),
    parameters=frozenset({"function_value_parameters"}),
    parameter=re.compile(r"(\w+)\s*:"),
    is_public=unless(_HIDDEN),
    is_optional=lambda text: "=" in text or "vararg" in text,
    result=re.compile(r"\)\s*:\s*([^={]+)"),
)  # fmt: skip

KOTLIN = CodeLanguage(
    "Kotlin",
    tree_sitter_kotlin.language,
    _DECLARATIONS.read,
    begins=re.compile(r"^\s*(?:[a-z]+\s+)*(?:fun(?:\s+<[^>]*>)?|class|interface|object)\s+(?:\w+\.)?(\w+)"),
    is_proved=lambda text, indented: not indented and not _HIDDEN.search(text.partition("(")[0]),
    overloads=True,
    passes_by_name=True,
    binds_callers=lambda _signature: True,
    folder_is_package=True,
    infers_results=True,
    missed=re.compile(r"\b(?:class|interface|object|fun)\s+(?:<[^>]*>\s*)?(?:\w+\.)?(\w+)"),
    missed_beside=re.compile(r"^\s*@\w+\("),  # after such an annotation some declarations are not parsed
)

"""Definitions in Scala."""

import re

import tree_sitter_scala

from diff_insight.evidence.code.declarations import Declarations, unless
from diff_insight.evidence.code.definition import NameKind
from diff_insight.evidence.code.language import CodeLanguage

_HIDDEN = re.compile(r"\b(?:private|protected)\b")


_DECLARATIONS = Declarations(
    containers={
        "class_definition": NameKind.CLASS, "object_definition": NameKind.CLASS,
        "trait_definition": NameKind.INTERFACE, "enum_definition": NameKind.ENUM,
    },
    functions=frozenset({"function_definition", "function_declaration"}),
    values={
        "val_definition": NameKind.PROPERTY, "var_definition": NameKind.PROPERTY, "type_definition": NameKind.TYPE,
        "simple_enum_case": NameKind.ENUM_VALUE, "full_enum_case": NameKind.ENUM_VALUE,
    },
    around=frozenset({"template_body", "enum_body", "enum_case_definitions", "package_clause"}),
    parameters=frozenset({"parameters"}),
    parameter=re.compile(r"(\w+)\s*:"),
    is_public=unless(_HIDDEN),
    is_optional=lambda text: "=" in text.replace("=>", "") or text.endswith("*"),
    implied=re.compile(r"\(\s*(?:implicit|using|given)\b"),
    result=re.compile(r".*[)\]]\s*:\s*([^={]+)", re.DOTALL),
)  # fmt: skip

SCALA = CodeLanguage(
    "Scala",
    tree_sitter_scala.language,
    _DECLARATIONS.read,
    begins=re.compile(r"^\s*(?:[a-z]+\s+)*(?:def|class|trait|object|enum)\s+(\w+)"),
    is_proved=lambda text, indented: not indented and not _HIDDEN.search(text),
    overloads=True,
    passes_by_name=True,
    binds_callers=lambda _signature: True,
    folder_is_package=True,
    infers_results=True,
)

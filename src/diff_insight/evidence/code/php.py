"""Definitions in PHP."""

import re

import tree_sitter_php

from diff_insight.evidence.code.declarations import Declarations, unless
from diff_insight.evidence.code.definition import NameKind
from diff_insight.evidence.code.language import CodeLanguage, at_margin

_HIDDEN = re.compile(r"\b(?:private|protected)\b")


_DECLARATIONS = Declarations(
    containers={
        "class_declaration": NameKind.CLASS, "interface_declaration": NameKind.INTERFACE,
        "trait_declaration": NameKind.CLASS, "enum_declaration": NameKind.ENUM,
    },
    functions=frozenset({"function_definition", "method_declaration"}),
    values={
        "const_declaration": NameKind.CONSTANT, "property_declaration": NameKind.PROPERTY,
        "enum_case": NameKind.ENUM_VALUE,
    },
    around=frozenset({"declaration_list", "enum_declaration_list", "namespace_definition", "compound_statement"}),
    parameters=frozenset({"formal_parameters"}),
    parameter=re.compile(r"\$(\w+)"),
    is_public=unless(_HIDDEN),
    is_optional=lambda text: "=" in text or "..." in text,
    by_position=lambda _text: True,  # PHP 8 takes names, too, but few libraries promise theirs
    promoted=frozenset({"property_promotion_parameter"}),
    result=re.compile(r"\)\s*:\s*([^{;]+)"),
)  # fmt: skip

PHP = CodeLanguage(
    "PHP",
    tree_sitter_php.language_php_only,  # which reads files with a tag as well
    _DECLARATIONS.read,
    begins=re.compile(r"^\s*(?:[a-z]+\s+)*(?:function|class|interface|trait|enum)\s+&?(\w+)"),
    is_proved=at_margin,
    binds_callers=lambda _signature: True,
    demands=lambda _text: True,
    ignores_case=True,
    results_bind_heirs=True,
    null_default_is_nullable=True,
)

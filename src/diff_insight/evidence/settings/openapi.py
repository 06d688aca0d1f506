"""Reads the keys of an OpenAPI document as what they stand for: routes, and fields of what is exchanged."""

import re

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.settings.described_keys import FIELDS, described, retyped, says_at_its_head

_DOCUMENT = re.compile(r"""^[ \t{]*["']?(?:openapi|swagger)["']?\s*:""", re.MULTILINE)
_ROUTE = re.compile(r"paths\.(?P<path>/.*?)(?:\.(?P<method>get|put|post|delete|patch|head|options|trace))?")
_FIELD = re.compile(r"(?:components\.schemas|definitions)\.(?P<type>[\w-]+)\.properties\.(?P<name>[\w-]+)")
_TYPE = re.compile(_FIELD.pattern + r"\.type")

_ROUTES = {FactKind.KEY_ADDED: FactKind.ROUTE_ADDED, FactKind.KEY_REMOVED: FactKind.ROUTE_REMOVED}


def is_openapi(sides: Sides) -> bool:
    """Whether a file is an OpenAPI document, as far as its text is known."""
    return says_at_its_head(sides, _DOCUMENT)


def as_interface(fact: Fact) -> Fact:
    """The fact about a key as one about a route or field, if it stands for one; else the fact itself."""
    subject = fact.subject or ""
    if fact.kind in _ROUTES and (route := _ROUTE.fullmatch(subject)):
        name = f"{route['method'].upper()} {route['path']}" if route["method"] else route["path"]
        return described(fact, _ROUTES[fact.kind], name)
    if fact.kind in FIELDS and (field := _FIELD.fullmatch(subject)):
        return described(fact, FIELDS[fact.kind], f"{field['type']}.{field['name']}")
    if fact.kind is FactKind.VALUE_CHANGED and (field := _TYPE.fullmatch(subject)):
        return retyped(fact, f"{field['type']}.{field['name']}")
    return fact

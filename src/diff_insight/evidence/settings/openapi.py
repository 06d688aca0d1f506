"""Reads the keys of an OpenAPI document as what they stand for: routes, and fields of what is exchanged."""

import re
from dataclasses import replace

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides

_DOCUMENT = re.compile(r"""^[ \t{]*["']?(?:openapi|swagger)["']?\s*:""", re.MULTILINE)
_ROUTE = re.compile(r"paths\.(?P<path>/.*?)(?:\.(?P<method>get|put|post|delete|patch|head|options|trace))?")
_FIELD = re.compile(r"(?:components\.schemas|definitions)\.(?P<type>[\w-]+)\.properties\.(?P<name>[\w-]+)")
_TYPE = re.compile(_FIELD.pattern + r"\.type")
_HEAD = 4000  # characters at the beginning of a document in which it says what it is

_ROUTES = {FactKind.KEY_ADDED: FactKind.ROUTE_ADDED, FactKind.KEY_REMOVED: FactKind.ROUTE_REMOVED}
_FIELDS = {FactKind.KEY_ADDED: FactKind.FIELD_ADDED, FactKind.KEY_REMOVED: FactKind.FIELD_REMOVED}


def is_openapi(sides: Sides) -> bool:
    """Whether a file is an OpenAPI document, as far as its text is known."""
    return any(_DOCUMENT.search(text[:_HEAD]) for text in (sides.new, sides.old) if text)


def as_interface(fact: Fact) -> Fact:
    """The fact about a key as one about a route or field, if it stands for one; else the fact itself."""
    subject = fact.subject or ""
    if fact.kind in _ROUTES and (route := _ROUTE.fullmatch(subject)):
        name = f"{route['method'].upper()} {route['path']}" if route["method"] else route["path"]
        return _offered(fact, _ROUTES[fact.kind], name)
    if fact.kind in _FIELDS and (field := _FIELD.fullmatch(subject)):
        return _offered(fact, _FIELDS[fact.kind], f"{field['type']}.{field['name']}")
    if fact.kind is FactKind.VALUE_CHANGED and (field := _TYPE.fullmatch(subject)):
        name = f"{field['type']}.{field['name']}"
        return replace(fact, kind=FactKind.FIELD_CHANGED, subject=name, where="type", public=True)
    return fact


def _offered(fact: Fact, kind: FactKind, name: str) -> Fact:
    is_gone = fact.kind is FactKind.KEY_REMOVED
    return replace(
        fact, kind=kind, before=name if is_gone else None, after=None if is_gone else name, subject=None, where=None,
        public=True, old_span=None, new_span=None,
    )  # fmt: skip

"""A dependency declared in a manifest, and the parser for Python requirement strings."""

import re
from dataclasses import dataclass, field

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

_PARTS = re.compile(r"\s*(?P<name>[\w.-]+)\s*(?P<extras>\[[^\]]*\])?\s*(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package that a project depends on.

    Attributes:
        name: its name as written.
        versions: the allowed versions as written; '' for any.
        group: the list of dependencies it belongs to; None if that is not known or there is only one.
        line: the line of its versions, or else of its name.
        key: the normalised name that identifies the package.
        allowed: the versions in the form used for comparison.
        marker: the condition under which it is needed, as written; '' if there is none.
        extras: the requested extras, as written.
        terms: marker and extras in the form used for comparison.
    """

    name: str
    versions: str
    group: str | None
    line: int
    key: str
    allowed: str
    marker: str = ""
    extras: str = ""
    terms: tuple[str, ...] = field(default=())

    @property
    def with_terms(self) -> str:
        """The name with its extras and its marker."""
        return f"{self.name}{self.extras}; {self.marker}" if self.marker else f"{self.name}{self.extras}"


def requirement(text: str, group: str | None, line: int) -> Dependency | None:
    """Parse a requirement such as `numpy>=2; python_version >= "3.9"`; None if the text is not one."""
    try:
        found = Requirement(text)
    except (InvalidRequirement, RecursionError):  # thousands of nested brackets are not a requirement
        return None
    parts = _PARTS.match(text)
    if parts is None:
        return None
    versions, _, marker = parts["rest"].partition(" ;" if found.url else ";")
    return Dependency(
        name=parts["name"],
        versions=versions.strip(),
        group=group,
        line=line,
        key=canonicalize_name(found.name),
        allowed=found.url or str(found.specifier),
        marker=marker.strip(),
        extras=parts["extras"] or "",
        terms=(str(found.marker or ""), *sorted(map(canonicalize_name, found.extras))),
    )

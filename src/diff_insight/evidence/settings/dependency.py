"""A package that a manifest names, and requirements as Python writes them."""

import re
from dataclasses import dataclass, field

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

_PARTS = re.compile(r"\s*(?P<name>[\w.-]+)\s*(?P<extras>\[[^\]]*\])?\s*(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package that is depended on.

    Attributes:
        name: its name as it is written.
        versions: the versions allowed as they are written, '' for any.
        group: the list of dependencies it stands in, None where that is not known or there is but one.
        line: the line in which its versions stand, or else its name.
        key: its name as packages are told apart by.
        allowed: the versions as they are compared.
        marker: the condition under which it is needed, as it is written; '' for none.
        extras: what is asked of the package besides, as it is written.
        terms: marker and extras as they are compared.
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
    """What a requirement such as `numpy>=2; python_version >= "3.9"` names; None of anything else."""
    try:
        found = Requirement(text)
    except (InvalidRequirement, RecursionError):  # brackets in thousands of brackets are none
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

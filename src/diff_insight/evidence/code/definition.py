"""The values that the readers of all languages return."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class NameKind(StrEnum):
    """What a name in source code stands for.

    `BOUND` is a name that a file binds without a definition of its own, such as an import: it is tracked, but not
    reported. An `ERROR_TYPE` is a class that by its name is thrown, raised or returned. An `EXPORT` named `*` stands
    for everything a file exports without naming it.
    """

    FUNCTION = "function"
    METHOD = "method"
    CLASS = "class"
    ERROR_TYPE = "error type"
    INTERFACE = "interface"
    TYPE = "type"
    ENUM = "enum"
    ENUM_VALUE = "enum value"
    MODULE = "module"
    CONSTANT = "constant"
    VARIABLE = "variable"
    PROPERTY = "property"
    MACRO = "macro"
    EXPORT = "export"
    SETTER = "setter"
    NAME = "name"
    BOUND = "bound"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function.

    Attributes:
        name: as callers know it; in languages that pass by position it only distinguishes parameters.
        text: its full source text, with runs of white space collapsed.
        default: the source text of its default value.
        required: whether a call must pass it.
        by_position: whether a call can only pass it by position.
        by_name: whether a call can only pass it by name.
    """

    name: str
    text: str
    default: str | None = None
    required: bool = True
    by_position: bool = False
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A name that a file defines.

    Attributes:
        kind: what the name stands for.
        name: qualified with the names of its containers, separated by dots.
        public: whether code elsewhere can use it, as far as the language says.
        line: the line on which the name stands, counted from 1.
        start: the first line of the definition.
        end: its last line.
        parameters: of a function, macro or record; None if it takes no parameter list or the list is unknown.
        result: the declared type of the result.
        value: source text of the value of a constant or enum value.
        throws: source text of the declared exceptions.
        written: full source text of a member that is only a declaration, used instead of its signature.
        awaited: for a function whose result must be awaited what says so in front of its name, '' if nothing does; None
            for others.
        decided_by: what decides whether it is public if its own position and keywords do not: a list such as `__all__`,
            or JavaScript's `default`; in a fragment of a file, the keyword that makes it public or hides it.
    """

    kind: NameKind
    name: str
    public: bool
    line: int
    start: int
    end: int
    parameters: tuple[Parameter, ...] | None = None
    result: str | None = None
    value: str | None = None
    throws: str | None = None
    written: str | None = None
    awaited: str | None = None
    decided_by: str = ""

    @property
    def container(self) -> str:
        """The qualified name of what it is defined in; '' at the top level of the file."""
        return self.name.rpartition(".")[0]

    @property
    def signature(self) -> str:
        """Name, parameters, result and exceptions on one line, after what says that the result must be awaited."""
        if self.written is not None:
            return self.written
        listed = "" if self.parameters is None else f"({', '.join(_listed(self.parameters))})"
        result = f" -> {self.result}" if self.result else ""
        throws = f" {self.throws}" if self.throws else ""
        return f"{self.awaited or ''}{self.name.rpartition('.')[2]}{listed}{result}{throws}"


def _listed(parameters: tuple[Parameter, ...]) -> Iterator[str]:
    """Yield parameters as they stand in a signature, with the mark after which a call must name them."""
    is_marked = False
    for parameter in parameters:
        is_marked |= parameter.name.startswith("*")
        if parameter.by_name and not is_marked:
            yield "*"
            is_marked = True
        yield parameter.text

"""The values that the readers of every language hand on."""

from dataclasses import dataclass
from enum import StrEnum


class NameKind(StrEnum):
    """What a name in source code stands for."""

    FUNCTION = "function"
    METHOD = "method"
    CLASS = "class"
    INTERFACE = "interface"
    TYPE = "type"
    ENUM = "enum"
    ENUM_VALUE = "enum value"
    MODULE = "module"
    CONSTANT = "constant"
    PROPERTY = "property"
    MACRO = "macro"
    EXPORT = "export"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function.

    Attributes:
        name: as callers know it; for languages that pass by position it only tells parameters apart.
        text: the whole of it as it is written, white space made single.
        default: its default value as it is written.
        required: whether a call must give it.
        by_position: whether a call cannot name it.
    """

    name: str
    text: str
    default: str | None = None
    required: bool = True
    by_position: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A name that a file defines.

    Attributes:
        kind: what it stands for.
        name: with the names of its containers, separated by dots.
        public: whether code elsewhere can use it, as far as the language says.
        line: the line on which the name stands, counted from 1.
        start: the first line of the definition.
        end: its last line.
        parameters: of a function, macro or record; None where there are none to speak of.
        result: the declared type of the result.
        value: of a constant or enum value, as it is written.
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

    @property
    def container(self) -> str:
        """The name of what it is defined in, '' at the top of the file."""
        return self.name.rpartition(".")[0]

    @property
    def signature(self) -> str:
        """Name, parameters and result as one line."""
        listed = "" if self.parameters is None else f"({', '.join(p.text for p in self.parameters)})"
        result = f" -> {self.result}" if self.result else ""
        return f"{self.name.rpartition('.')[2]}{listed}{result}"

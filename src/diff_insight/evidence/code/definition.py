"""The values that the readers of every language hand on."""

from dataclasses import dataclass
from enum import StrEnum


class NameKind(StrEnum):
    """What a name in source code stands for.

    `BOUND` is a name that a file gives to something it does not define itself, such as by an import: nothing is told of
    it, but it is there. An `EXPORT` called `*` stands for whatever else a file exports that it does not name.
    """

    FUNCTION = "function"
    METHOD = "method"
    CLASS = "class"
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
        throws: what a caller must be ready to catch, as it is written.
        written: the whole of a member that is a declaration and nothing else, in place of its signature.
        decided_by: what decides whether it is public, where its own place and words do not: a list such as `__all__`,
            or JavaScript's `default`; in a part of a file the word that makes it public or hides it.
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
    decided_by: str = ""

    @property
    def container(self) -> str:
        """The name of what it is defined in, '' at the top of the file."""
        return self.name.rpartition(".")[0]

    @property
    def signature(self) -> str:
        """Name, parameters, result and exceptions as one line."""
        if self.written is not None:
            return self.written
        listed = "" if self.parameters is None else f"({', '.join(p.text for p in self.parameters)})"
        result = f" -> {self.result}" if self.result else ""
        throws = f" {self.throws}" if self.throws else ""
        return f"{self.name.rpartition('.')[2]}{listed}{result}{throws}"

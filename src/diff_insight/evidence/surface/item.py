"""The value that all readers of the surface return."""

from dataclasses import dataclass
from enum import StrEnum


class ItemKind(StrEnum):
    """What users meet."""

    OPTION = "option"  # of a command line
    COMMAND = "command"  # of a command line
    VARIABLE = "variable"  # of the environment
    ROUTE = "route"  # of a web service
    DROPPED = "dropped"  # a column or table that SQL drops
    EXIT_CODE = "exit code"
    FIELD = "field"  # of a message, type or table by which programs exchange data


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a source file offers to those who use the program.

    Attributes:
        kind: what it is.
        name: as users write it, such as `--limit`, `serve`, `NO_COLOR` or `GET /users`.
        line: the line on which the name stands, counted from 1.
        start: the first line of the expression that defines it.
        scope: what tells it apart from others of its name, such as the function that reads a command's options.
        traits: source texts of what users can rely on, such as its default, by name.
        help: what it says of itself, '' if nothing.
    """

    kind: ItemKind
    name: str
    line: int
    start: int
    scope: str = ""
    traits: tuple[tuple[str, str], ...] = ()
    help: str = ""


DEFAULT, REQUIRED, CHOICES = "default", "required", "choices"
"""Names of traits."""

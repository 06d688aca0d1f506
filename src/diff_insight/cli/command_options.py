"""Derives a command's options (names, types, bounds, defaults) from its function."""

import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from typer.models import OptionInfo


@dataclass(frozen=True)
class CommandOption:
    """An option of a command.

    Attributes:
        key: its long name without the leading dashes.
        parameter: the name of the function's parameter.
        spellings: every way to write it on the command line.
        values: validates a value, including the option's bounds.
        several: whether it is repeatable, so that its value is a list.
        form: the kind of value, in words.
        default: the default of the function's parameter.
    """

    key: str
    parameter: str
    spellings: tuple[str, ...]
    values: TypeAdapter[Any]
    several: bool
    form: str
    default: object


def options_of(command: Callable[..., object]) -> dict[str, CommandOption]:
    """The options of a command by key, without its positional arguments."""
    hints = typing.get_type_hints(command, include_extras=True)
    found: dict[str, CommandOption] = {}
    for name, parameter in inspect.signature(command).parameters.items():
        if typing.get_origin(hints[name]) is not Annotated:
            continue
        annotation, *extras = typing.get_args(hints[name])
        info = next((extra for extra in extras if isinstance(extra, OptionInfo)), None)
        if info:
            option = _option(name, annotation, info, parameter.default)
            found[option.key] = option
    return found


def _option(name: str, annotation: Any, info: OptionInfo, default: object) -> CommandOption:
    # Typer names its first positional argument `default`; inside Annotated it is the first spelling.
    declarations = [*([info.default] if isinstance(info.default, str) else []), *(info.param_decls or ())]
    spellings = tuple(spelling for declared in declarations for spelling in declared.split("/"))
    wanted = next(iter(set(typing.get_args(annotation)) - {type(None)}), annotation)  # of `X | None`, the X
    several = typing.get_origin(wanted) is list or typing.get_origin(annotation) is list
    bounded: Any = Annotated[annotation, Field(ge=info.min, le=info.max)] if wanted is int else annotation
    return CommandOption(
        key=next(spelling for spelling in spellings if spelling.startswith("--")).removeprefix("--"),
        parameter=name,
        spellings=spellings,
        values=TypeAdapter(bounded),
        several=several,
        form=_form(wanted, info, several=several),
        default=getattr(default, "value", default),
    )


def _form(wanted: object, info: OptionInfo, *, several: bool) -> str:
    if several:
        return 'a list of strings, such as ["a", "b"]'
    if wanted is bool:
        return "true or false"
    if wanted is int:
        return f"a whole number, at least {info.min}" if info.min is not None else "a whole number"
    return f"a string: {info.metavar}" if info.metavar else "a string"

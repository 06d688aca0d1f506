"""Lets several commands share options that are defined once."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

Command = Callable[..., None]


def taking(parameter: str, options: Callable[..., object]) -> Callable[[Command], Command]:
    """Give a command the options of a function, whose result becomes one of its parameters.

    Args:
        parameter: the command's parameter that receives the function's result.
        options: a function whose parameters are Typer options.
    """

    def decorate(command: Command) -> Command:
        shared = inspect.signature(options).parameters

        @wraps(command)
        def run(**given: Any) -> None:
            values = options(**{name: given.pop(name) for name in shared})
            command(**given, **{parameter: values})

        own = [each for name, each in inspect.signature(command).parameters.items() if name != parameter]
        together = [*own, *shared.values()]
        run.__signature__ = inspect.Signature(together)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in together}
        return run

    return decorate

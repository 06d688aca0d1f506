"""Lets several commands take the same options, which are written down once."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

Command = Callable[..., None]


def taking(parameter: str, options: Callable[..., object]) -> Callable[[Command], Command]:
    """Give a command the options of a function, whose result becomes one of its parameters.

    Args:
        parameter: the command's, which takes what the function makes of the options.
        options: its parameters are options as Typer understands them.
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

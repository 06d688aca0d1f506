"""Separates what follows `--` from the rest of a command line, as git does."""

from typer import Context
from typer.core import TyperCommand

from diff_insight.errors import UsageError

_KEY = "diff_insight.pathspecs"


class WithPathspecs(TyperCommand):
    """A command whose arguments after `--` are git pathspecs."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Parse what precedes `--`, and store what follows it."""
        if "--" in args:
            place = args.index("--")
            ctx.meta[_KEY] = tuple(args[place + 1 :])
            args = args[:place]
        return super().parse_args(ctx, args)


def pathspecs_of(context: Context) -> tuple[str, ...]:
    """What followed `--`; empty if nothing did.

    Raises:
        UsageError: it contains an option of the command.
    """
    found: tuple[str, ...] = context.meta.get(_KEY, ())
    options = {name for parameter in context.command.params for name in parameter.opts if name.startswith("-")}
    if misplaced := next((word for word in found if word.partition("=")[0] in options), None):
        raise UsageError(
            f"{misplaced} follows -- and is taken as a path: put options before --, or write ./{misplaced}"
        )
    return found

"""`diff-insight cache`: model answers kept from earlier runs."""

import json as _json
from typing import Annotated

import typer

from diff_insight.llm.client.answer_cache import clear, state_of
from diff_insight.system import paths

cache = typer.Typer(help="Show or clear the model answers kept from earlier runs.", no_args_is_help=True)


@cache.command("info")
def info(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show how many answers are cached and how much disk space they take."""
    state = state_of(paths.results())
    if json:
        typer.echo(_json.dumps({"path": str(paths.results()), "answers": state.results, "bytes": state.size}))
    else:
        typer.echo(f"{paths.results()}: {state.results} answers, {state.size / (1 << 20):.1f} MiB")


@cache.command("clear")
def forget() -> None:
    """Delete all cached answers; the next run asks the model again."""
    before = state_of(paths.results())
    clear(paths.results())
    typer.echo(f"deleted {before.results} answers, {before.size / (1 << 20):.1f} MiB")


@cache.command("path")
def path() -> None:
    """Print the path of the cache."""
    typer.echo(str(paths.results()))

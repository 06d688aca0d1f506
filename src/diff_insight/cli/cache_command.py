"""`diff-insight cache`: what is kept of earlier runs."""

import json as _json
from typing import Annotated

import typer

from diff_insight.llm.client.answer_cache import clear, state_of
from diff_insight.system import paths

cache = typer.Typer(help="What is kept of earlier runs: answers of models.")


@cache.command("info")
def info(json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False) -> None:
    """Say how many answers are kept, and how much room they take."""
    state = state_of(paths.results())
    if json:
        typer.echo(_json.dumps({"path": str(paths.results()), "answers": state.results, "bytes": state.size}))
    else:
        typer.echo(f"{paths.results()}: {state.results} answers, {state.size / (1 << 20):.1f} MiB")


@cache.command("clear")
def forget() -> None:
    """Forget all answers; the next run asks for them again."""
    before = state_of(paths.results())
    clear(paths.results())
    typer.echo(f"forgot {before.results} answers, {before.size / (1 << 20):.1f} MiB")


@cache.command("path")
def path() -> None:
    """Print where they are kept."""
    typer.echo(str(paths.results()))

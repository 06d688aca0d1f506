"""`diff-insight cache`: model answers and computed prompts kept from earlier runs."""

import json as _json
from typing import Annotated

import typer

from diff_insight.llm.client.answer_cache import clear, state_of
from diff_insight.llm.gguf.prefix_store import clear_prefixes, kept_prefixes
from diff_insight.system import paths

cache = typer.Typer(help="Show or clear answers and prompts kept from earlier runs.", no_args_is_help=True)


@cache.command("info")
def info(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show how many answers and computed prompts are cached and how much disk space they take."""
    state, prefixes = state_of(paths.results()), kept_prefixes(paths.prefixes())
    if json:
        found = {"path": str(paths.results()), "answers": state.results, "bytes": state.size}
        typer.echo(_json.dumps({**found, "prompts": prefixes.count, "prompt_bytes": prefixes.size}))
    else:
        typer.echo(f"{paths.results()}: {state.results} answers, {state.size / (1 << 20):.1f} MiB")
        typer.echo(f"{paths.prefixes()}: {prefixes.count} prompts, {prefixes.size / (1 << 20):.1f} MiB")


@cache.command("clear")
def forget() -> None:
    """Delete all cached answers and prompts; the next run asks the model again."""
    before, prefixes = state_of(paths.results()), kept_prefixes(paths.prefixes())
    clear(paths.results())
    clear_prefixes(paths.prefixes())
    typer.echo(f"deleted {before.results} answers, {before.size / (1 << 20):.1f} MiB")
    typer.echo(f"deleted {prefixes.count} prompts, {prefixes.size / (1 << 20):.1f} MiB")


@cache.command("path")
def path() -> None:
    """Print the path of the cache."""
    typer.echo(str(paths.results()))

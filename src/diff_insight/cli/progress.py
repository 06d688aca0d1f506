"""Says on a terminal what is being done, and nothing elsewhere, where Rich is not even imported."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def stage(description: str, *, quiet: bool) -> Iterator[None]:
    """Show what is being done, while it is."""
    if _hidden(quiet):
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(description, total=None)
        yield


@contextmanager
def progress_bar(description: str, *, quiet: bool, first: str = "") -> Iterator[Callable[[int, int], None]]:
    """Yield a function that takes the number of steps done and the total.

    Args:
        description: what the steps are of.
        quiet: whether nothing is shown.
        first: what is being done before the first step; '' for the description itself.
    """
    if _hidden(quiet):
        yield lambda _done, _known: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(first or description, total=None)
        yield lambda done, known: progress.update(task, description=description, completed=done, total=known)


def _hidden(quiet: bool) -> bool:
    return quiet or not sys.stderr.isatty()

"""`diff-insight site`: builds a static site from many reports."""

from pathlib import Path
from typing import Annotated

import typer

from diff_insight.cli.model_options import ENGLISH, LANGUAGE_CHOICE, Language, Quiet
from diff_insight.cli.progress import progress_bar
from diff_insight.errors import OutputError, UsageError
from diff_insight.reports.render_options import DIFF_LINES
from diff_insight.site.build import Built, SiteSettings, build_site
from diff_insight.site.serve import serve as serve_site
from diff_insight.system.output import check_stays
from diff_insight.system.processors import usable_processors
from diff_insight.system.visible import visible

site = typer.Typer(help="Build and serve a static site of many reports.", no_args_is_help=True)


@site.command("build")
def build(
    reports: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[REPORTS]",
            help="JSON reports, and folders to search for them; by default reports.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder of the site.")] = Path(
        "site"
    ),
    title: Annotated[str, typer.Option("--title", help="Title of the site.")] = "Diff Insight Reports",
    url: Annotated[
        str, typer.Option("--url", metavar="URL", help="Address of the site, for absolute links in its feed.")
    ] = "",
    lang: Annotated[
        Language, typer.Option("--lang", metavar=LANGUAGE_CHOICE, help="Language of the pages around the reports.")
    ] = ENGLISH,
    templates: Annotated[
        Path | None,
        typer.Option(
            "--templates", metavar="DIR", help="Folder of templates, styles and scripts that override built-in ones."
        ),
    ] = None,
    diff_lines: Annotated[
        int, typer.Option("--diff-lines", metavar="N", min=0, help="Lines of each file's diff to show.")
    ] = DIFF_LINES,
    processes: Annotated[
        int, typer.Option("--processes", metavar="N", min=0, help="Processes that render; 0 for one per processor.")
    ] = 0,
    quiet: Quiet = False,
) -> None:
    """Build a site, or update an existing one with what changed."""
    if url and not url.startswith(("https://", "http://")):
        raise UsageError(f"--url {url!r}: give a web address starting with https:// or http://")
    settings = SiteSettings(
        target=output,
        title=title,
        url=f"{url.rstrip('/')}/" if url else "",
        language=lang,
        templates=templates,
        diff_lines=diff_lines,
        processes=processes or usable_processors(),
    )
    check_stays(output / "index.html")
    try:
        with progress_bar(str(output), quiet=quiet) as progress:
            built = build_site(reports or [Path("reports")], settings, progress)
    except OSError as error:
        raise OutputError(f"{output} cannot be written: {error.strerror or error}; choose another place") from None
    if not quiet:
        for left_out in built.left_out:
            typer.echo(f"left out: {visible(left_out)}", err=True)
        typer.echo(_describe(output, built), err=True)


def _describe(output: Path, built: Built) -> str:
    files = "file" if built.removed == 1 else "files"
    removed = f", {built.removed} {files} removed" if built.removed else ""
    reports = "1 report" if built.reports == 1 else f"{built.reports} reports"
    return f"{output / 'index.html'}: {reports}, rendered now: {built.rendered}{removed}"


@site.command("serve")
def serve(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder of the site.")] = Path("site"),
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port; 0 for any free one.")
    ] = 8000,
) -> None:
    """Serve a site to browsers on this machine only, until interrupted."""
    serve_site(folder, port, lambda address: typer.echo(f"serving {address}; stop with Ctrl-C", err=True))

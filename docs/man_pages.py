"""Writes the man pages from the commands' own help, by `python docs/man_pages.py`.

`git diff-insight --help` makes git open the page of `git-diff-insight`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypandoc
import typer

from diff_insight import __version__
from diff_insight.cli.app import program
from diff_insight.cli.commands import COMMANDS, GROUPS
from diff_insight.cli.entry import BROKEN_PIPE, INTERRUPTED, TERMINATED
from diff_insight.cli.help_groups import EXAMPLES
from diff_insight.cli.report_command import FAILED
from diff_insight.errors import DiffInsightError

FOLDER = Path(__file__).parent / "man"


def pages() -> dict[str, str]:
    """The pages by file name, in roff."""
    texts = {"git-diff-insight.1": _of_report(), "diff-insight.1": _of_program()}
    return {
        name: pypandoc.convert_text(text, "man", format="markdown", extra_args=["-s"]) for name, text in texts.items()
    }


def _of_report() -> str:
    report: Any = typer.main.get_command(program("report"))
    options = "\n\n".join(_groups(report.commands["report"]))
    examples = "\n".join(f"    {line}" for line in EXAMPLES["report"])
    return f"""{_header("GIT-DIFF-INSIGHT")}

# NAME

git-diff-insight - report what changed between two versions

# SYNOPSIS

**git diff-insight** [*OPTIONS*] [*RANGE*] [**\\--** *PATHSPEC*...]\\
**diff-insight report** [*OPTIONS*] [*RANGE*] [**\\--** *PATHSPEC*...]

# DESCRIPTION

Tells what a range of commits, a diff, a patch series or two releases change: the changes that matter to users, in the
words of their authors, with what proves them; and for each file its type of change, a title and an explanation. No
network is used. On a terminal one report is shown in brief through a pager; otherwise, and with **-o**, files are
written.

{options}

# EXAMPLES

{examples}

# EXIT STATUS

{_exit_codes()}

# ENVIRONMENT

**DIFF_INSIGHT_***OPTION*
:   The value of an option that the command line does not give, such as `DIFF_INSIGHT_LANG=ja`.

**GIT_PAGER**, **PAGER**
:   The pager; `cat` or nothing for none.

**SOURCE_DATE_EPOCH**
:   The date of the report, in seconds since 1970, where no option gives one.

# FILES

*diff-insight.toml*, or *pyproject.toml* under `[tool.diff-insight]`
:   A project's settings.

# SEE ALSO

**diff-insight**(1), **git-log**(1), **git-diff**(1)
"""


def _of_program() -> str:
    commands = "\n\n".join(f"**{name}**\n:   {place.summary}" for name, place in {**COMMANDS, **GROUPS}.items())
    return f"""{_header("DIFF-INSIGHT")}

# NAME

diff-insight - report what changed between two versions of a tree

# SYNOPSIS

**diff-insight** *COMMAND* [*OPTIONS*]

# DESCRIPTION

Reports on git ranges, diffs, patch series and releases, by a local model or from evidence alone, without a network.
**diff-insight** *COMMAND* **-h** shows the options of a command; those of **report** are in **git-diff-insight**(1).

# COMMANDS

{commands}

# SEE ALSO

**git-diff-insight**(1)
"""


def _header(title: str) -> str:
    return f"% {title}(1) diff-insight {__version__}"


def _groups(command: Any) -> Iterator[str]:
    groups: dict[str, list[Any]] = {}
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name != "help":
            groups.setdefault(parameter.rich_help_panel or "Other", []).append(parameter)
    for name, options in groups.items():
        yield "\n\n".join([f"# {name.upper()}", *map(_option, options)])


def _option(parameter: Any) -> str:
    names = ", ".join(f"**{_escaped(name)}**" for name in [*parameter.opts, *parameter.secondary_opts])
    value = f" *{_escaped(parameter.metavar)}*" if parameter.metavar else ""
    return f"{names}{value}\n:   {_escaped(parameter.help)}"


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\*_`[]<>|~^$#-'\"@" else letter for letter in text)


def _exit_codes() -> str:
    codes = {0: "Reports were made, or shown.", FAILED: "A file meets a condition of --fail-on."}
    for error in DiffInsightError.__subclasses__():
        if error.__doc__ and "exit_code" in vars(error):
            codes[error.exit_code] = error.__doc__
    codes |= {
        INTERRUPTED: "Ctrl-C; what was answered is kept.", BROKEN_PIPE: "The reader of standard output went away.",
        TERMINATED: "SIGTERM; as Ctrl-C.",
    }  # fmt: skip
    return "\n\n".join(f"**{code}**\n:   {_escaped(meaning)}" for code, meaning in sorted(codes.items()))


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()

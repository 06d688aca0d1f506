"""The groups of options in a command's help, and its examples."""

CHANGE = "Which change"
FILES = "Which files"
CONTENT = "What the report says"
OUTPUT = "How and where it is written"
MODEL = "The model"

EXAMPLES = {
    "report": (
        "diff-insight report                         since the last tag",
        "diff-insight report v1.4..v1.5 --no-model   from evidence alone",
        "diff-insight report main...topic            as a pull request",
        "diff-insight report --staged                before a commit",
        "diff-insight report v1.4..v1.5 --format html -o v1.5.html",
        "git log -p v1.4..v1.5 | diff-insight report --patch -",
        "diff-insight report tool-1.4.tar.gz tool-1.5.tar.gz",
    ),
    "daily": ("diff-insight daily origin/main --fetch origin --format md,json",),
    "batch": ("diff-insight batch past.txt --format json",),
}
"""The lines that follow a command's help."""


def epilog(command: str) -> str | None:
    """The examples of a command as Typer takes them, a paragraph for each line; None if there are none."""
    lines = EXAMPLES.get(command)
    return "\n\n".join(["Examples:", *lines]) if lines else None

"""Completes a diff to whole files: what it shows of them itself, and what an old text becomes by its hunks."""

from collections.abc import Iterator, Sequence

from diff_insight.changes.changeset import FileChange, Mention, Status, Versions


class DiffAlone:
    """No trees: only a diff. Files that came or went are known whole, since the diff shows all of them."""

    def versions(self, files: Sequence[FileChange]) -> Iterator[Versions]:
        """As in `Trees`."""
        return (shown_whole(file) for file in files)

    def mentions(self, texts: Sequence[str]) -> tuple[Mention, ...] | None:
        """None: there is nothing to search."""

    def holders(self, text: str, *, whole_words: bool) -> tuple[str, ...] | None:
        """None: there is nothing to search."""


def shown_whole(file: FileChange) -> Versions:
    """What the diff itself shows whole: the only side of a file that came or went."""
    if file.status not in (Status.ADDED, Status.REMOVED) or not file.is_sum or not file.hunks:
        return Versions()
    lines = [line for hunk in file.hunks for line in hunk.lines]
    numbers = [line.new if file.status is Status.ADDED else line.old for line in lines]
    if numbers != list(range(1, len(lines) + 1)):
        return Versions()  # the header of a hunk is damaged, or there are lines that it does not show
    text = "\n".join(line.text for line in lines)
    return Versions(new=text) if file.status is Status.ADDED else Versions(old=text)


def patched(old: str, file: FileChange) -> str | None:
    """The new text of a file: the old one with its hunks put in; None where they do not fit it."""
    lines = old.split("\n")
    result: list[str] = []
    position = 0
    for hunk in file.hunks:
        # A hunk without old lines names the line before it.
        start = hunk.old_start - (1 if any(line.old for line in hunk.lines) else 0)
        result += lines[position:start]
        position = start
        for line in hunk.lines:
            if line.kind != "+":
                if position >= len(lines) or lines[position] != line.text:
                    return None
                position += 1
            if line.kind != "-":
                result.append(line.text)
    return "\n".join(result + lines[position:])

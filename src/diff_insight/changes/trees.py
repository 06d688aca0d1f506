"""Reconstructs whole files from a diff: those it shows completely, and old texts with its hunks applied."""

from collections.abc import Iterator, Sequence

from diff_insight.changes.changeset import FileChange, Mention, Status, Versions


class DiffAlone:
    """No trees, only a diff; added and removed files are known in full, since the diff shows all of them."""

    def versions(self, files: Sequence[FileChange]) -> Iterator[Versions]:
        """As in `Trees`."""
        return (shown_whole(file) for file in files)

    def mentions(self, texts: Sequence[str], within: Sequence[str] = ()) -> tuple[Mention, ...] | None:
        """None: there is nothing to search."""

    def holders(self, text: str, *, whole_words: bool) -> tuple[str, ...] | None:
        """None: there is nothing to search."""


def shown_whole(file: FileChange) -> Versions:
    """The side that the diff shows in full: the only side of an added or removed file."""
    if file.status not in (Status.ADDED, Status.REMOVED) or not file.is_sum or not file.hunks:
        return Versions()
    lines = [line for hunk in file.hunks for line in hunk.lines]
    numbers = [line.new if file.status is Status.ADDED else line.old for line in lines]
    if numbers != list(range(1, len(lines) + 1)):
        return Versions()  # a hunk header is damaged, or some lines are not shown
    text = "\n".join(line.text for line in lines)
    return Versions(new=text) if file.status is Status.ADDED else Versions(old=text)


def patched(old: str, file: FileChange) -> str | None:
    """The new text of a file: the old text with its hunks applied; None if they do not apply."""
    lines = old.split("\n")
    result: list[str] = []
    position = 0
    for hunk in file.hunks:
        # The header of a hunk without old lines gives the line before it.
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

"""Re-decodes the hunks of a file in another encoding, and reports which encodings are guesses."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from diff_insight.changes.changeset import FileChange, Hunk
from diff_insight.changes.decoding import Decoded
from diff_insight.changes.notice import Notice, NoticeKind


def recoded(file: FileChange, found: Decoded) -> FileChange:
    """The file with its hunks decoded from the same bytes in another encoding."""

    def anew(text: str) -> str:
        return text if text.isascii() else text.encode(file.encoding).decode(found.encoding)

    hunks = tuple(
        Hunk(
            anew(hunk.header),
            hunk.old_start,
            hunk.new_start,
            tuple(replace(line, text=anew(line.text)) for line in hunk.lines),
        )
        for hunk in file.hunks
    )
    return replace(file, hunks=hunks, encoding=found.encoding, guessed=found.guessed)


def guessed_encodings(files: Iterable[FileChange]) -> Iterator[Notice]:
    """A notice that names the files whose encoding is a guess, if there are any."""
    guessed = tuple(file.path for file in files if file.guessed)
    if guessed:
        yield Notice(NoticeKind.ENCODINGS_GUESSED, len(guessed), names=guessed)

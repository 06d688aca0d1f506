"""Reads the files of a folder, such as an unpacked release."""

import io
import os
import stat
from pathlib import Path

from diff_insight.changes.releases.entry import FILE, LINK, PROGRAM, Entries, Entry, Tally, is_of_git
from diff_insight.errors import UnreadableChangeError


def folder_entries(folder: Path, tally: Tally) -> Entries:
    """Yield the files of a folder in the order of their paths; links are not followed.

    Args:
        folder: the folder.
        tally: counts them.

    Raises:
        TooLargeError: it holds too much.
        UnreadableChangeError: a file or folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise UnreadableChangeError(f"{error.filename} cannot be read: {error.strerror}; check its permissions")

    for place, folders, names in os.walk(folder, onerror=refuse):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links and not is_of_git(name))
        for name in sorted((*names, *links)):
            path = Path(place) / name
            below = path.relative_to(folder).as_posix()
            try:
                found = path.lstat()
                if is_of_git(below):
                    continue
                if stat.S_ISLNK(found.st_mode):
                    target = os.fsencode(path.readlink())
                    tally.take(len(target))
                    yield Entry(below, LINK, len(target), io.BytesIO(target))
                elif stat.S_ISREG(found.st_mode):
                    tally.take(found.st_size)
                    with path.open("rb") as content:
                        mode = PROGRAM if found.st_mode & stat.S_IXUSR else FILE
                        yield Entry(below, mode, found.st_size, content)
                else:
                    tally.left_out.append(below)
            except OSError as error:
                refuse(error)

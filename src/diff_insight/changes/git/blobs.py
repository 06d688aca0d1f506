"""Reads blobs of a git repository in batches."""

from collections.abc import Iterable

from diff_insight.changes.git.command import GitCommand

LARGEST = 2 * 1024 * 1024
"""Maximum size in bytes of a blob that is read whole; of a larger one only the changed lines are read."""


def blob_sizes(git: GitCommand, ids: Iterable[str]) -> dict[str, int]:
    """The sizes in bytes of those objects that are blobs small enough to be read."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    listed = git.succeed("cat-file", "--batch-check", stdin="".join(f"{i}\n" for i in wanted).encode())
    rows = (line.split() for line in listed.stdout.decode("ascii", "replace").splitlines())
    return {row[0]: int(row[2]) for row in rows if len(row) == 3 and row[1] == "blob" and int(row[2]) <= LARGEST}


def read_blobs(git: GitCommand, sizes: dict[str, int]) -> dict[str, bytes]:
    """The contents of blobs whose sizes are known; all of them are held in memory at once."""
    contents: dict[str, bytes] = {}
    if sizes:
        answer = git.succeed("cat-file", "--batch", stdin="".join(f"{i}\n" for i in sizes).encode()).stdout
        position = 0
        for object_id, size in sizes.items():
            start = answer.index(b"\n", position) + 1
            contents[object_id] = answer[start : start + size]
            position = start + size + 1
    return contents

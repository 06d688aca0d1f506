"""Checks that a bundle is complete and made for this machine; needs only Python itself."""

import hashlib
import json
import platform
import sys
from pathlib import Path


def main(folder: Path) -> None:
    """Exit with a message and code 1 if the bundle cannot be installed."""
    manifest = json.loads((folder / "manifest.json").read_text())
    wanted, here = tuple(manifest["python"]), sys.version_info[:2]
    if here != wanted:
        sys.exit(
            f"this bundle is for Python {wanted[0]}.{wanted[1]}, but {sys.executable} is {here[0]}.{here[1]}: "
            "set PYTHON to a matching one, or make the bundle with this version"
        )
    if (manifest["system"], manifest["machine"]) != (platform.system(), platform.machine()):
        sys.exit(
            f"this bundle is for {manifest['system']} on {manifest['machine']}, but this is {platform.system()} on "
            f"{platform.machine()}: make the bundle on such a machine"
        )
    for name, sha256 in manifest["sha256"].items():
        file = folder / name
        if not file.is_file() or _sha256(file) != sha256:
            sys.exit(f"{file} is missing or damaged: copy the bundle again")


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

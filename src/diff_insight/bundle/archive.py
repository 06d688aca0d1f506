"""Packs a folder into a tar, with the hashes of all its files and an install script."""

import json
import platform
import sys
import tarfile
from pathlib import Path

from diff_insight.errors import BundleError
from diff_insight.llm.gguf.file import sha256_of
from diff_insight.system.package_data import package_data


def write_manifest(folder: Path, baseline: str) -> None:
    """Record the target Python and machine and the SHA-256 of every file; add the scripts.

    Args:
        folder: the folder with the wheels and models.
        baseline: what the processor must support.
    """
    hashes = {str(file.relative_to(folder)): sha256_of(file) for file in sorted(folder.rglob("*")) if file.is_file()}
    manifest = {
        "python": [sys.version_info.major, sys.version_info.minor],
        "machine": platform.machine(),
        "system": platform.system(),
        "libc": list(platform.libc_ver()),
        "processor": baseline,
        "sha256": hashes,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    for name in ("install.sh", "check.py"):
        (folder / name).write_bytes(package_data(f"bundle/{name}").read_bytes())
    (folder / "install.sh").chmod(0o755)


def pack(folder: Path, target: Path) -> None:
    """Write the tar; it gets its final name only once complete.

    Raises:
        BundleError: the tar cannot be written.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        with tarfile.open(partial, "w", dereference=True) as tar:
            for file in sorted(folder.rglob("*")):
                tar.add(file, f"diff-insight/{file.relative_to(folder)}", recursive=False, filter=_neutral)
        partial.replace(target)
    except OSError as error:
        raise BundleError(f"{target} cannot be written: {error.strerror}; choose another place") from None
    finally:
        partial.unlink(missing_ok=True)


def _neutral(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Remove owner and time from an entry."""
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry

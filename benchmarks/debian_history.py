"""Makes git repositories with real commits without access to a forge: one commit per Debian patch.

    apt-get source --download-only openssh grub2 glib2.0
    python benchmarks/debian_history.py FOLDER-OF-SOURCES FOLDER-OF-REPOSITORIES

Many of these patches are upstream's commits, kept as `git format-patch` wrote them.
"""

import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

LARGEST = 60_000_000  # maximum bytes of an archive; larger ones take more time than they are worth
_AUTHOR = ("-c", "user.name=Debian", "-c", "user.email=debian@example.org", "-c", "core.autocrlf=false")


def main() -> None:
    """Make a repository of each source package that has patches."""
    sources, target = map(Path, sys.argv[1:3])
    for packaging in sorted(sources.glob("*.debian.tar.*")):
        name, version = packaging.name.split(".debian.tar.")[0].split("_", 1)
        upstream = list(sources.glob(f"{name}_{version.rpartition('-')[0] or version}.orig.tar.*[!c]"))
        folder = target / name
        if folder.exists() or not upstream or upstream[0].stat().st_size > LARGEST:
            continue
        try:
            commits = _made(packaging, upstream[0], folder)
        except (tarfile.TarError, OSError, subprocess.CalledProcessError) as error:
            print(f"{name}: left out ({error})")
            shutil.rmtree(folder, ignore_errors=True)
            continue
        print(f"{name}: {commits} commits", flush=True)


def _made(packaging: Path, upstream: Path, folder: Path) -> int:
    folder.mkdir(parents=True)
    with tarfile.open(upstream) as archive:
        archive.extractall(folder, filter=_below_top)  # noqa: S202 - through tarfile's data filter
    patches = folder.with_name(f"{folder.name}.patches")
    with tarfile.open(packaging) as archive:
        archive.extractall(patches, filter="data")
    _git(folder, "init", "-q")
    _git(folder, "add", "-A", "-f")
    _git(folder, "commit", "-q", "-m", "upstream")
    series = patches / "debian" / "patches" / "series"
    commits = 0
    for line in series.read_text().splitlines() if series.is_file() else ():
        words = line.split("#")[0].split()
        if not words:
            continue
        strip = next((word for word in words if re.fullmatch(r"-p\d", word)), "-p1")
        patch = patches / "debian" / "patches" / words[0]
        applied = subprocess.run(
            ["patch", strip, "--batch", "--no-backup-if-mismatch", "-s", "-i", patch.absolute()],
            cwd=folder, capture_output=True, check=False,
        )  # fmt: skip
        if applied.returncode:
            break
        _git(folder, "add", "-A", "-f")
        _git(folder, "commit", "-q", "--allow-empty", "-m", words[0])
        commits += 1
    shutil.rmtree(patches)
    return commits


def _below_top(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """A member with the archive's top folder stripped; None for that folder itself."""
    _, _, rest = member.name.partition("/")
    return tarfile.data_filter(member.replace(name=rest, deep=False), folder) if rest else None


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *_AUTHOR, *arguments], cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    main()

"""Makes the wheel that the installed program came from again, of its files: with it, a bundle needs no checkout."""

from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_INSTALLERS_OWN = ("INSTALLER", "REQUESTED", "direct_url.json", "RECORD")


def pack_own_wheel(target: Path) -> None:
    """Put the wheel that this installed program came from into a folder."""
    installed = distribution("diff-insight")
    name = f"diff_insight-{installed.version}"
    with ZipFile(target / f"{name}-py3-none-any.whl", "w", ZIP_DEFLATED) as wheel:
        record: list[str] = []
        for file in sorted(installed.files or [], key=str):
            if ".." in file.parts or file.suffix == ".pyc" or file.name in _INSTALLERS_OWN:
                continue
            wheel.writestr(_entry(str(file)), file.read_binary())
            digest = f"{file.hash.mode}={file.hash.value}" if file.hash else ""
            record.append(f"{file},{digest},{'' if file.size is None else file.size}")
        record.append(f"{name}.dist-info/RECORD,,")
        wheel.writestr(_entry(f"{name}.dist-info/RECORD"), "\n".join(record) + "\n")


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry

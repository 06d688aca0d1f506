"""Rebuilds the wheel of an installed package from its files, so that a bundle needs no checkout."""

from importlib.metadata import Distribution, PackagePath, distribution
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_INSTALLERS_OWN = ("INSTALLER", "REQUESTED", "direct_url.json", "RECORD")


def pack_installed_wheel(package: str, target: Path) -> Path:
    """Write the wheel of an installed package to a folder, and return its path.

    Raises:
        importlib.metadata.PackageNotFoundError: the package is not installed.
    """
    installed = distribution(package)
    name = f"{package.replace('-', '_')}-{installed.version}"
    path = target / f"{name}-{_tag(installed)}.whl"
    with ZipFile(path, "w", ZIP_DEFLATED) as wheel:
        record: list[str] = []
        for file in sorted(installed.files or [], key=str):
            place = _place(file, name)
            if place is None or file.suffix == ".pyc" or file.name in _INSTALLERS_OWN:
                continue
            wheel.writestr(_entry(place), file.read_binary())
            digest = f"{file.hash.mode}={file.hash.value}" if file.hash else ""
            record.append(f"{place},{digest},{'' if file.size is None else file.size}")
        record.append(f"{name}.dist-info/RECORD,,")
        wheel.writestr(_entry(f"{name}.dist-info/RECORD"), "\n".join(record) + "\n")
    return path


def _place(file: PackagePath, name: str) -> str | None:
    """Where an installed file was in the wheel; None for a program, which the installer wrote."""
    if ".." not in file.parts:
        return str(file)
    if "share" not in file.parts:
        return None
    return "/".join((f"{name}.data/data", *file.parts[file.parts.index("share") :]))


def _tag(installed: Distribution) -> str:
    """The first tag of the wheel, such as `py3-none-any`."""
    lines = (installed.read_text("WHEEL") or "").splitlines()
    return next((line.removeprefix("Tag: ") for line in lines if line.startswith("Tag: ")), "py3-none-any")


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry

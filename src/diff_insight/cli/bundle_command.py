"""`diff-insight bundle`: the whole tool in one tar, for a machine without network access."""

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.bundle.archive import pack, write_manifest
from diff_insight.bundle.wheels import baseline, gather_wheels
from diff_insight.errors import BundleError
from diff_insight.llm.models.store import ModelStore
from diff_insight.system import paths
from diff_insight.system.output import check_writable


def bundle(
    target: Annotated[Path, typer.Argument(metavar="OUT.tar", help="The tar file to write.")],
    models: Annotated[
        list[str] | None,
        typer.Option("--model", metavar="NAME", help="Include this added model; repeatable."),
    ] = None,
    wheel: Annotated[
        Path | None,
        typer.Option(
            "--wheel",
            metavar="FILE",
            help="Include this llama-cpp-python wheel, such as one for a GPU, instead of compiling one.",
        ),
    ] = None,
) -> None:
    """Pack wheels, models and an install script into a tar, on a machine that can reach a package index.

    This is the only command that downloads packages. To install: tar xf OUT.tar && diff-insight/install.sh DIR.
    """
    check_writable(target)
    store = ModelStore(paths.models())
    wanted = [(name, store.find(name)) for name in models or []]
    for name, model in wanted:
        if model is None:
            raise BundleError(f"no model named {name!r} was added: see `models list`")
    with tempfile.TemporaryDirectory() as folder:
        root, work = Path(folder) / "bundle", Path(folder) / "work"
        (root / "wheels").mkdir(parents=True)
        (root / "models").mkdir()
        work.mkdir()
        for name, model in wanted:
            if model:
                (root / "models" / f"{name}.gguf").symlink_to(model.read().path.absolute())
        gather_wheels(root / "wheels", work, lambda text: print(text, file=sys.stderr), wheel)
        processor = baseline() if wheel is None else f"whatever {wheel.name} was built for"
        write_manifest(root, processor)
        pack(root, target)
    size = target.stat().st_size
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    typer.echo(f"wrote {target}: {size / 1e6:.0f} MB, for {python}, {processor}")

"""`diff-insight models`: the models that were added, and which of them a project pins."""

import json as _json
import sys
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.cli.model_options import Context, Fast, GpuLayers, LabelsFile, QuantisationType
from diff_insight.errors import ModelError
from diff_insight.insight.change_types import DEFAULT_TYPES, read_change_types
from diff_insight.llm.client.loading_check import check_loads_whole
from diff_insight.llm.gguf.metadata import gguf_info
from diff_insight.llm.models.adapter import embedded_adapter
from diff_insight.llm.models.embedded import prepared_model
from diff_insight.llm.models.lock_file import LOCK_FILE, Lock, Pin, check_pin, read_lock, write_lock
from diff_insight.llm.models.options import ModelOptions, Quantisation
from diff_insight.llm.models.resolve import is_path, resolve_model
from diff_insight.llm.models.store import EMBEDDED, Keeping, ModelStore
from diff_insight.llm.open_model import PREPARING, decoding_of, open_model
from diff_insight.system import paths
from diff_insight.workflows.project import find_project

models = typer.Typer(help="The models that were added, and which of them a project pins.")

AsJson = Annotated[bool, typer.Option("--json", help="Say it as JSON.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a model, or a GGUF's path.")]


@models.command("list")
def list_models(json: AsJson = False) -> None:
    """List the models that were added, and what the project pins."""
    stored, project = ModelStore(paths.models()).models(), find_project(Path.cwd())
    lock = read_lock(project.lock) if project.lock else Lock()
    if json:
        rows = [{**model.model_dump(mode="json"), "pinned": bool(lock.of(model.name))} for model in stored]
        typer.echo(_json.dumps({"models": rows, "lock": lock.model_dump(exclude_none=True)["models"]}))
        return
    for model in stored:
        pinned = ", pinned" if lock.of(model.name) else ""
        typer.echo(f"{model.name}  {_size(model.size)}  SHA-256 {model.sha256}  {model.keeping} {model.path}{pinned}")
    for pin in lock.models:
        if pin.name not in {model.name for model in stored}:
            where = "comes with the tool" if pin.name.startswith(EMBEDDED) else "not added here"
            typer.echo(f"{pin.name}  {_size(pin.size)}  SHA-256 {pin.sha256}  pinned, {where}")
    if not stored and not lock.models:
        typer.echo("no model was added; reports are made with the embedded one")


@models.command("add")
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A GGUF of an instruct model.")],
    name: Annotated[
        str | None, typer.Option("--name", help="What it is called; by default as the file.", show_default=False)
    ] = None,
    keeping: Annotated[
        Keeping,
        typer.Option(
            "--as",
            metavar="copy|link|reference",
            help="Copy it, link the same bytes (on one disk), or only note where it lies.",
        ),
    ] = Keeping.COPY,
) -> None:
    """Keep a model under a name, with the SHA-256 that it has now."""
    if gguf_info(file).chat_template is None:
        raise ModelError(f"{file} has no chat template: choose an instruct (chat) model")
    model = ModelStore(paths.models()).add(file, name or file.stem, keeping)
    typer.echo(f"{model.name}: {_size(model.size)}, SHA-256 {model.sha256}, {model.path}")


@models.command("info")
def info(name: Name, json: AsJson = False) -> None:
    """Say what a model is: architecture, size, quantisation, context, chat template, licence."""
    metadata = gguf_info(_file(name))
    if json:
        typer.echo(metadata.model_dump_json(indent=2))
        return
    rows = {
        "file": str(_file(name)),
        "title": metadata.title or "-",
        "architecture": metadata.architecture or "-",
        "parameters": f"{metadata.parameters / 1e6:,.0f} million",
        "size": _size(metadata.size),
        "quantisation": metadata.quantisation or "-",
        "context": f"{metadata.context:,} tokens" if metadata.context else "-",
        "chat template": f"{len(metadata.chat_template):,} characters"
        if metadata.chat_template
        else "none: no instruct model",
        "licence": metadata.licence or "not said",
        "languages": ", ".join(metadata.languages) or "not said",
        "trained for": ", ".join(metadata.trained_types) or "instructions in general",
    }
    if metadata.adapter_sha256:
        rows["adapter"] = f"SHA-256 {metadata.adapter_sha256}"
    for key, value in rows.items():
        typer.echo(f"{key:14} {value}")


@models.command("verify")
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="By default all, and what the project pins.")
    ] = None,
) -> None:
    """Compare models with their SHA-256, as added and as pinned, and load every tensor of them."""
    store, project = ModelStore(paths.models()), find_project(Path.cwd())
    lock = read_lock(project.lock) if project.lock else Lock()
    known = [*(model.name for model in store.models()), *(pin.name for pin in lock.models)]
    wrong = 0
    for name in names or sorted({EMBEDDED, *known}):
        try:
            if name == EMBEDDED:
                file = prepared_model(paths.prepared_models(), embedded_adapter(), _say_preparing)
            elif name.startswith(EMBEDDED):
                file = prepared_model(paths.prepared_models(), None, _say_preparing)
            else:
                file = resolve_model(name, store).file
            pin = lock.of(name)
            if pin and project.lock:
                check_pin(project.lock, lock, name, file.sha256)
            check_loads_whole(file.path)
            typer.echo(f"{name}: as {'pinned' if pin else 'added'}, SHA-256 {file.sha256}, every tensor is sound")
        except ModelError as error:
            wrong += 1
            print(f"{name}: {error}", file=sys.stderr)
    if wrong:
        raise ModelError(f"{wrong} of the models cannot be trusted")


@models.command("remove")
def remove(name: Name) -> None:
    """Forget a model, and delete its copy or link; a file that is only referred to stays."""
    model = ModelStore(paths.models()).remove(name)
    kept = f"; {model.path} stays" if model.keeping is Keeping.REFERENCE else ""
    typer.echo(f"removed {name}{kept}")


@models.command("prepare")
def prepare(quantisation: QuantisationType = Quantisation.Q4_0) -> None:
    """Make the file of the embedded model that runs, which else the first report does."""
    file = prepared_model(paths.prepared_models(), embedded_adapter(), _say_preparing, quantisation)
    typer.echo(f"{file.path}: {_size(file.size)}, SHA-256 {file.sha256}")


@models.command("pin")
def pin_models(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="By default the embedded model.")
    ] = None,
    writes: Annotated[
        bool | None, typer.Option("--writes/--no-writes", help="As in `report`.", show_default=False)
    ] = None,
    labels: LabelsFile = None,
    gpu_layers: GpuLayers = -1,
    context: Context = 0,
    fast: Fast = False,
    quantisation: QuantisationType = Quantisation.Q4_0,
) -> None:
    """Write into the project's diff-insight.lock which bytes a model must have, and how it must be run."""
    project = find_project(Path.cwd())
    lock_file = project.folder / LOCK_FILE
    lock = read_lock(project.lock) if project.lock else Lock()
    change_types = read_change_types(labels) if labels else DEFAULT_TYPES
    for name in names or [EMBEDDED]:
        settings = ModelOptions(
            model=name,
            quantisation=quantisation,
            writes=writes,
            types=tuple(each.name for each in change_types),
            gpu_layers=gpu_layers,
            context=context,
            fast=fast,
        )
        with open_model(settings, lambda text: print(text, file=sys.stderr)) as opened:
            identity, trained = opened.model.identity, opened.model.trained
            pin = Pin(
                name=opened.name,
                sha256=identity.sha256,
                size=identity.size,
                adapter=trained.adapter_sha256 if trained else None,
                decoding=decoding_of(opened.model),
            )
        lock = lock.with_pin(pin)
        typer.echo(f"{pin.name}: SHA-256 {pin.sha256}")
    write_lock(lock_file, lock)
    typer.echo(f"wrote {lock_file}")


def _file(name: str) -> Path:
    if name == EMBEDDED:
        return prepared_model(paths.prepared_models(), embedded_adapter(), _say_preparing).path
    if is_path(name):
        return Path(name)
    return resolve_model(name, ModelStore(paths.models())).file.path


def _say_preparing() -> None:
    print(PREPARING, file=sys.stderr)


def _size(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"

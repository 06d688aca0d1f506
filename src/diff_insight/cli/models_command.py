"""`diff-insight models`: added models, and those that a project pins."""

import json as _json
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.cli.model_options import Context, Fast, GpuLayers, LabelsFile, QuantisationType, Quiet
from diff_insight.cli.progress import progress_bar
from diff_insight.errors import ModelError
from diff_insight.evaluation.verdict import measure
from diff_insight.insight.change_types import DEFAULT_TYPES, read_change_types
from diff_insight.llm.client.loading_check import check_loads_whole
from diff_insight.llm.gguf.metadata import gguf_info
from diff_insight.llm.models.adapter import embedded_adapter
from diff_insight.llm.models.embedded import prepared_model
from diff_insight.llm.models.lock_file import LOCK_FILE, Lock, Pin, check_pin, read_lock, write_lock
from diff_insight.llm.models.options import ModelOptions, Quantisation
from diff_insight.llm.models.resolve import is_path, resolve_model
from diff_insight.llm.models.store import EMBEDDED, Keeping, ModelStore, StoredModel
from diff_insight.llm.open_model import PREPARING, decoding_of, open_model
from diff_insight.pipeline import open_session
from diff_insight.sentences.languages import LANGUAGES
from diff_insight.system import paths
from diff_insight.workflows.project import find_project

models = typer.Typer(help="Add, inspect, verify and pin models.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a model, or path of a GGUF file.")]


@models.command("list")
def list_models(json: AsJson = False) -> None:
    """List the added models and those that the project pins."""
    stored, project = ModelStore(paths.models()).models(), find_project(Path.cwd())
    lock = read_lock(project.lock) if project.lock else Lock()
    if json:
        rows = [{**model.model_dump(mode="json"), "pinned": bool(lock.of(model.name))} for model in stored]
        typer.echo(_json.dumps({"models": rows, "lock": lock.model_dump(exclude_none=True)["models"]}))
        return
    for model in stored:
        pinned = ", pinned" if lock.of(model.name) else ""
        typer.echo(
            f"{model.name}  {_size(model.size)}  SHA-256 {model.sha256}  {model.keeping} {model.path}{pinned}"
            f"  {_writing(model)}"
        )
    for pin in lock.models:
        if pin.name not in {model.name for model in stored}:
            where = "comes with the tool" if pin.name.startswith(EMBEDDED) else "not added here"
            typer.echo(f"{pin.name}  {_size(pin.size)}  SHA-256 {pin.sha256}  pinned, {where}")
    if not stored and not lock.models:
        typer.echo("no models added; reports use the embedded one")


@models.command("add")
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="GGUF file of an instruct model.")],
    name: Annotated[
        str | None, typer.Option("--name", help="Name of the model; by default that of the file.", show_default=False)
    ] = None,
    keeping: Annotated[
        Keeping,
        typer.Option(
            "--as",
            metavar="copy|link|reference",
            help="Copy the file, hard-link it (on the same disk), or only record its path.",
        ),
    ] = Keeping.COPY,
    measured: Annotated[
        bool,
        typer.Option(
            "--measure/--no-measure", help="Whether to find out in which languages it can write; as `models measure`."
        ),
    ] = True,
) -> None:
    """Add a model under a name, record its current SHA-256, and measure in which languages it can write."""
    if gguf_info(file).chat_template is None:
        raise ModelError(f"{file} has no chat template: choose an instruct (chat) model")
    store = ModelStore(paths.models())
    model = store.add(file, name or file.stem, keeping)
    typer.echo(f"{model.name}: {_size(model.size)}, SHA-256 {model.sha256}, {model.path}")
    if measured:
        _measure(store, model)


@models.command("measure")
def measure_model(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of an added model.")], quiet: Quiet = False
) -> None:
    """Have an added model explain six changes in each language, and keep in which ones that stands the checks."""
    store = ModelStore(paths.models())
    model = store.find(name)
    if model is None:
        raise ModelError(f"there is no added model {name!r}: `diff-insight models add FILE` adds one")
    _measure(store, model, quiet=quiet)


def _measure(store: ModelStore, model: StoredModel, *, quiet: bool = False) -> None:
    options = ModelOptions(model=model.name, languages=tuple(LANGUAGES))
    tell = (lambda _: None) if quiet else partial(print, file=sys.stderr)
    with progress_bar(f"measuring {model.name}", quiet=quiet) as progress, open_session(options, tell=tell) as session:
        if not session.model.writes:
            typer.echo(f"{model.name} was trained to label and title, and does not write")
            return
        verdict = measure(session, progress)
    store.judge(model, verdict)
    for code, kept in verdict.kept.items():
        shown = f"{kept.titles} titles and {kept.explanations} explanations of {kept.changes} stand the checks"
        typer.echo(f"{LANGUAGES[code].english_name}: {shown}{'' if kept.is_enough else ', too few: it is not asked'}")


@models.command("info")
def info(name: Name, json: AsJson = False) -> None:
    """Show a model's architecture, size, quantisation, context, chat template and licence."""
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
        else "none: not an instruct model",
        "licence": metadata.licence or "not stated",
        "languages": ", ".join(metadata.languages) or "not stated",
        "trained for": ", ".join(metadata.trained_types) or "general instructions",
    }
    if metadata.adapter_sha256:
        rows["adapter"] = f"SHA-256 {metadata.adapter_sha256}"
    for key, value in rows.items():
        typer.echo(f"{key:14} {value}")


@models.command("verify")
def verify(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Models to verify; by default all, including pinned ones."),
    ] = None,
) -> None:
    """Check models against their recorded and pinned SHA-256, and load every tensor."""
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
            typer.echo(f"{name}: as {'pinned' if pin else 'added'}, SHA-256 {file.sha256}, every tensor is valid")
        except ModelError as error:
            wrong += 1
            print(f"{name}: {error}", file=sys.stderr)
    if wrong:
        raise ModelError(f"verification failed for {wrong} of the models")


@models.command("remove")
def remove(name: Name) -> None:
    """Remove a model and its copy or link; a file added by reference is kept."""
    model = ModelStore(paths.models()).remove(name)
    kept = f"; {model.path} is kept" if model.keeping is Keeping.REFERENCE else ""
    typer.echo(f"removed {name}{kept}")


@models.command("prepare")
def prepare(quantisation: QuantisationType = Quantisation.Q4_0) -> None:
    """Prepare the embedded model's file now instead of during the first report."""
    file = prepared_model(paths.prepared_models(), embedded_adapter(), _say_preparing, quantisation)
    typer.echo(f"{file.path}: {_size(file.size)}, SHA-256 {file.sha256}")


@models.command("pin")
def pin_models(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Models to pin; by default the embedded one.")
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
    """Pin models in the project's diff-insight.lock: their exact bytes and how they must be run."""
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
                decoding=decoding_of(opened),
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


def _writing(model: StoredModel) -> str:
    """What was measured of a model."""
    if model.verdict is None:
        return "not measured"
    return f"writes {', '.join(model.verdict.languages) or 'in no language'}"


def _say_preparing() -> None:
    print(PREPARING, file=sys.stderr)


def _size(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"

"""Makes the reports of a batch on a Dask cluster: one model per worker, and the same bytes as on one machine."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from diff_insight.changes.git.command import GitCommand
from diff_insight.errors import FetchError, ModelError, UsageError
from diff_insight.insight.model_session import ModelSession
from diff_insight.pipeline import RunSettings, open_session
from diff_insight.reports.build import provenance_of
from diff_insight.reports.report import Provenance
from diff_insight.workflows.batch import BatchLine, Output, outputs_of

_PATIENCE = 10  # seconds to wait for the scheduler


@dataclass(frozen=True, slots=True)
class Job:
    """What workers need to know that is common to all lines.

    Attributes:
        repo: the repository's folder, which must have the same path on all workers.
        run: which reports to make, and with which model.
        provenance: the provenance that every worker's reports must have.
    """

    repo: Path
    run: RunSettings
    provenance: Provenance


class WorkerModel:
    """A worker's model, opened for the first line; a single thread processes the worker's lines one by one.

    Dask calls `setup` and `teardown` on the worker.

    Args:
        job: what is common to all lines.
    """

    name = "diff-insight"

    def __init__(self, job: Job) -> None:
        self._job = job

    def setup(self, worker: Any) -> None:
        """Prepare without opening the model, which would block the worker for longer than Dask allows."""
        self._thread = ThreadPoolExecutor(1)
        self._opened = ExitStack()
        self._session: ModelSession | None = None
        self._is_open = False

    def teardown(self, worker: Any) -> None:
        """Free the model."""
        self._thread.submit(self._opened.close).result()
        self._thread.shutdown()

    def outputs_of(self, line: BatchLine) -> list[Output]:
        """The reports of a line as files.

        Raises:
            DiffInsightError: see `batch.outputs_of`; also if this worker would not make the same bytes as the others.
        """
        return self._thread.submit(self._made, line).result()

    def _made(self, line: BatchLine) -> list[Output]:
        if not self._is_open:
            if self._job.run.model:
                self._session = self._opened.enter_context(open_session(self._job.run.model, self._job.run.prompts))
            _check_provenance(self._job, self._session)
            self._is_open = True
        git = GitCommand(self._job.repo, self._job.run.size)
        return outputs_of(line, git, self._job.run.spec, self._session, lambda _: nullcontext(lambda *_: None))


def _check_provenance(job: Job, session: ModelSession | None) -> None:
    expected = job.provenance
    here = provenance_of(session, job.run.spec.types, expected.request)
    if here != expected:
        wanted, found = expected.model_dump(mode="json"), here.model_dump(mode="json")
        name = next(name for name in wanted if wanted[name] != found[name])
        raise ModelError(
            f"a worker would make different reports: its {name} is {found[name]!r}, expected {wanted[name]!r}; use the "
            "same versions, models and processor types on all machines"
        )


def _on_worker(line: BatchLine) -> list[Output]:
    from distributed import get_worker

    model = get_worker().plugins[WorkerModel.name]
    made: list[Output] = model.outputs_of(line)
    return made


def run_on_cluster(
    address: str, lines: Sequence[BatchLine], job: Job, tell: Callable[[str], None]
) -> Iterator[tuple[BatchLine, list[Output]]]:
    """Yield lines with their reports as workers finish them, in no fixed order.

    Lines of a lost worker are reassigned to others.

    Args:
        address: the scheduler's address, such as `tcp://10.0.0.1:8786`.
        lines: the lines to make.
        job: what is common to all lines.
        tell: called with a sentence about the cluster.

    Raises:
        UsageError: `distributed` is not installed.
        FetchError: the scheduler cannot be reached, has no workers, or a line killed too many of them.
        DiffInsightError: a line cannot be made.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise UsageError("--scheduler needs Dask: install it with `pip install 'diff-insight[dask]'`") from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise FetchError(
            f"the scheduler {address} cannot be reached ({str(error).splitlines()[0]}): start one with "
            "`dask scheduler`, and workers with `dask worker ADDRESS`"
        ) from None
    with client:
        workers = len(client.scheduler_info()["workers"])
        if not workers:
            raise FetchError(f"the scheduler {address} has no workers: start some with `dask worker {address}`")
        tell(f"{workers} workers at {address}")
        client.register_plugin(_as_plugin(job))
        futures = {
            client.submit(_on_worker, line, pure=False): line for line in lines
        }  # fmt: skip
        for future in as_completed(futures, loop=client.loop):
            try:
                yield futures[future], future.result()
            except KilledWorker:
                raise FetchError(
                    f"line {futures[future].number} killed every worker that tried it: check the workers' logs, and "
                    "try the range with `diff-insight report`"
                ) from None
            future.release()


def _as_plugin(job: Job) -> Any:
    """A `WorkerModel` that is also a Dask plugin; Dask is imported only if a cluster is used."""
    from distributed import WorkerPlugin

    class Plugin(WorkerModel, WorkerPlugin):  # type: ignore[misc]
        pass

    return Plugin(_portable(job))


def _portable(job: Job) -> Job:
    """The job with absolute paths, and without the lock file, since the pin was already checked here."""
    options = job.run.model
    if options is None:
        return job
    if options.model and Path(options.model).is_file():
        options = replace(options, model=str(Path(options.model).absolute()))
    prompts = job.run.prompts and job.run.prompts.absolute()
    return replace(job, run=replace(job.run, model=replace(options, lock=None), prompts=prompts))

"""Makes reports and writes them, with a progress bar, with notes, and with an end by Ctrl-C that loses nothing."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from diff_insight.cli.interruption import Interruption
from diff_insight.cli.progress import progress_bar
from diff_insight.cli.report_options import ReportOptions
from diff_insight.insight.analysis import Progress
from diff_insight.insight.questions.open_model import ModelSession, open_model
from diff_insight.pipeline import Plan, make, written
from diff_insight.report.report import Report
from diff_insight.system.output import write_report, write_standard_output


@dataclass(frozen=True, slots=True)
class ReportRun:
    """A model that is ready, and what the user asked for."""

    options: ReportOptions
    session: ModelSession | None
    interruption: Interruption

    def make(self, planned: Plan, permalink: str | None = None) -> list[Report]:
        """The reports of a plan; see `making.make`."""
        return make(planned, self.options.spec, self.session, self.progress, permalink)

    def tell_answers(self) -> None:
        """Tell where the answers came from."""
        if self.session is None:
            return
        tally = self.session.model.tally
        if tally.asked + tally.remembered:
            self.options.tell(f"answers: {tally.asked} from the model, {tally.remembered} from the cache")
        else:
            self.options.tell("nothing was to be asked of the model")

    def write(self, planned: Plan, reports: list[Report]) -> None:
        """Write reports where they go, and tell what is to be known of them."""
        for built, path, content in written(planned, reports, self.options.spec):
            if path is None:
                write_standard_output(content)
            else:
                write_report(path, content)
                self.options.tell(f"wrote {path} (files: {len(built.files)})")
        for notice in (notice for built in reports for notice in built.notices):
            self.options.tell(f"note: {notice.text}")

    @contextmanager
    def progress(self, name: str) -> Iterator[Progress]:
        """Shows how a part of a report goes on; once there is something to lose, Ctrl-C loses nothing."""
        with progress_bar(name, quiet=self.options.quiet) as show:

            def shown(done: int, known: int) -> None:
                show(done, known)
                if done:
                    self.interruption.arm()

            yield shown


@contextmanager
def opened_run(options: ReportOptions) -> Iterator[ReportRun]:
    """A run whose model is freed at the end.

    Raises:
        ModelError: the model cannot be used.
    """
    with ExitStack() as stack:
        interruption = stack.enter_context(Interruption(quiet=options.quiet))
        session = None
        if options.model_options:
            opened = open_model(options.model_options, options.tell, lambda: interruption.happened)
            session = stack.enter_context(opened)
        yield ReportRun(options, session, interruption)

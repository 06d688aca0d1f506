"""Makes and writes reports, with a progress bar and notes; Ctrl-C loses no finished work."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diff_insight.cli.interruption import Interruption
from diff_insight.cli.progress import progress_bar
from diff_insight.cli.report_options import ReportOptions
from diff_insight.insight.analysis import Progress
from diff_insight.pipeline import Plan, RenderedReport, make, open_session
from diff_insight.reports.report import Report
from diff_insight.system.output import write_report, write_standard_output

if TYPE_CHECKING:  # it loads what only a model needs
    from diff_insight.insight.model_session import ModelSession


@dataclass(frozen=True, slots=True)
class ReportRun:
    """A ready model, and the user's options."""

    options: ReportOptions
    session: "ModelSession | None"
    interruption: Interruption

    def make(self, planned: Plan, permalink: str | None = None) -> list[Report]:
        """The reports of a plan; see `pipeline.make`."""
        return make(planned, self.options.run.spec, self.session, self.progress, permalink)

    def tell_answers(self) -> None:
        """Print how many answers came from the model and from the cache."""
        if self.session is None:
            return
        tally = self.session.model.tally
        if tally.asked + tally.remembered:
            self.options.tell(f"answers: {tally.asked} from the model, {tally.remembered} from the cache")
        else:
            self.options.tell("the model was not needed")

    def write(self, reports: Sequence[RenderedReport]) -> None:
        """Write the reports, and print where they went and their notices."""
        for each in reports:
            for path, content in each.files.values():
                if path is None:
                    write_standard_output(content)
                else:
                    write_report(path, content)
                    self.options.tell(f"wrote {path} (files: {len(each.report.files)})")
        self.tell_notices([each.report for each in reports])

    def tell_notices(self, reports: Sequence[Report]) -> None:
        """Print what the reports leave out."""
        for notice in (notice for report in reports for notice in report.notices):
            self.options.tell(f"note: {notice.text}")

    @contextmanager
    def progress(self, name: str) -> Iterator[Progress]:
        """Show the progress of one part of a report, and arm the interruption after the first answer."""
        first, then = f"{name}: reading facts", f"{name}: asking the model"
        with progress_bar(then, quiet=self.options.quiet, first=first) as show:

            def shown(done: int, known: int) -> None:
                show(done, known)
                if done:
                    self.interruption.arm()

            yield shown


@contextmanager
def opened_run(options: ReportOptions) -> Iterator[ReportRun]:
    """A run whose model is freed at the end.

    Raises:
        UsageError: the options contradict each other.
        ModelError: the model cannot be used.
    """
    options.check_formats()
    with ExitStack() as stack:
        interruption = stack.enter_context(Interruption(quiet=options.quiet))
        session = None
        if options.run.model:
            opened = open_session(options.run.model, options.run.prompts, options.tell, lambda: interruption.happened)
            session = stack.enter_context(opened)
        yield ReportRun(options, session, interruption)

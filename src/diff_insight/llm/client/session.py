"""Asks a worker many questions, yields answers as they finish, and continues if the worker dies."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import Self

from diff_insight.errors import ModelError
from diff_insight.llm.client.worker_process import ATTEMPTS, Worker, WorkerDied, Workers, ended_again, talk
from diff_insight.llm.protocol.messages import Answered, Ask, Close, Closed, Failed, Open, Opened, Testing
from diff_insight.llm.protocol.question import Answer, Failure, Question

_AHEAD = 2  # questions sent per slot, so that no slot is idle while the next question is prepared
_PATIENCE = 0.2  # seconds between checks whether to stop


class Session:
    """Questions of one kind; a context manager that leaves the worker ready for another session.

    Args:
        workers: provides the worker, and another one after it dies.
        opening: the properties that the questions share.
        testing: called when the batching self-test begins, which takes a while.
        stopped: once it returns true, finished answers are still yielded, but no more questions are asked.

    Raises:
        ModelError: the model cannot answer questions of this kind.
    """

    def __init__(
        self, workers: Workers, opening: Open, testing: Callable[[], None], stopped: Callable[[], bool]
    ) -> None:
        self._workers = workers
        self._opening = opening
        self._testing = testing
        self._stopped = stopped
        self.closed: Closed | None = None
        """The worker's timings, once the session is closed."""
        self.opened = self._opened(opening)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        if error:
            self._workers.dismiss()  # it may be busy with questions nobody is waiting for
        elif not self.closed:
            for _ in self._close():
                pass

    def answer(self, questions: Iterable[Question]) -> Iterator[Answer | Failure]:
        """Yield answers as they finish, in no fixed order.

        A worker that dies is restarted and asked the unanswered questions one at a time, to find the one that kills it;
        that one gets a `Failure`.

        Args:
            questions: consumed as needed.

        Raises:
            ModelError: the worker dies for one question after another.
        """
        waiting = enumerate(questions)
        under_way: dict[int, Question] = {}
        while not self.closed:
            try:
                for number, question in islice(waiting, self.opened.slots * _AHEAD - len(under_way)):
                    under_way[number] = question
                    self._workers.worker().send(Ask(number=number, question=question))
                if not under_way:
                    return
                answer = self._next(_PATIENCE)
            except WorkerDied:
                self._workers.dismiss()
                yield from self._alone(under_way)
                if self._stopped():
                    self.closed = Closed(seconds=0, decoding=0)
                    return
                under_way = {}
                self.opened = self._opened(self._opening)
                continue
            if answer:
                del under_way[answer.question]
                yield answer
            if self._stopped():
                yield from self._close()

    def _alone(self, suspects: dict[int, Question]) -> Iterator[Answer | Failure]:
        """Ask one question at a time; afterwards the worker is ready for the next `Open`."""
        failures = 0
        is_open = False
        for number, question in suspects.items():
            if self._stopped():
                break
            try:
                if not is_open:
                    self._opened(self._opening.model_copy(update={"questions": 1}))
                    is_open = True
                self._workers.worker().send(Ask(number=number, question=question))
                answer = self._next(None)
            except WorkerDied as death:
                self._workers.dismiss()
                is_open = False
                failures += 1
                if failures == ATTEMPTS:  # then the questions are not the cause
                    raise ended_again(death) from None
                yield Failure(number, str(death))
            else:
                failures = 0
                if answer:
                    yield answer
        if is_open:
            yield from self._close()
            self.closed = None

    def _opened(self, opening: Open) -> Opened:
        def open_with(worker: Worker) -> Opened:
            worker.send(opening)
            reply = worker.receive()
            if isinstance(reply, Testing):
                self._testing()
                reply = worker.receive()
            if isinstance(reply, Failed):
                raise ModelError(reply.reason)
            if not isinstance(reply, Opened):
                raise ModelError(f"unexpected reply from the worker process: {type(reply).__name__}")
            return reply

        return talk(self._workers, open_with)

    def _next(self, timeout: float | None) -> Answer | None:
        reply = self._workers.worker().receive(timeout)
        if isinstance(reply, Failed):
            raise WorkerDied(reply.reason)
        return reply.answer if isinstance(reply, Answered) else None

    def _close(self) -> Iterator[Answer]:
        """Yield finished answers until the worker is ready for another session."""
        try:
            self._workers.worker().send(Close())
            while not isinstance(reply := self._workers.worker().receive(), Closed):
                if isinstance(reply, Answered):
                    yield reply.answer
            self.closed = reply
        except WorkerDied:
            self._workers.dismiss()
            self.closed = Closed(seconds=0, decoding=0)

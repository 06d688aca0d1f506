"""The worker process: loads one model and answers the requests on its standard input.

llama.cpp can kill its process: through an assertion, a segmentation fault or lack of memory. In this process only the
questions in progress are lost, and they can be asked again.
"""

import os
import signal
import sys
import time
from collections import deque
from functools import cached_property
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.prefix_store import PrefixStore
from diff_insight.llm.gguf.row_rules import RowRule
from diff_insight.llm.gguf.self_test_results import cached_self_test, self_test_key
from diff_insight.llm.protocol.messages import (
    Answered,
    Ask,
    Close,
    Closed,
    Compile,
    Compiled,
    Failed,
    Load,
    Loaded,
    Open,
    Opened,
    Reply,
    Request,
    Testing,
    line_of,
    read_request,
)
from diff_insight.llm.protocol.question import Question
from diff_insight.llm.worker.batching_plan import FAST, BatchingPlan, plan_for
from diff_insight.llm.worker.engine import Engine
from diff_insight.llm.worker.engine_pool import EnginePool
from diff_insight.llm.worker.grammar import Constraint
from diff_insight.llm.worker.self_test import exact_rule
from diff_insight.llm.worker.sizing import check_model_fits
from diff_insight.llm.worker.usability import check_can_answer
from diff_insight.llm.worker.weights import Weights
from diff_insight.system.sockets import refuse_sockets

Requests = SimpleQueue[Request]


def main() -> None:
    """Serve until standard input ends."""
    refuse_sockets()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the client receives it too, and decides
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # keeps a library's output out of the replies
    requests: Requests = SimpleQueue()
    Thread(target=_read, args=(sys.stdin.buffer, requests), daemon=True).start()
    load = requests.get()
    if not isinstance(load, Load):
        raise SystemExit("expected a request to load a model first")
    try:
        check_model_fits(load.settings)
        with Weights(load.settings) as weights:
            os.environ.update(weights.kernels.environment)
            check_can_answer(weights)
            served = _Served(load, weights, requests, replies)
            served.send(Loaded(description=weights.description, trained_context=weights.trained_context))
            served.serve()
    except ModelError as error:
        _send(replies, Failed(reason=str(error)))


def _send(replies: BinaryIO, reply: Reply) -> None:
    replies.write(line_of(reply))
    replies.flush()


def _read(source: BinaryIO, requests: Requests) -> None:
    for line in source:
        requests.put(read_request(line))
    os._exit(0)  # nobody is left to answer, and a decode call can take minutes


class _Served:
    """A loaded model, with its incoming requests and outgoing replies."""

    def __init__(self, load: Load, weights: Weights, requests: Requests, replies: BinaryIO) -> None:
        self._load = load
        self._weights = weights
        self._key = self_test_key(load.sha256, load.settings.gpu_layers)
        prefixes = PrefixStore(load.prefixes, self._key) if load.prefixes else None
        self._engines = EnginePool(weights, lambda: self._plan, prefixes)
        self._requests = requests
        self._replies = replies

    def send(self, reply: Reply) -> None:
        _send(self._replies, reply)

    def serve(self) -> None:
        while True:  # until `_read` ends the process, which frees the engines
            request = self._requests.get()
            try:
                if isinstance(request, Compile):
                    constraint = Constraint(self._weights.constraint_tokenizer, request.answer_schema)
                    self.send(Compiled(closing_reserve=constraint.closing_reserve))
                elif isinstance(request, Open):
                    self._answer(request)
                elif isinstance(request, Close):  # what was open has failed and is already closed
                    self.send(Closed(seconds=0, decoding=0))
            except ModelError as error:
                self.send(Failed(reason=str(error)))

    def _answer(self, opening: Open) -> None:
        with self._engines.opened(opening) as engine:
            self.send(Opened(slots=engine.slots, batching=self._plan.batching))
            started, before = time.perf_counter(), engine.context.seconds
            self._answer_until_closed(engine)
            decoding = engine.context.seconds - before
            self.send(Closed(seconds=time.perf_counter() - started, decoding=decoding))

    def _answer_until_closed(self, engine: Engine) -> None:
        waiting: deque[tuple[int, Question]] = deque()
        while True:
            while not self._requests.empty() or (engine.is_idle and not waiting):
                request = self._requests.get()
                if isinstance(request, Close):
                    return
                if isinstance(request, Ask):
                    waiting.append((request.number, request.question))
            while waiting and engine.free:
                engine.begin(*waiting.popleft())
            for answer in engine.step():
                self.send(Answered(answer=answer))

    @cached_property
    def _plan(self) -> BatchingPlan:
        """How questions share decode calls."""
        if self._load.settings.fast:
            return FAST

        def find_out() -> RowRule | None:
            self.send(Testing())
            return exact_rule(self._weights)

        return plan_for(cached_self_test(self._load.self_test_results, self._key, find_out))


if __name__ == "__main__":
    main()

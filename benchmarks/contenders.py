"""The ways to answer the same questions that `engine.py` compares."""

import json
import multiprocessing
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from diff_insight.llm.client.model import Model
from diff_insight.llm.gguf.metadata import gguf_info
from diff_insight.llm.prompt.frame import frame
from diff_insight.llm.prompt.message import Message
from diff_insight.llm.protocol.messages import Batching, Closed
from diff_insight.llm.protocol.question import Answer, Question
from diff_insight.llm.protocol.settings import ModelSettings

CONTEXT = 2048
"""Context size per sequence in tokens, for the contenders that need it set."""


@dataclass(frozen=True)
class Workload:
    """Questions and what they share: fixed messages, the JSON Schema of the answer, and its token budget."""

    name: str
    messages: tuple[Message, ...]
    questions: tuple[str, ...]
    schema: dict[str, Any]
    max_tokens: int

    def chat(self, question: str) -> list[dict[str, str]]:
        """The messages of one question in chat completion format."""
        turns = [{"role": message.role, "content": message.content} for message in self.messages]
        return [*turns, {"role": "user", "content": question}]


@dataclass(frozen=True)
class Result:
    """Seconds from the first question to the last answer with the model loaded, the answers, and the tokens written.

    `share` is the fraction of the time inside llama_decode, `peak` the peak resident bytes of the process that runs the
    model, if known, and `cache` the bytes of its KV cache.
    """

    seconds: float
    answers: dict[int, str]
    written: int
    slots: int = 1
    batching: Batching | None = None
    share: float | None = None
    peak: int | None = None
    cache: int = 0


def chat_loop(model: Path, workload: Workload, threads: int) -> Result:
    """A loop over `Llama.create_chat_completion`, in a separate process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(_chat_loop, model, workload, threads).result()


def _chat_loop(model: Path, workload: Workload, threads: int) -> Result:
    import llama_cpp

    llama = llama_cpp.Llama(
        str(model), n_ctx=4 * CONTEXT, n_threads=threads, n_threads_batch=threads, n_gpu_layers=0, verbose=False
    )
    written, answers = 0, {}
    started = time.perf_counter()
    for number, question in enumerate(workload.questions):
        reply = llama.create_chat_completion(
            messages=workload.chat(question),
            response_format={"type": "json_object", "schema": workload.schema},
            temperature=0,
            max_tokens=workload.max_tokens,
        )
        answers[number] = reply["choices"][0]["message"]["content"]
        written += reply["usage"]["completion_tokens"]
    return Result(time.perf_counter() - started, answers, written)


def server(program: Path, model: Path, workload: Workload, threads: int, slots: int = 8) -> Result:
    """A fresh `llama-server` with one client per slot."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "-m", model, "--port", port, "-np", slots, "-c", slots * CONTEXT, "-t", threads, "--no-webui"]
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until(lambda: _post(port, "/health", None).get("status") == "ok")

        def ask(question: str) -> tuple[str, int]:
            schema = {"name": "answer", "schema": workload.schema}
            reply = _post(
                port,
                "/v1/chat/completions",
                {
                    "messages": workload.chat(question),
                    "response_format": {"type": "json_schema", "json_schema": schema},
                    "temperature": 0,
                    "max_tokens": workload.max_tokens,
                    "cache_prompt": True,
                },
            )
            return reply["choices"][0]["message"]["content"], reply["usage"]["completion_tokens"]

        started = time.perf_counter()
        with ThreadPoolExecutor(slots) as clients:
            replies = list(clients.map(ask, workload.questions))
        seconds = time.perf_counter() - started
        answers = {number: text for number, (text, _) in enumerate(replies)}
        return Result(seconds, answers, sum(count for _, count in replies), slots, peak=peak_of(process.pid))
    finally:
        process.terminate()
        process.wait()


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        try:
            if holds():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("llama-server did not start")


def _post(port: int, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers)
    with urllib.request.urlopen(request) as reply:  # noqa: S310 - loopback
        answer: dict[str, Any] = json.load(reply)
        return answer


def engine(
    settings: ModelSettings,
    workload: Workload,
    self_test_results: Path,
    *,
    side_by_side: int | None = None,
    order: Sequence[int] | None = None,
) -> Result:
    """This project's engine; the time includes creating the context, decoding the prefix and tokenising the questions.

    Args:
        settings: the model and how it runs.
        workload: the questions.
        self_test_results: the folder that stores the self-test's result.
        side_by_side: maximum number of questions in parallel; None to let the engine choose.
        order: order in which the questions are asked; None for the given order.
    """
    with Model(settings, self_test_results=self_test_results) as model:
        order = order or range(len(workload.questions))
        _warm_up(model)
        started = time.perf_counter()
        around = frame(model.tokenizer, workload.messages)
        questions = [Question(model.tokenize(workload.questions[number]) + around.after) for number in order]
        longest = max(len(question.tokens) for question in questions)
        cells = len(around.before) + longest + workload.max_tokens + model.closing_reserve(workload.schema)
        with model.uncached_session(
            around.before,
            workload.schema,
            max_tokens=workload.max_tokens,
            longest=longest,
            questions=min(len(questions), side_by_side or len(questions)),
        ) as session:
            answers = [answer for answer in session.answer(questions) if isinstance(answer, Answer)]
            seconds = time.perf_counter() - started
            peak = peak_of(model.worker().pid)
        closed = session.closed or Closed(seconds=0, decoding=0)
        return Result(
            seconds,
            {order[answer.question]: answer.text for answer in answers},
            sum(answer.cost.written for answer in answers),
            session.opened.slots,
            session.opened.batching,
            closed.decoding / closed.seconds if closed.seconds else None,
            peak,
            _cache_bytes(model, session.opened.slots, cells),
        )


def _cache_bytes(model: Model, slots: int, cells: int) -> int:
    """Bytes of the KV cache of so many slots and the prefix, whose cells llama.cpp rounds up to a multiple of 256."""
    return (slots + 1) * -(-cells // 256) * 256 * gguf_info(model.settings.path).cell_bytes


def _warm_up(model: Model) -> None:
    """Trigger the self-test, which runs once per machine and model."""
    around = frame(model.tokenizer, (Message("system", "Answer."),))
    with model.uncached_session(around.before, {"type": "boolean"}, max_tokens=4, longest=64, questions=2) as session:
        list(session.answer([Question(model.tokenize("Yes?") + around.after)]))


def embedded_settings(path: Path, threads: int, *, fast: bool = False) -> ModelSettings:
    """Settings for a model on the CPU that is asked like the embedded one."""
    return replace(ModelSettings(path, writes=False), gpu_layers=0, threads=threads, fast=fast)


def peak_of(pid: int) -> int:
    """Peak resident bytes of a process; Linux only."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0

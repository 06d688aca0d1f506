"""Measures how fast questions about files are answered, by this engine and by the usual alternatives.

    python benchmarks/engine.py --server LLAMA_SERVER [--model GGUF] [--rows ROWS] [--files 128] [--explained 128]
        [--no-chat] [--vocabulary GGUF] [--shuffled 200]

LLAMA_SERVER is the server binary of the same llama.cpp, built by `make llama-server`. The model is the embedded one by
default. The files come from ROWS, in the form that `diff-insight evaluate` reads, or by default from this repository's
history. With a vocabulary-only GGUF of Qwen2, as among the server's sources, two larger shapes are measured as well.
"""

import argparse
import os
import platform
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs

from contenders import Result, Workload, chat_loop, embedded_settings, engine, server
from diff_insight.changes.changeset import ChangeSet, FileChange, Source, SourceKind
from diff_insight.changes.read import ChangeSpec, read_change
from diff_insight.evaluation.rows import labelled_changes
from diff_insight.evidence.gather import gather
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.questions.digest import digest
from diff_insight.insight.questions.notes import sign_notes
from diff_insight.insight.questions.prompts import load_prompts
from diff_insight.insight.questions.question_kinds import PromptMode
from diff_insight.llm.models.embedded import embedded_model, prepared_model
from diff_insight.llm.prompt.frame import frame
from diff_insight.llm.prompt.tokenizer import Tokenizer
from ideal import measured_rates
from shapes import SHAPES, write_model

RAW = 6000
"""Maximum characters of a raw diff that the direct approach sends."""
DIGEST = 320
"""Maximum tokens of a digest, as for the embedded model."""
FEW = 16
"""Number of files for the larger shapes."""
SHORT = 64
"""Maximum tokens of a digest when only the bytes of the answers matter."""


def main() -> None:
    """Print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", type=Path, help="path of llama-server; without it that row is left out")
    parser.add_argument("--rows", type=Path, help="file of labelled changes")
    parser.add_argument("--model", type=Path, help="an instruct model, in place of the embedded one")
    parser.add_argument("--files", type=int, default=128, help="files to type and title; 0 to skip this")
    parser.add_argument("--explained", type=int, default=128, help="files to explain as well; 0 to skip this")
    parser.add_argument(
        "--no-chat", action="store_true", help="leave out create_chat_completion and raw diffs, which are slow"
    )
    parser.add_argument("--vocabulary", type=Path, help="a vocabulary-only GGUF of Qwen2")
    parser.add_argument("--shuffled", type=int, default=0, help="number of questions in the search for differing bytes")
    arguments = parser.parse_args()
    threads = len(os.sched_getaffinity(0))
    print(f"{platform.processor() or platform.machine()}, {threads} processors")
    cache = platformdirs.user_cache_path("diff-insight")
    model = arguments.model or prepared_model(cache / "models", None, lambda: None).path
    wanted = max(arguments.files, arguments.explained, arguments.shuffled, FEW)
    changes = sampled(changes_from(arguments.rows), wanted) if arguments.rows else list(of_history(wanted))
    self_test_results = cache / "self_test_results"
    for explained, number in ((False, arguments.files), (True, arguments.explained)):
        if number:
            workload = workload_of(model, changes[:number], explained=explained)
            direct = not (explained or arguments.model or arguments.no_chat)
            table(
                workload,
                changes[:number],
                model,
                self_test_results,
                arguments.server,
                threads,
                direct=direct,
                chat=not arguments.no_chat,
            )
    with tempfile.TemporaryDirectory() as folder:
        for shape in SHAPES if arguments.vocabulary else ():
            made = Path(folder) / f"{shape.name}.Q4_0.gguf"
            write_model(shape, arguments.vocabulary, made)
            workload = fixed_length(workload_of(made, changes[:FEW], explained=False), shape.name)
            table(workload, changes[:FEW], made, self_test_results, arguments.server, threads, direct=False, chat=True)
            made.unlink()
    if arguments.shuffled:
        shuffled(
            workload_of(model, changes[: arguments.shuffled], explained=False, budget=SHORT), model, self_test_results
        )


def table(
    workload: Workload,
    changes: list[FileChange],
    model: Path,
    self_test_results: Path,
    program: Path | None,
    threads: int,
    *,
    direct: bool,
    chat: bool,
) -> None:
    """Run one workload in every way, printing each row as soon as it is measured."""
    settings = embedded_settings(model, threads)
    read, prefix = tokens_of(model, workload)
    print(f"\n### {workload.name}: {len(workload.questions)} files, {read:,} tokens to read, prefix of {prefix}\n")
    print("| way | seconds | files a second | tokens written | side by side | inside llama_decode | peak memory |")
    print("|---|---|---|---|---|---|---|", flush=True)
    results: dict[str, Result] = {}

    def row(name: str, result: Result) -> None:
        results[name] = result
        share = f"{result.share:.1%}" if result.share else ""
        peak = f"{result.peak / 2**20:.0f} MiB" if result.peak else ""
        files = len(workload.questions) / result.seconds
        cells = [name, f"{result.seconds:.1f}", f"{files:.2f}", result.written, result.slots, share, peak]
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)

    if direct:
        raw = tuple(raw_diff(change) for change in changes)
        asked = Workload(workload.name, workload.messages, raw, workload.schema, workload.max_tokens)
        row("raw diffs, the GGUF as it comes, create_chat_completion", chat_loop(embedded_model().path, asked, threads))
    if chat:
        row("(a) create_chat_completion", chat_loop(model, workload, threads))
    if program:
        row("(b) llama-server, 8 slots", server(program, model, workload, threads))
    row("(c) this engine, one at a time", engine(settings, workload, self_test_results, side_by_side=1))
    row("(d) this engine, exact", engine(settings, workload, self_test_results))
    row("(e) this engine, --fast", engine(embedded_settings(model, threads, fast=True), workload, self_test_results))
    exact = results["(d) this engine, exact"]
    same = exact.answers == results["(c) this engine, one at a time"].answers
    rates = measured_rates(settings, prefix=prefix, question=read // len(changes), slots=exact.slots)
    ideal = rates.seconds(prefix + read, exact.written)
    print(f"\n(c) and (d) gave the same bytes: {same}; batching: {exact.batching}.")
    print(f"llama.cpp alone reads {rates.prefill:.0f} and writes {rates.batched:.0f} tokens a second, {exact.slots}")
    print(f"side by side: ideally {ideal:.1f} s, which is {ideal / exact.seconds:.2f} of (d).")
    beside = (exact.peak or 0) - model.stat().st_size - exact.cache
    print(f"(d) needs {beside / 1e6:.0f} MB beside the model's file and a KV cache of {exact.cache / 1e6:.0f} MB.")
    for name, result in results.items():
        if name[:3] not in ("(d)", "(e)"):
            fast = results["(e) this engine, --fast"].seconds
            print(
                f"(d) is {result.seconds / exact.seconds:.2f}, (e) {result.seconds / fast:.2f} times as fast as {name}"
            )


def shuffled(workload: Workload, model: Path, self_test_results: Path) -> None:
    """Ask the same questions in different ways, and count the distinct sets of answers."""
    seen: dict[str, int] = {}
    order = list(range(len(workload.questions)))
    for threads in (2, 1):
        for slots in (16, 8, 4, 2, 1):
            random.Random(slots).shuffle(order)  # noqa: S311 - a shuffle, no secret
            settings = embedded_settings(model, threads)
            result = engine(settings, workload, self_test_results, side_by_side=slots, order=tuple(order))
            said = repr(sorted(result.answers.items()))
            seen[said] = seen.get(said, 0) + 1
            print(
                f"threads {threads}, side by side {result.slots}: {result.seconds:.1f} s, sets of bytes: {len(seen)}",
                flush=True,
            )
    print(f"\n{len(order)} questions shuffled, asked in {sum(seen.values())} ways: {len(seen)} set(s) of bytes.")


def changes_from(rows: Path) -> list[FileChange]:
    """The changes in a file of labelled changes."""
    return [labelled.change for labelled in labelled_changes(rows)]


def sampled(changes: list[FileChange], number: int) -> list[FileChange]:
    """A fixed sample."""
    return random.Random(1).sample(changes, number)  # noqa: S311 - a reproducible sample, no secret


def of_history(number: int) -> Iterator[FileChange]:
    """The newest file changes in this repository's history."""
    repository = Path(__file__).parents[1]
    found = 0
    for back in range(10_000):
        source = read_change(ChangeSpec(SourceKind.RANGE, (f"HEAD~{back}^!",), repository))
        for file in source.files:
            if file.hunks and not file.fold and found < number:
                found += 1
                yield file
        if found == number:
            return


def workload_of(model: Path, changes: list[FileChange], *, explained: bool, budget: int = DIGEST) -> Workload:
    """Questions for type and title of each file, optionally with an explanation, cut by the budget at about 120 tokens.

    The schema does not bound lengths, since llama.cpp's grammars grow with such a bound.
    """
    text: dict[str, Any] = {"type": "string"}
    properties = {"modification_type": {"enum": [each.name for each in DEFAULT_TYPES]}, "modification_title": text}
    if explained:
        properties["explanation"] = text
    with Tokenizer(model) as tokenizer:
        questions = tuple(
            digest(change, (), [*sign_notes(gather(ChangeSet(Source("row"), (change,))).files[0].signs)], count, budget)
            for change in changes
            for count in [lambda text: len(tokenizer.tokenize(text, special=False))]
        )
    return Workload(
        "type, title and explanation" if explained else "type and title",
        load_prompts(None).file_messages(
            PromptMode.EXPLAINED if explained else PromptMode.BY_EXAMPLE, DEFAULT_TYPES, "en"
        ),
        questions,
        {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False},
        160 if explained else 72,
    )


def fixed_length(workload: Workload, name: str) -> Workload:
    """The same questions, always answered with a list of 32 digits, whatever the weights."""
    schema = {"type": "array", "items": {"enum": list(range(10))}, "minItems": 32, "maxItems": 32}
    return Workload(name, workload.messages, workload.questions, schema, 96)


def tokens_of(model: Path, workload: Workload) -> tuple[int, int]:
    """Numbers of tokens in all questions and in the prefix."""
    with Tokenizer(model) as tokenizer:
        around = frame(tokenizer, workload.messages)
        texts = sum(len(tokenizer.tokenize(question, special=False)) for question in workload.questions)
        return texts + len(around.after) * len(workload.questions), len(around.before)


def raw_diff(change: FileChange) -> str:
    """The raw diff, cut to `RAW` characters."""
    return f"{change.path}\n{''.join(hunk.text for hunk in change.hunks)}"[:RAW]


if __name__ == "__main__":
    main()

"""Checks everything that a report with a model needs: llama.cpp, memory, the models and their pins."""

import re
from collections.abc import Iterator
from pathlib import Path

from diff_insight.errors import DiffInsightError
from diff_insight.llm.gguf.build_info import this_build
from diff_insight.llm.gguf.file import ModelFile
from diff_insight.llm.gguf.metadata import gguf_info
from diff_insight.llm.gguf.self_test_results import known_self_test, self_test_key
from diff_insight.llm.models.adapter import embedded_adapter
from diff_insight.llm.models.embedded import prepared_model
from diff_insight.llm.models.lock_file import read_lock
from diff_insight.llm.models.store import EMBEDDED, ModelStore
from diff_insight.llm.worker.sizing import MOST_SLOTS
from diff_insight.system import paths
from diff_insight.system.memory import available_memory
from diff_insight.workflows.finding import Finding, State
from diff_insight.workflows.project import Project

_BESIDE_THE_MODEL = 400_000_000  # bytes: both processes' code, and llama.cpp's buffers for a block of tokens
_CELLS = (MOST_SLOTS + 1) * 768  # KV cache tokens: the shared prefix, and one question per slot
_FASTER = {"avx2": "AVX2", "avx512f": "AVX512", "avx512_bf16": "AVX512_BF16", "avx512_vnni": "AVX512_VNNI"}
_CPU = Path("/proc/cpuinfo")


def examine_models(project: Project) -> Iterator[Finding]:
    """Run all checks in turn; the pins checked are those of `project`."""
    build = this_build()
    yield _instructions(build.system)
    yield _gpu(build.devices)
    yield from _embedded()
    yield from _stored()
    yield _pins(project)


def _instructions(system: str) -> Finding:
    """Compare the instruction sets that llama.cpp was built for with those of the processor."""
    built = {name for name, on in re.findall(r"(\w+) = (\d)", system) if on == "1"}
    try:
        flags = set(re.findall(r"\w+", _CPU.read_text().partition("flags")[2].partition("\n")[0]))
    except OSError:
        flags = set()
    unused = [name for flag, name in _FASTER.items() if flag in flags and name not in built]
    found = f"llama-cpp-python {this_build().llama_cpp_python}: {', '.join(sorted(built)) or 'no extensions'}"
    if unused:
        advice = f"this processor also has {', '.join(unused)}: llama-cpp-python built on this machine would be faster"
        return Finding("instruction set", State.NOTE, found, advice)
    return Finding("instruction set", State.OK, found)


def _gpu(devices: tuple[str, ...]) -> Finding:
    if devices:
        return Finding("GPU", State.OK, ", ".join(devices))
    return Finding("GPU", State.OK, "none usable by this build of llama.cpp; everything runs on the CPU")


def _embedded() -> Iterator[Finding]:
    try:
        file = prepared_model(paths.prepared_models(), embedded_adapter(), lambda: None)
    except DiffInsightError as error:
        yield Finding("embedded model", State.FAILS, str(error), "or use --model or --no-model")
        return
    yield Finding("embedded model", State.OK, f"prepared, SHA-256 {file.sha256} as expected")
    yield _memory("memory", file)
    result = known_self_test(paths.self_test_results(), self_test_key(file.sha256, -1))
    if result is None:
        found = "not tested yet; the first report with this model runs the test"
    elif result.rule is None:
        found = "questions are answered one at a time, because in batches the bytes would differ"
    else:
        found = "questions are answered in batches, with the same bytes as one at a time"
    yield Finding("batching", State.OK, found)


def _memory(subject: str, file: ModelFile) -> Finding:
    try:
        cell = gguf_info(file.path).cell_bytes
    except DiffInsightError as error:
        return Finding(subject, State.FAILS, str(error), "add the correct file again")
    free, wanted = available_memory(), file.size + cell * _CELLS + _BESIDE_THE_MODEL
    found = f"{free / 1e9:.1f} GB free, the model needs {wanted / 1e9:.1f} GB"
    if free < wanted:
        return Finding(subject, State.FAILS, found, "close other programs, or choose a smaller model")
    return Finding(subject, State.OK, found)


def _stored() -> Iterator[Finding]:
    try:
        models = ModelStore(paths.models()).models()
    except DiffInsightError as error:
        yield Finding("models", State.FAILS, str(error))
        return
    for model in models:
        subject = f"model {model.name}"
        if not model.path.is_file():
            yield Finding(
                subject, State.FAILS, f"{model.path} is gone", "restore it, or remove it with `models remove`"
            )
        elif model.path.stat().st_size != model.size:
            yield Finding(subject, State.FAILS, f"{model.path} has a different size", "add the correct file again")
        else:
            yield _memory(subject, ModelFile(model.path, model.sha256, model.size))


def _pins(project: Project) -> Finding:
    if project.lock is None:
        return Finding("pins", State.OK, "no lock file; `diff-insight models pin` writes one")
    try:
        lock = read_lock(project.lock)
        stored = {model.name: model.sha256 for model in ModelStore(paths.models()).models()}
    except DiffInsightError as error:
        return Finding("pins", State.FAILS, str(error))
    wrong = [
        pin.name for pin in lock.models if not pin.name.startswith(EMBEDDED) and stored.get(pin.name) != pin.sha256
    ]
    found = f"{project.lock}: {', '.join(pin.name for pin in lock.models) or 'none'}"
    if wrong:
        advice = f"get the pinned file of {', '.join(wrong)} and add it with `diff-insight models add`"
        return Finding("pins", State.FAILS, f"{found}; missing or different from its pin: {', '.join(wrong)}", advice)
    return Finding("pins", State.OK, found)

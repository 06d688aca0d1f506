"""Shows for each quantisation by which rule its questions are batched exactly, and what finding that out takes.

    python benchmarks/type_rules.py GGUF [--types Q4_K_M,Q6_K]

The file is converted to each type by llama.cpp's own quantiser, into a temporary folder.
"""

import argparse
import ctypes
import multiprocessing
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import llama_cpp

from diff_insight.llm.gguf.llama_log import captured_errors
from diff_insight.llm.gguf.row_rules import RowRule
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker.self_test import exact_rule
from diff_insight.llm.worker.weights import Weights

TYPES = (
    *("Q4_0", "Q4_1", "Q5_0", "Q5_K_M", "Q6_K", "Q8_0", "Q4_K_M", "Q3_K_M", "Q2_K"),
    *("IQ4_NL", "IQ4_XS", "F16", "BF16", "F32"),
)


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--types", default=",".join(TYPES))
    arguments = parser.parse_args()
    print(
        "| type | types of matrices | kernels | rows of a call | verdict | seconds |\n|---|---|---|---|---|---|",
        flush=True,
    )
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as folder,
        # A process for each type, since one process can only use one of the two ways to multiply.
        ProcessPoolExecutor(1, context, max_tasks_per_child=1) as process,
    ):
        for name in arguments.types.split(","):
            made = Path(folder) / f"{name}.gguf"
            quantise(arguments.model, made, name)
            print(process.submit(row, name, made).result(), flush=True)
            made.unlink()


def quantise(source: Path, target: Path, name: str) -> None:
    """Convert a model to a type of file, by the name that llama.cpp gives it."""
    params = llama_cpp.llama_model_quantize_default_params()
    prefix = "LLAMA_FTYPE_ALL_" if name == "F32" else "LLAMA_FTYPE_MOSTLY_"
    params.ftype = getattr(llama_cpp, prefix + name)
    params.allow_requantize = True
    with captured_errors() as errors:
        code = llama_cpp.llama_model_quantize(os.fsencode(source), os.fsencode(target), ctypes.byref(params))
    if code:
        raise SystemExit(f"llama.cpp cannot convert {source} to {name}: {errors}")


def row(name: str, path: Path) -> str:
    """The first rule that holds, and the seconds that the self-test takes up to it."""
    with Weights(ModelSettings(path, gpu_layers=0)) as weights:
        os.environ.update(weights.kernels.environment)  # as in the worker process
        begun = time.perf_counter()
        rule = exact_rule(weights)
        seconds = time.perf_counter() - begun
        types = ", ".join(sorted(weights.matrix_types))
        verdict = "exact" if rule else "one at a time"
        return f"| {name} | {types} | {weights.kernels.value} | {rows_of(rule)} | {verdict} | {seconds:.1f} |"


def rows_of(rule: RowRule | None) -> str:
    """The permitted numbers of rows in words."""
    if rule is None:
        return ""
    if rule.split > 1:
        return f"{rule.least} to {rule.split - 1}, or at least {rule.split} of each"
    return f"a multiple of {rule.multiple}" if rule.multiple > 1 else f"at least {rule.least}"


if __name__ == "__main__":
    main()

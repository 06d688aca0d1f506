"""How many rows a decode call must have so that the bits of each row do not depend on the others.

llama.cpp multiplies a matrix by the rows of a call with one of several kernels, which round differently. Which one
takes a row depends on the type of the matrix, the processor, and how many rows there are; in the last layer these are
the rows whose logits are asked for. Read off ggml's sources for x86 (`repack.cpp`, `tiled.cpp`,
`llamafile/sgemm.cpp`), as of llama-cpp-python 0.3.36:

- A repacked matrix takes rows in fours with one kernel, and up to three rows that remain with another. For Q4_0 both
  round alike; for Q4_K, IQ4_NL, MXFP4 and, with AVX-512, Q2_K they do not.
- F32, F16 and BF16 have one kernel for a single row, another one from two rows on.
- The tiled kernels take K-quants and most IQ types that are not repacked, from eight rows on. The worker process turns
  them off (`KERNELS`): few rows side by side are faster without them, and then a row is computed by itself.

Other processors and GPUs have other kernels, and these may change. So the rule of a type is only where the self-test
begins.
"""

from collections.abc import Collection
from dataclasses import dataclass

KERNELS = {"GGML_CPU_TILED_MM": "0"}
"""Environment variables of a process that loads a model, which choose llama.cpp's kernels."""


@dataclass(frozen=True, slots=True)
class RowRule:
    """The permitted numbers of rows, and of logits vectors, in a decode call.

    Attributes:
        least: the smallest one; a multiple of `multiple`.
        multiple: what each is a multiple of.
    """

    least: int
    multiple: int

    def padded(self, rows: int) -> int:
        """The smallest permitted number that is at least `rows`."""
        return max(self.least, -(-rows // self.multiple) * self.multiple)


UNPADDED = RowRule(1, 1)
"""Any number of rows: whatever the bits."""
PAIRS = RowRule(2, 1)
"""Never a single row: flash attention splits the cache between threads for it."""
FOURS = RowRule(4, 4)
EIGHTS = RowRule(8, 8)

RULES = (PAIRS, FOURS, EIGHTS)
"""From the cheapest to the most expensive."""

RULE_OF_TYPE = {"IQ4_NL": FOURS, "MXFP4": FOURS, "Q2_K": FOURS, "Q4_K": FOURS}
"""The rule for matrices of a type, by ggml's name for it, on x86 with AVX2 or AVX-512; `PAIRS` for all others."""


def rules_to_try(types: Collection[str]) -> tuple[RowRule, ...]:
    """The rules for a model with matrices of these types, cheapest first: the one they need, and the stricter ones."""
    needed = max((RULES.index(RULE_OF_TYPE.get(each, PAIRS)) for each in types), default=0)
    return RULES[needed:]

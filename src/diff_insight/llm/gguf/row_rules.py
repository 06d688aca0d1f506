"""How many rows a decode call must have so that the bits of each row do not depend on the others.

llama.cpp multiplies a matrix by the rows of a call with one of several kernels, which round differently. Which one
takes a row depends on the type of the matrix, the processor, and how many rows there are; in the last layer these are
the rows whose logits are asked for. Read off ggml's sources for x86 (`repack.cpp`, `tiled.cpp`,
`llamafile/sgemm.cpp`), as of llama-cpp-python 0.3.36:

- A repacked matrix takes rows in fours with one kernel, and up to three rows that remain with another. For Q4_0 both
  round alike; for Q4_K, IQ4_NL, MXFP4 and, with AVX-512, Q2_K they do not.
- F32, F16 and BF16 have one kernel for a single row, another one from two rows on.
- The tiled kernels take matrices that are not repacked, from eight rows on; fewer rows are each computed by itself.
  With them (`Kernels.TILED`) a call has either fewer rows than eight, or at least eight of each sequence.

Other processors and GPUs have other kernels, and these may change. So the rule of a type is only where the self-test
begins.
"""

from collections.abc import Collection
from dataclasses import dataclass

from diff_insight.llm.gguf.kernels import TILED_FROM, Kernels


@dataclass(frozen=True, slots=True)
class RowRule:
    """The permitted numbers of rows, and of logits vectors, in a decode call.

    Attributes:
        least: the smallest one; a multiple of `multiple`.
        multiple: what each is a multiple of.
        split: the number from which on other kernels take them; 1 if the same do. A block of fewer tokens shares calls
            of fewer rows only, and one of as many or more shares calls with its like. Logits vectors are always fewer.
    """

    least: int
    multiple: int
    split: int = 1

    def padded(self, rows: int) -> int:
        """The smallest permitted number that is at least `rows`."""
        return max(self.least, -(-rows // self.multiple) * self.multiple)

    def most_tokens(self, length: int, room: int) -> int:
        """Maximum number of tokens in a call of blocks that are `length` tokens long, with room for `room` of them."""
        return room if length >= self.split else self.split - 1

    def most_outputs(self, room: int) -> int:
        """Maximum number of logits vectors in a call with room for `room` of them, and so of single tokens."""
        return room if self.split == 1 else min(room, self.split - 1)


ANY = RowRule(1, 1)
"""Any number of rows."""
PAIRS = RowRule(2, 1)
"""Never a single row."""
FOURS = RowRule(4, 4)
EIGHTS = RowRule(8, 8)

SPLIT = RowRule(1, 1, split=TILED_FROM)
"""`ANY` where tiled kernels take many rows and others take few."""

RULES = (ANY, PAIRS, FOURS, EIGHTS)
"""For repacked matrices, from the cheapest to the most expensive."""
TILED_RULES = (SPLIT, EIGHTS)
"""For the tiled kernels, likewise."""
GPU_RULES = (PAIRS, FOURS, EIGHTS)
"""For layers on a GPU, likewise. Never a single row: flash attention is on there, and for a single row splits the cache
between threads in layers that remain on the CPU."""

RULE_OF_TYPE = {
    **dict.fromkeys(("BF16", "F16", "F32"), PAIRS),
    **dict.fromkeys(("IQ4_NL", "MXFP4", "Q2_K", "Q4_K"), FOURS),
}
"""The rule for repacked matrices of a type, by ggml's name for it, on x86 with AVX2 or AVX-512; `ANY` for others."""


def rules_to_try(types: Collection[str], kernels: Kernels) -> tuple[RowRule, ...]:
    """The rule that a model with matrices of these types needs on the CPU, and the stricter ones after it."""
    if kernels is Kernels.TILED:
        return TILED_RULES
    needed = max((RULES.index(RULE_OF_TYPE.get(each, ANY)) for each in types), default=0)
    return RULES[needed:]

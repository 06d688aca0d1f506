"""Reads the header of a GGUF without its vocabulary, which takes gguf's own reader nine seconds for 150,000 tokens."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGUFReader, GGUFValueType
from numpy.typing import NDArray

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.file import check_is_gguf

_LONGEST = 1000
"""Elements of the longest array that is read; the vocabulary and its merges are longer."""


class HeaderReader(GGUFReader):
    """A `GGUFReader` whose fields of more than `_LONGEST` elements are empty."""

    def _get_field_parts(
        self, orig_offs: int, raw_type: int
    ) -> tuple[int, list[NDArray[Any]], list[int], list[GGUFValueType]]:
        if GGUFValueType(raw_type) is GGUFValueType.ARRAY:
            of = GGUFValueType(int(self._get(orig_offs, np.uint32)[0]))
            count = int(self._get(orig_offs + 4, np.uint64)[0])
            if count > _LONGEST and of is not GGUFValueType.ARRAY:
                end = self._end_of(orig_offs + 12, of, count)
                return end - orig_offs, [], [], [GGUFValueType.ARRAY, of]
        read: tuple[int, list[NDArray[Any]], list[int], list[GGUFValueType]]
        read = super()._get_field_parts(orig_offs, raw_type)
        return read

    def _end_of(self, start: int, of: GGUFValueType, count: int) -> int:
        """Where an array of `count` elements that begins at `start` ends; all positions are byte offsets."""
        if of is not GGUFValueType.STRING:
            return start + count * np.dtype(self.gguf_scalar_to_np[of]).itemsize
        length = struct.Struct((">" if self.endianess.name == "BIG" else "<") + "Q")
        data = self.data.data
        for _ in range(count):
            start += length.size + length.unpack_from(data, start)[0]
        return start


def read_header(path: Path) -> HeaderReader:
    """Read the metadata, without long arrays, and the names, shapes and types of the tensors.

    Raises:
        ModelError: the file is missing, not a GGUF, or damaged.
    """
    check_is_gguf(path)
    try:
        return HeaderReader(path)
    except (ValueError, KeyError, IndexError, TypeError, OverflowError, MemoryError, OSError, struct.error) as error:
        # The reader trusts counts and offsets, so a damaged file can make it raise almost anything.
        raise ModelError(f"the metadata of {path} cannot be read ({error}): the file is damaged") from None

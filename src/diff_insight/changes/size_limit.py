"""Limits the size of input, so that a huge diff is refused with an explanation instead of exhausting memory."""

from dataclasses import dataclass
from typing import BinaryIO

from diff_insight.errors import TooLargeError
from diff_insight.system.memory import available_memory

LARGEST_DIFF = 256
"""Default maximum size of a diff, in MB."""

MEMORY = 25
"""Bytes of memory a report needs per byte of its diff; docs/reliability.md says how it was measured."""

OF_A_FILE = 20_000
"""Additional bytes of memory per file."""

_MB = 1_000_000
_LITTLE = 50 * _MB  # bytes that a report may take without asking what is free, which takes longer than most commits
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """The maximum size of a diff.

    Attributes:
        megabytes: in units of 1,000,000 bytes.
    """

    megabytes: int = LARGEST_DIFF

    def read(self, source: BinaryIO, name: str) -> bytes:
        """Read a file or pipe to its end.

        Args:
            source: read to its end, or until the limit is exceeded.
            name: its name in error messages.

        Raises:
            TooLargeError: it exceeds the limit, or its report would need more memory than is free.
        """
        most = self.megabytes * _MB
        content = bytearray()
        while len(content) <= most and (chunk := source.read(min(_CHUNK, most + 1 - len(content)))):
            content += chunk
        if len(content) > most:
            raise TooLargeError(
                f"{name} is larger than {self.megabytes} MB: compare versions that are closer together, or raise the "
                f"limit with --max-diff MB; each MB needs about {MEMORY} MB of memory"
            )
        files = content.count(b"\n+++ ")
        needed = len(content) * MEMORY + files * OF_A_FILE
        if needed > _LITTLE and needed > (free := available_memory()):
            raise TooLargeError(
                f"{name} has {len(content) // _MB} MB; its report needs about {needed // _MB} MB of memory, but only "
                f"{free // _MB} MB are free: free some, or compare versions that are closer together"
            )
        return bytes(content)


USUAL = SizeLimit()
"""The default limit."""

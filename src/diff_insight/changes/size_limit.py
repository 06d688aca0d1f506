"""Bounds what is read in one go, so that a huge diff is refused with a reason instead of taking all memory."""

from dataclasses import dataclass
from typing import BinaryIO

from diff_insight.errors import TooLargeError
from diff_insight.system.memory import available_memory

LARGEST_DIFF = 256
"""MB of a diff that is read, unless the user says otherwise."""

MEMORY = 25
"""Bytes of memory that a report takes for each byte of its diff; docs/reliability.md says how it was measured."""

OF_A_FILE = 20_000
"""Bytes that it takes for each file besides."""

_MB = 1_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """How much is read of a diff.

    Attributes:
        megabytes: of 1,000,000 bytes.
    """

    megabytes: int = LARGEST_DIFF

    def read(self, source: BinaryIO, name: str) -> bytes:
        """All that a file or a pipe holds.

        Args:
            source: read to its end, or until it is too large.
            name: what an error calls it.

        Raises:
            TooLargeError: it holds more than the limit, or its report would take more memory than there is.
        """
        most = self.megabytes * _MB
        content = bytearray()
        while len(content) <= most and (chunk := source.read(min(_CHUNK, most + 1 - len(content)))):
            content += chunk
        if len(content) > most:
            raise TooLargeError(
                f"{name} is larger than {self.megabytes} MB: compare versions that lie closer together, or go on with "
                f"--max-diff MB; each MB takes about {MEMORY} MB of memory"
            )
        files = content.count(b"\n+++ ")
        needed, free = len(content) * MEMORY + files * OF_A_FILE, available_memory()
        if needed > free:
            raise TooLargeError(
                f"{name} has {len(content) // _MB} MB, whose report takes about {needed // _MB} MB of memory, and "
                f"{free // _MB} MB are free: free some, or compare versions that lie closer together"
            )
        return bytes(content)


USUAL = SizeLimit()
"""Where the user says nothing."""

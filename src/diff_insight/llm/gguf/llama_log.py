"""Keeps llama.cpp's log off the terminal, and its error lines available for error messages."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import llama_cpp

_ERROR_LEVEL = 4  # GGML_LOG_LEVEL_ERROR


@contextmanager
def captured_errors() -> Iterator[list[str]]:
    """Silence llama.cpp inside the block and yield the list that collects its error lines.

    llama.cpp's log callback is process-wide; afterwards, one that discards everything stays installed, so that nothing
    reaches standard error later.
    """
    errors: list[str] = []

    @llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
    def keep(level: int, text: bytes, _data: ctypes.c_void_p) -> None:
        line = text.decode("utf-8", "replace").strip()
        if level == _ERROR_LEVEL and line:
            errors.append(line)

    llama_cpp.llama_log_set(keep, ctypes.c_void_p(0))
    try:
        yield errors
    finally:
        llama_cpp.llama_log_set(_discard, ctypes.c_void_p(0))


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
def _discard(_level: int, _text: bytes, _data: ctypes.c_void_p) -> None:
    return

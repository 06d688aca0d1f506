"""The parts of this installation and machine that affect an answer's bits: versions, instruction set, devices."""

import ctypes
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import llama_cpp

from diff_insight import __version__


@dataclass(frozen=True, slots=True)
class Build:
    """The software and hardware that compute answers.

    Attributes:
        tool: version of this program.
        llama_cpp_python: version of the package, which determines the llama.cpp version.
        llguidance: version of the package that constrains answers.
        system: llama.cpp's description of its build and the processor.
        devices: names of the GPUs it could use.
    """

    tool: str
    llama_cpp_python: str
    llguidance: str
    system: str
    devices: tuple[str, ...]


@cache
def this_build() -> Build:
    """The running build."""
    return Build(
        tool=__version__,
        llama_cpp_python=version("llama-cpp-python"),
        llguidance=version("llguidance"),
        system=llama_cpp.llama_print_system_info().decode("utf-8", "replace").strip(" |\n"),
        devices=_gpus() if llama_cpp.llama_supports_gpu_offload() else (),
    )


def _gpus() -> tuple[str, ...]:
    """The GPUs among ggml's back-end devices; called through ctypes, since llama-cpp-python has no binding for them."""
    library = next((Path(llama_cpp.__file__).parent / "lib").glob("*ggml.[sd][oy]*"))
    ggml = ctypes.CDLL(str(library))
    ggml.ggml_backend_dev_count.restype = ctypes.c_size_t
    ggml.ggml_backend_dev_get.restype = ctypes.c_void_p
    ggml.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    ggml.ggml_backend_dev_description.restype = ctypes.c_char_p
    ggml.ggml_backend_dev_description.argtypes = [ctypes.c_void_p]
    ggml.ggml_backend_dev_type.restype = ctypes.c_int
    ggml.ggml_backend_dev_type.argtypes = [ctypes.c_void_p]
    devices = [ggml.ggml_backend_dev_get(number) for number in range(ggml.ggml_backend_dev_count())]
    gpus = [device for device in devices if ggml.ggml_backend_dev_type(device) in (1, 2)]  # GPU, integrated GPU
    return tuple(ggml.ggml_backend_dev_description(device).decode("utf-8", "replace") for device in gpus)

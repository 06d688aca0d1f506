"""Names the programming languages in whose source no names are read, so that a report can say so."""

from pathlib import PurePosixPath

_BY_SUFFIX = {
    ".pl": "Perl", ".pm": "Perl", ".r": "R", ".jl": "Julia", ".hs": "Haskell", ".ml": "OCaml", ".mli": "OCaml",
    ".ex": "Elixir", ".exs": "Elixir", ".erl": "Erlang", ".clj": "Clojure", ".cljs": "Clojure", ".m": "Objective-C",
    ".mm": "Objective-C", ".vb": "Visual Basic", ".fs": "F#", ".fsx": "F#", ".groovy": "Groovy", ".zig": "Zig",
    ".nim": "Nim", ".cr": "Crystal", ".d": "D", ".f90": "Fortran", ".f": "Fortran", ".pas": "Pascal", ".vue": "Vue",
    ".svelte": "Svelte", ".elm": "Elm", ".ps1": "PowerShell", ".sol": "Solidity", ".v": "Verilog", ".vhd": "VHDL",
    ".ada": "Ada", ".adb": "Ada", ".lisp": "Lisp", ".el": "Emacs Lisp", ".scm": "Scheme", ".rkt": "Racket",
    ".gd": "GDScript", ".cob": "COBOL", ".tcl": "Tcl", ".pyx": "Cython", ".coffee": "CoffeeScript",
}  # fmt: skip


def unread_language(path: str) -> str | None:
    """The programming language of a source file whose names are not read; None for other files."""
    return _BY_SUFFIX.get(PurePosixPath(path).suffix.lower())

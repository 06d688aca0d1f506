"""Recognises lines of source code that define a name."""

import re
from pathlib import PurePosixPath

_JAVA_LIKE = r"^\s*(?:[\w@]+\s+)*(?:class|interface|enum|record|struct|trait|object)\s+(\w+)"
_PATTERNS = {
    (".py", ".pyi"): r"^\s*(?:async\s+)?(?:def|class)\s+(\w+)",
    (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx"): (
        r"^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?"
        r"(?:function\*?|class|interface|enum|namespace)\s+(\w+)|^\s*export\s+(?:const|let|type)\s+(\w+)"
    ),
    (".go",): r"^func\s+(?:\([^)]*\)\s*)?(\w+)|^type\s+(\w+)",
    (".rs",): (
        r"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:default\s+|async\s+|unsafe\s+|const\s+|extern\s+\"C\"\s+)*"
        r"(?:fn|struct|enum|trait|mod|union|macro_rules!)\s+(\w+)"
    ),
    (".java", ".kt", ".cs", ".scala", ".swift"): _JAVA_LIKE + r"|^\s*(?:[\w@]+\s+)*(?:fun|func)\s+(\w+)",
    (".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh"): (
        r"^\s*(?:typedef\s+)?(?:class|struct|union|enum(?:\s+class)?)\s+(\w+)\s*[:{]|^#\s*define\s+(\w+)"
    ),
    (".rb",): r"^\s*(?:def|class|module)\s+([\w.:?!]+)",
    (".php",): r"^\s*(?:[a-z]+\s+)*(?:function|class|interface|trait|enum)\s+&?(\w+)",
    (".sh", ".bash", ".zsh"): r"^\s*(?:function\s+)?([\w-]+)\s*\(\)",
}
_BY_SUFFIX = {suffix: re.compile(pattern) for suffixes, pattern in _PATTERNS.items() for suffix in suffixes}


def defined_name(path: str, line: str) -> str | None:
    """The function, class or type that a line of source code defines; None where it defines none.

    Args:
        path: the file, whose suffix tells the language.
        line: one line without its line feed.
    """
    pattern = _BY_SUFFIX.get(PurePosixPath(path).suffix.lower())
    match = pattern.match(line) if pattern else None
    return next((group for group in match.groups() if group), None) if match else None

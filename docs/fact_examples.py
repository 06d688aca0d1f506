"""Writes a table with an example of every kind of fact and sign; `cog` calls it, so that no kind can be without one."""

from difflib import unified_diff
from itertools import islice

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Source, SourceKind, Versions
from diff_insight.changes.patch.unified import read_unified
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of
from diff_insight.evidence.gather import gather
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.evidence.signs import declared_signs, signs_of
from diff_insight.sentences.code_spans import code
from diff_insight.sentences.facts import fact_sentences
from diff_insight.sentences.files import status_sentence
from diff_insight.sentences.names import clip
from diff_insight.sentences.signs import sign_reason
from diff_insight.sentences.translation import Wording

_SETTINGS = "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    name: str = 'it'\n{}"
_CLASSIFIERS = (
    '[project]\nclassifiers = [\n  "Programming Language :: Python :: 3.12",\n'
    '  "Programming Language :: Python :: 3.{}",\n]\n'
)
_MATRIX = 'jobs:\n  test:\n    strategy:\n      matrix:\n        python-version: [{}"3.10"]\n'
_CLICK = '@click.command()\n@click.option("--limit", default={})\ndef read(limit): ...\n'
_PACKAGE = '{{"dependencies": {{{}}}, "devDependencies": {{{}}}}}\n'
_KUBE = "kind: {}\nmetadata:\n  name: {}\n---\nkind: {}\nmetadata:\n  name: {}\n"
_BODY = "def read(path):\n    with open(path) as file:\n        text = file.read()\n    return text.strip()\n"
_TABLE = "# A\n\n| a | b |\n|---|---|\n| 1 | {} |\n"

_TEXTS: dict[FactKind, tuple[str, str, str]] = {
    FactKind.NAME_ADDED: ("a.py", "x = 1\n", "x = 1\n\n\ndef read(): ...\n"),
    FactKind.NAME_REMOVED: ("a.py", "x = 1\n\n\ndef read(): ...\n", "x = 1\n"),
    FactKind.NAME_RENAMED: ("a.py", _BODY, _BODY.replace("read(path", "load(path")),
    FactKind.NAME_HIDDEN: ("a.ts", "export class Reader {}\n", "class Reader {}\n"),
    FactKind.PARAMETER_ADDED: ("a.py", "def read(path): ...\n", "def read(path, limit=1): ...\n"),
    FactKind.PARAMETER_REMOVED: ("a.py", "def read(path, limit): ...\n", "def read(path): ...\n"),
    FactKind.PARAMETER_RENAMED: ("a.py", "def read(path): ...\n", "def read(file): ...\n"),
    FactKind.PARAMETER_REQUIRED: ("a.py", "def read(limit=1): ...\n", "def read(limit): ...\n"),
    FactKind.DEFAULT_CHANGED: ("a.py", "def read(limit=1): ...\n", "def read(limit=2): ...\n"),
    FactKind.SIGNATURE_CHANGED: ("a.go", "package a\n\nfunc Read() string\n", "package a\n\nfunc Read() []byte\n"),
    FactKind.ENUM_VALUE_ADDED: ("a.ts", "enum Mode {\n  Read,\n}\n", "enum Mode {\n  Read,\n  Write,\n}\n"),
    FactKind.ENUM_VALUE_REMOVED: ("a.ts", "enum Mode {\n  Read,\n  Write,\n}\n", "enum Mode {\n  Read,\n}\n"),
    FactKind.ENUM_VALUE_CHANGED: ("a.ts", "enum Mode {\n  Read = 1,\n}\n", "enum Mode {\n  Read = 2,\n}\n"),
    FactKind.NAME_EDITED: ("a.py", "def read():\n    return 1\n", "def read():\n    return 2\n"),
    FactKind.OPTION_ADDED: ("a.py", "import click\n", "import click\n\n" + _CLICK.format(1)),
    FactKind.OPTION_REMOVED: ("a.py", "import click\n\n" + _CLICK.format(1), "import click\n"),
    FactKind.OPTION_CHANGED: ("a.py", "import click\n\n" + _CLICK.format(1), "import click\n\n" + _CLICK.format(2)),
    FactKind.COMMAND_ADDED: (
        "a.js", "const c = require('cac')()\n", "const c = require('cac')()\nc.command('serve')\n",
    ),
    FactKind.COMMAND_REMOVED: (
        "a.js", "const c = require('cac')()\nc.command('serve')\n", "const c = require('cac')()\n",
    ),
    FactKind.VARIABLE_ADDED: ("a.py", "import os\n", 'import os\nmode = os.getenv("APP_MODE")\n'),
    FactKind.VARIABLE_REMOVED: ("a.py", 'import os\nmode = os.getenv("APP_MODE")\n', "import os\n"),
    FactKind.ROUTE_ADDED: ("a.py", "x = 1\n", 'x = 1\n\n\n@app.get("/users")\ndef users(): ...\n'),
    FactKind.ROUTE_REMOVED: ("a.py", 'x = 1\n\n\n@app.get("/users")\ndef users(): ...\n', "x = 1\n"),
    FactKind.FIELD_ADDED: ("a.proto", "message User {\n}\n", "message User {\n  string name = 1;\n}\n"),
    FactKind.FIELD_REMOVED: ("a.proto", "message User {\n  string name = 1;\n}\n", "message User {\n}\n"),
    FactKind.FIELD_CHANGED: (
        "a.proto", "message User {\n  string name = 1;\n}\n", "message User {\n  string name = 2;\n}\n",
    ),
    FactKind.FIELD_DROPPED: ("a.sql", "SELECT 1;\n", "SELECT 1;\nALTER TABLE users DROP COLUMN name;\n"),
    FactKind.SETTING_ADDED: (".env.example", "APP_MODE=fast\n", "APP_MODE=fast\nAPP_LIMIT=3\n"),
    FactKind.SETTING_REMOVED: ("a.py", _SETTINGS.format("    limit: int = 1\n"), _SETTINGS.format("")),
    FactKind.SETTING_CHANGED: (
        "a.py", _SETTINGS.format("    limit: int = 1\n"), _SETTINGS.format("    limit: int = 2\n"),
    ),
    FactKind.SUPPORT_LISTED: ("pyproject.toml", _CLASSIFIERS.format("13"), _CLASSIFIERS.format("14")),
    FactKind.SUPPORT_UNLISTED: ("pyproject.toml", _CLASSIFIERS.format("14"), _CLASSIFIERS.format("13")),
    FactKind.MESSAGE_CHANGED: (
        "a.py", 'raise ValueError("no such file")\n', 'raise ValueError("there is no file")\n',
    ),
    FactKind.EXIT_CODE_ADDED: ("a.py", "import sys\n", "import sys\n\nsys.exit(3)\n"),
    FactKind.EXIT_CODE_REMOVED: ("a.py", "import sys\n\nsys.exit(3)\n", "import sys\n"),
    FactKind.CHANGE_NOTED: (
        "docs/a.rst", ".. function:: read(path)\n\n   Reads a file.\n",
        ".. function:: read(path)\n\n   Reads a file.\n\n   .. versionchanged:: 3.0\n      No longer takes a limit.\n",
    ),
    FactKind.DEPRECATED: (
        "a.java", "public class A {}\n", "/** @deprecated use B instead */\n@Deprecated\npublic class A {}\n",
    ),
    FactKind.DEPRECATION_ENDED: (
        "a.java", "/** @deprecated use B instead */\n@Deprecated\npublic class A {}\n", "public class A {}\n",
    ),
    FactKind.DEPENDENCY_ADDED: ("package.json", _PACKAGE.format("", ""), _PACKAGE.format('"ws": "^8"', "")),
    FactKind.DEPENDENCY_REMOVED: ("package.json", _PACKAGE.format('"ws": "^8"', ""), _PACKAGE.format("", "")),
    FactKind.DEPENDENCY_CHANGED: ("package.json", _PACKAGE.format('"ws": "^7"', ""), _PACKAGE.format('"ws": "^8"', "")),
    FactKind.DEPENDENCY_MOVED: ("package.json", _PACKAGE.format('"ws": "^8"', ""), _PACKAGE.format("", '"ws": "^8"')),
    FactKind.DEPENDENCY_TERMS_CHANGED: (
        "requirements.txt", "rich>=13\n", 'rich>=13; python_version >= "3.9"\n',
    ),
    FactKind.DEPENDENCY_REPLACED: (
        "go.mod", "module a\n\nrequire b.org/c v1.0.0\n",
        "module a\n\nrequire b.org/c v1.0.0\n\nreplace b.org/c => ../c\n",
    ),
    FactKind.DEPENDENCY_EXCLUDED: ("go.mod", "module a\n", "module a\n\nexclude b.org/c v1.0.0\n"),
    FactKind.DOCUMENT_ADDED: (
        "a.yaml", "kind: Service\nmetadata:\n  name: web\n", _KUBE.format("Service", "web", "Deployment", "app"),
    ),
    FactKind.DOCUMENT_REMOVED: (
        "a.yaml", _KUBE.format("Service", "web", "Deployment", "app"), "kind: Service\nmetadata:\n  name: web\n",
    ),
    FactKind.DOCUMENT_MOVED: (
        "a.yaml", _KUBE.format("Service", "web", "Deployment", "app"),
        _KUBE.format("Deployment", "app", "Service", "web"),
    ),
    FactKind.KEY_ADDED: ("a.yaml", "log:\n  level: info\n", "log:\n  level: info\n  colour: auto\n"),
    FactKind.KEY_REMOVED: ("a.yaml", "log:\n  level: info\n  colour: auto\n", "log:\n  level: info\n"),
    FactKind.ITEM_ADDED: ("a.yaml", "on: [push]\n", "on: [push, schedule]\n"),
    FactKind.ITEM_REMOVED: ("a.yaml", "on: [push, schedule]\n", "on: [push]\n"),
    FactKind.VALUE_CHANGED: ("a.yaml", "log:\n  level: info\n", "log:\n  level: debug\n"),
    FactKind.HEADING_RENAMED: ("a.md", "# A\n\n## Install\n\nText.\n", "# A\n\n## Install it\n\nText.\n"),
    FactKind.HEADING_ADDED: ("a.md", "# Install\n", "# Install\n\n## On Windows\n"),
    FactKind.HEADING_REMOVED: ("a.md", "# Install\n\n## On Windows\n", "# Install\n"),
    FactKind.HEADING_MOVED: (
        "a.md", "# A\n\n## One\n\nText one.\n\n## Two\n\nText two.\n",
        "# A\n\n## Two\n\nText two.\n\n## One\n\nText one.\n",
    ),
    FactKind.TABLE_ADDED: ("a.md", "# A\n", _TABLE.format(2)),
    FactKind.TABLE_REMOVED: ("a.md", _TABLE.format(2), "# A\n"),
    FactKind.COLUMN_ADDED: ("a.md", "| a |\n|---|\n| 1 |\n", "| a | b |\n|---|---|\n| 1 | 2 |\n"),
    FactKind.COLUMN_REMOVED: ("a.md", "| a | b |\n|---|---|\n| 1 | 2 |\n", "| a |\n|---|\n| 1 |\n"),
    FactKind.ROW_ADDED: ("a.md", _TABLE.format(2), _TABLE.format(2) + "| 3 | 4 |\n"),
    FactKind.ROW_REMOVED: ("a.md", _TABLE.format(2) + "| 3 | 4 |\n", _TABLE.format(2)),
    FactKind.ROW_CHANGED: ("a.md", _TABLE.format("`one`"), _TABLE.format("`two`")),
    FactKind.CODE_BLOCK_ADDED: ("a.md", "# A\n", "# A\n\n```python\nread()\n```\n"),
    FactKind.CODE_BLOCK_REMOVED: ("a.md", "# A\n\n```python\nread()\n```\n", "# A\n"),
    FactKind.CODE_BLOCK_CHANGED: ("a.md", "# A\n\n```python\nread()\n```\n", "# A\n\n```python\nread(limit)\n```\n"),
    FactKind.VERSION_CHANGED: ("a.txt", "Needs Node 18.1.0.\n", "Needs Node 20.1.0.\n"),
    FactKind.LINK_CHANGED: ("a.md", "See [it](https://a.org/one).\n", "See [it](https://a.org/two).\n"),
    FactKind.TERM_REPLACED: ("a.txt", "Open the folder with it.\n", "Open the directory with it.\n"),
    FactKind.DATE_CHANGED: ("a.txt", "Until 2025-01-01 it holds.\n", "Until 2026-01-01 it holds.\n"),
    FactKind.NUMBER_CHANGED: ("a.txt", "It takes 30 seconds.\n", "It takes 20 seconds.\n"),
    FactKind.LINK_ADDED: ("a.md", "See it.\n", "See it.\nAnd <https://a.org/one>.\n"),
    FactKind.LINK_REMOVED: ("a.md", "See it.\nAnd <https://a.org/one>.\n", "See it.\n"),
    FactKind.LINE_CHANGED: ("a.css", "a { b: c }\n", "a { d: e }\n"),
    FactKind.LINE_ADDED: ("a.txt", "One.\n", "One.\nTwo.\n"),
    FactKind.LINE_REMOVED: ("a.txt", "One.\nTwo.\n", "One.\n"),
}  # fmt: skip


_GIT = "diff --git a/{0} b/{1}\n"
_LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize {}\n"
# What git tells of files as such, and what two files tell together.
_DIFFS: dict[FactKind, str] = {
    FactKind.FILE_RENAMED: _GIT.format("a.md", "b.md") + "similarity index 100%\nrename from a.md\nrename to b.md\n",
    FactKind.MODE_CHANGED: _GIT.format("a.sh", "a.sh") + "old mode 100644\nnew mode 100755\n",
    FactKind.TARGET_CHANGED: _GIT.format("link", "link")
    + "index 1111111..2222222 120000\n--- a/link\n+++ b/link\n@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+two\n"
    + "\\ No newline at end of file\n",
    FactKind.BINARY_ADDED: _GIT.format("a.png", "a.png")
    + "new file mode 100644\nindex 0000000..2222222\nBinary files /dev/null and b/a.png differ\n",
    FactKind.BINARY_REPLACED: _GIT.format("a.png", "a.png")
    + "index 1111111..2222222 100644\nBinary files a/a.png and b/a.png differ\n",
    FactKind.BINARY_REMOVED: _GIT.format("a.png", "a.png")
    + "deleted file mode 100644\nindex 1111111..0000000\nBinary files a/a.png and /dev/null differ\n",
}
_LONG = (
    "def read(path):\n    with open(path, encoding='utf-8') as file:\n        return parse(file.read(), strict=True)\n"
)
_LINES = [f"Sentence number {number} of a text.\n" for number in range(40)]
_MOVED = {
    FactKind.NAME_MOVED: (
        {"a.py": f"import io\n{_LONG}", "b.py": "import io\n"},
        {"a.py": "import io\n", "b.py": f"import io\n{_LONG}"},
    ),
    FactKind.BLOCK_MOVED: (
        {"a.txt": "".join(_LINES)},
        {"a.txt": "".join([*_LINES[8:], *_LINES[:8]])},
    ),
}
_SIGNS: dict[SignKind, tuple[str, str, str]] = {
    SignKind.PUBLIC_NAME_REMOVED: _TEXTS[FactKind.NAME_REMOVED],
    SignKind.PUBLIC_NAME_RENAMED: _TEXTS[FactKind.NAME_RENAMED],
    SignKind.PARAMETER_REMOVED: _TEXTS[FactKind.PARAMETER_REMOVED],
    SignKind.PARAMETER_RENAMED: _TEXTS[FactKind.PARAMETER_RENAMED],
    SignKind.PARAMETER_REQUIRED: _TEXTS[FactKind.PARAMETER_REQUIRED],
    SignKind.SIGNATURE_CHANGED: _TEXTS[FactKind.SIGNATURE_CHANGED],
    SignKind.DEFAULT_CHANGED: _TEXTS[FactKind.DEFAULT_CHANGED],
    SignKind.ENUM_VALUE_CHANGED: (
        "a.ts", "export enum Mode {\n  Read = 1,\n}\n", "export enum Mode {\n  Read = 2,\n}\n",
    ),
    SignKind.REQUIRED_KEY_ADDED: ("a.schema.json", '{"required": ["a"]}\n', '{"required": ["a", "b"]}\n'),
    SignKind.OPTION_REMOVED: _TEXTS[FactKind.OPTION_REMOVED],
    SignKind.OPTION_REQUIRED: (
        "a.py", 'parser.add_argument("--limit")\n', 'parser.add_argument("--limit", required=True)\n',
    ),
    SignKind.COMMAND_REMOVED: _TEXTS[FactKind.COMMAND_REMOVED],
    SignKind.VARIABLE_REMOVED: _TEXTS[FactKind.VARIABLE_REMOVED],
    SignKind.ROUTE_REMOVED: _TEXTS[FactKind.ROUTE_REMOVED],
    SignKind.SETTING_REMOVED: _TEXTS[FactKind.SETTING_REMOVED],
    SignKind.SETTING_REQUIRED: ("a.py", _SETTINGS.format(""), _SETTINGS.format("    limit: int\n")),
    SignKind.FIELD_REMOVED: _TEXTS[FactKind.FIELD_REMOVED],
    SignKind.FIELD_CHANGED: _TEXTS[FactKind.FIELD_CHANGED],
    SignKind.FIELD_REQUIRED: (
        "a.graphql", "type User {\n  name: String\n}\ninput A {\n  b: Int\n}\n",
        "type User {\n  name: String\n}\ninput A {\n  b: Int\n  c: Int!\n}\n",
    ),
    SignKind.LEAST_VERSION_RAISED: (
        "pyproject.toml", '[project]\ndependencies = ["attrs>=21"]\n', '[project]\ndependencies = ["attrs>=22"]\n',
    ),
    SignKind.VERSION_UNTESTED: (".github/workflows/ci.yml", _MATRIX.format('"3.9", '), _MATRIX.format("")),
    SignKind.MODULES_CLOSED: (
        "package.json", '{\n  "name": "a"\n}\n', '{\n  "name": "a",\n  "exports": {".": "./index.js"}\n}\n',
    ),
    SignKind.ENTRY_POINT_REMOVED: (
        "pyproject.toml", '[project]\nname = "a"\n\n[project.entry-points.pytest11]\na = "a.plugin"\n',
        '[project]\nname = "a"\n',
    ),
    SignKind.STATED: _TEXTS[FactKind.CHANGE_NOTED],
    SignKind.PEER_ADDED: (
        "package.json", '{\n  "name": "a"\n}\n', '{\n  "name": "a",\n  "peerDependencies": {"react": ">=18"}\n}\n',
    ),
    SignKind.MEMBER_DEMANDED: (
        "A.java", "public interface A {\n  int a();\n}\n", "public interface A {\n  int a();\n  int b();\n}\n",
    ),
    SignKind.VERSION_UNLISTED: _TEXTS[FactKind.SUPPORT_UNLISTED],
    SignKind.SUPPORT_DROPPED: (
        "pyproject.toml", '[project]\nrequires-python = ">=3.8"\n', '[project]\nrequires-python = ">=3.10"\n',
    ),
    SignKind.MAJOR_VERSION: (
        "package.json", '{"peerDependencies": {"vite": "^5.0.0"}}\n', '{"peerDependencies": {"vite": "^6.0.0"}}\n',
    ),
}  # fmt: skip
_WIDTH = 60  # maximum characters of a line that is shown
_GONE = Sign(SignKind.MODULE_REMOVED, Fact(FactKind.FILE_RENAMED, "it/extra.py", None, "it.extra"))
_LINKED = Sign(SignKind.LINKED_FILE_REMOVED, Fact(FactKind.FILE_RENAMED, "guide.md", None), ("README.md",))


def facts_table() -> str:
    """A row for each kind of fact: a change that has it, and what the report says of it."""
    rows = ["| fact | change | in the report |", "|---|---|---|"]
    for kind in FactKind:
        file, fact = _example(kind)
        said = fact_sentences(Wording("en"), file, [fact]) or [status_sentence(Wording("en"), file)]
        rows.append(f"| `{kind}` | {_shown(file)} | {_cell(' '.join(said))} |")
    return "\n".join(rows)


def signs_table() -> str:
    """A row for each kind of sign: a change that has it, and its reason in the report."""
    rows = ["| sign | change | in the report |", "|---|---|---|"]
    for kind in SignKind:
        sign, shown = _sign(kind)
        rows.append(f"| `{kind}` | {shown} | {_cell(sign_reason(Wording('en'), sign))} |")
    return "\n".join(rows)


def _example(kind: FactKind) -> tuple[FileChange, Fact]:
    if kind is FactKind.STORED_OBJECT_CHANGED:
        text = ("a.bin", _LFS.format("1" * 64, 10), _LFS.format("2" * 64, 20))
    elif kind in _TEXTS:
        text = _TEXTS[kind]
    else:
        diff = _DIFFS[kind] if kind in _DIFFS else "".join(map(_diff, *_sides_of(kind)))
        files = read_unified(diff.encode(), "example").files
        evidence = gather(ChangeSet(Source("example", SourceKind.PATCH), files=tuple(files)))
        return next((each.change, fact) for each in evidence.files for fact in each.facts if fact.kind is kind)
    file, facts = _between(*text)
    return file, next(fact for fact in facts if fact.kind is kind)


def _sign(kind: SignKind) -> tuple[Sign, str]:
    if kind is SignKind.DECLARED:
        commit = Commit("", "feat!: read files in one go", "", "", None, frozenset())
        return next(declared_signs([commit])), "a commit `feat!: read files in one go`"
    if kind is SignKind.IMPLIED:
        said = "JSON is now the default format"
        return Sign(kind, words=said), f"a commit `{said}`"
    if kind is SignKind.GUIDED:
        said = "Removed the `table` formatter"
        return Sign(kind, words=said), f"`## {said}` added to `docs/migrate-to-9.md`"
    if kind is SignKind.LINKED_FILE_REMOVED:
        return _LINKED, "`guide.md` removed, while `README.md` has `[guide](guide.md)`"
    if kind is SignKind.MODULE_REMOVED:
        return _GONE, "`it/extra.py` removed, while documentation names `it.extra`"
    if kind is SignKind.DOCUMENTED_NAME_REMOVED:
        return Sign(
            kind, Fact(FactKind.NAME_REMOVED, "retries")
        ), "`### retries` gone from a document, and `retries` from all sources"
    if kind is SignKind.PUBLIC_NAME_MOVED:
        file, fact = _example(FactKind.NAME_MOVED)
        return next(sign for sign in signs_of(file, [fact]) if sign.kind is kind), _shown(file)
    file, facts = _between(*_SIGNS[kind])
    return next(sign for sign in signs_of(file, facts) if sign.kind is kind), _shown(file)


def _between(path: str, old: str, new: str) -> tuple[FileChange, tuple[Fact, ...]]:
    (file,) = read_unified(_diff((path, old), (path, new)).encode(), "example").files
    return file, facts_of(sides_of(file, Versions(old, new)))


def _sides_of(kind: FactKind) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    old, new = _MOVED[kind]
    return list(old.items()), list(new.items())


def _diff(old: tuple[str, str], new: tuple[str, str]) -> str:
    lines = unified_diff(old[1].splitlines(), new[1].splitlines(), f"a/{old[0]}", f"b/{new[0]}", lineterm="")
    return "\n".join(lines) + "\n"


def _shown(file: FileChange) -> str:
    """The changed lines of a file, each as code, at most four."""
    lines = [line for hunk in file.hunks for line in hunk.lines if line.kind != " " and line.text.strip()]
    shown = [code(clip(f"{line.kind} {line.text.strip()}", _WIDTH)).replace("|", "\\|") for line in islice(lines, 4)]
    more = ["…"] if len(lines) > 4 else []
    if not shown:
        return " → ".join(f"`{path}`" for path in (file.old_path, file.path) if path)
    return f"`{file.path}`: " + " ".join([*shown, *more])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

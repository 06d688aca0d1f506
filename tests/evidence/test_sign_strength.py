"""Which signs are weak: those about names for which nothing else speaks."""

from collections.abc import Mapping

import pytest

from diff_insight.changes.changeset import ChangeSet, SourceKind
from diff_insight.changes.input_file import read_file
from diff_insight.changes.size_limit import USUAL
from diff_insight.evidence.gather import gather
from diff_insight.evidence.sign import SignKind
from tests.repository import Repository, change_of

RUBY = "module It\n  class Reader\n    def parse(a)\n    end\n  end\n\n  TOKEN = 1\nend\n"
LESS = "module It\n  class Reader\n  end\nend\n"
PYTHON = "class Reader:\n    def parse(self, a):\n        return a\n\n\nTOKEN = 1\n"
LESS_PYTHON = "class Reader:\n    pass\n"
README = {"README.md": "# It\n\nA reader.\n"}
PRESENTED = {"README.md": "Call `Reader.parse` with `TOKEN`.\n"}


def weak_and_strong(change: ChangeSet, path: str) -> tuple[list[str], list[str]]:
    """What the weak signs of a file are about, and what the others are."""
    signs = next(file.signs for file in gather(change).files if file.change.path == path)
    named = [(sign.is_weak, sign.fact.before or sign.fact.after or "") for sign in signs if sign.fact]
    return sorted(name for is_weak, name in named if is_weak), sorted(name for is_weak, name in named if not is_weak)


def changed(
    repository: Repository, files: Mapping[str, str], new: Mapping[str, str], message: str = "Tidy up"
) -> ChangeSet:
    repository.commit("begin", files)
    repository.commit(message, new)
    return change_of(repository.folder, "HEAD~1..HEAD")


def test_what_nobody_speaks_of_is_a_weak_sign(repository: Repository) -> None:
    change = changed(repository, {**README, "lib/it.rb": RUBY}, {"lib/it.rb": LESS})
    assert weak_and_strong(change, "lib/it.rb") == (["It.Reader.parse", "It.TOKEN"], [])


def test_of_a_name_that_go_offers_nobody_must_speak(repository: Repository) -> None:
    files = {**README, "it.go": "package it\n\nfunc Read() {}\n\nfunc Parse() {}\n"}
    change = changed(repository, files, {"it.go": "package it\n\nfunc Read() {}\n"})
    assert weak_and_strong(change, "it.go") == ([], ["Parse"])


@pytest.mark.parametrize(
    ("path", "old"),
    [
        ("it/Reader.java", "package it;\n\npublic class Reader {\n  public void parse() {}\n}\n"),
        ("src/lib.rs", "pub struct Reader;\n\nimpl Reader {\n    pub fn parse(&self) {}\n}\n"),
        ("Reader.php", "<?php\nclass Reader {\n    public $a = 1;\n    public function parse() {}\n}\n"),
    ],
)
@pytest.mark.parametrize(
    ("speaks", "message"),
    [("", "Tidy up"), ("Call `Reader.parse`.\n", "Tidy up"), ("", "Speed up `Reader.parse`"), ("dropped", "Tidy up")],
)
def test_where_a_word_makes_names_public_anything_that_speaks_for_one_is_enough(
    repository: Repository, path: str, old: str, speaks: str, message: str
) -> None:
    test = "tests/it.txt"
    readme = {"README.md": f"# It\n\n{speaks}"} if speaks != "dropped" else README
    files = {**readme, "Cargo.toml": '[package]\nname = "it"\n', path: old, test: "parse\nread\n"}
    less = "".join(line for line in old.splitlines(keepends=True) if "parse" not in line)
    new = {path: less, test: "read\n"} if speaks == "dropped" else {path: less}
    weak, strong = weak_and_strong(changed(repository, files, new, message), path)
    is_silent = not speaks and message == "Tidy up"
    assert (len(weak), len(strong)) == ((1, 0) if is_silent else (0, 1))


DROPS = [
    ("test/it_test.py", "assert Reader().parse(1)\n", "assert Reader()\n", ["Reader.parse"]),
    ("examples/a.py", "print(TOKEN)\nprint(1)\n", "print(1)\n", ["TOKEN"]),
    ("docs/a.md", "# It\n\nA `TOKEN`.\n", "# It\n", ["TOKEN"]),
    ("test/it_test.py", "assert Reader().parse(1)\n", "assert reader.parse(1)\n", []),  # still called
    ("test/it_test.py", "assert parsed(1)\nprint(1)\n", "print(1)\n", []),  # another word
    ("it/other.py", "print(TOKEN)\nprint(1)\n", "print(1)\n", []),  # its own source says nothing of others
]


@pytest.mark.parametrize(("path", "old", "new", "strong"), DROPS)
def test_what_tests_examples_or_documents_lose_is_a_strong_one(
    repository: Repository, path: str, old: str, new: str, strong: list[str]
) -> None:
    files = {**PRESENTED, path: old, "it/__init__.py": PYTHON}
    change = changed(repository, files, {path: new, "it/__init__.py": LESS_PYTHON})
    assert weak_and_strong(change, "it/__init__.py")[1] == strong


SAYS = [
    ("Drop `TOKEN`", "", ["TOKEN"]),
    ("Tidy up\n\n`Reader.parse` is gone; use `Reader.new`.", "", ["Reader.parse"]),
    ("移除 `TOKEN`", "", ["TOKEN"]),
    ("Tidy up", "- Removed `Reader.parse`.\n", ["Reader.parse"]),
    ("Tidy up", "### Removed\n\n- `Reader.parse`\n", ["Reader.parse"]),
    ("Tidy up", "### Removed\n\n- Dust\n\n### Fixed\n\n- `Reader.parse`\n", []),
    ("Drop the token", "- Nothing to parse.\n", []),  # words, not names
    ("Speed up `TOKEN`", "", []),  # speaks of no loss
]


@pytest.mark.parametrize(("message", "notes", "strong"), SAYS)
def test_what_its_authors_call_lost_is_a_strong_one(
    repository: Repository, message: str, notes: str, strong: list[str]
) -> None:
    files = {**PRESENTED, "CHANGELOG.md": "# Changes\n", "it/__init__.py": PYTHON}
    new = {"it/__init__.py": LESS_PYTHON, "CHANGELOG.md": f"# Changes\n{notes}"}
    assert weak_and_strong(changed(repository, files, new, message), "it/__init__.py")[1] == strong


@pytest.mark.parametrize("says", [True, False])
@pytest.mark.parametrize("drops", [True, False])
def test_where_syntax_shows_little_both_are_needed(repository: Repository, says: bool, drops: bool) -> None:
    test = "test/it_test.rb"
    files = {"README.md": "`It::TOKEN`\n", test: "puts It::TOKEN\nputs 1\n", "lib/it.rb": RUBY}
    new = {"lib/it.rb": LESS, test: "puts 1\n"} if drops else {"lib/it.rb": LESS}
    change = changed(repository, files, new, "Drop `It::TOKEN`" if says else "Tidy up")
    assert weak_and_strong(change, "lib/it.rb")[1] == (["It.TOKEN"] if says and drops else [])


FUNCTION = "def read(path, mode=1):\n    return path, mode\n"


@pytest.mark.parametrize(
    ("after", "message", "strong"),
    [
        ("def read(path):\n    return path\n", "Tidy up", ["mode=1"]),
        ("def read(path, mode=2):\n    return path, mode\n", "Tidy up", []),
        ("def read(path, mode=2):\n    return path, mode\n", "Change the default of `read`", ["1"]),
        ("def read(path, mode=1, *, size):\n    return path, mode, size\n", "Tidy up", []),
        ("def read(path, mode=1, *, size):\n    return path, mode, size\n", "Give `read` a size", ["size"]),
    ],
)
def test_documentation_suffices_for_a_lost_parameter_of_python_but_not_for_other_changes_of_a_signature(
    repository: Repository, after: str, message: str, strong: list[str]
) -> None:
    files = {"README.md": "Call `read`.\n", "it/__init__.py": FUNCTION}
    change = changed(repository, files, {"it/__init__.py": after}, message)
    assert weak_and_strong(change, "it/__init__.py")[1] == strong


def test_a_function_of_javascript_may_be_passed_more_than_it_takes(repository: Repository) -> None:
    files = {"README.md": "Call `read(path, mode)`.\n", "it.js": "export function read(path, mode) {}\n"}
    change = changed(repository, files, {"it.js": "export function read(path) {}\n"}, "Remove the mode of `read`")
    assert weak_and_strong(change, "it.js") == (["mode"], [])


def test_another_type_is_a_weak_sign(repository: Repository) -> None:
    java = "package it;\n\npublic class Reader {{\n  public {} read() {{ return null; }}\n}}\n"
    go = "package it\n\nfunc Read() {} {{ return 0 }}\n"
    files = {"README.md": "`Reader.read`\n", "it/Reader.java": java.format("String"), "it.go": go.format("int")}
    new = {"it/Reader.java": java.format("Object"), "it.go": go.format("int64")}
    change = changed(repository, files, new, "Let `Reader.read` return anything")
    for path in ("it/Reader.java", "it.go"):
        weak, strong = weak_and_strong(change, path)
        assert (len(weak), strong) == (1, [])


def test_another_type_is_a_strong_sign_in_rust_where_somebody_was_told_of_the_function(repository: Repository) -> None:
    rust = "pub struct Reader;\n\nimpl Reader {{\n    pub fn read(&self) -> {} {{ todo!() }}\n}}\n"
    for readme, expected in (({"README.md": "Call `Reader.read`.\n"}, (0, 1)), (README, (1, 0))):
        files = {**readme, "Cargo.toml": '[package]\nname = "it"\n', "src/lib.rs": rust.format("u8")}
        weak, strong = weak_and_strong(changed(repository, files, {"src/lib.rs": rust.format("u16")}), "src/lib.rs")
        assert (len(weak), len(strong)) == expected


def test_that_an_entry_point_of_a_script_exports_a_name_does_not_suffice(repository: Repository) -> None:
    files = {
        **README,
        "it.go": "package it\n\nfunc Read() {}\n\nfunc Write() {}\n",
        "package.json": '{"name": "it", "exports": "./dist/index.js"}',
        "src/index.ts": "export function read() {}\nexport function write() {}\n",
    }
    new = {"it.go": "package it\n\nfunc Read() {}\n", "src/index.ts": "export function read() {}\n"}
    change = changed(repository, files, new)
    assert weak_and_strong(change, "it.go") == ([], ["Write"])
    assert weak_and_strong(change, "src/index.ts") == (["write"], [])


def test_options_and_supported_versions_need_nobody_to_speak_of_them(repository: Repository) -> None:
    manifest = '[project]\nname = "it"\nrequires-python = ">=3.{}"\n'
    parser = 'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--quiet")\n'
    files = {**README, "pyproject.toml": manifest.format(9), "it.py": parser}
    change = changed(repository, files, {"pyproject.toml": manifest.format(10), "it.py": parser[:-32]})
    assert weak_and_strong(change, "pyproject.toml") == ([], [">=3.9"])
    assert weak_and_strong(change, "it.py") == ([], ["--quiet"])


def test_a_variable_that_nobody_speaks_of_is_a_weak_sign(repository: Repository) -> None:
    read = 'import os\n\nlevel = os.environ.get("IT_LEVEL")\n'
    change = changed(repository, {**README, "it.py": read}, {"it.py": "import os\n\nlevel = 1\n"})
    assert weak_and_strong(change, "it.py") == (["IT_LEVEL"], [])


def test_without_documentation_nothing_tells_signs_apart(repository: Repository) -> None:
    change = changed(repository, {"lib/it.rb": RUBY}, {"lib/it.rb": LESS})
    assert weak_and_strong(change, "lib/it.rb") == ([], ["It.Reader.parse", "It.TOKEN"])
    patch = repository.folder / "x.patch"
    patch.write_bytes(repository.git("diff", "HEAD~1..HEAD"))
    assert weak_and_strong(read_file(SourceKind.PATCH, patch, USUAL), "lib/it.rb")[0] == []


def test_versions_that_ci_does_not_test_and_least_versions_are_weak_signs(repository: Repository) -> None:
    manifest = '[project]\nname = "it"\ndependencies = ["attrs>={}"]\n'
    matrix = "jobs:\n  test:\n    strategy:\n      matrix:\n        python-version: [{}'3.10', '3.11']\n"
    files = {**README, "pyproject.toml": manifest.format(21), ".github/workflows/ci.yml": matrix.format("'3.9', ")}
    new = {"pyproject.toml": manifest.format(22), ".github/workflows/ci.yml": matrix.format("")}
    change = changed(repository, files, new)
    assert weak_and_strong(change, "pyproject.toml") == ([">=21"], [])
    assert weak_and_strong(change, ".github/workflows/ci.yml") == (["3.9"], [])


def test_what_lies_in_a_folder_of_implementations_is_a_weak_sign(repository: Repository) -> None:
    text = "package it.impl;\n\npublic class Reader {\n  public void read() {}\n  public void skip() {}\n}\n"
    less = text.replace("  public void skip() {}\n", "")
    path = "src/main/java/it/impl/Reader.java"
    change = changed(repository, {"README.md": "Call `Reader.skip`.\n", path: text}, {path: less})
    assert weak_and_strong(change, path) == (["Reader.skip"], [])


BUILT = "class Reader:\n    def __init__(self, limit, path):\n        self.limit = limit\n"


@pytest.mark.parametrize(
    ("shown", "is_weak"),
    [
        ({"docs/a.md": "A `Reader` is given.\n"}, True),
        ({"docs/a.md": "```\nReader(1, 2)\n```\n"}, False),
        ({"docs/a.md": "A `Reader` is given.\n", "docs/examples/a.py": "reader = Reader(1, 2)\n"}, False),
        ({"docs/a.md": "A `Reader` is given.\n", "examples/a.py": "reader = Reader(1, 2)\n"}, False),
        ({"docs/a.md": "A `Reader` is given.\n", "it/b.py": "reader = Reader(1, 2)\n"}, True),
    ],
)
def test_a_constructor_counts_where_documents_or_examples_call_it(
    repository: Repository, shown: Mapping[str, str], is_weak: bool
) -> None:
    files = {**shown, "it/__init__.py": "from it.a import Reader\n", "it/a.py": BUILT}
    change = changed(repository, files, {"it/a.py": BUILT.replace(", path", "")})
    assert weak_and_strong(change, "it/a.py") == ((["path"], []) if is_weak else ([], ["path"]))


def test_a_name_that_was_deprecated_and_is_gone_is_a_strong_sign(repository: Repository) -> None:
    text = "export interface Reader {\n  read(): string;\n  /** @deprecated Use `read`. */\n  load(): string;\n}\n"
    files = {
        **README,
        "package.json": '{"name": "it", "main": "./src/index.js"}\n',
        "src/index.js": "\n",
        "src/a.ts": text,
    }
    less = "export interface Reader {\n  read(): string;\n}\n"
    change = changed(repository, files, {"src/a.ts": less})
    assert weak_and_strong(change, "src/a.ts") == ([], ["Reader.load"])


def test_what_was_deprecated_in_a_module_that_no_entry_point_exports_is_none(repository: Repository) -> None:
    text = "/** @deprecated Use `read`. */\nexport function load(): string {\n  return 'a';\n}\n"
    package = '{"name": "it", "exports": {".": "./dist/index.js"}}\n'
    files = {**README, "package.json": package, "src/index.ts": "export const b = 1;\n", "src/a.ts": text}
    change = changed(repository, files, {"src/a.ts": "export const c = 1;\n"})
    assert weak_and_strong(change, "src/a.ts") == ([], [])


def test_a_documented_module_that_is_gone_is_a_sign_with_what_speaks_of_it(repository: Repository) -> None:
    files = {
        "docs/a.md": "Import `it.extra.reader`, `it.inner` or `it.extra.writer`.\n", "it/__init__.py": "x = 1\n",
        "it/extra/__init__.py": "x = 1\n", "it/extra/reader.py": "x = 1\n", "it/extra/writer.py": "y = 1\n",
        "it/extra/other.py": "z = 1\n", "it/inner/__init__.py": "",
    }  # fmt: skip
    repository.commit("begin", files)
    gone = dict.fromkeys(("it/extra/reader.py", "it/extra/writer.py", "it/extra/other.py"))
    moved = {"it/inner/__init__.py": None, "src/it/inner/__init__.py": ""}
    repository.commit("Remove `reader`", {**gone, **moved, "it/extra/writer/__init__.py": "y = 1\n"})
    change = change_of(repository.folder, "HEAD~1..HEAD")
    assert weak_and_strong(change, "it/extra/reader.py") == ([], ["it/extra/reader.py"])
    assert weak_and_strong(change, "it/extra/other.py") == ([], [])  # of which nobody was told
    told = [sign for file in gather(change).files for sign in file.signs if sign.kind is SignKind.MODULE_REMOVED]
    assert [sign.fact.subject for sign in told if sign.fact] == ["it.extra.reader"]


def test_what_a_private_module_of_python_loses_is_a_sign_where_its_package_exports_it(repository: Repository) -> None:
    text = "class Reader:\n    def read(self, a, b=1): ...\n\n\nclass Inner:\n    def run(self, a, b=1): ...\n"
    files = {
        "docs/a.md": "Call `Reader.read` or `Inner.run`.\n",
        "it/__init__.py": "from ._a import Reader\n",
        "it/_a.py": text,
    }
    change = changed(repository, files, {"it/_a.py": text.replace(", b=1", "")})
    assert weak_and_strong(change, "it/_a.py") == ([], ["b=1"])


@pytest.mark.parametrize(("source", "is_sign"), [("strict = options.get('strict', {})\n", True), ("x = {}\n", False)])
def test_a_default_that_documentation_states_otherwise_counts_if_a_source_bears_it_out(
    repository: Repository, source: str, is_sign: bool
) -> None:
    files = {"docs/a.md": "### strict\n\nDefault: `1`\n", "it.py": source.format(1)}
    change = changed(repository, files, {"docs/a.md": "### strict\n\nDefault: `2`\n", "it.py": source.format(2)})
    assert bool([sign for file in gather(change).files for sign in file.signs]) is is_sign


def test_a_default_that_documentation_only_writes_in_another_way_is_none(repository: Repository) -> None:
    source = "strict = options.get('strict', {})\n"
    files = {"docs/a.md": "### strict\n\nDefault: `'1'`\n", "it.py": source.format(1)}
    change = changed(repository, files, {"docs/a.md": "### strict\n\nDefault: `1`\n", "it.py": source.format(2)})
    assert not [sign for file in gather(change).files for sign in file.signs]

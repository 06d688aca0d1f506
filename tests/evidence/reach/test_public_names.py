import json
from collections.abc import Mapping

import pytest

from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.gather import gather
from tests.repository import Repository, change_of

MODULE = "export function read() { return 1; }\nexport function write() { return 2; }\n"
LESS = "export function read() { return 1; }\n"
RUST = "pub fn read() -> u8 { 1 }\npub fn write() -> u8 { 2 }\n"
PACKAGE = {"name": "it", "exports": {".": "./dist/index.js"}}
BUILT = json.dumps(PACKAGE)
UNBUILT = json.dumps({"name": "it", "main": "./src/index.js"})
CRATE = '[package]\nname = "it"\n'


def signs(repository: Repository, files: Mapping[str, str], path: str, new: str) -> list[str]:
    repository.commit("begin", files)
    repository.commit("change", {path: new})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    return [str(sign.kind) for file in evidence.files if file.change.path == path for sign in file.signs]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        # The entry point re-exports everything of the module, or is the module itself.
        ({"package.json": BUILT, "src/index.ts": "export * from './a';\n", "src/a.ts": MODULE}, True),
        ({"package.json": json.dumps({**PACKAGE, "exports": "./dist/a.js"}), "src/a.ts": MODULE}, True),
        # It leaves the name out.
        ({"package.json": BUILT, "src/index.ts": "export { read } from './a';\n", "src/a.ts": MODULE}, False),
        # All modules can be imported.
        ({"package.json": UNBUILT, "src/index.js": "\n", "src/a.ts": MODULE}, True),
        ({"package.json": json.dumps({**PACKAGE, "exports": {"./*": "./*"}}), "src/a.ts": MODULE}, True),
        ({"src/a.ts": MODULE}, True),
        # A private package without entry points is for nobody.
        ({"package.json": '{"private": true}', "src/a.ts": MODULE}, False),
        ({"package.json": '{"name": "it", "bin": "./dist/a.js"}', "src/a.ts": MODULE}, True),
        (
            {
                "package.json": '{"name": "it", "bin": "./dist/a.js", "exports": "./dist/index.js"}',
                "src/index.ts": "export const b = 1;\n",
                "src/a.ts": MODULE,
            },
            False,
        ),
        ({"package.json": "{", "src/a.ts": MODULE}, True),
    ],
)  # fmt: skip
def test_a_name_that_no_entry_point_exports_is_not_public(
    repository: Repository, files: Mapping[str, str], found: bool
) -> None:
    assert bool(signs(repository, files, "src/a.ts", LESS)) is found


def test_a_parameter_of_what_an_entry_point_exports_is_public(repository: Repository) -> None:
    files = {
        "package.json": json.dumps(PACKAGE),
        "src/index.ts": "export { read } from './a';\n",
        "src/a.ts": "export function read(path: string) { return path; }\n",
    }
    assert signs(repository, files, "src/a.ts", "export function read(path: string, size: number) { return path; }\n")


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"Cargo.toml": CRATE, "src/main.rs": "mod a;\nfn main() {}\n"}, False),
        ({"Cargo.toml": CRATE, "src/lib.rs": "pub mod a;\n"}, True),
        ({"Cargo.toml": CRATE, "src/lib.rs": "mod a;\n"}, False),
        ({"Cargo.toml": CRATE, "src/lib.rs": "mod a;\npub use a::*;\n"}, True),
    ],
)
def test_a_crate_without_a_library_and_a_private_module_have_no_public_names(
    repository: Repository, files: Mapping[str, str], found: bool
) -> None:
    assert bool(signs(repository, {**files, "src/a.rs": RUST}, "src/a.rs", RUST.split("\n")[0] + "\n")) is found


def test_an_inherited_method_is_not_gone(repository: Repository) -> None:
    base = "class Base:\n    def close(self):\n        pass\n"
    close = "    def close(self):\n        pass\n\n"
    without = "from base import Base\n\n\nclass Reader(Base):\n    def read(self):\n        pass\n"
    own = without.replace("    def read", f"{close}    def read")
    assert signs(repository, {"base.py": base, "a.py": own}, "a.py", without) == []
    assert signs(repository, {"base.py": "class Base:\n    pass\n", "a.py": own}, "a.py", without) == [
        "public name removed"
    ]


@pytest.mark.parametrize("decorator", ['@app.command("show")', "@cli.group()", '@app.route("/x")', "@app.task"])
def test_a_callback_of_a_command_line_is_no_function_to_call(repository: Repository, decorator: str) -> None:
    old = f"{decorator}\ndef show(path, limit):\n    return path\n"
    assert signs(repository, {"a.py": old}, "a.py", old.replace(", limit", "")) == []


def test_nothing_can_import_a_program_in_go(repository: Repository) -> None:
    old = "package main\n\nfunc Read() {}\n\nfunc Write() {}\n"
    assert signs(repository, {"a.go": old}, "a.go", "package main\n\nfunc Read() {}\n") == []
    library = old.replace("main", "it")
    assert signs(repository, {"a.go": library}, "a.go", library.replace("func Write() {}\n", "")) == [
        "public name removed"
    ]


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ({"main.go": "package main\n"}, False),
        ({"main.go": "package main\n", "main_test.go": "package main_test\n"}, False),
        ({"main.go": "package main\n", "README.md": "`go install example.org/it@latest`\n"}, False),
        ({"main.go": "package main\n", "docs/dev/a.md": 'import "example.org/it/pkg/read"\n'}, False),
        ({"main.go": "package main\n", "README.md": 'import "example.org/it/pkg/read"\n'}, True),
        ({"main.go": "package main\n", "README.md": 'import "example.org/items"\n'}, False),
        ({"functional.go": "package main\n", "it.go": "package it\n"}, True),
        ({"cmd/it/main.go": "package main\n"}, True),
        ({"main.go": "package main\n", "pkg/go.mod": "module example.org/it/pkg\n"}, True),
    ],
)
def test_the_packages_of_a_program_in_go_are_its_own_unless_its_documentation_imports_them(
    repository: Repository, others: dict[str, str], found: bool
) -> None:
    old = "package read\n\nfunc Read() {}\n\nfunc Write() {}\n"
    files = {"go.mod": "module example.org/it\n", "pkg/read/read.go": old, **others}
    new = old.replace("func Write() {}\n", "")
    assert signs(repository, files, "pkg/read/read.go", new) == ["public name removed"] * found


DOCUMENTED = {"docs/index.md": "Call `read`.\n", "it/__init__.py": "from .tools import write\n"}
TOOLS = "def read(a):\n    return a\n\n\ndef write(a):\n    return a\n\n\ndef helper(a):\n    return a\n"


@pytest.mark.parametrize(("name", "found"), [("read", True), ("write", True), ("helper", False)])
def test_a_documented_package_has_the_names_that_it_documents(repository: Repository, name: str, found: bool) -> None:
    new = TOOLS.replace(f"def {name}(a)", f"def {name}(a, b)")
    assert bool(signs(repository, {**DOCUMENTED, "it/tools.py": TOOLS}, "it/tools.py", new)) is found


def test_a_module_that_is_documented_as_a_whole_and_a_package_without_documentation_have_all(
    repository: Repository,
) -> None:
    new = TOOLS.replace("def helper(a)", "def helper(a, b)")
    whole = {**DOCUMENTED, "docs/api.rst": ".. automodule:: it.tools\n", "it/tools.py": TOOLS}
    assert signs(repository, whole, "it/tools.py", new)


def test_what_documentation_named_before_the_change_is_public(repository: Repository) -> None:
    repository.commit("begin", {**DOCUMENTED, "docs/api.md": "Call `helper`.\n", "it/tools.py": TOOLS})
    repository.commit("change", {"docs/api.md": "Nothing.\n", "it/tools.py": TOOLS[: TOOLS.index("def helper")]})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign.fact.before for file in evidence.files for sign in file.signs if sign.fact] == ["helper"]


@pytest.mark.parametrize(
    ("documents", "is_public"),
    [({"docs/new.md": "Call `fresh`.\n"}, True), ({"docs/new.md": "Afresh.\n"}, False)],
)
def test_what_is_new_is_public_if_it_is_documented(
    repository: Repository, documents: dict[str, str], is_public: bool
) -> None:
    repository.commit("begin", {**DOCUMENTED, "it/tools.py": TOOLS})
    repository.commit("change", {"it/tools.py": TOOLS + "\n\ndef fresh(a):\n    return a\n", **documents})
    assert _new_names(repository) == {"fresh": is_public}


def test_a_name_that_documentation_presented_before_is_nothing_new(repository: Repository) -> None:
    code = "package it\n\nfun {}() {{}}\n"
    repository.commit("begin", {"docs/a.md": "Call `openAll`.\n", "jvm/A.kt": code.format("other")})
    new = {"js/A.kt": code.format("openAll"), "js/B.kt": code.format("closeAll"), "docs/b.md": "Call `closeAll`.\n"}
    repository.commit("change", new)
    assert _new_names(repository) == {"openAll": False, "closeAll": True}


def _new_names(repository: Repository) -> dict[str | None, bool]:
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    facts = [fact for file in evidence.files for fact in file.facts]
    return {fact.after: fact.public for fact in facts if fact.kind is FactKind.NAME_ADDED}


@pytest.mark.parametrize(
    "manifest",
    [
        '{"main": "\\u0000"}',
        '{"exports": ' + "[" * 5000 + "]" * 5000 + "}",
        json.dumps({"main": "../../../etc/passwd"}),
        json.dumps({"exports": {f"./{n}": f"./dist/{n}.js" for n in range(3000)}}),
        json.dumps({"main": "x" * 100_000}),
        "[]",
    ],
    ids=["nul", "deep", "outside", "many", "long", "list"],
)
def test_a_hostile_manifest_is_survived(repository: Repository, manifest: str) -> None:
    signs(repository, {"package.json": manifest, "src/a.ts": MODULE}, "src/a.ts", LESS)


def test_a_package_that_moves_into_a_folder_of_sources_loses_nothing(repository: Repository) -> None:
    package = '__all__ = ["read"]\nfrom .tools import read\n'
    repository.commit("begin", {"docs/index.md": "Call `read`.\n", "it/__init__.py": package, "it/tools.py": TOOLS})
    repository.git("rm", "-q", "-r", "it")
    tools = TOOLS.replace("return a", "return other(a, 1)")
    repository.commit("change", {"src/it/__init__.py": "from .tools import read as read\n", "src/it/tools.py": tools})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert not [sign for file in evidence.files for sign in file.signs if sign.kind.value.startswith("public name")]


OPEN = json.dumps({"name": "it", "main": "./index.js"})


@pytest.mark.parametrize(
    ("documents", "found"),
    [
        ({"README.md": "Call `write()` to write.\n"}, True),
        ({"README.md": "```js\nimport { write } from 'it/a'\n```\n"}, True),
        ({"CHANGELOG.md": "- Added `write`\n", "README.md": "It.\n"}, True),
        # A word of prose, documents for its developers, and no word at all.
        ({"README.md": "This will write files.\n"}, False),
        ({"README.md": "It.\n", "docs/contributing/index.md": "Call `write`.\n"}, False),
        ({"README.md": "It reads.\n"}, False),
    ],
)
def test_of_a_package_that_lets_all_be_imported_users_know_what_is_documented(
    repository: Repository, documents: Mapping[str, str], found: bool
) -> None:
    files = {**documents, "package.json": OPEN, "index.js": "\n", "lib/a.js": MODULE}
    assert bool(signs(repository, files, "lib/a.js", LESS)) is found


def test_the_main_module_of_such_a_package_needs_no_documents_and_what_moves_inside_is_not_gone(
    repository: Repository,
) -> None:
    files = {"README.md": "Call `write`.\n", "package.json": OPEN, "index.js": MODULE, "lib/a.js": MODULE}
    assert signs(repository, {**files, "README.md": "It.\n"}, "index.js", LESS)
    repository.commit("begin again", files)
    moved = "export function write() {\n  return other;\n}\n"
    repository.commit("change", {"lib/a.js": LESS, "lib/b.js": moved})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign.kind for file in evidence.files for sign in file.signs] == []


@pytest.mark.parametrize(("readme", "found"), [("See docs.rs/it.\n", True), ("A program.\n", False)])
def test_the_library_of_a_program_in_rust_is_public_if_documents_name_it(
    repository: Repository, readme: str, found: bool
) -> None:
    files = {"Cargo.toml": CRATE, "src/main.rs": "fn main() {}\n", "src/lib.rs": "pub mod a;\n", "README.md": readme}
    assert bool(signs(repository, {**files, "src/a.rs": RUST}, "src/a.rs", RUST.split("\n")[0] + "\n")) is found


@pytest.mark.parametrize(
    ("path", "documents", "found"),
    [
        # Outside of the folder in which all packages are, and in a package of a package that nobody documents.
        ("ext/tools.py", {}, False),
        ("src/it/inner/__init__.py", {}, False),
        ("src/it/inner/__init__.py", {"docs/api.md": "`from it.inner import helper`\n"}, True),
        ("src/it/__init__.py", {}, True),
    ],
)
def test_a_module_is_public_where_users_import_it_from(
    repository: Repository, path: str, documents: Mapping[str, str], found: bool
) -> None:
    files = {"docs/index.md": "It.\n", "src/it/__init__.py": "from .a import x\n", **documents, path: TOOLS}
    assert bool(signs(repository, files, path, TOOLS[: TOOLS.index("def helper")])) is found


def test_a_member_is_documented_by_its_name_or_by_a_directive_for_its_class(repository: Repository) -> None:
    old = "class Reader:\n    def peek(self):\n        pass\n\n    def read(self):\n        pass\n"
    new = old.replace("    def peek(self):\n        pass\n\n", "")
    files = {"it/__init__.py": "from .a import x\n", "it/tools.py": old}
    assert signs(repository, {**files, "docs/a.md": "Use `Reader`.\n"}, "it/tools.py", new) == []
    for text in ("Use `Reader` and `peek`.\n", ".. autoclass:: Reader\n   :members:\n", "::: it.Reader\n"):
        assert signs(repository, {**files, "docs/a.md": text}, "it/tools.py", new) == ["public name removed"]


def test_a_member_that_an_unknown_base_may_have_is_not_gone(repository: Repository) -> None:
    old = "from other import Base\n\n\nclass Reader(Base):\n    def close(self):\n        pass\n\n    x = 1\n"
    new = old.replace("    def close(self):\n        pass\n\n", "")
    assert signs(repository, {"a.py": old}, "a.py", new) == []
    imported = old.replace("import Base", "import Reader as _Reader").replace("(Base)", "(_Reader)")
    without = imported.replace("    def close(self):\n        pass\n\n", "")
    assert signs(repository, {"a.py": imported}, "a.py", without) == []
    abstract = old.replace("Base", "ABC")
    assert signs(repository, {"a.py": abstract}, "a.py", new.replace("Base", "ABC")) == ["public name removed"]


def test_a_name_that_moves_into_a_header_that_the_old_one_includes_is_still_there(repository: Repository) -> None:
    body = "int read(int a) {\n  int b = a;\n  int c = b + 1;\n  int d = c * 2;\n  return d;\n}\n"
    direct, by_another = '#include "base.h"\n', '#include "it/more.h"\n'
    for line, found in ((direct, []), (by_another, []), ("", ["public name removed"])):
        more = {"it/more.h": '#include "base.h"\n#include "core.h"\n'}
        repository.commit("begin", {"core.h": body, "base.h": "int x;\n", **more})
        repository.commit("change", {"core.h": f"{line}int y;\n", "base.h": f"int x;\n{body}"})
        evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
        assert [sign.kind for file in evidence.files for sign in file.signs] == found


@pytest.mark.parametrize(
    ("left", "found"),
    [("#define OTHER 1\n", ["public name removed"]), ("#if DEBUG\n#define THROW(x) fail(x)\n#endif\n", [])],
)
def test_a_name_that_a_header_still_has_may_be_defined_there(
    repository: Repository, left: str, found: list[str]
) -> None:
    other = "#if NDEBUG\n#define THROW(x) abort(x)\n#endif\n"
    assert signs(repository, {"core.h": f"{other}{left}"}, "core.h", left) == found


@pytest.mark.parametrize(("used", "found"), [("    use Moves;\n", []), ("", ["public name removed"])])
def test_a_method_of_php_may_come_from_a_trait_of_its_class(
    repository: Repository, used: str, found: list[str]
) -> None:
    method = "    public function moveTo($place) {\n        return $this->at($place);\n    }\n"
    reader = "<?php\nnamespace It;\n\nclass Reader {{\n{}    public $a = 1;\n{}}}\n"
    files = {"src/Reader.php": reader.format("", method), "src/Moves.php": f"<?php\ntrait Moves {{\n{method}}}\n"}
    assert signs(repository, files, "src/Reader.php", reader.format(used, "")) == found


@pytest.mark.parametrize(("alias", "found"), [('log "it.org/logrus"', False), ('"it.org/log"', True)])
def test_another_name_for_an_imported_package_of_go_is_no_other_type(
    repository: Repository, alias: str, found: bool
) -> None:
    source = "package it\n\nimport (\n\t{}\n)\n\nfunc Fire(entry *{}.Entry) {{}}\n"
    new = source.format('"it.org/logrus"', "logrus")
    kinds = signs(repository, {"it.go": source.format(alias, "log")}, "it.go", new)
    assert ("signature changed" in kinds) is found


@pytest.mark.parametrize(("other", "found"), [("export ", False), ("", True)])
def test_what_another_module_exports_has_moved_inside_a_package_that_lets_all_be_imported(
    repository: Repository, other: str, found: bool
) -> None:
    files = {
        "package.json": UNBUILT, "README.md": "Call `write()`.\n", "src/index.js": "\n", "src/old/a.js": MODULE,
        "src/a.js": f"{other}function write() {{ return 3; }}\n",
    }  # fmt: skip
    assert bool(signs(repository, files, "src/old/a.js", LESS)) is found


def test_a_stub_says_no_more_than_the_module_beside_it(repository: Repository) -> None:
    old, stub = "def f(a):\n    return a\n", "def f(a: int) -> int: ...\n"
    repository.commit("begin", {"a.py": old, "a.pyi": stub})
    repository.commit("change", {"a.py": "x = 1\n", "a.pyi": "x: int\n"})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [file.change.path for file in evidence.files if file.signs] == ["a.py"]


def test_what_an_entry_point_imports_for_its_own_use_is_not_exported(repository: Repository) -> None:
    files = {"package.json": BUILT, "src/a.ts": MODULE}
    own = "import { write } from './a';\nexport function all() { return write(); }\n"
    new = MODULE.replace("write()", "write(path: string)")
    assert signs(repository, {**files, "src/index.ts": own}, "src/a.ts", new) == []
    assert signs(repository, {**files, "src/index.ts": "export { write } from './a';\n"}, "src/a.ts", new)


@pytest.mark.parametrize(
    ("package", "found"),
    [
        ("from .tools import helper\n", True),
        ("from .tools import helper\n\n\ndef main():\n    helper(1)\n", False),
        ("from .tools import helper as helper\n\n\ndef main():\n    helper(1)\n", True),
        ('from .tools import helper\n\n__all__ = ["helper"]\n\n\ndef main():\n    helper(1)\n', True),
    ],
)
def test_a_package_that_is_a_program_of_its_own_offers_what_it_says(
    repository: Repository, package: str, found: bool
) -> None:
    files = {"docs/index.md": "It.\n", "it/__init__.py": package, "it/tools.py": TOOLS}
    assert bool(signs(repository, files, "it/tools.py", TOOLS.replace("def helper(a)", "def helper(a, b)"))) is found


@pytest.mark.parametrize(
    ("package", "text", "found"),
    [
        ("", "`Reader` is given.\n", False),
        ("", "```\nReader(1)\n```\n", True),
        ("from .tools import Reader\n", "`Reader` is given.\n", True),
    ],
)
def test_a_constructor_is_public_where_documents_call_it_or_a_package_exports_its_class(
    repository: Repository, package: str, text: str, found: bool
) -> None:
    old = "class Reader:\n    def __new__(cls, limit, path):\n        return cls\n"
    files = {"docs/a.md": text, "it/__init__.py": package or "x = 1\n", "it/tools.py": old}
    assert bool(signs(repository, files, "it/tools.py", old.replace(", path", ""))) is found


def test_a_value_is_documented_by_its_own_name(repository: Repository) -> None:
    old = "from enum import Enum\n\n\nclass Mode(Enum):\n    hug_lines = 1\n    fix_ends = 2\n"
    files = {"docs/a.md": "Set `fix_ends`.\n", "it/__init__.py": "x = 1\n", "it/mode.py": old}
    assert signs(repository, files, "it/mode.py", old.replace("    fix_ends = 2\n", "")) == ["enum value changed"]
    assert signs(repository, files, "it/mode.py", old.replace("    hug_lines = 1\n", "")) == []


@pytest.mark.parametrize(("name", "found"), [("ITDEP007", False), ("DEFAULT_LIMIT", True)])
def test_the_code_of_a_warning_is_documented_but_not_imported(repository: Repository, name: str, found: bool) -> None:
    files = {
        "README.md": f"| `{name}` | what it is |\n", "package.json": OPEN, "index.js": "\n",
        "lib/warnings.js": f"const {name} = make()\n\nmodule.exports = {{ {name} }}\n",
    }  # fmt: skip
    assert bool(signs(repository, files, "lib/warnings.js", "module.exports = {}\n")) is found


@pytest.mark.parametrize(("words", "is_public"), [("It.\n", False), ("Call `write`.\n", True)])
def test_what_is_new_in_a_package_that_lets_all_be_imported_is_public_if_it_is_documented(
    repository: Repository, words: str, is_public: bool
) -> None:
    repository.commit("begin", {"README.md": "It.\n", "package.json": OPEN, "index.js": "\n", "lib/a.js": LESS})
    repository.commit("change", {"lib/a.js": MODULE, "README.md": words})
    assert _new_names(repository) == {"write": is_public}


def test_a_line_of_data_in_documents_costs_nothing(repository: Repository) -> None:
    files = {"docs/a.md": "x" * 300_000 + "\n`write`\n", "package.json": OPEN, "index.js": "\n", "lib/a.js": MODULE}
    assert signs(repository, files, "lib/a.js", LESS)


GO = "package it\n\n{}func Complete(words []{}) []{} {{\n\treturn words\n}}\n"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("(err error)", "error", False),
        ("(n int, err error)", "(int, error)", False),
        ("(n int, err error)", "(int64, error)", True),
        ("func(next Handler) Handler", "func(Handler) Handler", False),
        ("func(next Handler) Handler", "func(Writer) Handler", True),
    ],
)
def test_the_names_of_results_are_no_part_of_a_signature_in_go(
    repository: Repository, before: str, after: str, found: bool
) -> None:
    text = "package it\n\nfunc Write(b []byte) {} {{\n\treturn 0, nil\n}}\n"
    files = {"write.go": text.format(before), "go.mod": "module it\n"}
    assert bool(signs(repository, files, "write.go", text.format(after))) is found


def test_a_name_may_move_to_another_file_of_its_package(repository: Repository) -> None:
    old = "package it\n\ntype Renderer interface {\n\tRender(w io.Writer) error\n}\n\nfunc Run() {\n}\n"
    moved = "package it\n\n// Renderer renders.\ntype Renderer interface {\n\tRender(io.Writer) error\n}\n"
    repository.commit("begin", {"it.go": old, "go.mod": "module it\n"})
    repository.commit("change", {"it.go": "package it\n\nfunc Run() {\n}\n", "renderer.go": moved})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [str(sign.kind) for file in evidence.files for sign in file.signs] == []


@pytest.mark.parametrize(
    ("root", "found"), [("pub use it_builder::*;\n", []), ("pub mod styled;\n", ["public name moved"])]
)
def test_names_may_move_to_a_crate_that_is_exported_whole(repository: Repository, root: str, found: list[str]) -> None:
    styled = "".join(
        f"pub fn write_{name}(it: &StyledTextOfIt) -> &str {{\n    it.text_of_parts().trim_start_matches({name})\n}}\n"
        for name in "abc"
    )
    repository.commit("begin", {"Cargo.toml": CRATE, "src/lib.rs": "pub mod styled;\n", "src/styled.rs": styled})
    inner = {"it_builder/Cargo.toml": CRATE, "it_builder/src/lib.rs": "pub mod styled;\n"}
    moved = {"it_builder/src/styled.rs": styled, "src/styled.rs": "// It lies elsewhere.\n", "src/lib.rs": root}
    repository.commit("change", inner | moved)
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    kinds = {str(sign.kind) for file in evidence.files if file.change.path == "src/styled.rs" for sign in file.signs}
    assert sorted(kinds) == found


@pytest.mark.parametrize(
    ("declared", "found"), [("type Completion = string\n\n", False), ("type Completion string\n\n", True)]
)
def test_another_name_for_the_same_type_is_no_other_signature(
    repository: Repository, declared: str, found: bool
) -> None:
    files = {"complete.go": GO.format("", "string", "string"), "go.mod": "module it\n"}
    assert bool(signs(repository, files, "complete.go", GO.format(declared, "Completion", "Completion"))) is found


def test_a_module_of_a_crate_that_was_private_until_now_had_nothing_that_others_reach(repository: Repository) -> None:
    repository.commit(
        "begin", {"Cargo.toml": CRATE, "src/lib.rs": "mod a;\npub mod b;\n", "src/a.rs": RUST, "src/b.rs": RUST}
    )
    less = "pub fn read() -> u8 { 1 }\n"
    repository.commit("change", {"src/lib.rs": "pub mod a;\npub mod b;\n", "src/a.rs": less, "src/b.rs": less})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [file.change.path for file in evidence.files if file.signs] == ["src/b.rs"]


def test_an_object_of_kotlin_inherits_what_its_class_has(repository: Repository) -> None:
    base = "open class Compression {\n  fun intercept(chain: Chain): Response = chain.go()\n}\n"
    old = "object Brotli : Interceptor {\n  override fun intercept(chain: Chain): Response = chain.stop()\n}\n"
    new = "object Brotli : Compression()\n"
    assert signs(repository, {"src/Brotli.kt": old, "src/Compression.kt": base}, "src/Brotli.kt", new) == []


def test_a_module_that_gives_old_names_on_demand_may_rename_what_it_defines(repository: Repository) -> None:
    old = "class LazyFile:\n    def open(self):\n        return self.path\n"
    new = old.replace("LazyFile", "_LazyFile")
    on_demand = "\n\ndef __getattr__(name):\n    return globals()[f'_{name}']\n"
    assert signs(repository, {"it/a.py": old}, "it/a.py", new + on_demand) == []
    assert signs(repository, {"it/b.py": old}, "it/b.py", new) == ["public name renamed"]


@pytest.mark.parametrize(
    ("path", "before", "after", "found"),
    [
        ("A.java", "f(@Nonnull String a)", "f(String a)", False),
        ("A.java", "f(@Nonnull String a)", "f(CharSequence a)", True),
        ("A.java", "f(Stream<O> a, E b)", "f(Stream<T> a, R b)", False),
        ("A.java", "f(Stream<O> a, E b)", "f(Stream<T> a, T b)", True),
        ("A.java", "f(char /*@Nullable*/[] a)", "f(char @Nullable [] a)", False),
        ("A.cs", "f(string a)", 'f([Syntax("it")] string a)', False),
        ("A.cs", "f([NotNull] string a)", "f([Log(true)][Syntax] string a)", False),
    ],
)
def test_annotations_are_no_part_of_a_signature(
    repository: Repository, path: str, before: str, after: str, found: bool
) -> None:
    text = "public class A {{\n  public void {} {{\n  }}\n}}\n"
    assert bool(signs(repository, {path: text.format(before)}, path, text.format(after))) is found


def test_the_hasher_of_a_collection_in_rust_has_a_default(repository: Repository) -> None:
    text = "pub fn group() -> {} {{\n    todo!()\n}}\n"
    files = {"Cargo.toml": CRATE, "src/lib.rs": text.format("HashMap<u8, u8>")}
    assert signs(repository, files, "src/lib.rs", text.format("HashMap<u8, u8, S>")) == []
    assert signs(repository, files, "src/lib.rs", text.format("HashMap<u8, u16>")) == ["signature changed"]


@pytest.mark.parametrize(("exported", "found"), [("it.io", False), ("it.inside", True)])
def test_a_package_that_its_java_module_does_not_export_is_for_itself(
    repository: Repository, exported: str, found: bool
) -> None:
    path = "src/main/java/it/inside/A.java"
    old = "package it.inside;\n\npublic class A {\n  public void run() {\n  }\n}\n"
    files = {"src/moditect/module-info.java": f"module it {{\n    exports {exported};\n}}\n", path: old}
    assert bool(signs(repository, files, path, "package it.inside;\n\npublic class A {\n}\n")) is found


def test_a_constant_of_ruby_may_move_to_any_file(repository: Repository) -> None:
    repository.commit("begin", {"lib/it.rb": "module It\n  HEAD = 'HEAD'\n  GET = 'GET'\nend\n"})
    moved = {"lib/it.rb": "module It\n  GET = 'GET'\nend\n", "lib/it/methods.rb": "module It\n  HEAD = 'HEAD'\nend\n"}
    repository.commit("change", moved)
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign for file in evidence.files for sign in file.signs] == []


def test_a_method_of_php_that_a_new_base_has_is_not_called_otherwise(repository: Repository) -> None:
    base = "<?php\nabstract class Callable {\n    public function getName() {\n        return $this->name;\n    }\n}\n"
    old = "<?php\nclass Filter {\n    public function getName() {\n        return $this->of($this->kind);\n    }\n}\n"
    new = old.replace("Filter {", "Filter extends Callable {").replace("getName", "getType")
    assert signs(repository, {"src/Filter.php": old, "src/Callable.php": base}, "src/Filter.php", new) == []


@pytest.mark.parametrize(("excluded", "found"), [("", True), ("   :exclude-members: insert, update\n", False)])
def test_a_member_that_a_directive_leaves_out_is_not_documented(
    repository: Repository, excluded: str, found: bool
) -> None:
    text = "class Table:\n    def insert(self, rows): ...\n"
    files = {
        "docs/api.rst": f".. autoclass:: it.db.Table\n   :members:\n{excluded}\n",
        "pyproject.toml": '[project]\nname = "it"\n',
        "it/__init__.py": "\n",
        "it/db.py": text,
    }
    assert bool(signs(repository, files, "it/db.py", "class Table:\n    def update(self): ...\n")) is found


def test_a_manifest_without_a_name_is_no_package(repository: Repository) -> None:
    files = {
        "package.json": json.dumps({"name": "it", "exports": "./index.mjs"}),
        "index.mjs": "export { read } from './helpers/a.js';\n",
        "helpers/package.json": '{"type": "commonjs"}',
        "helpers/a.js": MODULE,
    }
    assert signs(repository, files, "helpers/a.js", LESS) == []


@pytest.mark.parametrize(
    ("around", "found"),
    [
        ("mod b;\n", False),
        ("pub(crate) mod b;\n", False),
        ("pub mod b;\n", True),
        ("mod b;\npub use self::b::{write};\n", True),
        ("mod b;\npub use self::b::*;\n", True),
        ("mod b;\npub(crate) use self::b::write;\n", False),
        ("cfg_it! {\n    pub mod b;\n}\n", True),
    ],
)
def test_a_private_module_inside_a_public_one_has_what_is_exported(
    repository: Repository, around: str, found: bool
) -> None:
    module = "pub fn write() {}\n"
    files = {"Cargo.toml": CRATE, "src/lib.rs": "pub mod a;\n", "src/a/mod.rs": around, "src/a/b.rs": module}
    assert bool(signs(repository, files, "src/a/b.rs", "pub fn write(path: &str) {}\n")) is found


def test_a_private_module_that_is_gone_had_nothing_that_others_reach(repository: Repository) -> None:
    files = {"Cargo.toml": CRATE, "src/lib.rs": "pub mod a;\n", "src/a/mod.rs": "mod b;\n\npub fn read() {}\n"}
    repository.commit("begin", {**files, "src/a/b.rs": "pub struct Key;\n"})
    repository.git("rm", "-q", "src/a/b.rs")
    repository.commit("change", {"src/a/mod.rs": "pub fn read() {}\n"})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert not [sign for file in evidence.files for sign in file.signs]


def test_a_member_may_come_from_far_above_and_from_a_base_outside(repository: Repository) -> None:
    files = {
        "base.py": "class Top:\n    def close(self):\n        pass\n\n\nclass Middle(Top):\n    pass\n",
        "a.py": "from base import Middle\n\n\nclass Reader(Middle):\n    def close(self):\n        pass\n",
        "b.py": "from lib import Part\n\n\nclass Middle2(Part):\n    pass\n",
        "c.py": "from b import Middle2\n\n\nclass Writer(Middle2):\n    def close(self):\n        pass\n",
    }
    empty = {
        path: files[path].replace("    def close(self):\n        pass\n", "    pass\n") for path in ("a.py", "c.py")
    }
    repository.commit("begin", files)
    repository.commit("change", empty)
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign.kind for file in evidence.files for sign in file.signs] == []


@pytest.mark.parametrize(("base", "found"), [("io.IOBase", True), ("Exception", True), ("lib.Part", False)])
def test_of_what_everybody_has_it_is_known_what_is_inherited(repository: Repository, base: str, found: bool) -> None:
    files = {
        "base.py": f"class Middle({base}):\n    pass\n",
        "a.py": "from base import Middle\n\n\nclass Reader(Middle):\n    def from_lib(self):\n        pass\n",
    }
    without = files["a.py"].replace("    def from_lib(self):\n        pass\n", "    pass\n")
    assert bool(signs(repository, files, "a.py", without)) is found


def test_a_call_of_a_member_is_no_definition_above(repository: Repository) -> None:
    base = "class Base:\n    def use(self):\n        other.close()\n        close(self)\n"
    own = "from base import Base\n\n\nclass Reader(Base[int], metaclass=Meta):\n    def close(self):\n        pass\n"
    without = own.replace("    def close(self):\n        pass\n", "    pass\n")
    assert signs(repository, {"base.py": base, "a.py": own}, "a.py", without) == ["public name removed"]


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("module It\n  class Adapter\n  end\nend\n", False),
        ("module Other\n  class Adapter\n  end\nend\n", True),
        ("module It\nend\n", True),
    ],
)
def test_a_class_of_ruby_that_another_file_opens_is_not_gone(repository: Repository, other: str, found: bool) -> None:
    files = {"lib/it/adapter.rb": other, "lib/it/old.rb": "module It\n  class Adapter\n  end\nend\n"}
    assert bool(signs(repository, files, "lib/it/old.rb", "x = 1\n")) is found


def test_what_class_methods_of_ruby_were_a_module_may_have_itself(repository: Repository) -> None:
    old = "module It\n  module ClassMethods\n    def format(a)\n      a\n    end\n  end\nend\n"
    new = "module It\n  def format(a)\n    a\n  end\n\n  module ClassMethods\n  end\nend\n"
    assert signs(repository, {"lib/it.rb": old}, "lib/it.rb", new) == []


@pytest.mark.parametrize(
    ("path", "before", "after", "found"),
    [
        ("A.cs", "public void Put(UInt32 a) {}", "public void Put(uint a) {}", False),
        ("A.cs", "public void Put(UInt32 a) {}", "public void Put(long a) {}", True),
        ("A.cs", "public System.Numerics.BigInteger Put() {}", "public BigInteger Put() {}", False),
        ("A.cs", "public TActual Get<TActual>() {}", "public TOther Get<TOther>() {}", False),
        ("a.swift", "public func put(_ a: Source?) {}", "public func put(_ a: (any Source)?) {}", False),
        ("a.swift", "public func put(_ a: Source?) {}", "public func put(_ a: (any Sink)?) {}", True),
        ("a.hpp", "int get(int a);", "IT_NODISCARD int get(int a);", False),
        ("src/lib.rs", "pub fn get() -> Old {}", "pub fn get() -> New<'_> {}", True),
        ("src/lib.rs", "pub fn get<B: Buf>(b: &mut B) {}", "pub fn get(b: &mut impl Buf) {}", False),
        ("src/lib.rs", "pub fn get(b: &mut Key) {}", "pub fn get(b: &mut impl Buf) {}", True),
        ("src/lib.rs", "pub fn get(b: Key<u8>) {}", "pub fn get(b: impl Into<Key<u8>>) {}", False),
        ("src/lib.rs", "pub fn get(b: Key<u8>) {}", "pub fn get(b: impl AsRef<Key<u8>>) {}", True),
        ("src/lib.rs", "pub fn get<'v>(a: &'v Key) -> Value<'v> {}", "pub fn get(a: &Key) -> Value<'_> {}", False),
        ("src/lib.rs", "pub fn get<'v>(a: &'v Key) -> Value<'v> {}", "pub fn get(a: &Key) -> Other<'_> {}", True),
        ("src/lib.rs", "pub fn get() -> Vec<u8> {}", "pub fn get() -> alloc::vec::Vec<u8> {}", False),
        ("src/lib.rs", "pub fn get() -> Result<u8> {}", "pub fn get() -> std::io::Result<u8> {}", True),
    ],
)
def test_another_spelling_of_the_same_types_is_no_other_signature(
    repository: Repository, path: str, before: str, after: str, found: bool
) -> None:
    text = "public class A { %s }\n" if path.endswith((".cs", ".swift")) else "%s\n"
    files = {path: text % before, "Cargo.toml": CRATE}
    assert bool(signs(repository, files, path, text % after)) is found


def test_an_alias_that_the_change_leaves_makes_two_signatures_the_same(repository: Repository) -> None:
    old = "pub struct Old<'a>(&'a u8);\npub fn get() -> Old {}\n"
    new = "pub struct New<'a>(&'a u8);\npub type Old<'a> = New<'a>;\npub fn get() -> New {}\n"
    found = signs(repository, {"Cargo.toml": CRATE, "src/lib.rs": old}, "src/lib.rs", new)
    assert "signature changed" not in found


@pytest.mark.parametrize("folder", ["detail", "impl", "details"])
def test_headers_with_details_are_for_other_headers(repository: Repository, folder: str) -> None:
    text = "int read(int a);\nint write(int a);\n"
    path = f"include/it/{folder}/a.hpp"
    assert signs(repository, {path: text}, path, "int read(int a);\n") == []
    assert signs(repository, {"include/it/a.hpp": text}, "include/it/a.hpp", "int read(int a);\n")


def test_what_an_outer_package_still_has_users_import_from_there(repository: Repository) -> None:
    files = {
        "README.md": "```\nfrom it import Reader\nReader()\n```\n",
        "it/__init__.py": "from it.new import Reader\n",
        "it/new.py": "x = 1\n",
        "it/old.py": "class Reader:\n    pass\n",
    }
    repository.commit("begin", {**files, "it/__init__.py": "from it.old import Reader\n"})
    repository.commit("move", {**files, "it/old.py": "x = 1\n", "it/new.py": files["it/old.py"]})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign.kind for file in evidence.files for sign in file.signs] == []
    repository.commit("say where", {"README.md": "Import `it.old.Reader`.\n", "it/old.py": files["it/old.py"]})
    repository.commit("move", {"it/old.py": "x = 1\n"})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign.kind for file in evidence.files for sign in file.signs] == ["public name removed"]


def test_a_member_of_what_an_outer_package_has_can_still_be_lost(repository: Repository) -> None:
    files = {
        "README.md": "Call `it.Reader.close`.\n",
        "it/__init__.py": "from it.new import Reader\n",
        "it/new.py": "class Reader:\n    def close(self):\n        pass\n",
    }
    assert signs(repository, files, "it/new.py", "class Reader:\n    pass\n") == ["public name removed"]


def test_a_list_of_a_summary_names_what_it_lists(repository: Repository) -> None:
    files = {
        "docs/api.rst": ".. autosummary::\n   :toctree:\n\n   Edges\n\nMany Points and ``it``.\n",
        "it/__init__.py": "from it.graph import *\n",
        "it/graph.py": "class Edges:\n    pass\n\n\nclass Points:\n    pass\n\n\nx = 1\n",
    }
    assert signs(repository, files, "it/graph.py", "x = 1\n") == ["public name removed"]


@pytest.mark.parametrize(
    ("redirects", "found"),
    [("import sys\nimport new_it\nsys.modules[__name__] = new_it\n", False), ("import new_it\n", True)],
)
def test_a_package_that_puts_another_in_its_place_may_have_what_it_had(
    repository: Repository, redirects: str, found: bool
) -> None:
    files = {"README.md": "Call `it.Reader`.\n", "it/__init__.py": "class Reader:\n    pass\n"}
    assert bool(signs(repository, files, "it/__init__.py", redirects)) is found


def test_headers_of_a_python_package_are_for_itself_unless_they_are_installed(repository: Repository) -> None:
    text, less = "int read(int a);\nint write(int a);\n", "int read(int a);\n"
    files = {"pyproject.toml": "[project]\n", "src/imaging/a.h": text, "src/include/b.h": text}
    assert signs(repository, files, "src/imaging/a.h", less) == []
    assert signs(repository, files, "src/include/b.h", less) == ["public name removed"]


def test_an_extension_of_swift_that_is_gone_takes_no_type_with_it(repository: Repository) -> None:
    text = "extension Int {\n  public func twice() -> Int { 1 }\n}\npublic class Reader {}\n"
    found = signs(repository, {"a.swift": text}, "a.swift", "public class Reader {}\n")
    assert found == ["public name removed"]  # the function alone


def test_what_moves_inside_a_package_that_lets_all_be_imported_is_there(repository: Repository) -> None:
    files = {
        "README.md": "Use `Reader`.\n",
        "package.json": json.dumps({"name": "it", "main": "./src/index.js"}),
        "src/index.js": "\n",
        "types/it.d.ts": "export interface Reader {\n  read(path: string): string;\n  close(): void;\n}\n",
    }
    repository.commit("begin", files)
    repository.commit("move", {"types/it.d.ts": "export {};\n", "it.d.ts": files["types/it.d.ts"]})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign.kind for file in evidence.files for sign in file.signs] == []


@pytest.mark.parametrize(("imports", "found"), [("use log::{Level, Filter};\n", False), ("use other::Level;\n", True)])
def test_an_imported_type_may_be_written_with_its_path(repository: Repository, imports: str, found: bool) -> None:
    old, new = f"{imports}pub fn get() -> Level {{}}\n", "pub fn get() -> log::Level {}\n"
    kinds = signs(repository, {"Cargo.toml": CRATE, "src/lib.rs": old}, "src/lib.rs", new)
    assert ("signature changed" in kinds) is found


@pytest.mark.parametrize(
    ("old", "folder"),
    [
        ("core/src/commonMain/kotlin", "more/src/jvmMain/kotlin"),
        ("core/commonMain/src", "more/commonMain/src"),
        ("core/native/src", "core/concurrent/src"),
    ],
)
@pytest.mark.parametrize(("package", "found"), [("it/io", False), ("it/other", True)])
def test_a_package_may_lie_in_several_modules_of_a_build(
    repository: Repository, old: str, folder: str, package: str, found: bool
) -> None:
    reader = "package it.io\n\nclass Reader {\n    fun read() {}\n}\n"
    path = f"{old}/it/io/A.kt"
    repository.commit("begin", {path: reader})
    new = f"{folder}/{package}/Other.kt"
    changed = f"package {package.replace('/', '.')}\n\nopen class Reader(val a: Int) {{\n    fun skip() {{}}\n}}\n"
    repository.commit("move", {path: "package it.io\n\nval x = 1\n", new: changed})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    gone = [sign.fact.before for file in evidence.files for sign in file.signs if sign.fact]
    assert ("Reader" in gone) is found


@pytest.mark.parametrize(("name", "found"), [("read", True), ("check", False)])
def test_of_a_private_module_only_what_its_package_imports_is_public(
    repository: Repository, name: str, found: bool
) -> None:
    text = "def read(path, a):\n    pass\n\n\ndef check(path, a):\n    pass\n"
    files = {
        "README.md": "Call `read()` and `check()`.\n",
        "it/__init__.py": "from ._functions import read as read\n",
        "it/_functions.py": text,
    }
    new = text.replace(f"def {name}(path, a)", f"def {name}(path)")
    assert bool(signs(repository, files, "it/_functions.py", new)) is found


@pytest.mark.parametrize("is_new", [True, False])
def test_what_a_package_imports_from_a_private_module_only_now_could_not_be_called_before(
    repository: Repository, is_new: bool
) -> None:
    exported = "from ._functions import read as read\n"
    init, path = "it/__init__.py", "it/_functions.py"
    files = {"README.md": "Call `read()`.\n", init: "\n" if is_new else exported}
    repository.commit("begin", {**files, path: "def read(path, a):\n    pass\n"})
    repository.commit("export", {init: f"{exported}\n", path: "def read(path):\n    pass\n"})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    signs = [sign for file in evidence.files if file.change.path == path for sign in file.signs]
    assert bool(signs) is not is_new


def test_a_class_of_ruby_that_is_opened_elsewhere_has_not_moved(repository: Repository) -> None:
    opened = (
        "class It\n  class Chain\n    def run(a)\n      a\n    end\n\n    def stop(a)\n      a\n    end\n  end\nend\n"
    )
    files = {"lib/it.rb": "class It\nend\n", "lib/it/chain.rb": opened}
    repository.commit("begin", files)
    repository.commit("move", {"lib/it/chain.rb": "x = 1\n", "lib/it/agent.rb": opened})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign.kind for file in evidence.files for sign in file.signs] == []


@pytest.mark.parametrize(("words", "found"), [("get post", False), ("get", True)])
def test_methods_of_ruby_that_are_defined_from_texts_are_there(repository: Repository, words: str, found: bool) -> None:
    old = "class It\n  def get(a)\n    a\n  end\n\n  def post(a)\n    b(a)\n  end\nend\n"
    new = f'class It\n  %w[{words}].each do |verb|\n    class_eval "def #{{verb}}(a); end"\n  end\nend\n'
    assert bool(signs(repository, {"lib/it.rb": old}, "lib/it.rb", new)) is found


def test_what_a_module_of_javascript_loses_to_the_one_of_typescript_beside_it_is_there(repository: Repository) -> None:
    typed = "export declare function read(): number;\nexport declare function write(): number;\n"
    repository.commit("begin", {"src/a.js": MODULE, "src/a.d.ts": typed})
    now = "export function read(): number { return 1; }\n"
    repository.commit("change", {"src/a.js": None, "src/a.d.ts": None, "src/a.ts": now})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    lost = {sign.fact.before for file in evidence.files for sign in file.signs if sign.fact}
    assert lost == {"write"}


def test_a_member_that_another_class_of_the_same_file_has_is_gone(repository: Repository) -> None:
    text = (
        "export interface Base {\n  read(): void;\n}\nexport class Chart {\n  destroy(): void {}\n}\n"
        "export interface Plugin extends Base {\n  destroy(): void;\n}\n"
    )
    files = {"package.json": json.dumps({**PACKAGE, "exports": "./dist/a.js"}), "src/a.ts": text}
    less = text.replace("  destroy(): void;\n", "")
    assert signs(repository, files, "src/a.ts", less) == ["public name removed"]
    handed_down = less.replace("read(): void;", "read(): void;\n  destroy(): void;")
    assert signs(repository, files, "src/a.ts", handed_down) == []


@pytest.mark.parametrize(("exported", "found"), [("", []), ("from _it.a import read\n", ["parameter removed"])])
def test_of_a_private_package_that_sets_its_modules_others_reach_what_another_one_exports(
    repository: Repository, exported: str, found: list[str]
) -> None:
    text = "def read(a, b):\n    return a\n"
    files = {
        "docs/a.md": "Call `read`.\n",
        "it/__init__.py": f"{exported}x = 1\n",
        "_it/__init__.py": "import sys\n\nsys.modules['_it.b'] = None\n",
        "_it/a.py": text,
    }
    assert signs(repository, files, "_it/a.py", text.replace(", b", "")) == found


@pytest.mark.parametrize(("other", "found"), [("struct Reporter { int a; };\n", []), ("", ["public name removed"])])
def test_what_another_header_gets_of_one_that_is_gone_is_not_gone(
    repository: Repository, other: str, found: list[str]
) -> None:
    old = {"include/old.h": "struct Reporter { int a; };\n\nint x();\n", "src/new.h": "int y();\n"}
    repository.commit("begin", old)
    repository.commit("change", {"include/old.h": None, "src/new.h": f"int y();\n{other}\nint x();\n"})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign.kind for file in evidence.files for sign in file.signs] == found


@pytest.mark.parametrize(
    ("types", "found"),
    [
        ("export type Options = Common<false>;\n\nexport type Common<A> = {\n\tinput?: A;\n};\n", False),
        ("export interface Options extends Elsewhere<false> {\n\tother?: string;\n}\n", False),
        ("export interface Options {\n\tother?: string;\n}\n", True),
    ],
)
def test_a_member_of_a_type_of_typescript_may_come_from_another_type(
    repository: Repository, types: str, found: bool
) -> None:
    old = "export interface Options {\n\tinput?: string;\n\tother?: string;\n}\n"
    repository.commit("begin", {"package.json": '{"name": "it", "types": "index.d.ts"}\n', "index.d.ts": old})
    repository.commit("change", {"index.d.ts": types})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    lost = {sign.fact.before for file in evidence.files for sign in file.signs if sign.fact}
    assert ("Options.input" in lost) is found


@pytest.mark.parametrize(("namespace", "found"), [("It\\Cache", []), ("It\\Store", ["public name removed"])])
def test_a_class_of_php_is_known_by_its_namespace_wherever_it_lies(
    repository: Repository, namespace: str, found: list[str]
) -> None:
    old = "<?php\n\nnamespace It\\Cache;\n\nclass Logger\n{\n    public function a() {}\n}\n"
    new = f"<?php\n\nuse A;\n\nnamespace {namespace};\n\nfinal class Logger\n{{\n    private $b = 1;\n}}\n"
    repository.commit("begin", {"lib/It/Cache/Logger.php": old})
    repository.commit("change", {"lib/It/Cache/Logger.php": None, "src/Cache/Logger.php": new})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    kinds = [sign.kind for file in evidence.files for sign in file.signs if sign.fact and sign.fact.before == "Logger"]
    assert kinds == found


@pytest.mark.parametrize(("alias", "found"), [("Logger", []), ("Writer", ["public name removed"])])
def test_a_class_of_php_that_is_another_name_for_a_new_one_is_not_gone(
    repository: Repository, alias: str, found: list[str]
) -> None:
    old = "<?php\n\nnamespace It;\n\nclass Logger\n{\n    public function a() {}\n}\n"
    new = f"<?php\n\nnamespace It;\n\nclass Log\n{{\n    private $b;\n}}\n\nclass_alias(Log::class, {alias}::class);\n"
    repository.commit("begin", {"src/Logger.php": old})
    repository.commit("change", {"src/Logger.php": None, "src/Log.php": new})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    kinds = [sign.kind for file in evidence.files for sign in file.signs if sign.fact and sign.fact.before == "Logger"]
    assert kinds == found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("bool Get(string key, out Token value)", "bool Get(string key, [NotNullWhen(true)]out Token? value)", False),
        ("bool Get(string key, out Token value)", "bool Get(string key, out Word value)", True),
    ],
)
def test_what_csharp_says_of_null_makes_no_other_signature(
    repository: Repository, old: str, new: str, found: bool
) -> None:
    source = "namespace It\n{{\n    public class Reader\n    {{\n        public {} {{ return default; }}\n    }}\n}}\n"
    kinds = signs(repository, {"Reader.cs": source.format(old)}, "Reader.cs", source.format(new))
    assert ("signature changed" in kinds) is found


@pytest.mark.parametrize(
    ("declared", "old", "new", "found"),
    [
        ("type Store interface {\n\tGet() int\n}", "s *kv.Map, n int", "s Store, n int", False),
        ("type Store struct {\n\tN int\n}", "s *kv.Map, n int", "s Store, n int", True),
        ("type Store interface {\n\tGet() int\n}", "s *kv.Map, n int", "s Store, n string", True),
        ("type Store interface {\n\tGet() int\n}", "s kv.Reader, n int", "s Store, n int", True),
    ],
)
def test_a_function_of_go_that_takes_an_interface_takes_the_type_that_it_took(
    repository: Repository, declared: str, old: str, new: str, found: bool
) -> None:
    source = 'package it\n\nimport "it.org/kv"\n\n{}\n\nfunc Open({}) error {{\n\treturn nil\n}}\n'
    kinds = signs(repository, {"it.go": source.format("", old)}, "it.go", source.format(declared, new))
    assert ("signature changed" in kinds) is found


def test_how_a_function_of_typescript_takes_its_options_apart_is_its_own_matter(repository: Repository) -> None:
    source = "export class State {{\n  match({{ {} }}: Options): Result {{\n    return go();\n  }}\n}}\n"
    new = source.format("name, key, failing = false")
    assert signs(repository, {"state.ts": source.format("name, key")}, "state.ts", new) == []


def test_a_member_that_a_class_of_python_has_from_a_built_in_one_is_not_gone(repository: Repository) -> None:
    old = "class Document(dict):\n    def keys(self):\n        return []\n\n    x = 1\n"
    new = old.replace("    def keys(self):\n        return []\n\n", "")
    assert signs(repository, {"a.py": old}, "a.py", new) == []
    assert signs(repository, {"a.py": old.replace("keys", "rows")}, "a.py", new) == ["public name removed"]


def test_what_a_method_of_java_calls_its_parameters_only_it_needs_to_know(repository: Repository) -> None:
    source = "package it;\n\npublic class Reader {{\n    public void read({}) {{\n    }}\n}}\n"
    path = "src/main/java/it/Reader.java"
    old = {path: source.format("final Supplier<String> pupplier, int size")}
    assert signs(repository, old, path, source.format("Supplier<String> supplier, final int size")) == []
    kinds = signs(repository, old, path, source.format("Function<String> supplier, int size"))
    assert "signature changed" in kinds


@pytest.mark.parametrize(
    ("other", "found"), [("partial class Reader { }", []), ("class Writer { }", ["public name removed"])]
)
def test_a_class_of_csharp_of_which_another_part_stays_is_not_gone(
    repository: Repository, other: str, found: list[str]
) -> None:
    files = {"src/A.cs": "namespace It;\n\npublic partial class Reader { }\n", "src/B.cs": f"public {other}\n"}
    assert signs(repository, files, "src/A.cs", "namespace It;\n") == found


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("partial class Reader {\n  public int Read(string a) { return 1; }\n}", []),
        ("partial class Reader {\n  public int Write(string a) { return 1; }\n}", ["public name removed"]),
        ("partial class Reader {\n  private int Read(string a) { return 1; }\n}", ["public name removed"]),
        ("partial class Reader {\n  internal int Read(string a) { return 1; }\n}", ["public name removed"]),
        ("class Writer {\n  public int Read(string a) { return 1; }\n}", ["public name removed"]),
    ],
)
def test_a_member_of_csharp_that_another_part_of_its_class_has_is_not_gone(
    repository: Repository, other: str, found: list[str]
) -> None:
    part = "namespace It;\n\npublic partial class Reader {\n%s}\n"
    repository.commit("begin", {"src/A.cs": part % "  public int Read(int a) { return a; }\n"})
    repository.commit("change", {"src/A.cs": part % "", "src/B.cs": f"namespace It;\n\npublic {other}\n"})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign.kind for file in evidence.files for sign in file.signs] == found


def test_a_module_of_rust_may_be_a_file_or_a_folder(repository: Repository) -> None:
    body = "".join(f"    // {number}\n" for number in range(9))
    builder = f"pub struct Builder(u8);\n\nimpl Builder {{\n{body}}}\n"
    repository.commit("begin", {"src/lib.rs": "pub mod builder;\n", "src/builder/mod.rs": builder})
    more = "// More.\n" * 40
    repository.commit("change", {"src/builder/mod.rs": None, "src/builder.rs": more + builder})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [str(sign.kind) for file in evidence.files for sign in file.signs] == []


@pytest.mark.parametrize(
    ("libraries", "found"),
    [
        ({"lib/it.dart": "export 'src/reader.dart';\n"}, ["public name removed"]),
        ({"lib/it.dart": "export 'package:it/src/reader.dart' show Reader, Writer;\n"}, ["public name removed"]),
        ({"lib/it.dart": "export 'src/reader.dart' show Reader;\n"}, []),
        (
            {"lib/it.dart": "export 'src/all.dart';\n", "lib/src/all.dart": "export 'reader.dart';\n"},
            ["public name removed"],
        ),
        ({"lib/it.dart": "import 'src/reader.dart';\n"}, []),
        ({}, []),
    ],
)
def test_what_dart_keeps_in_src_is_public_where_a_library_exports_it(
    repository: Repository, libraries: dict[str, str], found: list[str]
) -> None:
    files = {"lib/src/reader.dart": "class Reader {}\n\nclass Writer {}\n", **libraries}
    assert signs(repository, files, "lib/src/reader.dart", "class Reader {}\n") == found


def test_a_type_of_rust_may_be_named_by_its_module_or_imported(repository: Repository) -> None:
    old = "mod uts;\n\npub use crate::uts::{Errors, Flags};\n\npub fn get() -> uts::Errors {}\n"
    new = "pub struct Errors;\n\npub fn get() -> Errors {}\n"
    files = {"Cargo.toml": CRATE, "src/lib.rs": old, "src/uts.rs": "pub struct Errors;\n"}
    assert "signature changed" not in signs(repository, files, "src/lib.rs", new)
    files["src/lib.rs"] = old.replace("uts::Errors {}", "other::Errors {}")
    assert "signature changed" in signs(repository, files, "src/lib.rs", new)


@pytest.mark.parametrize(
    ("place", "found"), [("Sources/It/Keys/Key.swift", []), ("Sources/Other/Key.swift", ["public name removed"])]
)
def test_a_name_of_swift_that_stays_in_its_module_is_where_it_was(
    repository: Repository, place: str, found: list[str]
) -> None:
    members = "".join(f"    public func part{number}() -> Int {{ {number} }}\n" for number in range(5))
    key = f"public class Key {{\n{members}}}\n"
    repository.commit("begin", {"Sources/It/All.swift": f"public class Reader {{}}\n{key}"})
    repository.commit("change", {"Sources/It/All.swift": "public class Reader {}\n", place: key})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [sign.kind for file in evidence.files for sign in file.signs] == found

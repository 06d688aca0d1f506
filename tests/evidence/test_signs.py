from dataclasses import replace

import pytest

from diff_insight.changes.changeset import Commit, Fold, Status, Versions
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of
from diff_insight.evidence.sign import SignKind as S
from diff_insight.evidence.signs import declared_signs, is_test, signs_of
from tests.between import change_between, facts_between

PYTHON = "def load(path, limit=10):\n    return open(path).read(limit)\n\n\ndef other(a):\n    return a\n"


def signs(path: str, old: str, new: str) -> list[S]:
    file = change_between(path, old, new)
    return [sign.kind for sign in signs_of(file, facts_of(sides_of(file, Versions(old, new))))]


@pytest.mark.parametrize(
    ("before", "after", "sign"),
    [
        ("def other(a):\n    return a\n", "", S.PUBLIC_NAME_REMOVED),
        ("def other", "def another", S.PUBLIC_NAME_RENAMED),
        (", limit=10", "", S.PARAMETER_REMOVED),
        ("limit=10", "limit", S.PARAMETER_REQUIRED),
        ("limit=10", "limit=10, *, strict", S.PARAMETER_REQUIRED),
        ("limit=10", "limit=20", S.DEFAULT_CHANGED),
        ("other(a)", "other(b)", S.PARAMETER_RENAMED),
    ],
)
def test_what_callers_rely_on_is_a_sign(before: str, after: str, sign: S) -> None:
    assert before in PYTHON
    assert sign in signs("pkg/a.py", PYTHON, PYTHON.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def other(a):\n    return a\n", "def other(a):\n    return -a\n"),
        ("limit=10", "limit=10, strict=False"),
        ("limit=10", 'limit=10, *args, **kw'),
        ("\n\n\ndef", "\n\n\ndef fresh():\n    pass\n\n\ndef"),
    ],
)  # fmt: skip
def test_what_no_caller_notices_is_none(before: str, after: str) -> None:
    assert before in PYTHON
    assert signs("pkg/a.py", PYTHON, PYTHON.replace(before, after)) == []


@pytest.mark.parametrize("bound", ["len=len", "ERROR=states.ERROR"])
def test_what_a_function_binds_to_look_it_up_faster_is_not_passed(bound: str) -> None:
    assert signs("pkg/a.py", f"def read(a, {bound}):\n    return a\n", "def read(a):\n    return a\n") == []


@pytest.mark.parametrize(
    "path", ["tests/a.py", "pkg/test_a.py", "pkg/_private.py", "pkg/internal/a.py", "pkg/compat.py", "examples/a.py"]
)
def test_tests_and_private_modules_have_no_signs(path: str) -> None:
    assert signs(path, PYTHON, "x = 1\n") == []


def test_private_names_and_lock_files_have_no_signs() -> None:
    private = PYTHON.replace("def other", "def _other")
    assert signs("a.py", private, private.replace("def _other(a):\n    return a\n", "")) == []
    file = change_between("a.py", PYTHON, "x = 1\n")
    folded = type(file)(**{name: getattr(file, name) for name in file.__slots__} | {"fold": Fold.LOCK_FILE})
    assert signs_of(folded, facts_between("a.py", PYTHON, "x = 1\n")) == ()


def test_a_c_source_breaks_by_its_header_only() -> None:
    old, new = "int run(int a) { return a; }\nint z;\n", "int z;\n"
    assert signs("a.c", old, new) == []
    assert signs("a.h", "int run(int a);\nint z(void);\n", "int z(void);\n") == [S.PUBLIC_NAME_REMOVED]


def test_types_of_parameters_matter_where_a_compiler_checks_them() -> None:
    assert signs("a.go", "package a\nfunc F(a int) {}\n", "package a\nfunc F(a string) {}\n") == [S.SIGNATURE_CHANGED]
    assert signs("a.py", "def f(a: int): pass\n", "def f(a: str): pass\n") == []


def test_an_enum_value_that_changes_or_goes_is_a_sign() -> None:
    source = "export enum E { A = 1, B = 2 }\n"
    assert signs("a.ts", source, source.replace("A = 1", "A = 3")) == [S.ENUM_VALUE_CHANGED]
    assert signs("a.ts", source, source.replace(", B = 2", "")) == [S.ENUM_VALUE_CHANGED]
    assert signs("a.ts", source, source.replace("B = 2", "B = 2, C = 3")) == []


def test_what_a_value_of_an_enum_passes_to_its_constructor_is_no_sign() -> None:
    source = "public enum E {\n  A(Formats.A),\n  B(2);\n}\n"
    assert signs("E.java", source, source.replace("(Formats.A)", "(A)")) == []
    assert signs("E.java", source, source.replace("  A(Formats.A),\n", "")) == [S.ENUM_VALUE_CHANGED]


def test_a_parameter_that_is_not_used_cannot_be_missed() -> None:
    source = "package a\n\nfunc F(_ int, _ ...string) {}\n"
    assert S.PARAMETER_REQUIRED not in signs("a.go", source, source.replace("_ ...string", "b ...string"))


def test_schemas_break_by_required_keys_enums_and_defaults() -> None:
    schema = "type: object\nrequired: [name]\nproperties:\n  size:\n    default: 1\n    enum: [1, 2, 3]\n"
    assert signs("schema.yaml", schema, schema.replace("[name]", "[name, size]")) == [S.REQUIRED_KEY_ADDED]
    assert signs("schema.yaml", schema, schema.replace("[1, 2, 3]", "[1, 2]")) == [S.ENUM_VALUE_CHANGED]
    assert signs("schema.yaml", schema, schema.replace("default: 1", "default: 2")) == [S.DEFAULT_CHANGED]
    assert signs("schema.yaml", schema, schema.replace("[1, 2, 3]", "[1, 2, 3, 4]")) == []
    assert signs("schema.yaml", schema + "other: {required: false}\n", schema + "other: {required: true}\n") == [
        S.REQUIRED_KEY_ADDED
    ]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ('"version": "1.4.0"', '"version": "2.0.0"', []),
        ('"vue": "^2.1.0"', '"vue": "^3.0.0"', [S.MAJOR_VERSION]),
        ('"vue": "^2.1.0"', '"vue": "^2.2.0"', [S.LEAST_VERSION_RAISED]),
        ('"vue": "^2.1.0"', '"vue": "^2.0.0"', []),
        ('"vue": "^2.1.0"', '"vue": "^2.1.0 || ^3.0.0"', []),
        ('"chalk": "^4.1.0"', '"chalk": "^5.0.0"', []),
        ('"node": ">=18"', '"node": ">=20"', [S.SUPPORT_DROPPED]),
        ('"node": ">=18"', '"node": ">=16"', []),
        ('"ava": "^2.0.0"', '"ava": "^3.0.0"', []),
    ],
)
def test_versions_of_what_its_users_must_have_and_run_it_on(before: str, after: str, found: list[S]) -> None:
    manifest = (
        '{"version": "1.4.0", "dependencies": {"chalk": "^4.1.0"}, "devDependencies": {"ava": "^2.0.0"}, '
        '"peerDependencies": {"vue": "^2.1.0"}, "engines": {"node": ">=18"}}\n'
    )
    assert signs("package.json", manifest, manifest.replace(before, after)) == found


def test_what_an_author_declares_is_a_sign() -> None:
    commits = [
        Commit("1", "feat!: drop Python 3.8", "", "Ada", None, frozenset()),
        Commit("2", "fix: it", "x\n\nBREAKING CHANGE: the file is b now\nand not a", "Ada", None, frozenset()),
        Commit("3", "fix: no break", "It is not a BREAKING change.", "Ada", None, frozenset()),
    ]  # fmt: skip
    assert [sign.words for sign in declared_signs(commits)] == ["drop Python 3.8", "the file is b now and not a"]


def test_what_is_a_test() -> None:
    assert is_test("src/__tests__/a.js")
    assert is_test("a.spec.ts")
    assert is_test("requirements-dev.txt")
    assert not is_test("src/contest.py")
    assert not is_test("src/attestation/latest.go")


def test_signs_follow_the_whole_of_a_removed_file() -> None:
    file = change_between("a.py", PYTHON, "")
    assert file.status is Status.REMOVED
    assert [s.kind for s in signs_of(file, facts_of(sides_of(file, Versions(old=PYTHON))))] == [
        S.PUBLIC_NAME_REMOVED
    ] * 2


def test_a_name_that_is_hidden_is_a_sign_unless_it_is_a_tests_or_a_private_modules() -> None:
    old, new = "export function run() {}\n", "function run() {}\n"
    assert signs("src/a.ts", old, new) == [S.PUBLIC_NAME_REMOVED]
    assert signs("src/a.test.ts", old, new) == signs("internal/a.ts", old, new) == []


def test_a_c_function_that_becomes_static_is_lost_to_other_files_whatever_a_header_says() -> None:
    assert signs("a.c", "int run(int a) { return a; }\n", "static int run(int a) { return a; }\n") == [
        S.PUBLIC_NAME_REMOVED
    ]


def test_exceptions_and_members_of_interfaces_are_checked_by_a_compiler() -> None:
    java = "public class A {\n  public int f(int a) { return a; }\n}\n"
    assert signs("A.java", java, java.replace("(int a)", "(int a) throws IOException")) == [S.SIGNATURE_CHANGED]
    source = "export interface A { y?: string }\nexport function f(a: string): void {}\n"
    assert signs("a.ts", source, source.replace("y?", "y")) == [S.SIGNATURE_CHANGED]
    assert signs("a.ts", source, source.replace("a: string", "a: number")) == [S.SIGNATURE_CHANGED]
    assert signs("a.ts", source, source.replace("a: string", "a: string | number")) == []
    private = source.replace("export interface", "interface")
    assert signs("a.ts", private, private.replace("y?", "y")) == []


@pytest.mark.parametrize(("path", "is_sign"), [("pkg/b.go", False), ("other/b.go", True)])
def test_in_go_a_name_that_moves_within_its_package_breaks_nothing(path: str, is_sign: bool) -> None:
    file = change_between("pkg/a.go", "package a\n", "package b\n")
    moved = Fact(FactKind.NAME_MOVED, "Load", "Load", "function", new_path=path, public=True)
    assert bool(signs_of(file, [moved])) == is_sign


def test_a_test_that_becomes_another_file_breaks_nothing() -> None:
    old, new = PYTHON, PYTHON.replace("limit=10", "limit")
    file = replace(change_between("pkg/a.py", old, new), status=Status.RENAMED, old_path="tests/test_a.py")
    assert not signs_of(file, facts_between("pkg/a.py", old, new))


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.py", "def f(a=u'x'):\n    return a\n", 'def f(a="x"):\n    return a\n'),
        ("a.py", "def f(a=2 ** 16):\n    return a\n", "def f(a=2**16):\n    return a\n"),
        ("a.py", "def f(a=10):\n    return a\n", "def f(a=None):\n    return a\n"),
        ("a.py", "def f(a=None):\n    return a\n", "def f(a=False):\n    return a\n"),
        ("a.py", "def f(a=_Default):\n    return a\n", "def f(a=DEFAULT):\n    return a\n"),
        ("a.py", "def f(a, *args, **kwargs):\n    return a\n", "def f(a, name):\n    return a\n"),
        ("a.cs", "public class A { public A F(A a) => a; }\n", "public class A { public A? F(A? a) => a; }\n"),
        ("a.ts", "export interface A {\n  b: string;\n}\n", "export interface A {\n  b?: string;\n}\n"),
        ("a.ts", "export interface A {\n  b: 'x' | 'y';\n}\n", "export interface A {\n  b: 'x' | 'y' | 'z';\n}\n"),
        ("a.ts", "export interface A {\n  /** @internal */\n  b: string;\n}\n", "export interface A {\n}\n"),
        ("a.rs", "pub fn f(a: u8) {}\n", "pub fn f(mut a: u8) {}\n"),
        ("a.rs", "pub fn f(a: &str) -> Vec<A> {}\n", "pub fn f(a: &str) -> Vec<A<'_>> {}\n"),
        ("A.java", "public class A { public void f(int a) {} public void f(long b) {} }\n",
         "public class A { public void f(int x) {} public void f(long b) {} }\n"),
        ("a.rb", "module A\n  module B\n  end\nend\n", "module A\n  module B\n  end\n\n  module C\n  end\nend\n"),
        ("a.py", "DEFAULT = True\nOTHER = 1\n", "CHANGED = True\nOTHER = 1\nDEFAULT = True\n"),
        ("a.py", 'x = os.environ["HOME"]\n', "x = 1\n"),
    ],
)  # fmt: skip
def test_what_callers_do_not_notice_is_no_sign(path: str, before: str, after: str) -> None:
    assert signs(path, before, after) == []


def test_of_a_module_that_is_gone_its_members_are_told() -> None:
    old = "module Rack\n  class Encryptor\n  end\nend\n"
    file = change_between("a.rb", old, "x = 1\n")
    found = signs_of(file, facts_of(sides_of(file, Versions(old, "x = 1\n"))))
    assert [sign.fact.before for sign in found if sign.fact] == ["Rack.Encryptor"]


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        # Equal at run time, or known by name alone.
        ("pkg/a.py", "def f(code=1000):\n    pass\n", "def f(code=Code.OK):\n    pass\n"),
        # Special methods that Python derives or calls itself; a class that is imported now has its members still.
        ("pkg/a.py", "class A:\n    def __post_init__(self):\n        pass\n", "class A:\n    x = 1\n"),
        (
            "pkg/a.py",
            '__all__ = ["A"]\n\n\nclass A:\n    def f(self):\n        pass\n',
            'from b import A\n\n__all__ = ["A"]\n',
        ),
        ("pkg/a.py", '__version__ = "1"\n', "from b import __version__\n"),
        ("pkg/a.py", "def f(*args):\n    pass\n", "def f(__self, __call, *args):\n    pass\n"),
        ("pkg/a.py", "def f(inst, **kw):\n    pass\n", "def f(*args, **kw):\n    pass\n"),
        # A comma at the end, another spelling of a type, a wider type, types that only a compiler can compare.
        ("a.ts", "export interface A {\n  f: (a: B) => C\n}\n", "export interface A {\n  f: (a: B,) => C\n}\n"),
        ("a.go", "package a\n\nfunc F(v interface{}) {}\n", "package a\n\nfunc F(v any) {}\n"),
        ("a.hpp", "void f(const std::string& a);\n", "void f(std::string a);\n"),
        ("a.ts", "export interface A {\n  b: 'x'\n}\n", "export interface A {\n  b: 'x' | ((c: D) => E)\n}\n"),
        (
            "a.ts",
            "export interface A {\n  use(a?: (b: V) => V | Promise<V>, c?: D): number\n}\n",
            "export interface A {\n  use(a?: ((b: V) => V | Promise<V>) | null, c?: D): number\n}\n",
        ),
        ("pkg/a.py", "def f():\n    return g()\n", "async def f():\n    for a in b:\n        yield a\n"),
        ("a.ts", "export function f(a: any): a is B {}\n", "export function f(a: unknown): a is B {}\n"),
        ("a.scala", "def f(given b: B): C = d\n", "def f(using b: B): C = d\n"),
        (
            "a.scala",
            "object A {\n  def f[F[_]](implicit b: B[F]): C[F] = d\n}\n",
            "object A {\n  def f[F[_]: B]: C[F] = d\n}\n",
        ),
        ("a.rs", "pub fn f(compare: F) {}\n", "pub fn f(mut cmp: F) {}\n"),
        ("a.ts", "export interface A {\n  b: Map<C>\n}\n", "export interface A {\n  b: Map<D<C>>\n}\n"),
        # An interface that became an alias, and the function that a module exports as a whole.
        ("a.ts", "export interface A {\n  b: string\n}\n", "export type A = Pick<C, 'b'>\n"),
        (
            "a.js",
            "function build () {\n  const a = 1\n  return a\n}\nmodule.exports = build\n",
            "function make () {\n  const a = 1\n  return a\n}\nmodule.exports = make\n",
        ),
        # Names and folders that say they are for the software itself, and files that concern only its developers.
        ("a.ts", "export interface InternalA {\n  b: string\n}\n", "export interface InternalA {\n}\n"),
        ("src/Internal/A.cs", "public class A { public void F() {} }\n", "public class A { }\n"),
        ("src/ABenchmark.java", "public class A { public void f() {} }\n", "public class A { }\n"),
        ("karma.conf.js", "const a = process.env.CHROME\n", "const a = 1\n"),
        ("src/a.js", "const a = process.env.A_TEST_WITHOUT\n", "const a = 1\n"),
        ("scripts/package.json", '{"engines": {"node": ">=18"}}\n', '{"engines": {"node": ">=20"}}\n'),
        # A field of a class that happens to be called like a word of schemas.
        ("pkg/a.py", "class A:\n    default: int = 1\n", "class A:\n    default: int = 2\n"),
    ],
)
def test_what_still_works_in_another_way_is_no_sign(path: str, before: str, after: str) -> None:
    assert signs(path, before, after) == []


@pytest.mark.parametrize(
    ("path", "before", "after", "sign"),
    [
        ("pkg/a.py", "def f(code=1000):\n    pass\n", "def f(code=1001):\n    pass\n", S.DEFAULT_CHANGED),
        ("a.go", "package a\n\nfunc F(v any) {}\n", "package a\n\nfunc F(v string) {}\n", S.SIGNATURE_CHANGED),
        ("a.ts", "export interface A {\n  b: C\n}\n", "export interface A {\n  b: D\n}\n", S.SIGNATURE_CHANGED),
        ("a.ts", "export interface A {\n  b: C\n}\n", "export interface A {\n}\n", S.PUBLIC_NAME_REMOVED),
        ("src/a.js", "const a = process.env.A_LIMIT\n", "const a = 1\n", S.VARIABLE_REMOVED),
        ("package.json", '{"engines": {"node": ">=18"}}\n', '{"engines": {"node": ">=20"}}\n', S.SUPPORT_DROPPED),
        ("gradle/java.gradle", "sourceCompatibility = 1.8\n", "sourceCompatibility = 11\n", S.SUPPORT_DROPPED),
    ],
)
def test_what_differs_for_callers_next_to_that_is_one(path: str, before: str, after: str, sign: S) -> None:
    assert sign in signs(path, before, after)


EXPORTS = '{"name": "it", "exports": {".": "./a.js", "./lib/a": "./lib/a.js", "./*": "./*"}}\n'
LOGGER = "package a\n\ntype Logger interface {\n\tInfof(format string)\n\tRun()\n}\n"
EXIT = "class A:\n    def __exit__(self, exc_type, exc_val, exc_tb): ...\n"
OVERLOADED = "export function run(a: string): void;\nexport function run(a: number): void;\n"
PROMOTED = "<?php\nclass A {\n  public ?int $b;\n  public function __construct(?int $b) { $this->b = $b; }\n}\n"
PRIVATE = "class A {\n  /**\n   * Stops.\n   * @private\n   */\n\n  stop() {\n    return 1;\n  }\n}\n"


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("gradle/tests.gradle", "sourceCompatibility = 1.8\n", "sourceCompatibility = 11\n"),
        ("src/lib.rs", "pub struct Chunks {\n    a: u8,\n}\n", "mod c;\npub use self::c::{Chunks, Other as B};\n"),
        ("a.go", LOGGER, LOGGER.replace("\tInfof(format string)\n", "\tInfoLogger\n")),
        ("a.rb", "class A\n  def send(a)\n  end\nend\n", "class A\n  if OLD\n    def send(a)\n    end\n  end\nend\n"),
        ("a.py", 'T = TypeVar("T")\n', "x = 1\n"),
        ("it/bundled/a.py", "def f(): ...\n", "x = 1\n"),
        ("src/a.js", "const a = process.env.ACTIONS_TOKEN\n", "const a = 1\n"),
        ("a.rb", "def f(name, *traits)\nend\n", "def f(*all)\nend\n"),
        ("src/Snippets/a.py", "def f(): ...\n", "x = 1\n"),
        ("a.py", EXIT, EXIT.replace("exc_tb", "traceback: object")),
        ("a.py", "def f(a=1, **more): ...\n", "def f(**more): ...\n"),
        ("a.d.ts", "export const a: A;\nexport interface B {}\n", "declare namespace it {\n}\nexport = it;\n"),
        ("a.ts", OVERLOADED, "export declare const run: Run;\n"),
        ("_examples/a.py", '@app.get("/wait")\ndef wait(): ...\n', "x = 1\n"),
        ("A.java", "public class A {\n  protected int _text = 1;\n}\n", "public class A {\n}\n"),
        ("a.rb", "class A\n  def _call(a)\n  end\nend\n", "class A\nend\n"),
        ("a.php", "<?php\nclass A {\n  /** @internal */\n  public function f() {}\n}\n", "<?php\nclass A {\n}\n"),
        ("a.php", PROMOTED, "<?php\nclass A {\n  public function __construct(public readonly ?int $b) {}\n}\n"),
        ("src/a.js", "const a = process.env.NO_PROXY\n", "const a = 1\n"),
        ("package.json", EXPORTS, EXPORTS.replace('"./lib/a": "./lib/a.js", ', "")),
        ("a.js", PRIVATE + "exports.A = A;\n", "export " + PRIVATE),
        ("a.php", "<?php\nfunction f($a, $b = []) {\n}\n", "<?php\nfunction f($a, $c = [], $d = null) {\n}\n"),
        ("a.php", "<?php\nclass A {\n  /** @access private */\n  public $b;\n}\n", "<?php\nclass A {\n}\n"),
        ("a.rb", "module A\n  # Runs it.\n  #\n  # @api private\n  def self.run; end\nend\n", "module A\nend\n"),
        ("a.kt", "object A {\n  @JvmField\n  val VERSION = OTHER\n}\n", "object A {\n  val VERSION: String\n}\n"),
        ("a.ts", "export interface A {\n  b?: X | Y<X>\n}\n", "export interface A {\n  b?: Query\n}\n"),
    ],
)  # fmt: skip
def test_what_callers_need_not_heed_is_none(path: str, before: str, after: str) -> None:
    assert signs(path, before, after) == []


@pytest.mark.parametrize(
    ("old", "new", "is_sign"),
    [
        ("a/src/main/kotlin/it/B.kt", "a/src/common/kotlin/it/B.kt", False),
        ("a/src/main/kotlin/it/B.kt", "a/src/main/kotlin/other/B.kt", True),
    ],
)
def test_a_package_of_kotlin_may_lie_in_several_folders_of_sources(old: str, new: str, is_sign: bool) -> None:
    file = change_between(old, "fun f() {}\n", "")
    fact = Fact(FactKind.NAME_MOVED, "f", None, "function", old_line=1, new_path=new, public=True)
    assert bool(signs_of(file, [fact])) is is_sign


def test_a_function_behind_a_macro_is_not_gone() -> None:
    old = "class A {\n public:\n  auto begin() -> int { return 1; }\n};\n"
    assert signs("a.hpp", old, old.replace("  auto begin", "  IT_INLINE auto begin")) == []
    assert signs("a.hpp", old, "class A {\n public:\n  auto end() -> int { return 2; }\n};\n") != []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("attrs>=21", "attrs>=22", [S.LEAST_VERSION_RAISED]),
        ("attrs>=21", "attrs>=21,<24", []),
        ("attrs>=21", "attrs>=20", []),
        ("attrs>=21", "attrs", []),
        ("attrs<30", "attrs>=22", []),  # which version was the least nobody says
        ("yarl", "yarl>=1", [S.LEAST_VERSION_RAISED]),
        ("pytest>=7", "pytest>=8", []),  # nobody who uses the software needs it
    ],
)
def test_what_an_installation_has_one_version_of_may_not_become_newer(before: str, after: str, found: list[S]) -> None:
    manifest = (
        '[project]\nname = "it"\ndependencies = ["{}", "yarl"]\n[dependency-groups]\ndev = ["pytest>=7"]\n'
    ).format("attrs<30" if "<30" in before else "attrs>=21")
    assert before in manifest
    assert signs("pyproject.toml", manifest, manifest.replace(before, after)) == found


@pytest.mark.parametrize(
    ("path", "key", "version", "found"),
    [
        (".github/workflows/ci.yml", "python-version", "'3.9'", True),
        (".github/workflows/ci.yml", "node", "18", True),
        (".github/workflows/ci.yml", "redis-version", "6", False),  # a server, on which the software does not run
        (".github/workflows/ci.yml", "python-version", "'pypy-dev'", False),
        ("config.yml", "python-version", "'3.9'", False),
    ],
)
def test_a_version_that_ci_no_longer_tests_is_a_sign(path: str, key: str, version: str, found: bool) -> None:
    jobs = f"jobs:\n  test:\n    strategy:\n      matrix:\n        {key}: [{{}}'20', '21', '22']\n"
    old, new = jobs.format(f"{version}, "), jobs.format("")
    assert signs(path, old, new) == ([S.VERSION_UNTESTED] if found else [])


@pytest.mark.parametrize("hook", ["inherited", "included", "method_missing"])
def test_what_ruby_calls_on_its_own_account_is_no_sign(hook: str) -> None:
    text = "module A\n  def self.{}(x)\n    1\n  end\n\n  def self.kept\n    2\n  end\nend\n"
    gone = "module A\n  def self.kept\n    2\n  end\nend\n"
    assert signs("lib/a.rb", text.format(hook), gone) == []
    assert signs("lib/a.rb", text.format("call"), gone) == [S.PUBLIC_NAME_REMOVED]


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ("kind?: /** @deprecated */ | 'a' | 'b' | 'c'", []),
        ("kind?: 'a'", [S.SIGNATURE_CHANGED]),
    ],
)
def test_comments_inside_a_type_are_no_part_of_it(after: str, found: list[S]) -> None:
    text = "export interface Options {\n  kind?: 'a' | 'b';\n}\n"
    assert signs("src/a.ts", text, text.replace("kind?: 'a' | 'b'", after)) == found


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("netstandard2.1", "netstandard2.0", []),  # runs wherever the later one does
        ("netstandard2.0", "netstandard2.1", [S.SUPPORT_DROPPED]),
        ("net6.0;net8.0", "net8.0", [S.SUPPORT_DROPPED]),
        ("netstandard2.0;net6.0;", "netstandard2.0;net6.0;net8.0", []),
        ("net8.0", "net8.0;net9.0", []),
    ],
)
def test_frameworks_of_dotnet_that_are_left_out(before: str, after: str, found: list[S]) -> None:
    project = (
        "<Project>\n  <PropertyGroup>\n    <TargetFrameworks>{}</TargetFrameworks>\n  </PropertyGroup>\n</Project>\n"
    )
    assert signs("src/It/It.csproj", project.format(before), project.format(after)) == found


def test_what_an_export_gives_by_default_is_no_default() -> None:
    old = '{"name": "it", "exports": {".": {"import": "./index.mjs", "default": "./index.js"}}}\n'
    new = old.replace('"./index.js"', '{"types": "./index.d.ts", "default": "./index.js"}')
    assert signs("package.json", old, new) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('[project.entry-points.pytest11]\na = "a.plugin"\n', ""),
        (
            '[project.entry-points."a.readers"]\nb = "b:B"\nc = "c:C"\n',
            '[project.entry-points."a.readers"]\nb = "b:B"\n',
        ),
        ('[tool.poetry]\nname = "it"\n[tool.poetry.plugins."a.readers"]\nb = "b:B"\n', '[tool.poetry]\nname = "it"\n'),
    ],
)
def test_an_entry_point_that_goes_is_a_sign(old: str, new: str) -> None:
    head = '[project]\nname = "it"\n\n'
    assert signs("pyproject.toml", head + old, head + new) == [S.ENTRY_POINT_REMOVED]
    assert signs("pyproject.toml", head + new, head + old) == []


def test_a_peer_dependency_of_any_version_has_a_least_one_now() -> None:
    manifest = '{{"name": "it", "peerDependencies": {{"sass": "{}"}}}}\n'
    assert signs("package.json", manifest.format("*"), manifest.format("^1.70.0")) == [S.LEAST_VERSION_RAISED]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (">=20.0.0", "^20.9.0 || >=21.1.0", True),
        (">=18", "^18 || ^20 || >=22", True),
        ("18 || 20", ">=18", False),
        (">= 14.0.0", ">= 12.0.0", False),
        (">=18.0.0", ">=18", False),
        ("^18.18.0 || >=20", "^18.18.0 || >=20.0.0", False),
        (">=1", ">=1 || ^100000", False),
        ("any node", "18 or so", False),
    ],
)
def test_versions_of_node_between_two_others_may_be_left_out(old: str, new: str, found: bool) -> None:
    manifest = '{{"name": "it", "engines": {{"node": "{}"}}}}\n'
    assert signs("package.json", manifest.format(old), manifest.format(new)) == ([S.SUPPORT_DROPPED] if found else [])


@pytest.mark.parametrize(
    ("path", "before", "after", "found"),
    [
        ("a.php", "public function f($a) {}", "public function f(int $a) {}", [S.SIGNATURE_CHANGED]),
        ("a.php", "public function f($a) {}", "public function f(mixed $a) {}", []),
        ("a.php", "public function f(int $a) {}", "public function f(int|string $a) {}", []),
        ("a.php", "public function f(string $a) {}", "public function f(?string $a) {}", []),
        ("a.php", "public function f(int $a) {}", "public function f($a) {}", []),
        ("a.php", "public function f(Path $a) {}", "public function f(PathInterface $a) {}", []),
        ("a.php", "public function f(): string {}", "public function f(): int {}", [S.SIGNATURE_CHANGED]),
        ("a.php", "abstract public function __toString();", "abstract public function __toString(): string;", []),
        # A parameter that is called otherwise has another type, too.
        ("a.php", "public function f(array $a) {}", "public function f(string $b) {}", [S.SIGNATURE_CHANGED]),
        ("a.php", "public function f(array $a) {}", "public function f(array $b) {}", []),
        (
            "a.php", "public function __construct($a) {}", "public function __construct($a, $b) {}",
            [S.PARAMETER_REQUIRED],
        ),
    ],
)  # fmt: skip
def test_what_methods_of_php_take_and_give(path: str, before: str, after: str, found: list[S]) -> None:
    text = "<?php\nclass A {\n    %s\n}\n"
    assert signs(path, text % before, text % after) == found


@pytest.mark.parametrize(
    ("owner", "found"),
    [
        ("class", []),
        ("final class", []),
        ("abstract class", [S.SIGNATURE_CHANGED]),
        ("interface", [S.SIGNATURE_CHANGED]),
    ],
)
def test_a_result_that_php_spells_out_binds_those_who_implement_the_method(owner: str, found: list[S]) -> None:
    text = f"<?php\n{owner} A {{{{\n    public function f(){{}};\n}}}}\n"
    assert signs("a.php", text.format(""), text.format(": int")) == found


@pytest.mark.parametrize(
    ("member", "found"), [("boolean b();", [S.MEMBER_DEMANDED]), ("boolean b() default true;", [])]
)
def test_a_member_of_an_annotation_is_demanded_if_it_has_no_default(member: str, found: list[S]) -> None:
    text = "package it;\n\npublic @interface A {{\n    String a();\n{}}}\n"
    assert signs("src/main/java/it/A.java", text.format(""), text.format(f"    {member}\n")) == found


def test_what_named_parameters_were_arguments_of_any_name_take() -> None:
    old = "class A:\n    def f(self, instance, using, dry):\n        pass\n"
    assert signs("pkg/a.py", old, old.replace("using, dry", "row, **kwargs")) == [S.PARAMETER_REQUIRED]
    assert signs("pkg/a.py", old, old.replace("using", "row")) == [S.PARAMETER_RENAMED]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def pytest_setup(a):\n    pass\n\n\n", []),
        ("@pytest.hookspec\ndef pytest_setup(a):\n    pass\n\n\n", [S.PUBLIC_NAME_REMOVED]),
    ],
)
def test_hooks_of_a_plugin_nobody_calls_but_pytest(text: str, found: list[S]) -> None:
    assert signs("pkg/plugin.py", f"{text}x = 1\n", "x = 1\n") == found


@pytest.mark.parametrize(("mark", "found"), [(" #:nodoc:", []), ("", [S.PUBLIC_NAME_REMOVED])])
def test_what_a_mark_leaves_out_of_the_documentation_of_ruby_is_for_the_library(mark: str, found: list[S]) -> None:
    text = f"module It\n  class Mounter{mark}\n    def read\n    end\n{{}}  end\nend\n"
    assert signs("lib/it.rb", text.format("    def write\n    end\n"), text.format("")) == found


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("a: string", "a: number", [S.SIGNATURE_CHANGED]),
        ("a: string", "a: string | number", []),
        ("a: string", "a?: string", []),
        ("a?: string", "a: string", [S.PARAMETER_REQUIRED]),
        ("a: Map<string, number>, b: X", "a: Map<string, number>, b: X | Y", []),
        ("a: (b: X) => void, c: X", "a: (b: X) => void, c: Y", [S.SIGNATURE_CHANGED]),
        ("a, b = 1", "a: string, b: number = 1", []),  # it was JavaScript
    ],
)
def test_what_functions_of_typescript_take(before: str, after: str, found: list[S]) -> None:
    text = "export function run({}) {{\n}}\n"
    assert signs("a.ts", text.format(before), text.format(after)) == found


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("self, attr, obj", "self, obj, attr", [S.SIGNATURE_CHANGED]),
        ("self, attr, obj=None", "self, attr, more=None, obj=None", [S.SIGNATURE_CHANGED]),
        ("self, attr, obj=None", "self, attr, obj=None, more=None", []),
        ("self, *, attr, obj", "self, *, obj, attr", []),
        ("self, attr=1, obj=2", "self, *, attr=1, obj=2", [S.SIGNATURE_CHANGED]),
        ("self, *, attr=1, obj=2", "self, attr=1, obj=2", []),
    ],
)
def test_parameters_that_change_places_break_who_passes_by_position(before: str, after: str, found: list[S]) -> None:
    text = "class A:\n    def get({}):\n        return 1\n"
    assert signs("it/a.py", text.format(before), text.format(after)) == found


@pytest.mark.parametrize(
    ("path", "text", "before", "after", "found"),
    [
        ("a.go", "package a\n\ntype Hook {}\n", "func(*Context) error", "func(*Command) error", True),
        ("a.go", "package a\n\ntype Size {}\n", "int", "int64", False),
        ("a.ts", "export type Hook = {};\n", "(a: X) => void", "(a: Y) => void", True),
        ("a.ts", "export type Kind = {};\n", "'a' | 'b'", "'a' | 'c'", False),
    ],
)
def test_a_type_of_functions_that_is_another_is_a_sign(
    path: str, text: str, before: str, after: str, found: bool
) -> None:
    assert signs(path, text.format(before), text.format(after)) == ([S.SIGNATURE_CHANGED] if found else [])


@pytest.mark.parametrize(
    ("path", "text", "new"),
    [
        ("a.php", "<?php\ninterface A {\n    public function a(): int;\n%s}\n", "    public function b(): int;\n"),
        ("A.java", "public interface A {\n  int a();\n%s}\n", "  int b();\n"),
        ("a.cs", "public interface A {\n  int a();\n%s}\n", "  int b();\n"),
        ("a.cs", "public interface A {\n  int a();\n%s}\n", "  int B { get; set; }\n"),
        ("a.go", "package a\n\ntype A interface {\n\tA() int\n%s}\n", "\tB() int\n"),
    ],
)
def test_a_method_that_an_interface_demands_now_is_a_sign(path: str, text: str, new: str) -> None:
    assert signs(path, text % "", text % new) == [S.MEMBER_DEMANDED]
    whole = text % new
    assert signs(path, "package a\n" if path == "a.go" else "<?php\n" if path == "a.php" else "\n", whole) == []


@pytest.mark.parametrize(
    ("path", "text", "new"),
    [
        ("A.java", "public interface A {\n  int a();\n%s}\n", "  default int b() { return 1; }\n"),
        ("a.cs", "public interface A {\n  int a();\n%s}\n", "  int b() => 1;\n"),
        ("a.cs", "public interface A {\n  int a();\n%s}\n", "  int B { get { return 1; } }\n"),
        ("a.php", "<?php\nclass A {\n    public function a() {}\n%s}\n", "    public function b() {}\n"),
        ("a.ts", "export interface A {\n  a(): void;\n%s}\n", "  b(): void;\n"),  # which others are mostly given
    ],
)
def test_a_new_method_that_nobody_must_define_is_none(path: str, text: str, new: str) -> None:
    assert signs(path, text % "", text % new) == []


@pytest.mark.parametrize(
    ("path", "text", "before", "after"),
    [
        ("go.mod", "module {}\n\ngo 1.21\n", "example.org/it", "example.org/it/v2"),
        ("package.json", '{{"name": "{}", "version": "1.0.0"}}\n', "it", "@it/it"),
        ("Cargo.toml", '[package]\nname = "{}"\nversion = "1.0.0"\n', "it", "it-core"),
        ("pyproject.toml", '[project]\nname = "{}"\n', "it", "it-core"),
    ],
)
def test_another_name_of_the_package_is_a_sign(path: str, text: str, before: str, after: str) -> None:
    assert signs(path, text.format(before), text.format(after)) == [S.PUBLIC_NAME_RENAMED]
    assert signs(f"examples/a/{path}", text.format(before), text.format(after)) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("{}", '{"peerDependencies": {"react": ">=18"}}', [S.PEER_ADDED]),
        (
            '{"dependencies": {"react": "^18"}}',
            '{"peerDependencies": {"react": ">=18"}, "peerDependenciesMeta": {"react": {"optional": true}}}',
            [S.PEER_ADDED],
        ),
        ("{}", '{"peerDependencies": {"react": ">=18"}, "peerDependenciesMeta": {"react": {"optional": true}}}', []),
        (
            "{}",
            '{"peerDependencies": {"a": "1"}, "peerDependenciesMeta": {"a": {"optional": true}}, '
            '"devDependencies": {"a": "1"}}',
            [],
        ),
        ("{}", '{"devDependencies": {"react": ">=18"}}', []),
    ],
)
def test_what_users_must_install_besides_is_a_sign(before: str, after: str, found: list[S]) -> None:
    assert signs("package.json", f"{before}\n", f"{after}\n") == found


def test_members_of_what_an_exported_type_is_made_of_are_public() -> None:
    text = (
        "interface Inner {\n  a: string;\n  b: string;\n}\ninterface Base {\n  c: string;\n  d: string;\n}\n"
        "export type Outer = Inner;\nexport interface More extends Base {}\nexport type Rest = Base & {\n  e: string;\n"
        "  f: string;\n};\ninterface Own {\n  g: string;\n}\n"
    )
    for member in ("  b: string;\n", "  d: string;\n", "  f: string;\n"):
        assert signs("a.ts", text, text.replace(member, "")) == [S.PUBLIC_NAME_REMOVED]
    assert signs("a.ts", text, text.replace("  g: string;\n", "")) == []


@pytest.mark.parametrize(
    ("path", "text", "before", "after", "found"),
    [
        ("docs/a.md", "### strict\n\nDefault: `{}`\n", "false", "true", True),
        ("docs/a.rst", "``strict``\n----------\n\nDefault: ``{}``\n", "1", "2", True),
        ("docs/a.rst", ".. confval:: strict\n\n   Default: {}\n", "1", "2", True),
        ("README.md", "- `strict` (default: `{}`)\n", "1", "2", True),
        ("README.md", "* **strict**: `number` - Default: `{}`.\n", "1", "2", True),
        ("README.md", "- __strict:__ how it reads (default `{}`)\n", "1", "2", True),
        ("README.md", "| Option | Default |\n|---|---|\n| `a` | `{}` |\n", "1", "2", True),
        ("README.md", "| Option | Note |\n|---|---|\n| `a` | `{}` |\n", "1", "2", False),
        ("README.md", "### How it works\n\nDefault: `{}`\n", "1", "2", False),
        ("README.md", "- `strict` by default reads `{}`\n", "a", "b", False),
        ("CHANGELOG.md", "- `strict` (default: `{}`)\n", "1", "2", False),
        ("docs/a.md", "- `strict` (default: `{}`)\n", "a()", "b()", False),
    ],
)  # fmt: skip
def test_a_default_that_documentation_states_otherwise_is_a_sign(
    path: str, text: str, before: str, after: str, found: bool
) -> None:
    assert signs(path, text.format(before), text.format(after)) == ([S.DEFAULT_CHANGED] if found else [])


@pytest.mark.parametrize(
    ("path", "text", "mark"),
    [
        ("a.php", "<?php\n%sclass A {\n    public function f() {}\n}\n", "/** @internal */\n"),
        ("a.php", "<?php\nclass A {\n    %spublic function f() {}\n}\n", "/** @internal */\n    "),
        ("a.rb", "%smodule A\n  def f\n  end\nend\n", "# @private\n"),
        ("a.rb", "module A\n  %sdef f\n  end\nend\n", "# @api private\n  "),
    ],
)
def test_a_comment_that_calls_a_name_internal_keeps_nobody_from_it(path: str, text: str, mark: str) -> None:
    assert signs(path, text % "", text % mark) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("def f(self, a, b=1)", "async def f(self, a, b=1)", [S.SIGNATURE_CHANGED]),
        ("async def f(self, a, b=1)", "def f(self, a, b=1)", [S.SIGNATURE_CHANGED]),
        ("def f(self, a, b=1)", "async def f(self, a, b=1, c=2)", [S.SIGNATURE_CHANGED]),
        ("async def f(self, a)", "async def f(self, a: int)", []),
        ("@asyncio.coroutine\n    def f(self, a)", "async def f(self, a)", []),
    ],
)
def test_a_function_whose_result_must_be_awaited_now_is_a_sign(before: str, after: str, found: list[S]) -> None:
    text = "class A:\n    {}:\n        return 1\n"
    old, new = text.format(before), text.format(after)
    assert signs("it/a.py", old, new) == found
    assert all(fact.before for fact in facts_between("it/a.py", old, new) if fact.kind is FactKind.SIGNATURE_CHANGED)


@pytest.mark.parametrize(
    ("mark", "found"),
    [
        ('  [Obsolete("Use Go instead", true)]\n', [S.PUBLIC_NAME_REMOVED]),
        ('  [Obsolete("Use Go instead", error: true)]\n', [S.PUBLIC_NAME_REMOVED]),
        ('  [Obsolete("Use Go instead")]\n', []),
        ('  [Obsolete("Use Go instead", false)]\n', []),
    ],
)
def test_a_use_that_becomes_an_error_of_the_compiler_is_a_sign(mark: str, found: list[S]) -> None:
    text = "public class A {\n%s  public void Run() {}\n}\n"
    assert signs("a.cs", text % "", text % mark) == found


def test_a_value_of_an_enumeration_in_csharp_that_goes_is_a_sign_with_its_attributes() -> None:
    text = "public enum Mode {\n  Stop,\n\n%s  Go,\n}\n"
    assert signs("a.cs", text % '  [Obsolete("Use Stop")]\n  Halt,\n\n', text % "") == [S.ENUM_VALUE_CHANGED]


@pytest.mark.parametrize(
    ("path", "words", "found"),
    [
        ("docs/a.rst", "The limit is no longer read.", [S.STATED]),
        ("docs/a.rst", "The limit may be empty.", []),
        ("docs/a.rst", "The limit is deprecated and will be removed.", []),
        ("docs/a.rst", "The hidden argument.", []),
        ("tests/a.rst", "The limit is no longer read.", []),
    ],
)
def test_a_loss_that_documentation_states_of_a_version_is_a_sign(path: str, words: str, found: list[S]) -> None:
    text = ".. function:: read(path)\n\n   Reads a file.\n"
    assert signs(path, text, f"{text}\n   .. versionchanged:: 3.0\n      {words}\n") == found


SCRIPTS = """setup(
    entry_points={{
        "console_scripts": [
            "it = it.main:run",
{}        ],
        "pytest11": [
{}        ],
    }},
)
"""
OLD_SCRIPT, PLUGIN = '            "itd = it.old:run",\n', '            "plug = it.plugin:It",\n'
EXTENDED = "points['console_scripts'] = [\n    'it = it.main:run',\n]\n{}"
MORE = "points['console_scripts'].extend([\n    'itd = it.old:run',\n])\n"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (SCRIPTS.format(OLD_SCRIPT, PLUGIN), SCRIPTS.format("", PLUGIN), [S.COMMAND_REMOVED]),
        (SCRIPTS.format(OLD_SCRIPT, PLUGIN), SCRIPTS.format(OLD_SCRIPT.replace(".old", ".new"), PLUGIN), []),
        (SCRIPTS.format("", PLUGIN), SCRIPTS.format("", ""), [S.ENTRY_POINT_REMOVED]),
        (EXTENDED.format(MORE), EXTENDED.format(""), [S.COMMAND_REMOVED]),
    ],
)
def test_a_command_or_plugin_that_setup_py_no_longer_names_is_a_sign(old: str, new: str, found: list[S]) -> None:
    assert signs("setup.py", old, new) == found
    assert signs("it/other.py", old, new) == []


def test_the_manifest_of_another_package_is_no_other_name() -> None:
    text = '{{\n  "name": "{}",\n  "version": "1.0.0"\n}}\n'
    change = change_between("addons/b/package.json", text.format("a"), text.format("b"))
    renamed = replace(change, old_path="addons/a/package.json", status=Status.RENAMED)
    facts = facts_of(sides_of(renamed, Versions(text.format("a"), text.format("b"))))
    assert signs_of(renamed, facts) == ()

import pytest

from diff_insight.evidence.code.definition import Definition, NameKind
from diff_insight.evidence.code.languages import code_language

SOURCES = {
    "a.py": (
        "__version__ = '1'\n__all__ = ['f', 'A', 'other']\nLIMIT: int = 3\n"
        "@wraps\ndef f(a, b=1, *args, c, **kw) -> int:\n    def inner(): pass\n"
        "class A(Enum):\n    RED = 1\n    @staticmethod\n    def s(a): pass\n    def _p(self): pass\n"
        "def left_out(): pass\n",
        [
            "constant __version__ = '1'", "constant LIMIT = 3", "+function f(a, b=1, *args, c, **kw) -> int",
            "+class A", "+enum value A.RED = 1", "+method A.s(a)", "method A._p()", "function left_out()",
            "+export other",
        ],
    ),
    "a.ts": (
        "export interface I { a(b: string, c?: number): void; d: string }\nexport enum E { A = 1, B }\n"
        "declare function q(x: number = 1): void;\n"
        "export abstract class A { private p(a){}; constructor(readonly x: string){}; m(...r: X[]): void {} }\n"
        "function h() {}\nexport { h as hh };\nexport const g = (a, b = 1) => a, K = 3;\n",
        [
            "+interface I", "+method I.a(b: string, c?: number) -> void", "+property I.d: string", "+enum E",
            "+enum value E.A = 1", "+enum value E.B", "function q(x: number = 1) -> void", "+class A",
            "method A.p(a)", "method A.constructor(readonly x: string)", "+method A.m(...r: X[]) -> void",
            "function h()", "+function g(a, b = 1)", "+constant K = 3", "+export hh",
        ],
    ),
    "a.js": (
        "class A { #x(){} _y(){} go(a){} }\nvar res = module.exports = {}\nres.send = function send(body) {}\n"
        "other.send = function () {}\nexports.q = 1;\nexport * from 'm'\nexport * as printers from 'p'\n",
        [
            "class A", "method A.#x()", "method A._y()", "method A.go(a)", "+method res.send(body)",
            "method other.send()", "+export q", "+export * from 'm'", "+export printers",
        ],
    ),
    "a.go": (
        "package a\nfunc (s *Server) Close(a, b int, c ...string) (int, error) {}\nfunc new[T any](x T) *T {}\n"
        "type Server struct { Name string; x, Y int }\ntype R interface { Read(p []byte) error }\nconst A, b = 1, 2\n"
        "var Limit, _ = 3, 4\n",
        [
            "+method Server.Close(a int, b int, c ...string) -> (int, error)", "function new(x T) -> *T",
            "+class Server", "+property Server.Name -> string", "property Server.x -> int", "+property Server.Y -> int",
            "+interface R", "+method R.Read(p []byte) -> error", "+constant A = 1", "constant b = 2",
            "+variable Limit = 3",
        ],
    ),
    "a.rs": (
        "pub struct A { pub x: u8 }\nimpl<T> A<T> { pub fn new(a: u8, mut b: &str) -> Self {} fn p(&self){} }\n"
        "pub(crate) enum E { A = 1 }\npub trait Tr { fn q(&self); }\nimpl Tr for A { fn q(&self) {} }\n"
        "#[macro_export]\nmacro_rules! mm { () => {} }\npub mod inner { pub fn f() {} }\n"
        "#[cfg(test)]\nmod tests { pub fn g() {} pub struct S; impl S { pub fn h() {} } }\n",
        [
            "+class A", "+property A.x -> u8", "+method A.new(a: u8, mut b: &str) -> Self", "method A.p()", "enum E",
            "enum value E.A = 1", "+interface Tr", "+method Tr.q()", "+macro mm", "+module inner",
            "+function inner.f()", "module tests", "function tests.g()", "class tests.S", "method tests.S.h()",
        ],
    ),
    "A.java": (
        "public class A<T> {\n private int x = 1;\n public static final int K = 3;\n public A(int a) {}\n"
        " public <T> T m(final int a, String... b) {}\n void q() {}\n public enum E { A(1), B }\n}\n"
        "interface I { void m(int a); }\n",
        [
            "+class A", "property A.x -> int = 1", "+property A.K -> int = 3", "+method A.A(int a)",
            "+method A.m(final int a, String... b) -> T", "method A.q() -> void", "+enum A.E",
            "+enum value A.E.A = (1)",
            "+enum value A.E.B", "interface I", "method I.m(int a) -> void",
        ],
    ),
    "a.hpp": (
        "#ifndef A_H\n#define A_H\n#define LIMIT 3\nnamespace n {\nclass A {\n int p();\npublic:\n A(int a = 1);\n"
        " virtual void m(const T& s, int b = 2) const;\n template<class T> T t(T a);\nprivate:\n int f_;\n};\n}\n"
        "enum class E { A, B = 2 };\nusing X = int;\n"
        "extern \"C\" { int cc(int a); }\nstatic int f(int *a) { }\n#endif\n",
        [
            "+macro LIMIT = 3", "+class n.A", "method n.A.p() -> int", "+function n.A.A(int a = 1)",
            "+method n.A.m(const T& s, int b = 2) -> void", "+function n.A.t(T a) -> T", "property n.A.f_ -> int",
            "+enum E", "+enum value E.A", "+enum value E.B = 2", "+type X = int", "+function cc(int a) -> int",
            "+function f(int *a) -> int",
        ],
    ),
    "a.c": (
        "int run(int a) { return a; }\nstatic void hidden(void) {}\ntypedef struct { int x; } T;\n",
        ["+function run(int a) -> int", "function hidden() -> void", "+class T", "+property T.x -> int"],
    ),
    "A.cs": (
        "namespace N {\npublic class A : B { private int x; public int P { get; set; } public A(int a) {}\n"
        " public static Task<int> M(int a, string b = \"x\", params int[] c) { } internal void Q() {} }\n"
        "public enum E { A = 1, B }\npublic interface I { void M(int a); } }\n",
        [
            "+class A", "property A.x -> int", "+property A.P -> int", "+setter A.P.set", "+method A.A(int a)",
            '+method A.M(int a, string b = "x", params int[] c) -> Task<int>', "method A.Q() -> void", "+enum E",
            "+enum value E.A = 1", "+enum value E.B", "+interface I", "+method I.M(int a) -> void",
        ],
    ),
    "a.rb": (
        "module M\nclass A < B\n  K = 1\n  attr_reader :x\n  def initialize(a, b = 1, *c, d:, e: 2, **f, &g); end\n"
        "  def self.s(a) end\n  private\n  def p; end\nend\nend\n",
        [
            "+module M", "+class M.A", "+constant M.A.K = 1", "+property M.A.x",
            "+method M.A.initialize(a, b = 1, *c, d:, e: 2, **f, &g)", "+method M.A.s(a)", "method M.A.p()",
        ],
    ),
    "a.sh": ("f() { echo; }\nfunction g { :; }\n", ["function f", "function g"]),
}  # fmt: skip


def shown(definition: Definition) -> str:
    value = f" = {definition.value}" if definition.value is not None else ""
    name = f"{definition.container}.{definition.signature}".lstrip(".")
    return f"{'+' if definition.public else ''}{definition.kind.value} {name}{value}"


@pytest.mark.parametrize("path", SOURCES)
def test_what_a_language_defines_and_what_of_it_is_public(path: str) -> None:
    language = code_language(path)
    assert language
    source, expected = SOURCES[path]
    told = [definition for definition in language.definitions(source) if definition.kind is not NameKind.BOUND]
    assert [shown(definition) for definition in told] == expected


@pytest.mark.parametrize("path", SOURCES)
def test_definitions_say_where_they_stand(path: str) -> None:
    language = code_language(path)
    assert language
    lines = SOURCES[path][0].split("\n")
    for definition in language.definitions(SOURCES[path][0]):
        assert definition.start <= definition.line <= definition.end
        assert definition.name.rpartition(".")[2].split(" ")[0] in lines[definition.line - 1]


@pytest.mark.parametrize(
    ("path", "source", "required"),
    [
        ("a.py", "def f(a, b=1, *c, d, **e): pass", ["a", "d"]),
        ("a.ts", "function f(a: string, b?: number, c = 1, ...d) {}", ["a"]),
        ("a.go", "func F(a int, b ...string) {}", ["a"]),
        ("A.cs", "class A { void F(int a, int b = 1, params int[] c) {} }", ["a"]),
        ("a.cpp", "void f(int a, int b = 1);", ["a"]),
        ("a.rb", "def f(a, b = 1, *c, d:, e: 2, **g); end", ["a", "d"]),
    ],
)
def test_which_parameters_a_call_must_give(path: str, source: str, required: list[str]) -> None:
    language = code_language(path)
    assert language
    definition = next(d for d in language.definitions(source) if d.parameters)
    assert [parameter.name for parameter in definition.parameters or () if parameter.required] == required


def test_no_language_reads_other_files() -> None:
    assert code_language("a.md") is None
    assert code_language("Makefile") is None

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from tests.between import facts_between, facts_of_diff, said

PYTHON = '''class Reader:
    """Reads."""

    def load(self, path: str, limit: int = 10) -> str:
        text = open(path).read()
        return text[:limit]

    def close(self):
        self.done = True


def helper(a, b):
    return a + b
'''


def edited(
    before: str, after: str, source: str = PYTHON, path: str = "a.py"
) -> list[tuple[K, str | None, str | None, str | None]]:
    assert before in source
    return said(facts_between(path, source, source.replace(before, after)))


def test_names_come_and_go_with_what_they_stand_for() -> None:
    grown = PYTHON + "\n\ndef fresh():\n    return 1\n"
    assert said(facts_between("a.py", PYTHON, grown)) == [(K.NAME_ADDED, None, "fresh", "function")]
    assert said(facts_between("a.py", grown, PYTHON)) == [(K.NAME_REMOVED, "fresh", None, "function")]


def test_of_a_new_class_the_methods_are_not_told_apart() -> None:
    grown = PYTHON + "\n\nclass Writer:\n    def save(self):\n        pass\n"
    assert said(facts_between("a.py", PYTHON, grown)) == [(K.NAME_ADDED, None, "Writer", "class")]


def test_a_name_that_took_anothers_place_is_renamed() -> None:
    assert edited("def helper", "def add") == [(K.NAME_RENAMED, "helper", "add", "function")]


def test_a_function_in_the_place_of_an_unlike_one_is_no_rename() -> None:
    found = edited(
        "def helper(a, b):\n    return a + b",
        "def other(path):\n    with open(path) as file:\n        for line in file:\n            print(line)",
    )
    assert found == [(K.NAME_REMOVED, "helper", None, "function"), (K.NAME_ADDED, None, "other", "function")]


def test_methods_of_a_renamed_class_are_neither_gone_nor_new() -> None:
    assert edited("class Reader", "class TextReader") == [(K.NAME_RENAMED, "Reader", "TextReader", "class")]


@pytest.mark.parametrize(
    ("before", "after", "fact"),
    [
        ("limit: int = 10", "limit: int = 20", (K.DEFAULT_CHANGED, "10", "20", "Reader.load")),
        ("limit: int = 10", "limit: int", (K.PARAMETER_REQUIRED, "limit: int = 10", "limit: int", "Reader.load")),
        (", limit: int = 10", "", (K.PARAMETER_REMOVED, "limit: int = 10", None, "Reader.load")),
        ("= 10", "= 10, *, strict=False", (K.PARAMETER_ADDED, None, "strict=False", "Reader.load")),
        ("path: str", "file: str", (K.PARAMETER_RENAMED, "path", "file", "Reader.load")),
        (
            "path: str",
            "path: bytes",
            (
                K.SIGNATURE_CHANGED,
                "load(path: str, limit: int = 10) -> str",
                "load(path: bytes, limit: int = 10) -> str",
                "Reader.load",
            ),
        ),
    ],
)  # fmt: skip
def test_what_becomes_of_parameters(before: str, after: str, fact: tuple[K, str | None, str | None, str]) -> None:
    assert fact in edited(before, after)


def test_an_optional_parameter_in_the_place_of_an_unlike_one_is_no_rename() -> None:
    found = edited("limit: int = 10", "strict: int = 10")
    assert (K.PARAMETER_REMOVED, "limit: int = 10", None, "Reader.load") in found
    assert (K.PARAMETER_ADDED, None, "strict: int = 10", "Reader.load") in found


def test_a_body_that_changes_names_the_innermost_definition() -> None:
    assert edited("self.done = True", "self.done = False") == [
        (K.NAME_EDITED, "Reader.close", "Reader.close", "method")
    ]


def test_quotation_marks_and_white_space_change_nothing_of_a_signature() -> None:
    source = "def f(a='x', b: 'int' = 1):\n    return a\n"
    assert edited("def f(a='x', b: 'int' = 1)", 'def f(a="x",  b: int = 1)', source) == [
        (K.NAME_EDITED, "f", "f", "function")
    ]


def test_of_overloads_only_whole_signatures_are_compared() -> None:
    java = "public class A {\n  public void f(int a) {}\n  public void f(String b) {}\n}\n"
    assert said(facts_between("A.java", java, java.replace("int a", "long a"))) == [
        (K.SIGNATURE_CHANGED, "f(int a) -> void", "f(long a) -> void", "A.f")
    ]
    assert said(facts_between("A.java", java, java.replace("  public void f(int a) {}\n", ""))) == [
        (K.NAME_REMOVED, "A.f(int a) -> void", None, "method")
    ]


def test_overloads_are_paired_by_what_callers_pass_whatever_parameters_are_called() -> None:
    old = "public class A {\n  public void f(InputStream data) {\n    g(data);\n  }\n}\n"
    new = (
        "public class A {\n  private void f(FileChannel data) {\n    h(data);\n  }\n"
        "  public void f(InputStream stream) {\n    g(stream);\n  }\n}\n"
    )
    told = [fact for fact in facts_between("A.java", old, new) if fact.kind is not K.NAME_EDITED]
    assert said(tuple(told)) == [(K.NAME_ADDED, None, "A.f(FileChannel data) -> void", "method")]
    assert not any(fact.public for fact in told)


def test_enum_values_and_constants_say_their_values() -> None:
    source = "from enum import Enum\n\nLIMIT = 10\n\nclass Color(Enum):\n    RED = 1\n    BLUE = 2\n"
    assert edited("LIMIT = 10", "LIMIT = 20", source) == [(K.VALUE_CHANGED, "10", "20", "LIMIT")]
    assert edited("RED = 1", "RED = 3", source) == [(K.ENUM_VALUE_CHANGED, "1", "3", "Color.RED")]
    assert edited("    BLUE = 2\n", "", source) == [(K.ENUM_VALUE_REMOVED, "Color.BLUE", None, "enum value")]


def test_what_is_moved_inside_a_file_is_neither_gone_nor_new() -> None:
    first, second = "def one():\n    return 1\n\n\n", "def two():\n    return 2\n\n\n"
    kinds = {fact.kind for fact in facts_between("a.py", first + second, second + first)}
    assert not kinds & {K.NAME_ADDED, K.NAME_REMOVED}


@pytest.mark.parametrize(
    ("path", "old", "new", "fact"),
    [
        ("a.py", "def read(path):\n", "def read(path, limit):\n", (K.PARAMETER_ADDED, None, "limit", "read")),
        ("a.ts", "export interface A {}\n", "export interface B { x: 1 }\n", (K.NAME_ADDED, None, "B", "interface")),
        ("a.js", "x\n", "export const limit = 3\n", (K.NAME_ADDED, None, "limit", "constant")),
        ("a.go", "x\n", "func (s *Server) Close() error {\n", (K.NAME_ADDED, None, "Close", "method")),
        ("a.rs", "x\n", "pub(crate) async fn run() {\n", (K.NAME_ADDED, None, "run", "function")),
        ("A.java", "x\n", "    public int size(String a) {\n", (K.NAME_ADDED, None, "size", "method")),
        ("A.cs", "x\n", "    public async Task<int> Run(int a) {\n", (K.NAME_ADDED, None, "Run", "method")),
        ("a.rb", "x\n", "  def save!(a)\n", (K.NAME_ADDED, None, "save!", "function")),
        ("a.h", "x\n", "#define LIMIT 3\n", (K.NAME_ADDED, None, "LIMIT", "macro")),
        ("a.c", "x\n", "int run(int a)\n{\n", (K.NAME_ADDED, None, "run", "function")),
        ("a.sh", "x\n", "setup() {\n", (K.NAME_ADDED, None, "setup", "function")),
    ],
)
def test_a_diff_alone_proves_the_definitions_that_begin_in_its_lines(
    path: str, old: str, new: str, fact: tuple[K, str | None, str | None, str]
) -> None:
    before = "".join(f"// {n}\n" for n in range(30))
    assert fact in said(facts_of_diff(path, before + old, before + new))


def test_a_diff_alone_proves_no_publicity_of_what_is_indented() -> None:
    def public(path: str, line: str) -> bool:
        (fact,) = (f for f in facts_of_diff(path, "x\ny\n", f"x\n{line}\ny\n") if f.kind is K.NAME_ADDED)
        return fact.public

    assert public("a.py", "def run():")
    assert public("a.py", "    def run(self):")
    assert not public("a.py", "    def run(path):")
    assert not public("a.py", "def _run():")
    assert public("A.java", "    public void run() {")
    assert not public("A.java", "    private void run() {")
    assert not public("a.ts", "  run(a: string): void {")


@settings(max_examples=150)
@given(
    st.sampled_from(["a.py", "a.js", "a.ts", "a.go", "a.rs", "A.java", "a.c", "a.hpp", "A.cs", "a.rb", "a.sh"]),
    st.text(st.sampled_from("ab{}()[]:;=,.#\"'\n\t <>/*@defclassfnpub"), max_size=120),
    st.text(st.sampled_from("ab{}()[]:;=,.#\"'\n\t <>/*@defclassfnpub"), max_size=120),
)
def test_broken_code_gives_facts_whose_lines_exist(path: str, old: str, new: str) -> None:
    old, new = old.strip() + "\nx\n", new.strip() + "\ny\n"
    if old == new:
        return
    for facts in (facts_between(path, old, new), facts_of_diff(path, old, new)):
        for fact in facts:
            assert fact.old_line is None or 1 <= fact.old_line <= old.count("\n")
            assert fact.new_line is None or 1 <= fact.new_line <= new.count("\n")


def test_a_parameter_that_is_given_by_position_is_renamed_and_not_lost() -> None:
    old = "class A:\n    def join(self, seq):\n        return seq\n"
    new = "class A:\n    def join(self, iterable, /):\n        return iterable\n"
    assert said(facts_between("a.py", old, new))[0] == (
        K.PARAMETER_RENAMED, "seq", "iterable", "A.join",
    )  # fmt: skip
    kinds = {f.kind for f in facts_between("a.js", "function f(a, b) {}\n", "function f(x, y) {}\n")}
    assert kinds == {K.PARAMETER_RENAMED}


def test_the_name_of_what_takes_the_rest_matters_to_nobody() -> None:
    kinds = {f.kind for f in facts_between("a.py", "def f(a, **attrs): pass\n", "def f(a, **kwargs): pass\n")}
    assert not kinds & {K.PARAMETER_REMOVED, K.PARAMETER_ADDED, K.PARAMETER_RENAMED}


def test_a_call_in_plain_javascript_may_leave_out_what_it_likes() -> None:
    (fact,) = facts_between("a.js", "function f(a) {}\n", "function f(a, b) {}\n")
    assert (fact.kind, fact.where) == (K.PARAMETER_ADDED, "optional")
    (fact,) = facts_between("a.ts", "function f(a) {}\n", "function f(a, b) {}\n")
    assert (fact.kind, fact.where) == (K.PARAMETER_ADDED, "required")


def test_a_module_that_answers_for_names_itself_may_still_have_them() -> None:
    old = "def load(path):\n    return path\n\n\nx = 1\n"
    new = "def __getattr__(name):\n    return globals()['_' + name]\n\n\nx = 1\n"
    gone = {f.before: f.public for f in facts_between("a.py", old, new) if f.kind is K.NAME_REMOVED}
    assert gone == {"load": False}


def test_a_second_definition_of_a_name_that_stays_is_not_new() -> None:
    old = "def f(a):\n    return a\n"
    new = "@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...\n" + old
    assert K.NAME_ADDED not in {f.kind for f in facts_between("a.py", old, new)}


def test_functions_that_do_alike_things_are_not_one_renamed() -> None:
    old = "def has_path(args):\n    for arg in args:\n        if arg.startswith('-Djava.class.path'):\n            return True\n    return False\n"  # noqa: E501
    new = "def has_loader(args):\n    for arg in args:\n        if arg.startswith('-Djava.system.class.loader'):\n            return arg.upper()\n    return None\n"  # noqa: E501
    assert K.NAME_RENAMED not in {f.kind for f in facts_between("a.py", old, new)}


def hidden(path: str, old: str, new: str) -> list[str | None]:
    return [fact.before for fact in facts_between(path, old, new) if fact.kind is K.NAME_HIDDEN and fact.public]


def marked(path: str, old: str, new: str) -> list[tuple[str | None, str | None]]:
    return [(fact.before, fact.where) for fact in facts_of_diff(path, old, new) if fact.kind is K.NAME_HIDDEN]


LISTED = '__all__ = ["load", "save"]\n\n\ndef load():\n    return 1\n\n\ndef save():\n    return 2\n'
SHORTER = [
    '__all__ = ["load"]',
    '__all__ = ("load",)',
    '__all__: list[str] = ["load"]',
    '__all__ = []\n__all__ += ["load"]',
    '__all__ = []\n__all__.extend(["load"])',
    '__all__ = []\n__all__.append("load")',
    '__all__ = ["load"] + []',
]


@pytest.mark.parametrize(
    ("path", "old", "new", "name"),
    [
        ("a.ts", "export function run() {\n  go();\n}\n", "function run() {\n  go();\n}\n", "run"),
        ("a.ts", "export default function run() {}\n", "function run() {}\n", "run"),
        ("a.ts", "export class A {\n  put() {}\n}\n", "class A {\n  put() {}\n}\n", "A"),
        ("a.ts", "export class A {\n  put() {}\n}\n", "export class A {\n  private put() {}\n}\n", "A.put"),
        ("a.js", "export const limit = 3;\n", "const limit = 3;\n", "limit"),
        ("a.js", "function run() {}\nexport { run };\n", "function run() {}\nexport {};\n", "run"),
        ("a.js", "function run() {}\nexport default run;\n", "function run() {}\nrun();\n", "run"),
        ("a.js", "function f() {}\nmodule.exports = { f, g };\n", "function f() {}\nmodule.exports = { g };\n", "f"),
        ("a.js", "function f() {}\nmodule.exports = f;\n", "function f() {}\nf();\n", "f"),
        ("A.java", "public class A {\n  public void f() {}\n}\n", "public class A {\n  void f() {}\n}\n", "A.f"),
        ("A.java", "public class A {\n  public void f() {}\n}\n", "class A {\n  public void f() {}\n}\n", "A"),
        ("A.cs", "public class A { public int F() {} }\n", "public class A { internal int F() {} }\n", "A.F"),
        (
            "A.cs", "public class A {\n public int P { get; set; }\n}\n",
            "public class A {\n public int P { get; private set; }\n}\n", "A.P.set",
        ),
        ("a.rs", "pub fn open() {}\n", "pub(crate) fn open() {}\n", "open"),
        ("a.rs", "pub struct A { pub x: u8 }\n", "struct A { pub x: u8 }\n", "A"),
        ("a.c", "int run(int a)\n{\n\treturn a;\n}\n", "static int run(int a)\n{\n\treturn a;\n}\n", "run"),
        ("a.h", "int run(int a);\nint go;\n", "static int run(int a);\nint go;\n", "run"),
        ("a.hpp", "class A {\npublic:\n  void f();\n};\n", "class A {\nprivate:\n  void f();\n};\n", "A.f"),
        ("a.rb", "class A\n  def f\n    1\n  end\nend\n", "class A\n  private\n\n  def f\n    1\n  end\nend\n", "A.f"),
        ("a.rb", "class A\n  def f\n    1\n  end\nend\n", "class A\n  def f\n    1\n  end\n  private :f\nend\n", "A.f"),
        *(("a.py", LISTED, LISTED.replace('__all__ = ["load", "save"]', all_), "save") for all_ in SHORTER),
    ],
)  # fmt: skip
def test_a_name_that_stays_and_that_code_elsewhere_may_not_use_any_more_is_hidden(
    path: str, old: str, new: str, name: str
) -> None:
    assert hidden(path, old, new) == [name]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("a.ts", "export function run() {}\n", "function run() {}\nexport { run };\n"),
        ("a.ts", "export function run() {}\n", "function run() {}\nexport default run;\n"),
        ("a.ts", "export default function run() {}\n", "function run() {}\nexport default memo(run);\n"),
        ("a.ts", "export function run() {}\n", "function run() {}\nexport * from './run';\n"),
        ("a.js", "exports.run = run;\nfunction run() {}\n", "function run() {}\nmodule.exports = { run };\n"),
        ("a.js", "function run() {}\nmodule.exports = run;\n", "function run() {}\nmodule.exports = memo(run);\n"),
        ("a.js", "function f() {}\nmodule.exports = { f };\n", "function f() {}\nmodule.exports = { ...all(f) };\n"),
        ("A.java", "public class A {\n  public void f() {}\n}\n", "public class A {\n  protected void f() {}\n}\n"),
        ("A.java", "public interface A {\n  public void f();\n}\n", "public interface A {\n  void f();\n}\n"),
        ("A.java", "class A {\n  public void f() {}\n}\n", "class A {\n  private void f() {}\n}\n"),
        (
            "A.cs", "namespace X {\n public class A { public int P { get; set; } }\n}\n",
            "namespace X;\npublic class A { public int P { get; set; } }\n",
        ),
        (
            "a.c", "static int run(int a);\nint run(int a)\n{\n\treturn a;\n}\n",
            "static int run(int a);\nstatic int run(int a)\n{\n\treturn a;\n}\n",
        ),
        ("a.h", "inline int run(int a) { return a; }\n", "static inline int run(int a) { return a; }\n"),
        ("a.hpp", "class A {\npublic:\n  int f() {}\n};\n", "class A {\npublic:\n  static int f() {}\n};\n"),
        ("a.rb", "class A\n  def self.f\n  end\nend\n", "class A\n  private\n\n  def self.f\n  end\nend\n"),
        ("a.py", "def load():\n    return 1\n\n\ndef save():\n    return 2\n", LISTED.replace(', "save"', "")),
        ("a.py", LISTED, LISTED.replace('"save"]', '"save"] + other.__all__')),
        ("a.py", LISTED, LISTED.replace('["load", "save"]', "sorted(names())")),
        ("a.py", LISTED, LISTED.replace('__all__ = ["load", "save"]', '__all__ = ["load"]\n__all__ += ("save",)')),
        ("a.py", LISTED, LISTED.replace('__all__ = ["load", "save"]\n', "")),
        ("a.py", "class A:\n    def __add__(self, b):\n        pass\n", "class A:\n    __add__ = wrapped(add)\n"),
    ],
)  # fmt: skip
def test_a_name_that_is_public_in_another_way_or_perhaps_is_not_hidden(path: str, old: str, new: str) -> None:
    assert hidden(path, old, new) == []
    assert not any(f.public for f in facts_between(path, old, new) if f.kind is K.NAME_REMOVED)


def test_of_overloads_the_hidden_one_is_told_by_its_signature() -> None:
    old = "public class A {\n  public void f(int a) {}\n  public void f(String b) {}\n}\n"
    assert hidden("A.java", old, old.replace("public void f(int", "private void f(int")) == ["A.f(int a) -> void"]


@pytest.mark.parametrize(
    ("path", "old", "new", "found"),
    [
        ("a.ts", "export function run() {\n", "function run() {\n", [("run", "export")]),
        ("a.js", "export const go = (a) => {\n", "const go = (a) => {\n", [("go", "export")]),
        ("A.java", "  public void put(String k) {\n", "  private void put(String k) {\n", [("put", "public")]),
        ("A.java", "  public void put(String k) {\n", "  void put(String k) {\n", [("put", "public")]),
        ("A.cs", "  public int Run(int a) {\n", "  internal int Run(int a) {\n", [("Run", "public")]),
        ("a.rs", "pub fn open(p: &str) -> u8 {\n", "pub(crate) fn open(p: &str) -> u8 {\n", [("open", "pub")]),
        ("a.c", "int run(int a)\n{\n", "static int run(int a)\n{\n", [("run", "static")]),
        ("a.py", LISTED, LISTED.replace(', "save"', ""), [("save", "__all__")]),
        ("A.java", "  public void put(String k);\n", "  void put(String k);\n", []),
        ("a.ts", "export function run() {\n", "function run() {\n}\nexport { run };\n", []),
        ("a.ts", "export function run() {\n", "function run() {\n}\nexport default memo(run);\n", []),
        ("a.ts", "export function run() {\n", "  function run() {\n", []),
        ("a.py", LISTED, LISTED.replace('["load", "save"]', '[\n    "save",\n    "load",\n]'), []),
        ("a.h", "inline int run(int a) { return a; }\n", "static inline int run(int a) { return a; }\n", []),
        ("a.rs", "pub fn new() -> A {\n// a\n// b\n", "// a\n// b\nfn new() -> B {\n", []),
    ],
)  # fmt: skip
def test_a_diff_alone_shows_the_word_or_list_that_hides_a_name(
    path: str, old: str, new: str, found: list[tuple[str, str]]
) -> None:
    before = "".join(f"// {n}\n" for n in range(30)) if not path.endswith(".py") else ""
    assert marked(path, before + old, before + new) == found


def test_a_diff_alone_says_of_no_name_that_it_is_gone_where_the_line_in_its_place_holds_it() -> None:
    assert said(facts_of_diff("A.java", "  public int n = 1;\n", "  int n = 1;\n")) == [
        (K.LINE_CHANGED, "public int", "int", None)
    ]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("a.ts", "export const a = 1, b = 2;\n", "const a = 1;\nexport const b = 2;\n"),
        ("a.py", "def load(path):\n    return path\n", "from b import load\n"),
    ],
)
def test_a_diff_alone_says_of_no_name_that_it_is_gone_where_a_new_line_declares_it(
    path: str, old: str, new: str
) -> None:
    assert K.NAME_REMOVED not in {fact.kind for fact in facts_of_diff(path, old, new)}


def test_a_name_that_a_module_imports_now_is_there_for_others_still() -> None:
    old = "def load(path):\n    return path\n\n\nx = 1\n"
    gone = {
        f.before: f.public
        for f in facts_between("a.py", old, "from b import load\n\nx = 1\n")
        if f.kind is K.NAME_REMOVED
    }
    assert gone == {"load": False}
    gone = {
        f.before: f.public for f in facts_between("a.py", old, "from b import *\n\nx = 1\n") if f.kind is K.NAME_REMOVED
    }
    assert gone == {"load": False}


def test_what_a_list_may_hold_besides_is_neither_new_nor_gone() -> None:
    listed, open_ = '__all__ = ["load", "app"]\n', '__all__ = ["load"] + other.__all__\n'
    assert not {K.NAME_ADDED, K.NAME_REMOVED} & {f.kind for f in facts_between("a.py", listed, open_)}
    assert not {K.NAME_ADDED, K.NAME_REMOVED} & {f.kind for f in facts_between("a.py", open_, listed)}


def test_exceptions_that_callers_must_catch_belong_to_the_signature() -> None:
    java = "public class A {\n  public int f(int a) {\n    return a;\n  }\n}\n"
    assert said(facts_between("A.java", java, java.replace("(int a)", "(int a) throws IOException"))) == [
        (K.SIGNATURE_CHANGED, "f(int a) -> int", "f(int a) -> int throws IOException", "A.f")
    ]


def test_a_member_of_an_interface_that_becomes_required_or_gets_another_type_is_shown_as_it_is_written() -> None:
    source = "export interface A { x: number; y?: string }\n"
    assert said(facts_between("a.ts", source, source.replace("y?", "y"))) == [
        (K.SIGNATURE_CHANGED, "y?: string", "y: string", "A.y")
    ]
    assert said(facts_between("a.ts", source, source.replace("number", "bigint"))) == [
        (K.SIGNATURE_CHANGED, "x: number", "x: bigint", "A.x")
    ]


def test_a_value_too_long_to_be_quoted_does_not_seem_to_be_none() -> None:
    long = "a" * 500
    old = "from enum import Enum\n\n\nclass A(Enum):\n    X = 'a'\n"
    new = old.replace("'a'", f"'{long}'")
    assert K.ENUM_VALUE_CHANGED not in {fact.kind for fact in facts_between("a.py", old, new)}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("a.rs", "pub fn f() -> io::Result<u8> { a() }\n", "pub fn f() -> std::io::Result<u8> { b() }\n"),
        ("A.java", "class A { public void f(int a) { a(); } }\n", "class A { public void f(final int a) { b(); } }\n"),
    ],
)
def test_what_is_the_same_to_callers_is_no_change_of_the_signature(path: str, old: str, new: str) -> None:
    assert K.SIGNATURE_CHANGED not in {fact.kind for fact in facts_between(path, old, new)}


def test_a_name_alone_and_one_with_a_path_may_be_two_types() -> None:
    old, new = "pub fn f() -> Result<u8> { a() }\n", "pub fn f() -> io::Result<u8> { a() }\n"
    assert K.SIGNATURE_CHANGED in {fact.kind for fact in facts_between("a.rs", old, new)}


def test_a_signature_of_go_is_told_though_parameters_share_a_type() -> None:
    old = "package a\n\nfunc F(before, after func(string) string) {}\n"
    (fact,) = facts_between("a.go", old, old.replace("after func(string) string", "after func(string) int"))
    assert fact.kind is K.SIGNATURE_CHANGED


@pytest.mark.parametrize(
    ("path", "line"),
    [("a.c", '  fprintf(stderr, "no such file");'), ("A.java", "        final String name = read(path);")],
)
def test_what_only_a_diff_shows_of_a_body_is_no_definition(path: str, line: str) -> None:
    diff = [f"     first({n});" for n in range(3)]
    found = facts_of_diff(path, "\n".join(diff) + "\n", "\n".join([*diff[:2], line, diff[2]]) + "\n")
    assert K.NAME_ADDED not in {fact.kind for fact in found}


def test_a_method_of_a_specialised_template_is_told() -> None:
    name = "formatter<T, enable_if<is_base_of<E, T>::value>::type>"
    old = f"template <>\nstruct {name} {{\n  int write(int a) {{ return a; }}\n}};\n"
    (fact,) = facts_between("a.cc", old, old.replace("return a", "return -a"))
    assert fact.kind is K.NAME_EDITED
    assert (fact.before or "").endswith(".write")


def test_a_function_behind_a_class_that_a_macro_hides_has_no_known_signature() -> None:
    old = "auto get() { return 1; }\n"
    new = "struct point { int x; } get() { return {1}; }\n"
    assert K.SIGNATURE_CHANGED not in {fact.kind for fact in facts_between("a.cc", old, new)}


def test_an_assigned_name_that_is_annotated_now_is_not_new() -> None:
    annotated = "import os\nCtx: TypeAlias = dict\n"
    assert [fact.kind for fact in facts_between("a.py", "import os\nCtx = dict\n", annotated)] == [K.NAME_EDITED]
    assert [fact.kind for fact in facts_between("a.py", "import os\n", annotated)] == [K.NAME_ADDED]


def test_a_member_of_an_anonymous_class_is_no_name_in_a_diff_alone() -> None:
    frame = "class A {{\n  private Maker make() {{\n{}  }}\n}}\n"
    old = frame.format(
        "    return new Maker<Object>() {\n      public Object run() {\n        return 1;\n      }\n    };\n"
    )
    new = frame.format("    return Object::new;\n")
    assert K.NAME_REMOVED not in [fact.kind for fact in facts_of_diff("A.java", old, new)]
    named = old.replace("return new Maker<Object>()", "class Other")
    assert K.NAME_REMOVED in [fact.kind for fact in facts_of_diff("A.java", named, new)]


def test_in_typescript_parameters_at_the_same_places_are_renamed_though_an_optional_one_is_new() -> None:
    old = "export function days(left: Date | number, right: Date | number): number { return 1 }\n"
    new = "export function days(later: DateArg, earlier: DateArg, options?: Options): number { return 1 }\n"
    found = [(f.kind, f.before, f.after) for f in facts_between("a.ts", old, new)]
    assert found == [
        (K.PARAMETER_RENAMED, "left", "later"),
        (K.PARAMETER_RENAMED, "right", "earlier"),
        (K.PARAMETER_ADDED, None, "options?: Options"),
    ]


def test_a_new_parameter_that_is_needed_takes_the_place_of_none() -> None:
    old = "export function days(left: Date): number { return 1 }\n"
    new = "export function days(zone: Zone, later: DateArg): number { return 1 }\n"
    assert K.PARAMETER_RENAMED not in {f.kind for f in facts_between("a.ts", old, new)}


def test_self_is_the_type_that_has_the_method() -> None:
    old = "pub struct Event;\n\nimpl Event {\n    pub fn data(self, data: u8) -> Event {\n        self\n    }\n}\n"
    assert not [
        f for f in facts_between("a.rs", old, old.replace("-> Event", "-> Self")) if f.kind is K.SIGNATURE_CHANGED
    ]
    other = old.replace("-> Event", "-> Other")
    assert [f.kind for f in facts_between("a.rs", old, other)] == [K.SIGNATURE_CHANGED]


@pytest.mark.parametrize(("name", "is_gone"), [("setAppName", False), ("setName", True)])
def test_in_php_a_method_may_be_called_in_any_case(name: str, is_gone: bool) -> None:
    old = "<?php\nclass A\n{\n    public function setAppname(string $n): self\n    {\n        return $this;\n    }\n}\n"
    new = old.replace("setAppname", name)
    lost = [f for f in facts_between("a.php", old, new) if f.public and f.kind in (K.NAME_REMOVED, K.NAME_RENAMED)]
    assert bool(lost) is is_gone


def test_a_parameter_that_is_taken_apart_has_no_name_to_change() -> None:
    old = "export function connect({ host, port }) {\n  return host\n}\n"
    new = old.replace("{ host, port }", "{ host, port, path }")
    assert K.PARAMETER_RENAMED not in {fact.kind for fact in facts_between("a.js", old, new)}


def test_what_moves_into_the_call_of_a_macro_is_not_gone() -> None:
    count, size = (f"    pub fn {name}(&self) -> u8 {{\n        1\n    }}\n" for name in ("count", "size"))
    old = f"pub struct A;\n\nimpl A {{\n{count}{size}}}\n"
    new = f"pub struct A;\n\nimpl A {{\n    cfg_metrics! {{\n{count}    }}\n}}\n"
    gone = [fact.before for fact in facts_between("a.rs", old, new) if fact.kind is K.NAME_REMOVED]
    assert gone == ["A.size"]


def test_a_type_that_moves_into_the_call_of_a_macro_is_not_gone() -> None:
    old = "pub struct Reply {\n    inner: u8,\n}\n\npub struct Call;\n"
    new = "pin_project! {\n    pub struct Reply {\n        #[pin]\n        inner: u8,\n    }\n}\n"
    gone = [fact.before for fact in facts_between("a.rs", old, new) if fact.kind is K.NAME_REMOVED]
    assert gone == ["Call"]


def test_a_name_that_a_module_imports_only_when_asked_for_is_not_gone() -> None:
    old = "class Reader:\n    pass\n\n\nclass Writer:\n    pass\n"
    new = 'from .lazy import lazy_import\n\nlazy_import(globals(), aliases={\n    "Reader": ".reader",\n})\n'
    gone = [fact.before for fact in facts_between("a.py", old, new) if fact.kind is K.NAME_REMOVED]
    assert gone == ["Writer"]


def test_what_a_method_is_called_on_is_no_parameter_in_rust() -> None:
    old = "pub trait A {\n    fn call(&self, name: &str) -> u8;\n}\n"
    new = old.replace("&self, name", "self: &Arc<Self>, method")
    assert {f.kind for f in facts_between("a.rs", old, new)} == {K.PARAMETER_RENAMED}


def test_an_octal_number_in_another_notation_is_the_same() -> None:
    old = "<?php\nfunction make($dir, $mode = 0777) {}\n"
    assert K.DEFAULT_CHANGED not in {fact.kind for fact in facts_between("a.php", old, old.replace("0777", "0o777"))}
    assert K.DEFAULT_CHANGED in {fact.kind for fact in facts_between("a.php", old, old.replace("0777", "0o755"))}


@pytest.mark.parametrize(("after", "is_other"), [("2**16", False), ("2 ** 17", True), ('"a b"', True)])
def test_a_default_in_another_layout_is_the_same(after: str, is_other: bool) -> None:
    found = facts_between("a.py", "def read(chunk=2 ** 16): ...\n", f"def read(chunk={after}): ...\n")
    assert (K.DEFAULT_CHANGED in {fact.kind for fact in found}) is is_other


@pytest.mark.parametrize(
    ("path", "source", "names"),
    [
        ("a.rs", "mod imp {\n    pub fn read() {}\n}\n", []),
        ("a.rs", "pub mod imp {\n    pub fn read() {}\n}\n", ["imp", "imp.read"]),
        (
            "a.rs",
            "mod imp {\n    pub fn read() {}\n    pub fn skip() {}\n}\npub use imp::read;\n",
            ["imp.read", "read"],
        ),
        ("a.rs", "mod imp {\n    pub fn read() {}\n}\npub use imp::*;\n", ["imp.read"]),
        ("a.rs", "pub(crate) struct A;\nimpl A {\n    pub fn read(&self) {}\n}\n", []),
        ("a.rs", "pub struct A;\nimpl A {\n    pub fn read(&self) {}\n}\n", ["A", "A.read"]),
        ("a.rs", "#[doc(hidden)]\npub fn read() {}\n", []),
        ("a.hpp", "inline It::It(int a) : q_(a) {}\nint read(int a);\nint skip_(int a);\n", ["It.It", "read"]),
    ],
)
def test_what_stands_in_what_nobody_outside_can_reach_is_not_public(path: str, source: str, names: list[str]) -> None:
    language = code_language(path)
    assert language
    assert sorted(each.name for each in language.definitions(source) if each.public) == names


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", "class ReadError(Exception):\n    pass\n"),
        ("A.java", "public class ReadException extends RuntimeException {}\n"),
        ("a.ts", "export class ReadError extends Error {}\n"),
        ("a.rb", "class ReadError < StandardError\nend\n"),
        ("a.go", "package a\n\ntype ReadError struct{}\n"),
    ],
)
def test_a_type_of_errors_is_told_as_such(path: str, source: str) -> None:
    begun = "package a\n" if path.endswith(".go") else "\n"
    (fact,) = [fact for fact in facts_between(path, begun, source) if fact.kind is K.NAME_ADDED]
    assert fact.subject == "error type"
    (fact,) = [fact for fact in facts_between(path, source, begun) if fact.kind is K.NAME_REMOVED]
    assert fact.subject == "error type"


def test_a_path_from_the_root_of_a_crate_may_be_written_in_two_ways() -> None:
    source = "pub enum E {\n    Query(%sresult::Error),\n}\n"
    kinds = [fact.kind for fact in facts_between("a.rs", source % "::", source % "crate::")]
    assert K.ENUM_VALUE_CHANGED not in kinds
    kinds = [fact.kind for fact in facts_between("a.rs", source % "::", source.replace("result::", "") % "other::")]
    assert K.ENUM_VALUE_CHANGED in kinds


@pytest.mark.parametrize(
    "line",
    [
        "alias escape quote",
        "alias_method :escape, :quote",
        "define_method(:escape, CGI.method(:escapeHTML))",
        "define_method :escape do |text|\n    text\n  end",
        "def_delegators :@html, :quote, :escape",
        "def_delegator :@html, :quote, :escape",
        "delegate :escape, to: :html",
    ],
)
def test_a_method_of_ruby_that_is_defined_in_another_way_is_not_gone(line: str) -> None:
    old = "module It\n  def escape(text)\n    text\n  end\nend\n"
    facts = facts_between("a.rb", old, f"module It\n  {line}\nend\n")
    assert not [fact for fact in facts if fact.kind in (K.NAME_REMOVED, K.NAME_RENAMED, K.PARAMETER_REMOVED)]
    facts = facts_between("a.rb", old, "module It\n  alias_method :other, :escape\nend\n")
    assert [fact.before for fact in facts if fact.kind is K.NAME_REMOVED] == ["It.escape"]


def test_what_becomes_left_out_of_the_documentation_of_a_crate_can_still_be_used() -> None:
    old = "pub fn read() {}\n"
    assert not [f for f in facts_between("a.rs", old, f"#[doc(hidden)]\n{old}") if f.kind is K.NAME_HIDDEN]
    assert [f for f in facts_between("a.rs", old, "fn read() {}\n") if f.kind is K.NAME_HIDDEN]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("IT_INLINE bool App::parse(int a) { return a; }\n", "App.parse"),
        ("IT_INLINE std::string *App::parse(int a) { return 0; }\n", "App.parse"),
        ("IT_INLINE\nbool\nApp::parse(int a) { return true; }\n", "App.parse"),
    ],
)
def test_the_name_of_a_function_behind_a_macro_is_its_own(source: str, name: str) -> None:
    language = code_language("a.hpp")
    assert language
    (definition,) = language.definitions(source)
    assert definition.name == name
    assert "parse" in source.split("\n")[definition.line - 1]


def test_a_constant_that_a_module_imports_and_exports_now_is_not_gone() -> None:
    old = "export const Arc: Type;\nexport const Line: Type;\n"
    new = "import Arc from './arc';\nimport Line from './line';\nexport { default as Arc } from './arc';\n"
    facts = facts_between("index.d.ts", old, new)
    assert [fact.before for fact in facts if fact.kind is K.NAME_REMOVED and fact.public] == ["Line"]


def test_a_whole_module_may_be_exported_as_the_default() -> None:
    found = said(facts_between("a.js", "let a = 1;\n", "let a = 1;\nexport * as default from 'a';\n"))
    assert found == [(K.NAME_ADDED, None, "default", "export")]


IN_INIT = """class Reader:
    def __init__(self, log):
        self.log: Log = log
        self.size = 1
        print(self.kind)
"""


@pytest.mark.parametrize(
    ("attribute", "found"),
    [
        ("log: Log", []),
        ("size = 1", []),
        ("kind: int", []),
        ("other = 1", ["Reader.other"]),
        ("siz = 1", ["Reader.siz"]),
    ],
)
def test_an_attribute_that_objects_are_given_may_stand_in_the_body_of_the_class(
    attribute: str, found: list[str]
) -> None:
    in_body = IN_INIT.replace("class Reader:\n", f"class Reader:\n    {attribute}\n\n")
    assert [f.after for f in facts_between("a.py", IN_INIT, in_body) if f.kind is K.NAME_ADDED] == found
    assert [f.before for f in facts_between("a.py", in_body, IN_INIT) if f.kind is K.NAME_REMOVED] == found


@pytest.mark.parametrize("head", ["var it = exports;", "const it = (exports = {});"])
def test_what_a_module_assigns_to_another_name_of_its_exports_is_exported(head: str) -> None:
    old = f"{head}\n\nit.read = require('./read');\nit.write = 1;\nother.skip = 1;\n"
    new = old.replace("it.write = 1;\n", "").replace("other.skip = 1;\n", "")
    found = [(fact.kind, fact.before, fact.public) for fact in facts_between("lib/a.js", old, new)]
    assert found == [(K.NAME_REMOVED, "write", True)]


def test_of_overloads_those_most_alike_are_compared() -> None:
    old = (
        "object A {\n  def mark(rw: R, n: String): Int = 1\n  def mark(rw: R, key: String, value: String): Int = 1\n}\n"
    )
    new = "object A {\n  def mark(rw: R, key: String, value: String, short: String): Int = 1\n}\n"
    (changed,) = (f for f in facts_between("A.scala", old, new) if f.kind is K.SIGNATURE_CHANGED)
    assert changed.before == "mark(rw: R, key: String, value: String) -> Int"


def test_what_the_language_calls_is_not_renamed_to_what_others_call() -> None:
    old = "<?php\nclass A {\n    public function __debugInfo() {\n        return ['a' => 1, 'b' => 2];\n    }\n}\n"
    new = old.replace("__debugInfo", "getComponents")
    assert K.NAME_RENAMED not in {fact.kind for fact in facts_between("A.php", old, new)}


@pytest.mark.parametrize(
    ("star", "is_known"),
    [
        ("export * from 'other';\n", True),
        ("export * from '@scope/other';\n", True),
        ("export * from './module';\n", False),
        ("export * from '@/module';\n", False),
    ],
)
def test_what_both_sides_export_of_another_package_hides_no_export_that_is_gone(star: str, is_known: bool) -> None:
    old = "export { read } from './read';\nexport { write } from './write';\n"
    facts = facts_between("index.ts", star + old, star + "export { write } from './write';\n")
    assert [(fact.kind, fact.before) for fact in facts if fact.kind is K.NAME_REMOVED] == (
        [(K.NAME_REMOVED, "read")] if is_known else []
    )


def test_what_an_export_of_all_may_have_brought_is_not_gone() -> None:
    facts = facts_between("index.ts", "export { read } from 'other';\n", "export * from 'other';\n")
    assert K.NAME_REMOVED not in [fact.kind for fact in facts]


def test_overloads_are_paired_with_those_most_like_them() -> None:
    old = "export interface Model {\n  create(doc: Doc): One;\n  create(docs: Doc[], options: Options): Many;\n}\n"
    new = (
        "export interface Model {\n  create(): Nothing;\n  create(doc: Partial<Doc>): One;\n"
        "  create(docs: Partial<Doc>[], options: Options): Many;\n}\n"
    )
    changed = [fact for fact in facts_between("index.d.ts", old, new) if fact.kind is K.SIGNATURE_CHANGED]
    assert [(fact.before, fact.after) for fact in changed] == [
        ("create(doc: Doc) -> One", "create(doc: Partial<Doc>) -> One"),
        ("create(docs: Doc[], options: Options) -> Many", "create(docs: Partial<Doc>[], options: Options) -> Many"),
    ]


def test_of_very_many_overloads_those_that_come_first_are_paired() -> None:
    one = "  create(doc: {}{}): One;\n"
    old, new = (
        "export interface Model {\n" + "".join(one.format(name, number) for number in range(150)) + "}\n"
        for name in ("Doc", "Row")
    )
    changed = [fact for fact in facts_between("index.d.ts", old, new) if fact.kind is K.SIGNATURE_CHANGED]
    assert (changed[0].before, changed[0].after) == ("create(doc: Doc0) -> One", "create(doc: Row0) -> One")
    assert len(changed) == 150

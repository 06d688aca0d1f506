import pytest

from diff_insight.changes.changeset import Versions
from diff_insight.evidence.content import Content, other_content
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.diff.sides import sides_of
from tests.between import change_between, facts_between, facts_of_diff

QT = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1">\n<context>\n    <message>\n'
    "        <source>function save() { }</source>\n        <translation>Sichern</translation>\n    </message>\n"
    "</context>\n</TS>\n"
)
OBJECTIVE_C = (
    "#import <Foundation/Foundation.h>\n\n@interface Loader : NSObject\n@property (nonatomic) int count;\n"
    "- (void)load:(int)count;\n@end\n\ntypedef NS_ENUM(NSInteger, State) {\n    Idle,\n};\n"
)
MACHINE = (
    ';; Moves\n# a comment of the assembler\n(define_insn "movsi"\n'
    '  [(set (match_operand:SI 0 "" "=r") (match_operand:SI 1 "" "r"))]\n  "" "mov")\n'
)
RENDERSCRIPT = "#pragma version(1)\n#pragma rs java_package_name(a.b)\nvoid root(const int *in) {\n  f();\n}\n"
SMALLTALK = "Object subclass: #Point\n!\n!Point methodsFor: 'moving'!\nx\n  ^x\n! !\n"
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'1' * 64}\nsize 12\n"
LIES = [
    ("app_de.ts", QT, Content.MARKUP),
    ("Loader.h", OBJECTIVE_C, Content.SOURCE),
    ("cpu.md", MACHINE, Content.SOURCE),
    ("mono.rs", RENDERSCRIPT, Content.SOURCE),
    ("strings.rs", '<?xml version="1.0"?>\n<a>\n<b>fn f() {}</b>\n</a>\n', Content.MARKUP),
    ("Point.cs", SMALLTALK, Content.SOURCE),
    ("map.tsx", '<?xml version="1.0"?>\n<tileset name="a">\n <tile id="1"/>\n</tileset>\n', Content.MARKUP),
    ("model.py", POINTER, Content.POINTER),
    ("data.py", "".join(map(chr, range(1, 9))) * 9 + "\ndef f(): pass\n", Content.BINARY),
]
_NAMES_AND_HEADINGS = {
    K.NAME_ADDED, K.NAME_REMOVED, K.NAME_EDITED, K.NAME_RENAMED, K.HEADING_ADDED, K.HEADING_REMOVED, K.HEADING_RENAMED,
    K.LINK_ADDED, K.LINK_REMOVED, K.LINK_CHANGED,
}  # fmt: skip


def content(path: str, old: str, new: str, versions: Versions) -> Content | None:
    return other_content(sides_of(change_between(path, old, new), versions))


@pytest.mark.parametrize(("path", "text", "expected"), LIES, ids=[path for path, _, _ in LIES])
def test_a_suffix_that_lies_is_told_from_the_whole_text_and_from_the_lines_of_a_diff(
    path: str, text: str, expected: Content
) -> None:
    new = text.replace("\n", "\n\n", 1)
    assert content(path, text, new, Versions(text, new)) is expected
    assert content(path, text, new, Versions()) is expected


@pytest.mark.parametrize(("path", "text", "expected"), LIES, ids=[path for path, _, _ in LIES])
def test_of_such_a_file_no_names_headings_or_links_are_told(path: str, text: str, expected: Content) -> None:
    lines = text.split("\n")
    for number in range(len(lines) - 1):
        new = "\n".join([*lines[:number], lines[number] + " z", *lines[number + 1 :]])
        found = {fact.kind for fact in facts_between(path, text, new)}
        assert not found & _NAMES_AND_HEADINGS


def test_the_middle_of_a_long_file_tells_by_its_lines() -> None:
    filler = "".join(f"        <!-- {n} -->\n" for n in range(20))
    old = QT.replace("    <message>\n", filler + "    <message>\n")
    assert content("a.ts", old, old.replace("Sichern", "Speichern"), Versions()) is Content.MARKUP
    old = OBJECTIVE_C.replace("@property", "// a\n" * 20 + "@property")
    assert content("a.h", old, old.replace("int count;", "long count;"), Versions()) is Content.SOURCE
    old = MACHINE.replace("# a", ";; b\n" * 20 + "# a")
    assert content("a.md", old, old.replace('"=r"', '"=m"'), Versions()) is Content.SOURCE


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", "export const page = `\n  <div>\n    <b>x</b>\n  </div>`;\n"),
        ("a.ts", "const a = <message>b;\nexport function f() {}\n"),
        ("a.tsx", "return (\n  <div>\n    <b>x</b>\n  </div>\n);\n"),
        ("a.h", "/**\n@class A\n@interface\n*/\n#pragma once\nint f(int a);\n"),
        ("a.h", "#include <a.h>\nclass A {\n};\n"),
        ("a.md", "# A\n\n```lisp\n;; a\n(define_insn 1)\n```\n"),
        ("a.md", "# A\n\n<p>\n<b>x</b>\n</p>\n"),
        ("a.rs", "#![no_std]\nfn f() {}\n"),
        ("a.cs", "using System;\nclass A { bool b = !c; }\n"),
        ("a.cpp", "void f() {\n  a\n    << b\n    << c\n    << d;\n}\n"),
        ("a.py", "x = '\x1b[0m'\n"),
    ],
)
def test_what_only_resembles_another_language_is_what_its_suffix_says(path: str, text: str) -> None:
    new = text + "\n" + text
    assert content(path, text, new, Versions(text, new)) is None
    assert content(path, text, new, Versions()) is None


def test_a_c_header_is_read_as_before() -> None:
    old = "int run(int a);\nint go(int a);\n"
    assert K.NAME_REMOVED in {fact.kind for fact in facts_between("a.h", old, "int run(int a);\n")}
    assert K.NAME_REMOVED in {fact.kind for fact in facts_of_diff("a.h", old, "int run(int a);\n")}

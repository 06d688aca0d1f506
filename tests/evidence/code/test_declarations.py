"""The languages whose definitions are read by a table of node types."""

import pytest

from diff_insight.changes.changeset import Versions
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of
from diff_insight.evidence.signs import signs_of
from tests.between import change_between, facts_between, said

KOTLIN = """package a

class Reader(val path: String) : Closeable {
  fun read(limit: Int = 1, vararg names: String): Int = 1

  private fun open() {}

  internal fun skip() {}

  companion object {
    const val MAX = 1
  }
}

enum class Mode { FAST, SLOW }

fun top(x: Int) {}
"""
PHP = """<?php
namespace A\\B;

class Reader extends Base {
    const MAX = 1;
    public $path = 2;
    public function read(int $limit, $name = 1): int { return 1; }
    private function open() {}
}

interface Source { function next(); }

enum Mode: string { case Fast = "a"; }

function top($x) {}
"""
SWIFT = """public class Reader {
  public init(path: String) {}
  public func read(_ limit: Int, named name: String = "x") -> Int { 1 }
  private func open() {}
  public var path = 1
}

struct Inside { let x: Int }

public protocol Source { func next() }

public enum Mode { case fast, slow(Int) }

public func top() {}
"""
SCALA = """package a

class Reader(path: String) {
  def read(limit: Int, name: String = "a"): Int = 1
  private def open = 2
  val size = 1
}

object Tools { def top() = 1 }

trait Source { def next: Int }

enum Mode { case Fast, Slow }
"""
LUA = """local M = {}

function M.read(path, limit) end

function M:skip(count) end

local function open() end

M.close = function(a) end

return M
"""
DART = """class Reader extends Base {
  int read(int limit, {int size = 1}) => 1;
  int _open() => 2;
  Reader(this.path);
  final int path = 1;
}

enum Mode { fast, slow }

mixin Source {}

void top(int x) {}
"""


@pytest.mark.parametrize(
    ("path", "source", "public", "private"),
    [
        ("a.kt", KOTLIN, "Reader Reader.read Reader.MAX Mode Mode.FAST Mode.SLOW top", "Reader.open Reader.skip"),
        ("a.php", PHP, "Reader Reader.MAX Reader.path Reader.read Source Source.next Mode Mode.Fast top",
         "Reader.open"),
        ("a.swift", SWIFT, "Reader Reader.init Reader.read Reader.path Source Source.next Mode Mode.fast Mode.slow top",
         "Reader.open Inside Inside.x"),
        ("a.scala", SCALA, "Reader Reader.read Reader.size Tools Tools.top Source Source.next Mode Mode.Fast Mode.Slow",
         "Reader.open"),
        ("a.lua", LUA, "M.read M.skip M.close", "open"),
        ("a.dart", DART, "Reader Reader.read Reader.path Mode Mode.fast Mode.slow Source top", "Reader._open"),
    ],
)  # fmt: skip
def test_names_are_read_with_who_can_use_them(path: str, source: str, public: str, private: str) -> None:
    language = code_language(path)
    assert language
    found = language.definitions(source)
    assert [definition.name for definition in found if definition.public] == public.split()
    assert {definition.name for definition in found if not definition.public} == set(private.split())
    assert all(definition.name.rpartition(".")[2] in source.split("\n")[definition.line - 1] for definition in found)


@pytest.mark.parametrize(
    ("path", "source", "before", "after", "kind"),
    [
        ("a.kt", KOTLIN, "limit: Int = 1, ", "", K.PARAMETER_REMOVED),
        ("a.kt", KOTLIN, "limit: Int = 1", "limit: Int = 2", K.DEFAULT_CHANGED),
        ("a.kt", KOTLIN, "limit: Int = 1", "limit: Int", K.PARAMETER_REQUIRED),
        ("a.php", PHP, ", $name = 1", "", K.PARAMETER_REMOVED),
        ("a.php", PHP, "$name = 1", "$name = 2", K.DEFAULT_CHANGED),
        ("a.swift", SWIFT, 'named name: String = "x"', "named name: String", K.PARAMETER_REQUIRED),
        ("a.swift", SWIFT, "-> Int", "-> String", K.SIGNATURE_CHANGED),
        ("a.scala", SCALA, 'name: String = "a"', 'name: String = "b"', K.DEFAULT_CHANGED),
        ("a.lua", LUA, "path, limit", "path", K.PARAMETER_REMOVED),
        ("a.dart", DART, "size = 1", "size = 2", K.DEFAULT_CHANGED),
        ("a.dart", DART, "int limit, ", "", K.PARAMETER_REMOVED),
    ],
)
def test_parameters_and_results_are_compared(path: str, source: str, before: str, after: str, kind: K) -> None:
    assert before in source
    assert kind in [found for found, *_ in said(facts_between(path, source, source.replace(before, after)))]


@pytest.mark.parametrize(
    ("path", "source", "line"),
    [
        ("a.kt", KOTLIN, "fun top(x: Int) {}"),
        ("a.php", PHP, "function top($x) {}"),
        ("a.swift", SWIFT, "public func top() {}"),
        ("a.lua", LUA, "function M:skip(count) end"),
        ("a.dart", DART, "void top(int x) {}"),
    ],
)
def test_a_public_name_that_is_gone_is_a_sign_and_a_private_one_is_none(path: str, source: str, line: str) -> None:
    new = source.replace(line, "")
    file = change_between(path, source, new)
    assert [sign.kind.value for sign in signs_of(file, facts_of(sides_of(file, Versions(source, new))))] == [
        "public name removed"
    ]
    hidden = next(each for each in source.split("\n") if "open" in each)
    less = source.replace(f"{hidden}\n", "")
    file = change_between(path, source, less)
    assert not signs_of(file, facts_of(sides_of(file, Versions(source, less))))


@pytest.mark.parametrize(
    ("path", "source", "private"),
    [
        ("a.kt", "@KoinInternalApi\nfun top() {}\n", "top"),
        ("a.kt", '@Deprecated("x", level = DeprecationLevel.ERROR)\nfun top() {}\n', "top"),
        ("a.kt", "@OptIn(KoinInternalApi::class)\nfun top() {}\n", ""),
    ],
)
def test_what_authors_mark_as_internal_is_not_public_in_kotlin(path: str, source: str, private: str) -> None:
    language = code_language(path)
    assert language
    (definition,) = language.definitions(source)
    assert (definition.name == private and not definition.public) or definition.public


def test_a_class_that_the_parser_of_kotlin_misses_is_not_gone() -> None:
    old = "@OptIn(Inner::class)\n@Dsl\nclass Reader() {\n    val a = 1\n}\n"
    new = old.replace("class Reader()", "open class Reader protected constructor()")
    assert [fact for fact in facts_between("a.kt", old, new) if fact.kind is K.NAME_REMOVED and fact.after] == []
    assert not [fact for fact in facts_between("a.kt", old, new) if fact.before == "Reader"]


def test_an_alias_of_swift_has_one_name() -> None:
    language = code_language("a.swift")
    assert language
    source = "public typealias Progress =\n  ((_ a: [Int], _ b: [Int]) -> Void)\n"
    assert [definition.name for definition in language.definitions(source)] == ["Progress"]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("bool a = true, String b = 'x'", "bool a = true, String b = 'y'", [("b", "'x'", "'y'")]),
        ("bool a = true, String b = 'x'", "bool a = true, Object? c, String b = 'x'", []),
        ("bool a = true", "bool a = true,", []),
        ("bool a = true", "bool a = false", [("a", "true", "false")]),
        ("List a = const []", "List a = const [1]", [("a", "const []", "const [1]")]),
    ],
)
@pytest.mark.parametrize("brackets", ["{}", "[]"])
def test_parameters_of_dart_in_brackets_have_each_their_own_default(
    brackets: str, before: str, after: str, found: list[tuple[str, str, str]]
) -> None:
    source = "class A {{\n  void load(int path, {0}{2}{1}) {{}}\n}}\n"
    old, new = (source.format(*brackets, listed) for listed in (before, after))
    facts = [fact for fact in facts_between("a.dart", old, new) if fact.kind is K.DEFAULT_CHANGED]
    assert [(fact.where, fact.before, fact.after) for fact in facts] == found


def test_a_last_parameter_that_calls_may_leave_out_is_no_other_signature() -> None:
    source = "trait A {\n  def join(timeout: Long%s): Boolean\n  def join(): Boolean\n}\n"
    kinds = {fact.kind for fact in facts_between("a.scala", source % "", source % ", grace: Long = 100")}
    assert K.PARAMETER_ADDED in kinds
    assert K.SIGNATURE_CHANGED not in kinds
    kinds = {fact.kind for fact in facts_between("a.scala", source % "", source % ", grace: Long")}
    assert K.SIGNATURE_CHANGED in kinds


def test_what_an_attribute_takes_is_no_parameter_in_swift() -> None:
    language = code_language("a.swift")
    assert language
    source = '@available(*, deprecated, message: "x")\npublic func read(_ path: String) -> Int { 1 }\n'
    (definition,) = language.definitions(source)
    assert [parameter.text for parameter in definition.parameters or ()] == ["_ path: String"]
    assert definition.result == "Int"


def test_parameters_without_a_label_in_swift_are_told_apart_by_place() -> None:
    source = "public func at(_ time: Int, {}: Int = 1) {{}}\n"
    facts = facts_between("a.swift", source.format("_ kind"), source.format("_"))
    assert [fact.kind for fact in facts] == [K.PARAMETER_RENAMED]
    (fact,) = facts_between("a.swift", source.format("_ kind"), "public func at(_ time: Int, _ kind: Int) {}\n")
    assert (fact.kind, fact.where) == (K.PARAMETER_REQUIRED, "_ kind")


def test_a_type_of_swift_that_keeps_its_definition_in_another_branch_is_not_gone() -> None:
    of_type = "    public struct Builder {\n        public func build() {}\n    }\n"
    both = f"public class Bag {{\n#if swift(>=5.4)\n{of_type}#else\n{of_type}#endif\n}}\n"
    facts = facts_between("a.swift", both, f"public class Bag {{\n{of_type}}}\n")
    assert [fact for fact in facts if fact.kind is K.NAME_REMOVED] == []

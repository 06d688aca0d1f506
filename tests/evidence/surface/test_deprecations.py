import pytest

from diff_insight.evidence.diff.fact_kinds import FactKind as K
from tests.between import facts_between, facts_of_diff

WARNING = """def get(url, cert=None):
    if cert:
        message = (
            "`cert=...` is deprecated. Use `verify=<context>` instead,"
            "with a chain of certificates."
        )
        warnings.warn(message, DeprecationWarning)
    return url
"""


def found(path: str, text: str) -> list[tuple[str | None, str | None, str | None]]:
    facts = facts_between(path, "\n", text)
    return [(fact.subject, fact.where, fact.after) for fact in facts if fact.kind is K.DEPRECATED]


@pytest.mark.parametrize(
    ("path", "text", "name", "words"),
    [
        ("a.py", '@deprecated("use new() instead")\ndef old():\n    pass\n', "old", "use new() instead"),
        ("a.py", 'def old():\n    """Old.\n\n    .. deprecated:: 2.1\n    """\n', "old", ".. deprecated:: 2.1"),
        ("A.java", "class A {\n    @Deprecated\n    public void old() {}\n}\n", "A.old", "@Deprecated"),
        ("a.rs", '#[deprecated(note = "use new")]\npub fn old() {}\n', "old", "use new"),
        ("a.go", "package a\n\n// Deprecated: use New instead.\nfunc Old() {}\n", "Old", "use New instead."),
        ("a.rb", "module A\n  # Deprecated: use fresh\n  # instead.\n  def old\n  end\nend\n", "A.old", "use fresh"),
        ("a.js", "/**\n * @deprecated use fresh()\n */\nexport function old() {}\n", "old", "use fresh()"),
        ("a.cs", 'class A {\n    [Obsolete("Use New")]\n    public void Old() {}\n}\n', "A.Old", "Use New"),
        ("a.cpp", '[[deprecated("use fresh")]] void old();\n', "old", "use fresh"),
    ],
)
def test_what_is_marked_is_named_with_its_words(path: str, text: str, name: str, words: str) -> None:
    assert found(path, text) == [(name, None, words)]


def test_a_warning_is_about_the_parameter_that_it_names() -> None:
    assert found("a.py", WARNING) == [("get", "cert", "`cert=...` is deprecated.")]


def test_a_warning_in_one_line_and_one_about_something_else() -> None:
    text = 'def f():\n    warnings.warn("f is deprecated, call g", DeprecationWarning)\n'
    assert found("a.py", text) == [("f", "warning", "f is deprecated, call g")]
    assert found("a.js", "function f() {\n  deprecate('f is deprecated, call g');\n}\n") == [
        ("f", "warning", "f is deprecated, call g")
    ]
    assert found("a.rb", 'def f\n  warn "[DEPRECATION] f is deprecated. Please call g"\nend\n') == [
        ("f", "warning", "[DEPRECATION] f is deprecated. Please call g")
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "from warnings import DeprecationWarning\n"),
        ("a.py", 'warnings.warn("something else is odd", UserWarning)\n'),
        ("a.py", "x = 1  # the deprecated way\n"),
        ("a.py", 'warnings.warn(f"{name} is deprecated", DeprecationWarning)\n'),
        ("a.js", "const deprecated = true;\n"),
        ("a.rb", "def f\n  # Deprecated: kept for old callers\n  return old if old\nend\n\ndef g\nend\n"),
    ],
)
def test_what_says_nothing_of_a_deprecation_is_none(path: str, text: str) -> None:
    assert found(path, text) == []


def test_a_reworded_warning_is_not_new() -> None:
    new = WARNING.replace("instead,", "in its place,")
    assert not [fact for fact in facts_between("a.py", WARNING, new) if fact.kind is K.DEPRECATED]


def test_the_words_of_a_deprecation_that_ends_are_kept() -> None:
    (fact,) = [f for f in facts_between("a.py", WARNING, "\n") if f.kind is K.DEPRECATION_ENDED]
    assert (fact.subject, fact.where, fact.before) == ("get", "cert", "`cert=...` is deprecated.")


def test_a_diff_alone_shows_deprecations_on_its_lines() -> None:
    old = "def old():\n    pass\n"
    (fact,) = [f for f in facts_of_diff("a.py", old, f"@deprecated\n{old}") if f.kind is K.DEPRECATED]
    assert (fact.subject, fact.after) == ("old", "@deprecated")

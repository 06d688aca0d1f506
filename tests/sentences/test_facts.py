import pytest

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.sentences.facts import fact_sentences, needs_clause, note_clause
from diff_insight.sentences.languages import LANGUAGES
from diff_insight.sentences.signs import sign_reason, sign_reasons
from diff_insight.sentences.translation import Wording

EN = Wording("en")
FILE = FileChange("a.py", Status.MODIFIED)
SILENT = {K.FILE_RENAMED, K.MODE_CHANGED, K.BINARY_ADDED, K.BINARY_REPLACED, K.BINARY_REMOVED, K.TARGET_CHANGED}


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (Fact(K.NAME_ADDED, after="A.load", subject="method"), "New: the method `A.load`."),
        (Fact(K.NAME_REMOVED, "load", subject="function"), "Gone: the function `load`."),
        (Fact(K.NAME_RENAMED, "a", "b", "class"), "Renamed: `a` becomes `b`."),
        (Fact(K.NAME_MOVED, "a", "a", "class", new_path="b.py"), "Moved to `b.py`: the class `a`."),
        (Fact(K.NAME_MOVED, "a", "a", "class", old_path="b.py"), "Moved here from `b.py`: the class `a`."),
        (Fact(K.NAME_HIDDEN, "load", "load", "function"), "The function `load` is no longer public."),
        (Fact(K.NAME_HIDDEN, "f", "f", "method", "public"), "The method `f` is no longer marked `public`."),
        (Fact(K.NAME_HIDDEN, "f", "f", "function", "static"), "The function `f` is `static` now."),
        (Fact(K.NAME_HIDDEN, "f", None, "export", "__all__"), "The export `f` is no longer listed in `__all__`."),
        (Fact(K.PARAMETER_ADDED, after="n", subject="f", where="required"), "`f` needs the new parameter `n`."),
        (Fact(K.PARAMETER_ADDED, after="n=1", subject="f", where="optional"), "`f` can take the new parameter `n=1`."),
        (Fact(K.DEFAULT_CHANGED, "1", "2", "f", "n"), "In `f`, the default of `n` goes from `1` to `2`."),
        (
            Fact(K.SIGNATURE_CHANGED, "f(a) -> A", "f(a) -> B", "f"),
            "In the signatures, `f` goes from `f(a) -> A` to `f(a) -> B`.",
        ),
        (Fact(K.SIGNATURE_CHANGED, "f(a)" * 30, "f(b)" * 30, "f"), "The signature of `f` changes."),
        (
            Fact(K.DEPENDENCY_CHANGED, "", ">=2", "numpy"),
            "In the dependencies, `numpy` goes from any version to `>=2`.",
        ),
        (Fact(K.DEPENDENCY_ADDED, after=">=2", subject="numpy"), "The dependency `numpy >=2` is new."),
        (
            Fact(K.DEPENDENCY_ADDED, after="==1.26", subject='numpy; python_version >= "3.12"'),
            'The dependency `numpy ==1.26; python_version >= "3.12"` is new.',
        ),
        (
            Fact(K.DEPENDENCY_REMOVED, "^1", subject="react (devDependencies)"),
            "The dependency `react ^1 (devDependencies)` is gone.",
        ),
        (
            Fact(K.DEPENDENCY_MOVED, "^2", "^2", "mid", "dependencies"),
            "The dependency `mid` moves to `dependencies`.",
        ),
        (
            Fact(K.DEPENDENCY_TERMS_CHANGED, "", 'os_name == "nt"', "colorama"),
            'In the terms of dependencies, `colorama` goes from no condition to `os_name == "nt"`.',
        ),
        (
            Fact(K.DEPENDENCY_REPLACED, after="../a", subject="x.org/a"),
            "The dependency `x.org/a` is replaced by `../a`.",
        ),
        (
            Fact(K.DEPENDENCY_REPLACED, "../a", subject="x.org/a"),
            "The dependency `x.org/a` is not replaced by `../a` any more.",
        ),
        (
            Fact(K.DEPENDENCY_REPLACED, "../a", "../b", "x.org/a"),
            "In the replacements of dependencies, `x.org/a` goes from `../a` to `../b`.",
        ),
        (Fact(K.DEPENDENCY_EXCLUDED, after="v1", subject="x.org/a"), "The version `x.org/a v1` is excluded."),
        (Fact(K.DEPENDENCY_EXCLUDED, "v1", subject="x.org/a"), "The version `x.org/a v1` is not excluded any more."),
        (Fact(K.DOCUMENT_ADDED, after="web", subject="ConfigMap web"), "The document `ConfigMap web` is new."),
        (Fact(K.DOCUMENT_MOVED, "web", "web", "ConfigMap web"), "The document `ConfigMap web` stands elsewhere."),
        (Fact(K.VALUE_CHANGED, "", "v", "k"), "In the settings and values, `k` goes from nothing to `v`."),
        (Fact(K.ITEM_ADDED, after="x"), "The list of the file gains `x`."),
        (Fact(K.KEY_ADDED, after="30", subject="a.timeout"), "The key `a.timeout: 30` is new."),
        (Fact(K.KEY_REMOVED, "30", subject="a.timeout"), "The key `a.timeout` is gone."),
        (Fact(K.ITEM_ADDED, after="x", subject="tags"), "The list `tags` gains `x`."),
        (Fact(K.HEADING_MOVED, "A", "A"), "The section `A` stands elsewhere."),
        (Fact(K.ROW_CHANGED, "1", "2", "Free", "Quotas"), "In the tables, `Free` goes from `1` to `2`."),
        (Fact(K.COLUMN_ADDED, after="Region"), "A table has the new column `Region`."),
        (Fact(K.CODE_BLOCK_ADDED, subject="py", where="Usage", new_line=3), "A code block is new under “Usage”."),
        (Fact(K.CODE_BLOCK_CHANGED, "a()", "b()", "py", None, 3, 3), "In the code blocks, `a()` becomes `b()`."),
        (Fact(K.CODE_BLOCK_CHANGED, "a()", None, "py", None, 3, 4), "A code block changes in line 4."),
        (Fact(K.BLOCK_MOVED, "x", "x", "5", new_path="b.py"), "5 lines, from `x` on, move to `b.py`."),
        (Fact(K.BLOCK_MOVED, "x", "x", "5", None, 1, 9), "5 lines, from `x` on, move within the file."),
    ],
)
def test_what_a_fact_says(fact: Fact, sentence: str) -> None:
    (said,) = fact_sentences(EN, FILE, [fact])
    assert said == sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in K if kind not in SILENT])
@pytest.mark.parametrize("status", [Status.MODIFIED, Status.ADDED])
def test_every_kind_of_fact_is_said_in_every_language_with_its_names(language: str, kind: K, status: Status) -> None:
    fact = Fact(kind, "the_old", "the_new", "7", "the place", 1, 2, new_path="to.py")
    said = "".join(fact_sentences(Wording(language), FileChange("a.py", status), [fact]))
    assert said.endswith((".", "。"))
    assert any(name in said for name in ("the_old", "the_new", "the place", "7"))
    if language != "en":
        assert said != "".join(fact_sentences(EN, FileChange("a.py", status), [fact]))


def test_what_is_alike_of_several_functions_is_said_once() -> None:
    facts = [Fact(K.PARAMETER_REMOVED, "proxies", subject=name) for name in ("get", "post", "get")]
    assert fact_sentences(EN, FILE, facts) == ["`get` and `post` do not take the parameter `proxies` any more."]
    signs = [Sign(SignKind.PARAMETER_REMOVED, fact) for fact in facts]
    assert sign_reasons(EN, signs) == ["`get` and `post` do not take the parameter `proxies` any more"]
    gone = [Sign(SignKind.PUBLIC_NAME_REMOVED, Fact(K.NAME_REMOVED, n, subject="class")) for n in ("A", "B")]
    assert sign_reasons(EN, gone) == ["the class `A` and the class `B`, which are public, are gone"]


def test_long_lists_are_cut_and_counted() -> None:
    (said,) = fact_sentences(EN, FILE, [Fact(K.NAME_ADDED, after=f"f{n}", subject="function") for n in range(20)])
    assert said.count("the function") == 6
    assert "14 more" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(SignKind))
def test_every_sign_has_its_reason_in_every_language(language: str, kind: SignKind) -> None:
    sign = Sign(kind, Fact(K.NAME_REMOVED, "the_old", "the_new", "the_subject", "x"), ("a.md",), "the words")
    reason = sign_reason(Wording(language), sign)
    assert any(name in reason for name in ("the_old", "the_new", "the_subject", "the words"))


def test_a_note_on_a_version_is_cut_after_a_whole_word() -> None:
    words = "The limit " + "is read " * 20
    fact = Fact(K.CHANGE_NOTED, after=f"Removed :func:`~it.read`. {words}", subject="Reader", where="3.0")
    clause = note_clause(EN, fact)
    assert clause.startswith("the documentation of `Reader` says: “Removed `it.read`. The limit is read is")
    assert clause.endswith((" is …”", " read …”"))
    assert note_clause(EN, Fact(K.CHANGE_NOTED, after="No longer read.")) == (
        "the documentation says: “No longer read”"
    )


def test_of_two_long_signatures_the_parts_that_differ_are_shown() -> None:
    head = "read(" + ", ".join(f"parameter_{number}" for number in range(12))
    fact = Fact(K.SIGNATURE_CHANGED, f"{head}, last) -> int", f"{head}, more, last) -> int", "read")
    (reason,) = sign_reasons(EN, [Sign(SignKind.SIGNATURE_CHANGED, fact)])
    assert reason == "`read` goes from `… last) -> int` to `… more, last) -> int`"


@pytest.mark.parametrize(
    ("before", "after", "clause"),
    [
        ("net6.0;net7.0", "net8.0;net7.0", "it is built for `net8.0` instead of `net6.0`"),
        ("net6.0;net7.0", "net7.0", "it is not built for `net6.0` any more"),
        ("net7.0", "net7.0;net8.0;", "it is built for `net8.0`, too"),
    ],
)
def test_of_the_frameworks_of_dotnet_those_that_differ_are_said(before: str, after: str, clause: str) -> None:
    assert needs_clause(EN, Fact(K.VALUE_CHANGED, before, after, "TargetFrameworks")) == clause

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diff_insight.evidence.sign import SignKind
from diff_insight.reports.report import Report, SignItem
from diff_insight.reports.sarif import render_sarif
from tests.made_reports import item, report
from tests.needs import needed

SCHEMA = Path(__file__).parents[1] / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"

GONE = "@@ -1,4 +1,2 @@\n-def read():\n-    return 1\n def write():\n     return 2\n"


def sign(kind: SignKind = SignKind.PUBLIC_NAME_REMOVED, reason: str = "`read` is gone", **lines: int) -> SignItem:
    return SignItem(kind=kind, reason=reason, **lines)


def results(built: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render_sarif(built))["runs"][0]["results"]
    return found


@pytest.fixture(scope="module")
def schema() -> Any:
    if not SCHEMA.is_file():
        needed(f"the schema of SARIF is not installed: run `npm ci` in {SCHEMA.parents[5]}")
    return json.loads(SCHEMA.read_text("utf-8"))


@pytest.mark.process  # with the browser tests, which need what npm installs, too
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(SignKind), st.text(max_size=30), st.integers(1, 4), st.booleans()), max_size=5),
    st.text(min_size=1, max_size=20),
)
def test_whatever_signs_a_report_has_the_schema_of_sarif_holds(
    schema: Any, signs: list[tuple[SignKind, str, int, bool]], path: str
) -> None:
    made = tuple(
        sign(kind, reason, **({"old_line": line} if is_old else {"new_line": line}))
        for kind, reason, line, is_old in signs
    )
    built = report(item(path, breaking_signs=made, diff=GONE), declared_breaks=made[:1])
    jsonschema.Draft4Validator(schema).validate(json.loads(render_sarif(built)))
    assert len(results(built)) == len(made) + len(made[:1])


def test_a_sign_says_its_rule_its_reason_and_its_line() -> None:
    built = report(item("src/a b.py", breaking_signs=(sign(new_line=3),), diff=GONE))
    (found,) = results(built)
    assert found["ruleId"] == "public-name-removed"
    assert found["message"]["text"] == "read is gone."
    place = found["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "src/a%20b.py"}, "region": {"startLine": 3}}
    (rule,) = json.loads(render_sarif(built))["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == found["ruleId"]


@pytest.mark.parametrize(
    ("diff", "old_line", "line"),
    [
        (GONE, 1, 1),
        (GONE, 2, 1),
        ("@@ -1,3 +1,2 @@\n one\n-two\n three\n", 2, 2),
        ("@@ -1,2 +0,0 @@\n-one\n-two\n", 2, 1),
        ("@@ -7,2 +9,2 @@\n-one\n two\n+three\n", 7, 9),
    ],
)
def test_what_is_gone_is_shown_at_the_line_where_it_was(diff: str, old_line: int, line: int) -> None:
    (found,) = results(report(item(breaking_signs=(sign(old_line=old_line),), diff=diff)))
    assert found["locations"][0]["physicalLocation"]["region"] == {"startLine": line}


def test_a_result_is_known_again_though_its_line_moves_and_two_alike_are_told_apart() -> None:
    def fingerprints(*lines: int) -> list[str]:
        signs = tuple(sign(new_line=line) for line in lines)
        found = results(report(item(breaking_signs=signs, diff=GONE)))
        return [each["partialFingerprints"]["diffInsightSign/v1"] for each in found]

    assert fingerprints(1, 2) == fingerprints(3, 9)
    assert len(set(fingerprints(1, 2))) == 2


def test_what_a_commit_declares_is_a_result_without_a_place() -> None:
    (found,) = results(report(declared_breaks=(sign(SignKind.DECLARED, "a commit declares: “x”"),)))
    assert "locations" not in found


def test_a_weak_sign_is_a_note() -> None:
    strong, weak = sign(), sign(reason="`skip` is gone").model_copy(update={"weak": True})
    assert [each["level"] for each in results(report(item(breaking_signs=(strong, weak))))] == ["warning", "note"]

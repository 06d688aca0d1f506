import jsonschema

from diff_insight.report.report import Report
from tests.made_reports import item, report


def test_a_report_fits_its_published_schema_and_is_read_back() -> None:
    built = report(item(), item("x.png", additions=None, deletions=None, binary=True))
    written = built.model_dump_json()
    jsonschema.validate(built.model_dump(mode="json"), Report.model_json_schema())
    assert Report.model_validate_json(written) == built

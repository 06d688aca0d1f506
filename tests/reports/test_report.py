import jsonschema
import pytest

from diff_insight.reports.report import Report
from tests.made_reports import item, report


def test_a_report_fits_its_published_schema_and_is_read_back() -> None:
    built = report(item(), item("x.png", additions=None, deletions=None, binary=True))
    written = built.model_dump_json()
    jsonschema.validate(built.model_dump(mode="json"), Report.model_json_schema())
    assert Report.model_validate_json(written) == built


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_reports_of_older_versions_are_read(version: str) -> None:
    written = report(item()).model_dump(mode="json") | {"report_version": version}
    for file in written["files"]:
        del file["statements"]
    assert Report.model_validate(written).report_version == version

"""`diff-insight schema`: the JSON Schema of the JSON report."""

import json

from diff_insight.reports.report import Report


def schema() -> None:
    """Print the JSON Schema of the JSON report."""
    print(json.dumps(Report.model_json_schema(), indent=2))

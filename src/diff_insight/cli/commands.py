"""The commands of `diff-insight`: where each is defined, so that only the one to run is imported, and what it does."""

from typing import NamedTuple


class Place(NamedTuple):
    """Where a command is defined, as `module:name`, and the summary of its help, which its own help repeats."""

    name: str
    summary: str


COMMANDS = {
    "report": Place("diff_insight.cli.report_command:report", "Report what changed between two versions."),
    "daily": Place(
        "diff_insight.cli.daily_command:daily",
        "Report what is new since the last report, one report per category; write none if nothing changed.",
    ),
    "batch": Place(
        "diff_insight.cli.batch_command:batch",
        "Make reports for many ranges in turn; run it again to resume after an interruption.",
    ),
    "evaluate": Place(
        "diff_insight.cli.evaluate_command:evaluate",
        "Compare a model's types and titles with those of labelled changes.",
    ),
    "dataset": Place(
        "diff_insight.cli.dataset_command:dataset",
        "Make labelled changes from commits that follow Conventional Commits.",
    ),
    "schema": Place("diff_insight.cli.schema_command:schema", "Print the JSON Schema of the JSON report."),
    "doctor": Place(
        "diff_insight.cli.doctor_command:doctor",
        "Show what a report would run with here and how to fix problems; exit with 1 if there are any.",
    ),
    "bundle": Place(
        "diff_insight.cli.bundle_command:bundle",
        "Pack wheels, models and an install script into a tar, on a machine that can reach a package index.",
    ),
    "reproduce": Place(
        "diff_insight.cli.reproduce_command:reproduce",
        "Remake a report without cached answers and show the first difference; exit with 15 if there is one.",
    ),
}

GROUPS = {
    "site": Place("diff_insight.cli.site_command:site", "Build and serve a static site of many reports."),
    "models": Place("diff_insight.cli.models_command:models", "Add, inspect, verify and pin models."),
    "cache": Place("diff_insight.cli.cache_command:cache", "Show or clear answers and prompts kept from earlier runs."),
    "config": Place("diff_insight.cli.config_command:config", "Show the settings in effect and where they come from."),
}
"""Commands that have subcommands."""

CONFIGURED = ("report", "daily", "batch", "evaluate")
"""Commands whose options can be set by a file or the environment."""

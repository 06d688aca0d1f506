"""The commands of `diff-insight` and where each is defined, so that only the one to run is imported."""

COMMANDS = {
    "report": "diff_insight.cli.report_command:report",
    "daily": "diff_insight.cli.daily_command:daily",
    "batch": "diff_insight.cli.batch_command:batch",
    "evaluate": "diff_insight.cli.evaluate_command:evaluate",
    "dataset": "diff_insight.cli.dataset_command:dataset",
    "schema": "diff_insight.cli.schema_command:schema",
    "doctor": "diff_insight.cli.doctor_command:doctor",
    "bundle": "diff_insight.cli.bundle_command:bundle",
    "reproduce": "diff_insight.cli.reproduce_command:reproduce",
}

GROUPS = {
    "site": "diff_insight.cli.site_command:site",
    "models": "diff_insight.cli.models_command:models",
    "cache": "diff_insight.cli.cache_command:cache",
    "config": "diff_insight.cli.config_command:config",
}
"""Commands that have subcommands."""

CONFIGURED = ("report", "daily", "batch", "evaluate")
"""Commands whose options can be set by a file or the environment."""

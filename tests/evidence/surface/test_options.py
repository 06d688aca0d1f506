import pytest

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.diff.fact_kinds import Trait, having
from tests.between import facts_between, facts_of_diff, said

OFFERED = having(Trait.OFFERED)

ARGPARSE = """import argparse

parser = argparse.ArgumentParser()
parser.add_argument("path")
parser.add_argument(
    "-l", "--limit", default=10, choices=["1", "10"], help="How many rows are read."
)
"""
CLICK = """import click

@click.command("show")
@click.option("-v", "--verbose", default=False, help="Say more.")
@click.option("--level", type=click.Choice(["low", "high"]))
def show_all(verbose, level):
    pass
"""
TYPER = """from typing import Annotated
import typer

@app.command()
def run_all(
    dry_run: Annotated[bool, typer.Option(help="Change nothing.")] = False,
    size: int = typer.Option(3, "--size", "-s"),
) -> None:
    pass
"""
COBRA = """package main

var serve = &cobra.Command{Use: "serve [flags]", Short: "Serve the site."}

func init() {
\tserve.Flags().StringVarP(&host, "host", "H", "localhost", "Address to listen on.")
\tflag.Int("port", 80, "Port to listen on.")
}
"""
BUILDER = """use clap::{Arg, Command};

fn app() -> Command {
    Command::new("bat")
        .arg(
            Arg::new("color")
                .long("color")
                .default_value("auto")
                .help("When to use colors."),
        )
}
"""
DERIVED = """use clap::Parser;

#[derive(Parser)]
struct Opts {
    /// Search hidden files.
    #[arg(long, short = 'H')]
    no_ignore: bool,

    #[arg(long = "threads", default_value_t = 4)]
    count: u8,
}
"""
COMMANDER = """import { program } from 'commander';

program.command('build', 'Build the site');
program.option('-p, --port <number>', 'Port to listen on', '80');
"""
YARGS = """const yargs = require('yargs');

yargs.option('mode', { default: 'fast', choices: ['fast', 'slow'], describe: 'How to run' });
"""


def offered(facts: tuple[Fact, ...]) -> list[tuple[K, str | None, str | None, str | None]]:
    return said(tuple(fact for fact in facts if fact.kind in OFFERED))


def edited(path: str, source: str, before: str, after: str) -> list[tuple[K, str | None, str | None, str | None]]:
    assert before in source
    return offered(facts_between(path, source, source.replace(before, after)))


@pytest.mark.parametrize(
    ("path", "source", "names"),
    [
        ("a.py", ARGPARSE, ["--limit"]),
        ("a.py", CLICK, ["show", "--verbose", "--level"]),
        ("a.py", TYPER, ["run-all", "--dry-run", "--size"]),
        ("a.go", COBRA, ["serve", "--host", "--port"]),
        ("a.rs", BUILDER, ["bat", "--color"]),
        ("a.rs", DERIVED, ["--no-ignore", "--threads"]),
        ("a.ts", COMMANDER, ["build", "--port"]),
        ("a.js", YARGS, ["--mode"]),
    ],
)
def test_options_and_commands_come_and_go(path: str, source: str, names: list[str]) -> None:
    rest = "\n" * 3
    kinds = {K.OPTION_ADDED, K.COMMAND_ADDED, K.OPTION_REMOVED, K.COMMAND_REMOVED}
    assert [fact.after for fact in facts_between(path, rest, source) if fact.kind in kinds] == names
    assert [fact.before for fact in facts_between(path, source, rest) if fact.kind in kinds] == names


@pytest.mark.parametrize(
    ("path", "source", "before", "after", "trait", "values"),
    [
        ("a.py", ARGPARSE, "default=10", "default=20", "default", ("10", "20")),
        ("a.py", ARGPARSE, "default=10", "required=True", "required", (None, "True")),
        ("a.py", ARGPARSE, '["1", "10"]', '["1"]', "choices", ('["1", "10"]', '["1"]')),
        ("a.py", CLICK, '["low", "high"]', '["low"]', "choices", ('["low", "high"]', '["low"]')),
        ("a.py", TYPER, "] = False", "] = True", "default", ("False", "True")),
        ("a.py", TYPER, "Option(3,", "Option(4,", "default", ("3", "4")),
        ("a.go", COBRA, '"localhost"', '"0.0.0.0"', "default", ('"localhost"', '"0.0.0.0"')),
        ("a.go", COBRA, "80,", "8080,", "default", ("80", "8080")),
        ("a.rs", BUILDER, '"auto"', '"never"', "default", ('"auto"', '"never"')),
        ("a.rs", DERIVED, "= 4", "= 8", "default", ("4", "8")),
        ("a.ts", COMMANDER, "'80'", "'8080'", "default", ("'80'", "'8080'")),
        ("a.js", YARGS, "default: 'fast'", "default: 'slow'", "default", ("'fast'", "'slow'")),
    ],
)
def test_what_an_option_promises_is_compared(
    path: str, source: str, before: str, after: str, trait: str, values: tuple[str | None, str]
) -> None:
    assert before in source
    changed = [f for f in facts_between(path, source, source.replace(before, after)) if f.kind is K.OPTION_CHANGED]
    assert (trait, *values) in [(fact.where, fact.before, fact.after) for fact in changed]


@pytest.mark.parametrize(
    ("path", "source", "words"),
    [
        ("a.py", ARGPARSE, "How many rows are read."),
        ("a.py", CLICK, "Say more."),
        ("a.py", TYPER, "Change nothing."),
        ("a.go", COBRA, "Address to listen on."),
        ("a.rs", BUILDER, "When to use colors."),
        ("a.rs", DERIVED, "Search hidden files."),
        ("a.ts", COMMANDER, "Port to listen on"),
        ("a.js", YARGS, "How to run"),
    ],
)
def test_a_new_option_has_its_help_text(path: str, source: str, words: str) -> None:
    assert words in [fact.where for fact in facts_between(path, "\n", source) if fact.kind is K.OPTION_ADDED]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'settings.option("--limit")\n'),  # no decorator
        ("a.py", 'parser.add_argument("--secret", help=argparse.SUPPRESS)\n'),
        ("a.py", '@click.option("--secret", hidden=True)\ndef f(): pass\n'),
        ("a.py", "text = \"parser.add_argument('--limit')\"\n"),
        ("a.py", '# parser.add_argument("--limit")\n'),
        ("a.js", "menu.option('mode', { default: 1 });\n"),  # no library of command lines
        ("a.go", 'package a\n\nfunc f() { logger.String("name", "x") }\n'),
        ("a.rs", 'fn f() { ruler.long("edge"); }\n'),
        ("a.rs", 'fn f() { std::process::Command::new("defaults"); }\n'),
        ("a.rs", "// clap::\nstruct A {\n    #[serde(long)]\n    b: u8,\n}\n"),
    ],
)
def test_what_only_looks_like_an_option_is_none(path: str, text: str) -> None:
    assert offered(facts_between(path, "\n", text)) == []


def test_an_option_that_moves_to_another_function_stays() -> None:
    other = CLICK.replace("show_all", "show_more").replace('"show"', '"more"')
    assert offered(facts_between("a.py", CLICK, other)) == [
        (K.COMMAND_REMOVED, "show", None, None),
        (K.COMMAND_ADDED, None, "more", None),
    ]


def test_the_same_option_of_two_commands_is_told_apart() -> None:
    two = CLICK + CLICK.replace("import click\n", "").replace("show_all", "show_few").replace('"show"', '"few"')
    found = offered(facts_between("a.py", two, CLICK))
    assert (K.OPTION_REMOVED, "--level", None, "show_few") in found


def test_a_diff_alone_shows_options_on_its_lines() -> None:
    grown = ARGPARSE + 'parser.add_argument("--quiet", action="store_true")\n'
    assert offered(facts_of_diff("a.py", ARGPARSE, grown)) == [(K.OPTION_ADDED, None, "--quiet", "parser")]


def test_a_reformatted_option_is_the_same() -> None:
    assert edited("a.py", ARGPARSE, '"-l", "--limit", default=10,', '"-l",\n    "--limit",\n    default=10,') == []

import pytest

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.sign import SignKind
from diff_insight.evidence.signs import signs_of
from tests.between import change_between, facts_between

SETTINGS = "from {}\n\n\nclass {}:\n    name: str = 'it'\n{}"
PYDANTIC = ("pydantic_settings import BaseSettings", "Settings(BaseSettings)")
TABLE = "# Settings\n\n| {} | Meaning |\n|---|---|\n| `mode` | how |\n{}"


def of_settings(path: str, old: str, new: str) -> list[tuple[K, str]]:
    kinds = (K.SETTING_ADDED, K.SETTING_REMOVED, K.SETTING_CHANGED)
    return [(f.kind, f.after or f.before or "") for f in facts_between(path, old, new) if f.kind in kinds]


def signs(path: str, old: str, new: str) -> list[SignKind]:
    return [sign.kind for sign in signs_of(change_between(path, old, new), facts_between(path, old, new))]


@pytest.mark.parametrize(
    ("module", "head"),
    [
        PYDANTIC,
        ("pydantic import BaseModel", "ServerConfig(BaseModel)"),
        ("msgspec import Struct", "Options(Struct)"),
    ],
)
def test_the_fields_of_a_settings_class_are_settings(module: str, head: str) -> None:
    name = head.partition("(")[0]
    old, new = SETTINGS.format(module, head, ""), SETTINGS.format(module, head, "    limit: int = 1\n")
    assert of_settings("src/a.py", old, new) == [(K.SETTING_ADDED, f"{name}.limit")]
    assert of_settings("src/a.py", new, old) == [(K.SETTING_REMOVED, f"{name}.limit")]


def test_so_are_those_of_a_dataclass_that_is_called_so() -> None:
    old = "from dataclasses import dataclass\n\n\n@dataclass(frozen=True)\nclass AppConfig:\n    name: str\n"
    assert of_settings("src/a.py", old, old + "    limit: int = 1\n") == [(K.SETTING_ADDED, "AppConfig.limit")]


@pytest.mark.parametrize(
    ("module", "head"),
    [
        ("pydantic import BaseModel", "User(BaseModel)"),
        ("it import Base", "Settings(Base)"),
        ("pydantic_settings import BaseSettings", "_Settings(BaseSettings)"),
    ],
)
def test_the_fields_of_other_classes_are_none(module: str, head: str) -> None:
    old, new = SETTINGS.format(module, head, ""), SETTINGS.format(module, head, "    limit: int = 1\n")
    assert of_settings("src/a.py", old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("    limit: int = 1\n", "", [SignKind.SETTING_REMOVED]),
        ("", "    limit: int\n", [SignKind.SETTING_REQUIRED]),
        ("", "    limit: int = 1\n", []),
        ("    limit: int = 1\n", "    limit: int = 2\n", [SignKind.DEFAULT_CHANGED]),
        ("    limit: int = 1\n", "    limit: int = one()\n", []),
        ("    model_config = {}\n", "", []),
        ("    def url(self): ...\n", "", [SignKind.PUBLIC_NAME_REMOVED]),
    ],
)
def test_settings_that_go_or_are_demanded_break(old: str, new: str, found: list[SignKind]) -> None:
    assert signs("src/a.py", SETTINGS.format(*PYDANTIC, old), SETTINGS.format(*PYDANTIC, new)) == found


@pytest.mark.parametrize("head", ["Setting", "Option", "Configuration key", "Environment variable", "Variable"])
def test_a_row_of_a_table_of_settings_is_a_setting(head: str) -> None:
    old, new = TABLE.format(head, ""), TABLE.format(head, "| `limit` | how much |\n")
    assert of_settings("docs/a.md", old, new) == [(K.SETTING_ADDED, "limit")]
    assert of_settings("docs/a.md", new, old) == [(K.SETTING_REMOVED, "limit")]


@pytest.mark.parametrize(("head", "row"), [("Method", "`limit`"), ("Setting", "the limit"), ("Setting", "`a` or `b`")])
def test_other_rows_are_none(head: str, row: str) -> None:
    assert of_settings("docs/a.md", TABLE.format(head, ""), TABLE.format(head, f"| {row} | how much |\n")) == []


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        (".env.example", "MODE=fast\n{}", "APP_LIMIT"),
        ("config.sample.ini", "[app]\nmode = fast\n{}", "APP_LIMIT"),
        ("config.ini.dist", "[app]\nmode = fast\n{}", "APP_LIMIT"),
    ],
)
def test_the_keys_of_a_sample_are_settings(path: str, text: str, name: str) -> None:
    (found,) = of_settings(path, text.format(""), text.format("APP_LIMIT=3\n"))
    assert found[0] is K.SETTING_ADDED
    assert found[1].endswith(name)
    assert signs(path, text.format("APP_LIMIT=3\n"), text.format("")) == []


def test_the_keys_of_other_settings_files_are_none() -> None:
    assert of_settings("config.ini", "[app]\nmode = fast\n", "[app]\nmode = fast\nlimit = 3\n") == []


@pytest.mark.parametrize(
    ("path", "line", "code"),
    [
        ("src/a.py", "sys.exit(3)", "3"),
        ("src/a.py", "raise SystemExit(4)", "4"),
        ("src/a.js", "process.exit(5);", "5"),
        ("src/a.go", "\tos.Exit(6)", "6"),
        ("src/a.sh", "test -f a || exit 7", "7"),
        ("src/a.sh", "exit 7", "7"),
        ("src/a.py", "sys.exit(1)", None),
        ("src/a.py", "# sys.exit(3)", None),
        ("src/a.py", "sys.exit(code)", None),
        ("tests/test_a.py", "sys.exit(3)", None),
    ],
)
def test_an_exit_code_is_told_where_it_is_a_number(path: str, line: str, code: str | None) -> None:
    found = [f.after for f in facts_between(path, "\n", f"\n{line}\n") if f.kind is K.EXIT_CODE_ADDED]
    assert found == ([code] if code else [])


def test_an_exit_code_that_another_line_keeps_is_not_gone() -> None:
    old = "import sys\nsys.exit(3)\nsys.exit(3)\n"
    assert not [f for f in facts_between("src/a.py", old, "import sys\nsys.exit(3)\n") if f.kind is K.EXIT_CODE_REMOVED]
    assert [f.before for f in facts_between("src/a.py", old, "import sys\n") if f.kind is K.EXIT_CODE_REMOVED] == ["3"]


def message(path: str, old: str, new: str) -> list[Fact]:
    return [fact for fact in facts_between(path, old + "\n", new + "\n") if fact.kind is K.MESSAGE_CHANGED]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("src/a.py", 'raise ValueError("no such file")', 'raise ValueError("there is no file")'),
        ("src/a.js", "throw new Error('no such file')", "throw new TypeError('there is no file')"),
        ("src/a.go", 'return errors.New("no such file")', 'return errors.New("there is no file")'),
    ],
)
def test_a_reworded_error_is_told_with_both_messages(path: str, old: str, new: str) -> None:
    (fact,) = message(path, old, new)
    assert (fact.before, fact.after) == ("no such file", "there is no file")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('raise ValueError("no such file")', 'raise ValueError("no such file!")'),
        ('raise ValueError("file")', 'raise ValueError("path")'),
        ('print("no such file")', 'print("there is no file")'),
        ('# raise ValueError("no such file")', '# raise ValueError("there is no file")'),
    ],
)
def test_other_edits_of_texts_are_no_reworded_errors(old: str, new: str) -> None:
    assert message("src/a.py", old, new) == []


DROP = "SELECT 1;\n{}"


@pytest.mark.parametrize(
    ("path", "statement", "name"),
    [
        ("db/2.sql", "ALTER TABLE users DROP COLUMN name;\n", "users.name"),
        ("db/2.sql", "DROP TABLE users;\n", "users"),
        ("db/2.sql", "-- migrate:down\nDROP TABLE users;\n", None),
        ("db/2.down.sql", "DROP TABLE users;\n", None),
        ("db/schema.sql", "DROP TABLE IF EXISTS users;\nCREATE TABLE users (id int);\n", None),
        ("tests/2.sql", "DROP TABLE users;\n", None),
    ],
)
def test_what_sql_drops_is_a_sign_unless_it_comes_back(path: str, statement: str, name: str | None) -> None:
    old, new = DROP.format(""), DROP.format(statement)
    found = signs_of(change_between(path, old, new), facts_between(path, old, new))
    assert [sign.fact.after for sign in found if sign.fact] == ([name] if name else [])


CLASSIFIERS = '[project]\nclassifiers = [\n  "Programming Language :: Python :: 3.12",\n{}]\n'


def test_the_classifiers_name_what_is_supported_once() -> None:
    old = CLASSIFIERS.format('  "Programming Language :: Python :: 3.9",\n')
    new = CLASSIFIERS.format('  "Programming Language :: Python :: 3.14",\n  "Topic :: Software",\n')
    told = [(f.kind, f.before or f.after) for f in facts_between("pyproject.toml", old, new)]
    assert told == [
        (K.SUPPORT_UNLISTED, "Python 3.9"),
        (K.SUPPORT_LISTED, "Python 3.14"),
        (K.ITEM_ADDED, "Topic :: Software"),
    ]

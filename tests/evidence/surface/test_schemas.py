import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import Versions
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of
from diff_insight.evidence.proof import proved
from diff_insight.evidence.signs import signs_of
from tests.between import change_between, facts_between, facts_of_diff

PROTO = """syntax = "proto3";

package users.v1;

// message Old { string gone = 1; }
message User {
  reserved 4;
  string name = 1;
  repeated string tags = 2;
  map<string, int32> counts = 3;
  message Address { string city = 1; }
  oneof contact {
    string mail = 5;
  }
  Kind kind = 6;
}

enum Kind {
  KIND_UNKNOWN = 0;
  KIND_ADMIN = 1;
}

service Users {
  rpc Get(GetRequest) returns (User);
}
"""
GRAPHQL = """type User {
  name(upper: Boolean = false): String!
  tags: [String]
}

input Filter {
  name: String!
  limit: Int = 10
}

enum Kind { USER ADMIN }
"""
SQL = """CREATE TABLE users (
    id INT PRIMARY KEY,
    name VARCHAR(20) NOT NULL,
    mail TEXT
);

ALTER TABLE users ADD COLUMN age INT;
"""


@pytest.mark.parametrize(
    ("path", "source", "names"),
    [
        (
            "a.proto",
            PROTO,
            "User.name User.tags User.counts User.Address.city User.mail User.kind Kind.KIND_UNKNOWN Kind.KIND_ADMIN "
            "Users.Get",
        ),
        (
            "a.graphql",
            GRAPHQL,
            "User.name User.name(upper) User.tags Filter.name Filter.limit Kind.USER Kind.ADMIN",
        ),
        ("a.sql", SQL, "users.id users.name users.mail users.age"),
    ],
)
def test_fields_come_and_go(path: str, source: str, names: str) -> None:
    rest = "\n" * 3
    assert [f.after for f in facts_between(path, rest, source) if f.kind is K.FIELD_ADDED] == names.split()
    assert [f.before for f in facts_between(path, source, rest) if f.kind is K.FIELD_REMOVED] == names.split()


@pytest.mark.parametrize(
    ("path", "source", "before", "after", "fact", "sign"),
    [
        ("a.proto", PROTO, "name = 1", "name = 7", ("number", "1", "7"), "field changed"),
        ("a.proto", PROTO, "repeated string", "string", ("type", "repeated string", "string"), "field changed"),
        ("a.proto", PROTO, "KIND_ADMIN = 1", "KIND_ADMIN = 2", ("number", "1", "2"), "field changed"),
        (
            "a.proto",
            PROTO,
            "returns (User)",
            "returns (stream User)",
            ("gives", "User", "stream User"),
            "field changed",
        ),
        ("a.proto", PROTO, "  string name = 1;\n", "", None, "field removed"),
        ("a.graphql", GRAPHQL, "tags: [String]", "tags: [Int]", ("type", "[String]", "[Int]"), "field changed"),
        ("a.graphql", GRAPHQL, "limit: Int = 10", "limit: Int = 20", ("default", "10", "20"), None),
        ("a.graphql", GRAPHQL, "ADMIN }", "}", None, "field removed"),
        ("a.graphql", GRAPHQL, "  limit: Int = 10", "  limit: Int = 10\n  page: Int!", None, "field required"),
        ("a.graphql", GRAPHQL, "  limit: Int = 10", "  limit: Int = 10\n  page: Int", None, None),
        ("a.sql", SQL, "VARCHAR(20)", "VARCHAR(10)", ("type", "VARCHAR(20)", "VARCHAR(10)"), "field changed"),
        ("a.sql", SQL, "mail TEXT", "mail TEXT NOT NULL", ("required", None, "NOT NULL"), "field required"),
        ("a.sql", SQL, "    mail TEXT\n", "    mail TEXT,\n    zip TEXT NOT NULL\n", None, "field required"),
    ],
)
def test_what_programs_rely_on_is_compared(
    path: str, source: str, before: str, after: str, fact: tuple[str, str | None, str] | None, sign: str | None
) -> None:
    assert before in source
    new = source.replace(before, after)
    found = facts_between(path, source, new)
    changed = [(each.where, each.before, each.after) for each in found if each.kind is K.FIELD_CHANGED]
    assert fact is None or fact in changed
    signs = signs_of(change_between(path, source, new), found)
    assert {each.kind.value for each in signs} == ({sign} if sign else set())


@pytest.mark.parametrize(("path", "found"), [("docs/a.sql", []), ("docs/a.proto", ["field removed"])])
def test_a_schema_may_be_a_document_but_sql_is_run(path: str, found: list[str]) -> None:
    source, gone = (PROTO, "  string name = 1;\n") if path.endswith(".proto") else (SQL, "    mail TEXT\n")
    new = source.replace(gone, "")
    signs = signs_of(change_between(path, source, new), facts_between(path, source, new))
    assert [each.kind.value for each in signs] == found


def test_a_new_type_may_demand_what_it_likes() -> None:
    new = GRAPHQL + "\ninput Page {\n  size: Int!\n}\n"
    assert not signs_of(change_between("a.graphql", GRAPHQL, new), facts_between("a.graphql", GRAPHQL, new))


def test_a_field_that_moves_within_its_message_stays() -> None:
    moved = PROTO.replace("  string name = 1;\n", "").replace(
        "  Kind kind = 6;\n", "  Kind kind = 6;\n  string name = 1;\n"
    )
    assert not [fact for fact in facts_between("a.proto", PROTO, moved) if fact.kind.startswith("field")]


def test_a_diff_alone_shows_fields_on_its_lines() -> None:
    short = "message User {\n  string name = 1;\n}\n"
    found = facts_of_diff("a.proto", short, short.replace("1;\n", "1;\n  string note = 7;\n"))
    assert [fact.after for fact in found if fact.kind is K.FIELD_ADDED] == ["User.note"]


def test_a_schema_that_is_not_valid_is_told_by_its_lines() -> None:
    found = facts_between("a.graphql", "type A { b: Int }\n", "type A { b: Int\n")
    assert found
    assert not [fact for fact in found if fact.kind.startswith("field")]


@given(
    st.sampled_from((".proto", ".graphql", ".sql")),
    st.text(alphabet='{}()=;:,!" \nabmessage1CREATE TABLE', max_size=80),
)
def test_any_text_is_read_and_every_field_stands_where_its_fact_says(suffix: str, text: str) -> None:
    if text.strip():
        sides = sides_of(change_between(f"a{suffix}", "x\n", text), Versions("x\n", text))
        facts = facts_of(sides)
        assert proved(facts, sides).facts == facts


def test_a_statement_of_protocol_buffers_may_take_several_lines() -> None:
    old = "service Files {\n  rpc Read(\n      Name\n  ) returns (\n      File);\n}\n"
    old += "message A {\n  string\n    b = 1;\n}\n"
    found = facts_between("a.proto", old, old.replace("      File", "      Other"))
    assert [(f.subject, f.where, f.before, f.after, f.new_line) for f in found if f.kind.startswith("field")] == [
        ("Files.Read", "gives", "File", "Other", 2)
    ]
    found = facts_between("a.proto", old, old.replace("b = 1", "b = 2"))
    assert [(f.subject, f.before, f.after, f.new_line) for f in found if f.kind.startswith("field")] == [
        ("A.b", "1", "2", 9)
    ]

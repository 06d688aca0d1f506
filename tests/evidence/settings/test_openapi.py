from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.signs import signs_of
from tests.between import change_between, facts_between

YAML = """openapi: 3.0.0
paths:
  /users:
    get:
      summary: all of them
    post:
      summary: another
  /old/{id}:
    get:
      parameters: []
components:
  schemas:
    User:
      properties:
        name:
          type: string
        mail:
          type: string
"""
JSON = '{\n  "swagger": "2.0",\n  "paths": {\n    "/users": {\n      "get": {}\n    }\n  }\n}\n'


def test_paths_and_operations_are_routes_and_properties_are_fields() -> None:
    new = YAML.replace("    post:", "    delete:").replace("/old/{id}", "/new/{id}")
    new = new.replace("        mail:\n          type: string\n", "        zip:\n          type: integer\n")
    found = facts_between("api.yaml", YAML, new)
    assert {(fact.kind, fact.before or fact.after) for fact in found if fact.public} == {
        (K.ROUTE_REMOVED, "POST /users"),
        (K.ROUTE_REMOVED, "/old/{id}"),
        (K.FIELD_REMOVED, "User.mail"),
        (K.ROUTE_ADDED, "DELETE /users"),
        (K.ROUTE_ADDED, "/new/{id}"),
        (K.FIELD_ADDED, "User.zip"),
    }


def test_another_type_of_a_field_is_a_sign() -> None:
    new = YAML.replace("name:\n          type: string", "name:\n          type: integer")
    (sign,) = signs_of(change_between("api.yaml", YAML, new), facts_between("api.yaml", YAML, new))
    assert sign.fact
    assert (sign.fact.subject, sign.fact.before, sign.fact.after) == ("User.name", "string", "integer")


def test_json_is_read_as_well() -> None:
    found = facts_between("api.json", JSON, JSON.replace('"get": {}', '"get": {},\n      "put": {}'))
    assert [(fact.kind, fact.after) for fact in found] == [(K.ROUTE_ADDED, "PUT /users")]


def test_the_same_keys_elsewhere_are_keys() -> None:
    other = YAML.replace("openapi: 3.0.0\n", "site: it\n")
    found = facts_between("site.yaml", other, other.replace("    post:", "    delete:"))
    assert {fact.kind for fact in found} == {K.KEY_REMOVED, K.KEY_ADDED}

import pytest

from diff_insight.insight.checks.name_kinds import are_what_they_are_called

CODE = 'def read_all(path):\n    return open(path)\n\nlimits = {"depth": 3}\n'
WORKFLOW = "jobs:\n  publish:\n    steps:\n      - name: build & deploy\n        run: make deploy\n"
TESTS = "const createrun = () => {};\n\ntest('enqueue keeps the order', t => {\n\tqueue.enqueue(createrun());\n});\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("The function `read_all` is added.", CODE),
        ("The `read_all()` function now opens the file.", CODE),
        ("A key `depth` is added.", CODE),
        ("The job `publish` runs the step `Build & Deploy`.", WORKFLOW),
        ("Add a test for the `enqueue` method", TESTS),
        ("関数 `read_all` が追加されました。", CODE),
        ("新增了键 `depth`。", CODE),
        ("The name `anything` is added.", CODE),
    ],
)
def test_a_name_may_be_called_what_it_is(text: str, lines: str) -> None:
    assert are_what_they_are_called(text, lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A new key `re.Pattern` is added.", "- added ``re.pattern`` to the allowed types\n"),
        ("The steps `make` and `publish` are there; the step `make` is new.", WORKFLOW),
        ("The function `depth` is added.", "see depth in the guide\n"),
        ("A test for the `Pattern` function", "func testpattern(t *t) {\n\tif r.pattern != want {\n"),
        ("A test for the `createRun` function is added.", TESTS),
        ("The tests of the `reader` function were updated.", "@@ -3 +3 @@ def reader(data):\nreader(b'x')\n"),
        ("`createRun` のテストが追加されました。", TESTS),
        ("新增了键 `anything`。", CODE),
    ],
)
def test_a_name_may_not_be_called_what_it_is_not(text: str, lines: str) -> None:
    assert not are_what_they_are_called(text, lines)

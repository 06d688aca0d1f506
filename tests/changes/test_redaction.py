from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Source, Status
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.patch.unified import read_hunks, read_unified
from diff_insight.changes.redaction import redacted
from diff_insight.changes.secrets import Secrets
from tests.program import Run
from tests.repository import Repository, change_of

# In two halves, so that nobody's scanner takes this file for a leak.
KEY = "MIIEpAIBAAKCAQEA04up8hoqzS1+APIB0RhjXyObwHQnOzhAk5Bd7mhkSbPkyhP1"
SECRETS = {
    "aws": ("AWS_ACCESS_KEY_ID=", "AKIAQ3EG" + "RZKJ7EXAMPL2", ""),
    "aws secret": ('aws_secret_access_key = "', "wJalrXUtnFEMI/" + "K7MDENG/bPxRfiCYzzPLEKEY12", '"'),
    "github": ("token: ", "ghp_16C7e42F292c6912" + "E7710c838347Ae178B4a", ""),
    "slack": ("slack: ", "xoxb-123456789012-1234567890123-" + "AbCdEfGhIjKlMnOpQrStUvWx", ""),
    "password": ('password = "', "hunter2-" + "Sup3rS3cret!", '"'),
    "basic auth": ("url = postgres://admin:", "s3cr3t" + "Passw0rd", "@db.example.com/prod"),
    "unquoted": ("DB_PASSWORD=", "Sup3rS3" + "cretPw1", ""),
    "in words": ("The author says: password: ", "Unq0t" + "ed9Pw", ""),
    "npm": ("//registry.npmjs.org/:_authToken=", "npm_" + "1234567890abcdefghijklmnopqrstuvwxyz", ""),
    "random": ('salt = "', "2f1d8e7a9c4b" + "60d35f8e1a7c9b4d2e60", '"'),
}


def patch(*lines: str) -> tuple[FileChange, ...]:
    body = "".join(f"+{line}\n" for line in lines)
    return read_unified(f"--- a/s.env\n+++ b/s.env\n@@ -0,0 +1,{len(lines)} @@\n{body}".encode(), "it").files


@pytest.mark.parametrize(("before", "secret", "after"), SECRETS.values(), ids=SECRETS)
def test_a_secret_is_masked_whole_and_its_surroundings_stay(before: str, secret: str, after: str) -> None:
    for sign in " +-":
        counts = {" ": "1,2 +1", "+": "1 +1", "-": "1,2 +0,0"}[sign]
        text = f"--- a/s.env\n+++ b/s.env\n@@ -{counts} @@\n{sign}{before}{secret}{after}\n-x\n"
        (file,) = redacted(ChangeSet(Source("x"), read_unified(text.encode(), "it").files)).files
        assert file.diff == f"@@ -{counts} @@\n{sign}{before}REDACTED_1{after}\n-x\n"


def test_in_programs_and_prose_a_word_without_quotes_is_no_secret() -> None:
    text = "--- a/s.py\n+++ b/s.py\n@@ -1 +1 @@\n-password = settings_of_user\n+token = other_of_them\n"
    changes = ChangeSet(Source("x"), read_unified(text.encode(), "it").files)
    assert redacted(changes).files == changes.files


def test_names_of_refs_and_authors_are_masked_and_so_is_the_link() -> None:
    secret = SECRETS["github"][1]
    source = Source("x", base="main", head=f"topic-{secret}", permalink=f"https://h/c/{secret}")
    commit = Commit("1", "s", "", f"Eve {secret}", None, frozenset())
    masked = redacted(ChangeSet(source, patch(f"t: {secret}"), (commit,)))
    assert masked.source == replace(source, head="topic-REDACTED_1", permalink="https://h/c/REDACTED_1")
    assert masked.commits[0].author == "Eve REDACTED_1"


def test_that_nothing_was_found_is_said() -> None:
    (notice,) = redacted(ChangeSet(Source("x"), patch("a line"))).notices
    assert (notice.kind, notice.count) == (NoticeKind.SECRETS_MASKED, 0)


def test_every_line_of_a_private_key_is_masked() -> None:
    lines = ("-----BEGIN RSA PRIVATE " + "KEY-----", KEY, KEY[::-1], "-----END RSA PRIVATE " + "KEY-----", "after it")
    (file,) = redacted(ChangeSet(Source("x"), patch(*lines))).files
    assert KEY not in file.diff
    assert KEY[::-1] not in file.diff
    assert "+after it\n" in file.diff


def test_one_secret_has_one_number_everywhere_and_a_notice_counts_them() -> None:
    secret, other = SECRETS["github"][1], SECRETS["slack"][1]
    commit = Commit("1", f"use {secret}", f"not {other} any more", "Ada", None, frozenset())
    masked = redacted(ChangeSet(Source("x"), patch(f"a: {secret}", f"b: {other}", f"c: {secret}"), (commit,)))
    assert [line.text for line in masked.files[0].hunks[0].lines] == ["a: REDACTED_1", "b: REDACTED_2", "c: REDACTED_1"]
    assert (masked.commits[0].subject, masked.commits[0].body) == ("use REDACTED_1", "not REDACTED_2 any more")
    assert [(notice.kind, notice.count) for notice in masked.notices] == [(NoticeKind.SECRETS_MASKED, 2)]


def test_a_comment_in_the_text_cannot_keep_a_secret_from_being_masked() -> None:
    (file,) = redacted(ChangeSet(Source("x"), patch(f"t: {SECRETS['github'][1]}  # pragma: allowlist secret"))).files
    assert SECRETS["github"][1] not in file.diff


def test_a_short_secret_is_masked_in_its_line_and_stays_a_word_elsewhere() -> None:
    (file,) = redacted(ChangeSet(Source("x"), patch('password = "tiger1"', "the tiger1 model"))).files
    assert [line.text for line in file.hunks[0].lines] == ['password = "REDACTED_1"', "the tiger1 model"]


@pytest.mark.parametrize(
    "line",
    [
        "password = os.environ['PASSWORD']", "the password of a user is checked", "token = self.next_token()",
        "password: ${PASSWORD}", "def secret_sharing(parts): ...", "id: 123e4567-e89b-12d3-a456-426614174000",
        "The limit is 400 tokens, see docs/limits.md#tokens.", 'secret = get_secret("name")',
    ],
)  # fmt: skip
def test_what_only_speaks_of_secrets_stays(line: str) -> None:
    changes = ChangeSet(Source("x"), patch(line))
    assert redacted(changes).files == changes.files


def test_whole_files_are_masked_and_still_fit_their_hunks(repository: Repository) -> None:
    key = f"-----BEGIN RSA PRIVATE {'KEY'}-----\n" + f"{KEY}\n" * 12
    repository.commit("base", {"key.pem": key + "end\n", "a.py": "x = 1\n"})
    repository.commit("head", {"key.pem": key + "END\n", "a.py": f'x = 2\npassword = "{SECRETS["password"][1]}"\n'})
    masked = redacted(change_of(repository.folder, "HEAD^!"))
    assert all(KEY not in file.diff for file in masked.files)  # though no hunk holds where the key begins
    assert masked.trees
    versions = list(masked.trees.versions(masked.files))
    assert [version.new for version in versions] == [
        'x = 2\npassword = "REDACTED_1"\n', key.replace(KEY, "REDACTED_2") + "END\n",
    ]  # fmt: skip


def test_no_output_and_no_cache_holds_a_secret(
    run_model: Run, repository: Repository, tmp_path: Path, cache: Path
) -> None:
    lines = "".join(f"{before}{secret}{after}\n" for before, secret, after in SECRETS.values())
    repository.commit("base", {"s.env": "a\n", "docs/a.md": "# Login\n\nUse the token.\n"})
    repository.commit(
        f"feat: use {SECRETS['github'][1]}",
        {"s.env": lines, "docs/a.md": f"# Login\n\nUse `{SECRETS['slack'][1]}` as the token.\n"},
    )
    folder = tmp_path / "out"
    done = run_model(
        "report", "HEAD^!", "--redact", "--format", "md,html,json", "-o", folder / "r.md", "--contributors",
        folder=repository.folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    written = [file for place in (folder, cache / "diff-insight") for file in place.rglob("*") if file.is_file()]
    assert {file.suffix for file in written} >= {".md", ".html", ".json"}
    for file in written:
        content = file.read_bytes() if file.suffix != ".gguf" else b""
        assert not [name for name, (_, secret, _) in SECRETS.items() if secret.encode() in content], file
    assert b"10 secrets were found and masked" in done.stderr
    assert b"REDACTED_1" in (folder / "r.json").read_bytes()


def test_a_redacted_report_is_reproduced(run_model: Run, repository: Repository) -> None:
    repository.commit("base", {"s.env": "a\n"})
    repository.commit("head", {"s.env": f"token: {SECRETS['github'][1]}\n"})
    run_model(
        "report", "HEAD^!", "--redact", "--no-model", "--format", "json", "-o", "r.json", folder=repository.folder
    )
    again = run_model("reproduce", "r.json", folder=repository.folder)
    assert again.returncode == 0, again.stdout


@settings(max_examples=50)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n")), min_size=1, max_size=5))
def test_any_text_keeps_its_lines(lines: list[str]) -> None:
    secrets, text = Secrets(), "\n".join(lines)
    secrets.learn([text], ".py")
    assert secrets.masked(text).count("\n") == text.count("\n")
    diff = f"@@ -0,0 +1,{len(lines)} @@\n" + "".join(f"+{line}\n" for line in lines)
    for hunk in read_hunks(diff, "x"):
        file = FileChange("a.py", Status.ADDED, hunks=(hunk,), additions=len(lines))
        (masked,) = redacted(ChangeSet(Source("x"), (file,))).files
        assert [line.kind for line in masked.hunks[0].lines] == ["+"] * len(lines)

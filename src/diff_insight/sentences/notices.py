"""The wording of notices: what was left out, cut or degraded."""

from diff_insight.changes.notice import Notice, NoticeKind
from diff_insight.sentences.code_spans import plain
from diff_insight.sentences.names import quoted
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked_n

_NAMED = 6  # maximum names listed in a notice

_MESSAGES = {
    NoticeKind.COMPARE_FILES_TRUNCATED: marked_n(
        "GitHub lists {count} file at most in one comparison; there may be more that are not in this report.",
        "GitHub lists {count} files at most in one comparison; there may be more that are not in this report.",
    ),
    NoticeKind.COMPARE_COMMITS_TRUNCATED: marked_n(
        "The comparison lists {count} of {total} commits; the others are not in this report.",
        "The comparison lists {count} of {total} commits; the others are not in this report.",
    ),
    NoticeKind.COMPARE_DIFF_MISSING: marked_n(
        "The comparison leaves out the diff of {count} file; only its counts are known.",
        "The comparison leaves out the diffs of {count} files; only their counts are known.",
    ),
    NoticeKind.COMPARE_CONTENT_UNKNOWN: marked_n(
        "The comparison does not tell what changed in {count} file, which may be binary: {names}.",
        "The comparison does not tell what changed in {count} files, which may be binary: {names}.",
    ),
    NoticeKind.SERIES_MERGED: marked_n(
        "{count} file is changed by several patches of the series; what came of them together is told.",
        "{count} files are changed by several patches of the series; what came of them together is told.",
    ),
    NoticeKind.SERIES_CANCELLED: marked_n(
        "The series takes back what it changed in {count} file, which is not in this report: {names}.",
        "The series takes back what it changed in {count} files, which are not in this report: {names}.",
    ),
    NoticeKind.SERIES_NOT_APPLIED: marked_n(
        "The patches of {count} file do not follow upon one another, so its lines are those of each patch: {names}.",
        "The patches of {count} files do not follow upon one another, so their lines are those of each patch: {names}.",
    ),
    NoticeKind.SECTIONS_UNREAD: marked_n(
        "{count} section is not in a form that this tool reads, or does not show what changed: {names}.",
        "{count} sections are not in a form that this tool reads, or do not show what changed: {names}.",
    ),
    NoticeKind.COLOURS_REMOVED: marked_n(
        "The diff was coloured; {count} colour code was taken out of it.",
        "The diff was coloured; {count} colour codes were taken out of it.",
    ),
    NoticeKind.INPUT_DECODED: marked_n(
        "The diff was written in {encoding} and was decoded.", "The diffs were written in {encoding} and were decoded."
    ),
    NoticeKind.QUOTATION_REMOVED: marked_n(
        "The diff was quoted in a mail; the signs of quotation were taken off {count} line.",
        "The diff was quoted in a mail; the signs of quotation were taken off {count} lines.",
    ),
    NoticeKind.ENCODINGS_GUESSED: marked_n(
        "The encoding of {count} file that is not UTF-8 is a guess: {names}.",
        "The encodings of {count} files that are not UTF-8 are guesses: {names}.",
    ),
    NoticeKind.SPECIAL_FILES: marked_n(
        "{count} entry of the releases is no file and no link, and is not compared: {names}.",
        "{count} entries of the releases are no files and no links, and are not compared: {names}.",
    ),
    NoticeKind.IGNORED_FILES: marked_n(
        "{count} file that the new release's .gitignore names is not compared: {names}.",
        "{count} files that the new release's .gitignore names are not compared: {names}.",
    ),
    NoticeKind.NAMES_UNREAD: marked_n(
        "The names in {count} source file are not read, since no reader knows its language: {names}.",
        "The names in {count} source files are not read, since no reader knows their languages: {names}.",
    ),
    NoticeKind.NAMES_AMBIGUOUS: marked_n(
        "{names} is the name of several refs; the one that git takes was compared.",
        "{names} are the names of several refs each; the ones that git takes were compared.",
    ),
    NoticeKind.LOCAL_ATTRIBUTES: marked_n(
        "This clone has attributes of its own in `info/attributes`; another clone may give another report.",
        "These clones have attributes of their own in `info/attributes`; others may give other reports.",
    ),
    NoticeKind.FACTS_UNPROVED: marked_n(
        "{count} fact did not stand where it was said to stand, and was left out.",
        "{count} facts did not stand where they were said to stand, and were left out.",
    ),
    NoticeKind.UNTRACKED_FILES: marked_n(
        "{count} untracked file or folder is not in this report; `git add --intent-to-add` brings it in.",
        "{count} untracked files or folders are not in this report; `git add --intent-to-add` brings them in.",
    ),
    NoticeKind.FILTERS_NOT_RUN: marked_n(
        "The repository configures {count} filter, which is never run; files are compared as they lie on disk.",
        "The repository configures {count} filters, which are never run; files are compared as they lie on disk.",
    ),
    NoticeKind.RENAMES_NOT_SEARCHED: marked_n(
        "There are more than {count} file on a side, so git did not look for renames with edits.",
        "There are more than {count} files on a side, so git did not look for renames with edits.",
    ),
    NoticeKind.SECRETS_MASKED: marked_n(
        "{count} secret was found and masked; others may have been missed, and the diff no longer applies.",
        "{count} secrets were found and masked; others may have been missed, and the diff no longer applies.",
    ),
    NoticeKind.COMMITS_TRUNCATED: marked_n(
        "The range has more than {count} commit; the newest was read.",
        "The range has more than {count} commits; the newest were read.",
    ),
    NoticeKind.COMMITS_LEFT_BEHIND: marked_n(
        "{count} change of the old version is not in the new one: {names}.",
        "{count} changes of the old version are not in the new one: {names}.",
    ),
    NoticeKind.COMMITS_UNREAD: marked_n(
        "The own diff of {count} commit was not read, so some facts may not be told with the change that made them.",
        "The own diffs of {count} commits were not read, so some facts may not be told with the change that made them.",
    ),
    NoticeKind.TREE_NOT_SEARCHED: marked_n(
        "The tree could not be searched, so links and wordings left behind were looked for in the diff only.",
        "The trees could not be searched, so links and wordings left behind were looked for in the diffs only.",
    ),
    NoticeKind.FILES_TOO_DEEP: marked_n(
        "{count} file is nested too deeply to be read as code or settings; only its lines were compared: {names}.",
        "{count} files are nested too deeply to be read as code or settings; only their lines were compared: {names}.",
    ),
    NoticeKind.LINES_UNREAD: marked_n(
        "{count} file changes more than {limit} lines, of which the first were read for facts.",
        "{count} files change more than {limit} lines each, of which the first were read for facts.",
    ),
    NoticeKind.UNCERTAIN_TYPES: marked_n(
        "The type of {count} file is not certain, and is marked.",
        "The types of {count} files are not certain, and are marked.",
    ),
    NoticeKind.ANSWERS_CUT: marked_n(
        "The model's answer about {count} file ran out of room and was ended early.",
        "The model's answers about {count} files ran out of room and were ended early.",
    ),
    NoticeKind.ANSWERS_FAILED: marked_n(
        "llama.cpp failed over {count} file, which is described from facts.",
        "llama.cpp failed over {count} files, which are described from facts.",
    ),
    NoticeKind.NOT_ASKED: marked_n(
        "The run was stopped before the model answered about {count} file, which is described from facts.",
        "The run was stopped before the model answered about {count} files, which are described from facts.",
    ),
    NoticeKind.MODEL_UNFIT: marked_n(
        "By what was measured of the model {names}, it cannot write in this language, and was not asked.",
        "By what was measured of the models {names}, they cannot write in this language, and were not asked.",
    ),
    NoticeKind.TOPICS_FAILED: marked_n(
        "llama.cpp failed over {count} question about topics, which rules decided instead.",
        "llama.cpp failed over {count} questions about topics, which rules decided instead.",
    ),
    NoticeKind.TOPICS_NOT_ASKED: marked_n(
        "The run was stopped before the model answered {count} question about topics, which rules decided instead.",
        "The run was stopped before the model answered {count} questions about topics, which rules decided instead.",
    ),
    NoticeKind.TYPES_BY_EVIDENCE: marked_n(
        "The type of {count} file was decided by evidence: this model was not trained to choose it.",
        "The types of {count} files were decided by evidence: this model was not trained to choose them.",
    ),
    NoticeKind.TYPES_REPLACED: marked_n(
        "The model took {count} removed file for something new; its type was set by what happened to it.",
        "The model took {count} removed files for something new; their types were set by what happened to them.",
    ),
    NoticeKind.TITLES_REPLACED: marked_n(
        "{count} title of the model did not fit the change and was replaced by one made from facts.",
        "{count} titles of the model did not fit the change and were replaced by ones made from facts.",
    ),
    NoticeKind.SENTENCES_DROPPED: marked_n(
        "{count} sentence of the model did not pass the check, and was dropped.",
        "{count} sentences of the model did not pass the check, and were dropped.",
    ),
}


_OF_WORDS = frozenset({NoticeKind.COMMITS_LEFT_BEHIND})
"""Notices whose names are authors' words."""


def notice_sentence(wording: Wording, notice: Notice) -> str:
    """The notice as a sentence in the form of `prose`."""
    values: dict[str, object] = {name: value for name, value in notice.values.items() if name != "count"}
    if notice.names:
        form = _in_quotation_marks if notice.kind in _OF_WORDS else _as_code
        values["names"] = wording.join([form(wording, name) for name in notice.names], most=_NAMED)
    return wording.say_n(*_MESSAGES[notice.kind], notice.count, **values)


def _in_quotation_marks(wording: Wording, words: str) -> str:
    return wording.say("“{words}”", words=plain(words))


def _as_code(_wording: Wording, name: str) -> str:
    return quoted(name)

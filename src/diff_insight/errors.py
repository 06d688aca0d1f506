"""The errors a user can act on; each kind ends the command with its own exit code."""

from typing import ClassVar


class DiffInsightError(Exception):
    """An error the user can fix: its one-sentence message says what is wrong, where, and what to do about it."""

    exit_code: ClassVar[int] = 1


class UsageError(DiffInsightError):
    """The command line contradicts itself or asks for something that does not exist."""

    exit_code = 2


class NotARepositoryError(DiffInsightError):
    """The folder is not in a git repository, or git refuses to read it."""

    exit_code = 4


class UnknownRevisionError(DiffInsightError):
    """A name does not resolve to a commit or tree of the repository."""

    exit_code = 5


class MissingHistoryError(DiffInsightError):
    """The clone is shallow or partial and lacks an object that the range needs."""

    exit_code = 6


class EmptyChangeError(DiffInsightError):
    """Nothing differs, or nothing is left after --path and --exclude."""

    exit_code = 7


class UnreadableChangeError(DiffInsightError):
    """The input is neither a unified diff nor a response of GitHub's compare endpoint, or it is damaged."""

    exit_code = 8


class ModelError(DiffInsightError):
    """The model file is missing, damaged or unsuitable, or llama.cpp could not run it."""

    exit_code = 9


class OutputError(DiffInsightError):
    """A report could not be written."""

    exit_code = 10


class SettingsFileError(DiffInsightError):
    """A file of categories, labels or prompts is missing or invalid."""

    exit_code = 11


class BundleError(DiffInsightError):
    """A bundle cannot be built: something cannot be fetched, compiled or written."""

    exit_code = 16


class SiteError(DiffInsightError):
    """A site cannot be built or served: there are no reports, one is damaged, or its folder holds something else."""

    exit_code = 17


class FetchError(DiffInsightError):
    """Something the user asked to fetch, or a cluster to run on, cannot be reached."""

    exit_code = 18


class TooLargeError(DiffInsightError):
    """A diff exceeds the size limit, or does not fit into memory."""

    exit_code = 19


class NetworkError(DiffInsightError):
    """Something tried to open a socket."""


class ReproductionError(DiffInsightError):
    """A report cannot be reproduced: it is not a report, was interrupted, or one of its inputs is missing."""

    exit_code = 14


class CacheError(DiffInsightError):
    """The cache of answers cannot be read or written."""

    exit_code = 13


class DatasetError(DiffInsightError):
    """A file of labelled changes is missing or malformed, or a repository yields none."""

    exit_code = 12

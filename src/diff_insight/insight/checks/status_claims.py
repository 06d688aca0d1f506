"""Checks that a sentence does not call a file new or gone that is neither."""

import re

from diff_insight.changes.changeset import Status

_THING = r"(?:page|file|document|article|module|tutorial|guide)s?"
# At the beginning of a clause: the link to the page may be gone, and the page still there.
_AS_SUBJECT = rf"(?:^|[,;]\s|\band\s)the (?:whole |entire )?{_THING} (?:is|are|was|were|has been|have been)"
_CREATED = re.compile(
    rf"\b(?:a|an|the|\d+) new {_THING}\b|\bnew {_THING} (?:is|are|was|were|has|have)\b"
    rf"|{_AS_SUBJECT} (?:added|created)\b"
    r"|(?:ページ|ファイル|文書|記事|ドキュメント)(?:が|を)(?:新しく)?(?:作成|追加|加わ)"
    r"|(?:新增|新建|创建|添加)了?(?:一个)?(?:新的?)?(?:关于[^，。、`]{1,16}的)?(?:页面|文件|文档)|新的?(?:页面|文件|文档)(?:已|被)",
    re.IGNORECASE,
)
_REMOVED = re.compile(
    rf"{_AS_SUBJECT} (?:removed|deleted)\b"
    rf"|\b(?:removes?|removed|deletes?|deleted) the (?:whole |entire )?{_THING}\b"
    r"|(?:ページ|ファイル|文書|記事|ドキュメント)(?:が|を)削除|(?:删除|移除)了?(?:该|此|整个)?(?:页面|文件|文档)"
    r"|(?:页面|文件|文档)(?:已|被|已被)(?:删除|移除)",
    re.IGNORECASE,
)


def misstates_status(sentence: str, status: Status) -> bool:
    """Whether a sentence tells of a new or a removed file although the file is not.

    Args:
        sentence: in any of the languages of reports.
        status: what happened to the file.
    """
    if _CREATED.search(sentence) and status not in (Status.ADDED, Status.COPIED):
        return True
    return bool(_REMOVED.search(sentence)) and status is not Status.REMOVED

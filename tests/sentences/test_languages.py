from diff_insight.sentences.languages import LANGUAGES


def test_languages_are_told_by_their_scripts() -> None:
    assert LANGUAGES["ja"].can_be("リンクの修正")
    assert not LANGUAGES["ja"].can_be("Fix the link")
    assert LANGUAGES["zh"].can_be("更新链接")
    assert not LANGUAGES["zh"].can_be("リンクの更新")
    assert not LANGUAGES["en"].can_be("リンクの更新")

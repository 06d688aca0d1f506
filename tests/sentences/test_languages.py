from diff_insight.sentences.languages import LANGUAGES


def test_languages_are_told_by_their_scripts() -> None:
    assert LANGUAGES["ja"].can_be("リンクの修正")
    assert not LANGUAGES["ja"].can_be("Fix the link")
    assert LANGUAGES["zh"].can_be("更新链接")
    assert not LANGUAGES["zh"].can_be("リンクの更新")
    assert not LANGUAGES["en"].can_be("リンクの更新")


def test_names_and_quotes_may_be_in_any_script() -> None:
    assert LANGUAGES["en"].can_be("The heading `リンクの更新` is new.")
    assert LANGUAGES["zh"].can_be("页面“リンク”已删除")
    assert LANGUAGES["ja"].can_be("`setup.md` のリンクを更新")
    assert not LANGUAGES["ja"].can_be("Update `setup.md`")


def test_a_title_without_kana_is_japanese_if_japan_writes_its_characters() -> None:
    assert LANGUAGES["ja"].can_be("設定変更")
    assert not LANGUAGES["ja"].can_be("设置已更改")

"""The words by which sentences of reports claim something, in English, Japanese and Chinese."""

import re
from dataclasses import dataclass

from diff_insight.insight.checks.grounding import stem_of

COMES = re.compile(
    r"\b(?:add(?:s|ed|ing)?|introduc\w+|creat\w+|new|now|includ\w+|insert\w*|append\w*|gain\w*|support\w*|allow\w*)\b"
    r"|(?<!更)新|追加|導入|加わ|作成|含ま|添加|增加|加入|引入|创建|包含|包括|支持|対応",
    re.IGNORECASE,
)
"""Words of what a change brings."""

GOES = re.compile(
    r"\b(?:remov\w+|delet\w+|drop(?:s|ped)?|no longer|gone|eliminat\w+|without)\b"
    r"|削除|廃止|なくな|删除|移除|去掉|不再",
    re.IGNORECASE,
)
"""Words of what it takes away."""

REPLACES = re.compile(
    r"\b(?:instead of|rather than|replac\w+|renam\w+|from|switch\w*|migrat\w+)\b"
    r"|から|に変|へ変|代わり|置き換|[改变換换]为|改成|变成|更[改新][为到]|替换|修改为|代替|从|由",
    re.IGNORECASE,
)
"""Words of what takes the place of something else."""

CHANGES = re.compile(
    r"\b(?:updat|chang|modif|edit|replac|renam|bump|rais|lower|becom)\w*|\b(?:goes|went)\b|更新|変更|変わ|置き換え|更改|修改|改为|替换",
    re.IGNORECASE,
)
"""Words of what is there before and after."""

CLAIMS = re.compile("|".join(words.pattern for words in (COMES, GOES, REPLACES, CHANGES)), re.IGNORECASE)
"""Any of them."""

BECOMES = re.compile(
    r"\b(?:chang|updat|rais|lower|renam|switch)\w* to `([^`]+)`|`([^`]+)`\s*に(?:変|更新|置き換え)"
    r"|(?:[改变换換]为|更[改新]为|修改为|改成|变成)\s*`([^`]+)`",
    re.IGNORECASE,
)
"""What something else becomes."""

DESCRIBES = re.compile(
    r"\b(?:also|shows?|describes?|explains?|provides?|indicates?|contains?|states?|means?)\b|示し|表示|説明|显示|描述|表明",
    re.IGNORECASE,
)
"""Words of what a text or a thing does, whether it changed or not."""

INTO = re.compile(
    r"\b(?:to|in|into|for|of) (?:the )?`([^`]+)`|[到在]\s*`([^`]+)`|`([^`]+)`\s*(?:に|の|内|中)", re.IGNORECASE
)
"""What something is added to, or belongs to."""

LINK_TO = re.compile(
    r"\blinks? to (?:the |an? )?([^`,.;]+?)(?=\s(?:was|were|is|are|has|have|in|from|leads?|led|now)\b|[,.;`]|$)"
    r"|([A-Za-z][\w .-]*?)\s*(?:ポータル|ページ|サービス)?(?:への|の)リンク"
    r"|([A-Za-z][\w .-]*?)\s*(?:门户|文章|服务|文档)?中?的链接",
    re.IGNORECASE,
)
"""What a link is said to lead to."""

RENAMES = re.compile(
    r"\brenam\w* (?:the )?(?:\w+ )?`([^`]+)` (?:\w+ )?(?:to|as|into) `([^`]+)`"
    r"|`([^`]+)` ?(?:\S{,6} ?)?(?:の名前)?(?:を|から) ?`([^`]+)` ?(?:に|へ)(?:名前|名称|改名|リネーム|変更)"
    r"|`([^`]+)` ?(?:\S{,4})?重命名为 ?`([^`]+)`",
    re.IGNORECASE,
)
"""What has another name, and that name."""

WAS_THERE = re.compile(
    r"\b(?:updat|chang|modif)\w* (?:the )?`([^`]+)` (?:test|function|method|class)|`([^`]+)` now\b"
    r"|`([^`]+)` ?(?:の)?(?:テスト|関数|メソッド|クラス)を?(?:更新|変更)"
    r"|(?:更新|修改|更改)了? ?`([^`]+)` ?(?:的)?(?:测试|函数|方法|类)",
    re.IGNORECASE,
)
"""What is said to be changed as a whole, and so was there before."""

VALUE_OF = re.compile(r"\b(?:value|version|default|content)s? (?:of|for) (?:the )?`([^`]+)`", re.IGNORECASE)
"""What has a value that a sentence is about."""

BEYOND_LINES = re.compile(
    r"\b(?:so that|in order to|because|due to|in case|allowing|making|helping|preventing|users? can|you can|thus"
    r"|thereby|fix(?:es|ed)?|prevent\w*|correctly|properly|faster|easier|possible|necessary"
    r"|respectively|only|not|never|always|all|every|any|moved?|moves|refactor\w*|simplif\w*)\b"
    r"|ため|ことで|ように|により|によって|でき|可能|防|修正|正し|改善|強化|整理|改修|名前|規約|リファクタ|簡素"
    r"|以便|从而|使得|用于|可以|因为|由于|避免|防止|修复|修正|正确|如何|方便|只|所有|优化|改进|名称|调整|重构|简化",
    re.IGNORECASE,
)
"""Words of purposes, causes and effects, and of what belongs to what, which no line of a change shows."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What texts consist of.

    Attributes:
        words: match its names.
        shown_by: matches lines that are about such a thing.
    """

    words: re.Pattern[str]
    shown_by: re.Pattern[str]


def _thing(words: str, shown_by: str) -> Thing:
    return Thing(re.compile(words, re.IGNORECASE), re.compile(shown_by, re.IGNORECASE | re.MULTILINE))


THINGS = (
    _thing(r"\b(?:hyper)?links?\b|\burls?\b|リンク|链接", r"https?:|\]\(|href|\]:|>`_|\.md\b"),
    _thing(r"\btables?\b|表(?!示|現|明|达)|テーブル", r"\|.*\||<t[dhr]\b|\+-{3}|table"),
    _thing(r"\b(?:images?|screenshots?|pictures?)\b|画像|图片|图像|截图", r"!\[|<img|\.png|\.jpe?g|\.svg|image"),
    _thing(r"\bversions?\b|バージョン|版本", r"\d+\.\d+|version|\bv\d"),
    _thing(r"\bheadings?\b|見出し|标题", r"^\s*#|^\s*<h\d|^[=\-~^]{3,}\s*$|title"),
    _thing(r"\bdates?\b|日付|日期", r"\d{4}[-/]\d|\d{1,2}[/-]\d{1,2}[/-]\d{4}|date"),
    _thing(r"\bcode blocks?\b|コードブロック|代码块", r"[=(){};`]"),
    _thing(r"\bimports?\b|インポート|导入", r"import|require|include|\buse\b|from"),
    _thing(r"\btests?\b|テスト|测试", r"test|assert|expect|spec"),
    _thing(r"\bdependenc\w+|依存|依赖", r"\d|depend|require"),
    _thing(r"\bworkflows?\b|ワークフロー|工作流", r"\bon:|jobs?:|steps?:|uses:|runs?(?:-on)?:|name:|workflow|with:"),
    _thing(r"\b(?:method|function|class|variable|parameter|test|file)s? names?\b|関数名|クラス名|メソッド名", r"(?!)"),
    _thing(r"\btypos?\b|誤字|拼写|错别字", r"(?!)"),  # what is wrong with a spelling is for authors to say
)
"""The things whose names a sentence may use only where lines are about them."""

_ENGLISH = """
about add adjust after also anymore append article become been before between block both call change class code come
command comment config configuration contain correspond default define definition delete dependency describe
description directory docstring document documentation does drop each edit entry example field file folder follow
format from function get go guide have heading import include insert instead instruction into introduce lead library
line link list longer made make method migrate modify module more most move name names note now number only option
other page parameter part path point program project put read refer reference release remove rename replace require
requirement respective return same say section sentence separate set setting several show some source
specify statement such switch table test text than that their them then there these they this those time title type
under update upgrade usage used using value variable version were where which while with within word wording
"""
_JAPANESE = """
の を に が は と も や から へ で より まで および また さらに など です でした ます ました され
されています した して し する します なり なりました なくなりました あり あります この その 新しい 新しく
新たに 古い 代わりに なった 追加 削除 更新 変更 変わり 変わる 変わっ た 置き換え られ 移動 使用
使う 使い 使わ れ れる ている ています 指定 設定 記載 指し 指す 定義 リンク リンク先 行 ファイル ページ
記事 文書 ドキュメント ガイド セクション 節 見出し 表 画像 コード コードブロック 例 値 キー オプション 引数
パラメータ パラメーター 関数 クラス メソッド モジュール 変数 環境変数 定数 型 テスト 依存関係 パッケージ
ライブラリ バージョン 番号 日付 インポート 文 コマンド 説明 記述 部分 箇所 内容 文言 テキスト デフォルト 既定
最小 最低 項目 リスト 一覧 フォルダ ワークフロー 属性 プロパティ フィールド エラー メッセージ 例外 警告
コメント ポータル 変更履歴 リリースノート テンプレート スクリプト リビジョン ステップ 条件 ジョブ
"""
_CHINESE = """
的 了 在 中 里 从 由 到 为 把 将 被 已 已经 和 与 或 及 以及 并 也 还 新 一个 该 此 其 个 条 处 改为 改成 变为 变成 替换
更新 更改 修改 添加 增加 加入 新增 删除 移除 移到 使用 指向 设置 指定 定义 链接 行 文件 页面 文章 文档 指南 教程 部分
节 章节 标题 表 表格 图片 代码 代码块 示例 例子 配置 值 键 选项 参数 函数 类 方法 模块 变量 环境变量 常量 类型 测试
依赖 依赖项 包 库 版本 号 日期 导入 语句 命令 说明 描述 内容 文字 文本 默认 最低 项 条目 列表 文件夹 目录 工作流 步骤
属性 字段 错误 信息 消息 异常 警告 注释 门户 变更日志 更新日志 发布说明 模板 脚本 不再 现在 同时 此外 是 变 换
"""


PLAIN = frozenset(map(stem_of, _ENGLISH.split()))
"""English words, as stems, that claim nothing which is not checked in another way."""


def _only(words: str) -> re.Pattern[str]:
    terms = sorted(words.split(), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(terms)}|[^\u3040-\u30ff\u3400-\u9fff])*")


PLAIN_EASTERN = (_only(_JAPANESE), _only(_CHINESE))
"""Match texts that consist of such words only: Japanese and Chinese ones cannot be held against an English change."""

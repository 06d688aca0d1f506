"""Recognises text that gives instructions to a model instead of addressing readers of the file."""

import re

_ENGLISH = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,30}
        \b(?:above|previous|prior|earlier|preceding|system|your|these|all\s+other)\b[^.\n]{0,30}
        \b(?:instructions?|rules?|prompts?|directions?|guidelines?|orders?|text|context|messages?|diffs?|changes?)\b
    | \b(?:system|developer)\s+(?:prompt|message|override)\s*:
    | \b(?:you\s+are\s+now|act\s+as|pretend\s+to\s+be)\s+(?:a|an|the)\s+(?:\w+\s+)?
        (?:ai|llm|language\s+model|assistant|chatbot|reviewer|classifier)\b
    | \b(?:attention|note|dear|hey|hello|message|instructions?)\b[^.\n]{0,12}
        \b(?:ai|llms?|language\s+models?|assistants?|chatbots?|copilots?|gpt|reviewers?|summari[sz]ers?)\b
        (?:\s+(?:models?|assistants?|reviewers?|agents?))?\s*[:,!-]
    | \b(?:write|say|state|respond|reply|answer|output|print|report|claim|conclude|summari[sz]e)\b[^.\n]{0,25}
        \b(?:that|only|just|with|as)\b\s[^.\n]{0,30}
        \b(?:all\s+is\s+well|is\s+fine|is\s+safe|harmless|nothing\s+\w+|approved|lgtm|no\s+(?:issues?|changes?|problems?|risks?)
        |minor\s+update|new\s+feature|bug\s+fix|breaking\s+change)\b
    | \b(?:classify|label|mark|categori[sz]e|title|treat)\s+(?:this|the\s+(?:change|diff|file|commit|patch)|it)\b
        [^.\n]{0,25}\b(?:as|to\s+be)\b
    | \b(?:do\s+not|don't|never)\s+(?:mention|report|reveal|describe|flag|disclose)\b[^.\n]{0,30}
        \b(?:changes?|diff|removal|reviewers?|vulnerabilit\w+|in\s+(?:the|your)\s+(?:report|summary|answer|review))\b
    | \bmodification_(?:type|title)\b | \bnew\s+instructions?\b\s*:
    | <\|(?:im_start|im_end|system|user|assistant|endoftext)\|> | \[/?INST\] | <</?SYS>>
    | ^\W*\#{2,}\s*(?:instructions?|system)\s*:?\s*$
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_JAPANESE = re.compile(
    r"(?:上記|以上|これまで|以前|前述|前|すべて|全て|他|システム)の?[^。\n]{0,12}(?:指示|命令|ルール|規則|プロンプト|内容|変更)[^。\n]{0,12}"
    r"(?:無視|忘れ|破棄|従わ)"
    r"|(?:と|だけを?|のみを?|こと(?:だけ)?を?)(?:書いて|書け|書くこと|回答し|答え(?:て|よ|ろ)|出力し|報告し|返答し|述べ(?:て|よ)|要約し)"
    r"|(?:AI|ＡＩ|アシスタント|言語モデル|LLM|モデル)(?:へ|に|の皆さん|は次|は必ず|として|向け)"
    r"|(?:この|本)(?:変更|差分|ファイル)[^。\n]{0,10}(?:と分類|に分類|として分類|とラベル|と見なし|とみなし|に触れ(?:ない|るな)|言及し(?:ない|ては))"
)
_CHINESE = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要理会|跳过|覆盖)[^。\n]{0,10}(?:以上|上述|之前|前面|先前|所有|全部|其他|系统)[^。\n]{0,10}"
    r"(?:指示|指令|说明|规则|提示|内容|要求|更改)"
    r"|(?:请|只|仅|务必|必须)?(?:写|回答|输出|报告|回复|声明|总结|写明|说)(?:道|出|成|：|:)?[^。\n]{0,8}"
    r"(?:一切正常|一切良好|没有问题|没有任何|安全|小更新|新功能|无变化|通过)"
    r"|(?:你现在是|你是一个|作为一个|致|给)[^。\n]{0,6}(?:AI|人工智能|助手|语言模型|大模型|模型)"
    r"|(?:把|将)(?:这个|此|本|该)(?:更改|变更|修改|差异|文件)[^。\n]{0,8}(?:归类|分类|标记|标为|视为)"
    r"|(?:不要|请勿|切勿)(?:提及|报告|提到|透露|说明)[^。\n]{0,10}(?:更改|变更|修改|删除|差异)"
)
_LONGEST = 2000  # maximum number of characters examined


def addresses_model(text: str) -> bool:
    """Whether a text tells a model what to do or say, in English, Japanese or Chinese.

    Such a text is shown as part of the diff, but the model does not read it and no title is made from it. The patterns
    catch common wordings, not every conceivable one.
    """
    text = text[:_LONGEST]
    return any(pattern.search(text) for pattern in (_ENGLISH, _JAPANESE, _CHINESE))

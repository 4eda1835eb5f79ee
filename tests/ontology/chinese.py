"""The two scripts of Chinese: which characters and signs show that a text was written in the other one.

Most characters of the wrong script are not in the national character set of the right one: Big5 for Traditional
Chinese, GB 2312 for Simplified. The list below names what slips through, because the set holds the shape as
another character (Big5 has a rare 体 that is not 體) or as a variant. A character that texts about this subject
may rightly use in both scripts is in no list: 里, 只, 著, 云, 制, 布, 向 and their like.
"""

from __future__ import annotations

import re

# Traditional and simplified. The pairs that the project's texts use most, so that a reader of a failing
# test knows the mend; and every pair that a character set lets through.
PAIRS = (
    "報报 測测 產产 處处 詞词 從从 當当 導导 點点 東东 對对 發发 範范 個个 關关 國国 過过 還还 後后 畫画 "
    "會会 機机 極极 幾几 計计 濟济 價价 間间 將将 節节 結结 據据 開开 來来 類类 離离 歷历 兩两 論论 麼么 "
    "們们 沒没 內内 評评 強强 氣气 權权 讓让 認认 時时 實实 適适 書书 數数 說说 雖虽 隨随 題题 體体 條条 "
    "聽听 圖图 團团 萬万 網网 為为 問问 無无 寫写 學学 樣样 業业 葉叶 義义 億亿 議议 異异 應应 優优 於于 "
    "與与 語语 員员 譯译 張张 這这 證证 種种 專专 準准 資资 總总 組组 確确 構构 濾滤 驚惊 劃划 舊旧 "
    "採采 廠厂 蟲虫 勝胜 燈灯 衝冲 擔担 習习 趕赶 並并 復复 審审 圍围 獲获 屬属 轉转"
)
PAIR_LIST = tuple((pair[0], pair[1]) for pair in PAIRS.split())
SCRIPTS = {"zh-Hant": "big5", "zh-Hans": "gb2312"}
OTHERS = {
    "zh-Hant": frozenset(simplified for _, simplified in PAIR_LIST),
    "zh-Hans": frozenset(traditional for traditional, _ in PAIR_LIST),
}
# Quotation marks: corner brackets in Taiwan, curly ones on the mainland.
QUOTATION = {"zh-Hant": frozenset("“”‘’"), "zh-Hans": frozenset("「」『』")}
HAN = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}] ?[,;:?!()\"'.]|[,;:?!()\"'] ?[{HAN}]")


def foreign(text: str, language: str) -> str:
    """The characters and quotation marks of a text that belong to the other script, in the order of the text."""
    return "".join(
        char
        for char in text
        if char in QUOTATION[language]
        or (re.match(rf"[{HAN}]", char) and (char in OTHERS[language] or not _held(char, SCRIPTS[language])))
    )


def half_width(text: str) -> list[str]:
    """Where a half-width sign stands next to a Chinese character, which takes full-width punctuation."""
    return HALF_WIDTH.findall(text)


def is_chinese(text: str) -> bool:
    """Whether a text has any Chinese character: one that has none was left untranslated."""
    return re.search(rf"[{HAN}]", text) is not None


def _held(char: str, character_set: str) -> bool:
    try:
        char.encode(character_set)
    except UnicodeEncodeError:
        return False
    return True

"""Pinyin of names: surnames first by their own table, the rest by pypinyin."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from propertyservice.estate.text import normal

# A character read otherwise as a surname than in a word.
SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "朴": "piao",
    "任": "ren", "华": "hua", "区": "ou", "翟": "zhai", "盖": "ge", "种": "chong",
    "重": "chong", "缪": "miao", "乐": "yue", "折": "she", "黑": "he", "召": "shao",
    "员": "yun", "贠": "yun", "繁": "po", "逄": "pang", "尉": "wei", "燕": "yan",
    "宁": "ning", "柏": "bai", "薄": "bo", "卜": "bu", "车": "che", "晁": "chao",
    "谌": "chen", "盛": "sheng", "洗": "xian", "冼": "xian", "哈": "ha", "纪": "ji",
    "郗": "xi", "隗": "kui", "令": "ling", "那": "na", "能": "nai", "宓": "mi",
    "秘": "bi", "祭": "zhai", "覃": "qin", "瞿": "qu", "阚": "kan", "桂": "gui",
    "应": "ying", "於": "yu", "臧": "zang", "占": "zhan", "钭": "tou", "郇": "xun",
    "幺": "yao", "葛": "ge", "过": "guo", "撒": "sa", "佴": "nai", "莘": "shen",
    "牟": "mu", "冯": "feng", "万": "wan", "沈": "shen", "句": "gou", "石": "shi",
    "系": "xi", "都": "du", "晟": "cheng", "干": "gan", "缴": "jiao", "藏": "zang",
}  # fmt: skip
TWO_CHARACTER_SURNAMES = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"), "长孙": ("zhang", "sun"), "尉犁": ("yu", "li"),
    "欧阳": ("ou", "yang"), "上官": ("shang", "guan"), "诸葛": ("zhu", "ge"),
    "司马": ("si", "ma"), "皇甫": ("huang", "fu"), "令狐": ("ling", "hu"),
    "宿": ("su",), "贾": ("jia",), "曲": ("qu",), "俞": ("yu",), "佘": ("she",),
    "呼延": ("hu", "yan"), "宇文": ("yu", "wen"), "夏侯": ("xia", "hou"),
}  # fmt: skip


@lru_cache(maxsize=50_000)
def syllables(name: str) -> tuple[str, ...]:
    """Return a name's syllables in lower case without tones; ü is written v."""
    name = normal(name)
    read = _surname(name)
    rest = "".join(name).removeprefix(name[: len(read)])
    for part in lazy_pinyin(rest, style=Style.NORMAL, errors=_foreign):  # type: ignore[arg-type]
        read += tuple(part.replace("ü", "v").lower().split())
    return read


def spaced(name: str) -> str:
    """Return the syllables with spaces: ``zeng zhi wei``."""
    return " ".join(syllables(name))[:200]


def initials(name: str) -> str:
    """Return the first letters: ``zzw``."""
    return "".join(part[0] for part in syllables(name))[:40]


def _surname(name: str) -> tuple[str, ...]:
    for length in (2, 1):
        head = name[:length]
        if head in TWO_CHARACTER_SURNAMES:
            return TWO_CHARACTER_SURNAMES[head]
        if head in SURNAMES:
            return (SURNAMES[head],)
    return ()


def _foreign(text: str) -> list[str]:
    """Letters and digits stay words; dots and brackets separate them."""
    return ["".join(c if c.isalnum() else " " for c in text)]

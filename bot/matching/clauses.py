"""What is said about a word in its clause: wanted, done already, somebody else's, only the place. Pure.

Everything here is read in plain text (`bot.matching.text`): hiragana for katakana, one spelling of a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile("[。．！？!?\n…｡]+")
_PAUSE = re.compile(
    "(?<=[、,，;；])|(?<=[るたいすくうな]ので)|(?<=けれど)|(?<=けど)|(?<=ますが)|(?<=ですが)|(?<=[てで]いて)"
)
_NOT_YET = "(?!いな|いませ|おら|おりませ|な|ませ)"

_OTHERS = "(?:学生|生徒|会員|職員|先生|社員|会社|業者|役員|すたっふ|ぷろ|お店|家族|専門家|講師|署|役所)"
_DOES = "(?:(?<!てい)(?<!でい)(?<!てお)ます|担当|頼)"
_DONE = re.compile(
    "|".join(
        (
            "(?:別|べつ|他|ほか)の(?:担当|人|方|者|会社|団体|専門)",
            "済(?:みで|んで|みま)|すん(?:で|だ)|終わっ(?:て|た)|終えて",
            f"でき(?:て{_NOT_YET}|上が|あが)|完成して{_NOT_YET}",
            f"(?:揃|そろ)って{_NOT_YET}|決まって{_NOT_YET}|足りて{_NOT_YET}|間に合って",
            "見つか(?:って|りまし|った)(?!いな|いませ)",
            "(?:頼んで|お?願いして|依頼して|借りて|用意して|準備して)あ",
            "[はも](?:すでに|もう|こちらに)?あり(?:ます|、|。|$)",
            "自前|自分(?:たち)?で(?:し|や)|こちら(?:で|が)(?:し|や|用意|行)",
            "不要|いりませ|要りませ|要らな|いらな|必要は?(?:ありませ|な[いく])|は結構|(?:でなくて|なくて)も(?:よい|いい|かま)",
            "(?:わけ|訳)(?:では|じゃ)|では(?:あり|ござい)ませ|では?なく|じゃなく|じゃありませ|以外",
            "(?:して|出して|来て|きて|見て|やって|教えて)くれ(?:ます|るので|ること)",
            f"{_OTHERS}(?:さん|たち|の方|の人)*[がでに](?!で)[^。、]{{0,10}}{_DOES}",
        )
    )
)
_UNABLE = re.compile(
    "苦手|できませ|できかね|未経験|お断り|わかりませ|やっていませ|対応していませ|以外|ではなく|専門外|は不可"
)
_ASKED = re.compile(
    "ほし|くれる|くださ|くれま|もら|いただ|願い|募集|探|さがし|たい|教え|相談|手伝|助け|求め|できる方|できる人|方法|困|必要|"
    "助言|来て|知り|どうすれば|どう|いませんか"
)
_ASKED_AT_ONCE = re.compile(
    "(?:の|を|が|に|も)?(?:して|見て|みて)?(?:ほし|くださ|お願い|できる(?:方|人)|のできる|教え|担当|手伝|募集|してくれ|"
    "していただ|に?詳しい|得意|経験|ぷろ|先生|講師|係|役|してもら|探|引き受け|指導|あどばい|助言|人$|方$)"
)
_PLACE = re.compile(
    "(?:[一-鿿]{0,3}(?:会|教室|施設|食堂|団体|せんた|さろん|かふえ|病院|学校|企業|会社|店|舗|園|所|組合|大会|祭|まつり)"
    "(?:の|で|に|へ|から|を借りて|に通う|で働)|代[のをがは]|で働|に通う|に来る|に来た|むけ|向け|の方[にへ]|の皆|のみな|の人たち|さんたち|のための|の会の)"
)
_AUDIENCE = re.compile(
    "(?:の)?(?:方|人|皆さん|みなさん|さん|社員|えんじにあ|職員)?[0-9０-９]*(?:名|人)?(?:むけ|向け|に聞かせ|を対象)"
)
_PERSON = re.compile(
    "さん(?:たち)?[のがとは]|さん(?:たち)?を?(?:迎え|呼)|の(?:皆|みな)さん|の?(?:登録|参加|利用|受講|来場|出演|関係)者"
)

_SETTING = re.compile(
    "(?:.{0,3}?)(?:会|所|園|館|病院|教室|店|校|さろん|かふえ|食堂|祭り?|まつり|盆踊り|大会|せんた|こうな|施設|団体|患者会|家庭|世帯|"
    "年寄り|老人|高齢者?|若い人|若者|学生|こども|生徒|利用者|じいさん|ばあさん|母さん|お母さん|ま友|親子?|保護者|寝たきり|住民|"
    "外国人|会員|職員|社員|新入生|入院中|妊婦|患者)(?:の|が|さん|たち|を|に|で|や|と)*$"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a text between two pauses, and where in the text it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_asking(self) -> bool:
        return _ASKED.search(self.text) is not None


def clauses(text: str) -> list[Clause]:
    """The clauses of a plain text, in order; together they cover all of it but the full stops."""
    found: list[Clause] = []
    at = 0
    for sentence in _END.split(text):
        at = text.index(sentence, at)
        start = at
        for piece in _PAUSE.split(sentence):
            found.append(Clause(piece, start))
            start += len(piece)
        at += len(sentence)
    return found


def is_done(clause: Clause, end: int) -> bool:
    """Whether what ends at ``end`` is there already, not wanted, or somebody else's."""
    return _DONE.search(clause.text, max(end - clause.start, 0)) is not None


def is_disowned(clause: Clause, end: int) -> bool:
    """Whether somebody says that they cannot or will not do it."""
    return _UNABLE.search(clause.text, max(end - clause.start, 0)) is not None


def is_asked_at_once(text: str, end: int) -> bool:
    """Whether the words that ask for something follow immediately."""
    return _ASKED_AT_ONCE.match(text, end) is not None


def is_place(text: str, end: int) -> bool:
    """Whether it only says where, or for whom: 〜会の, 〜で働く, 〜に通う, 〜向け."""
    return _PLACE.match(text, end) is not None or _AUDIENCE.match(text, end) is not None


def is_person(text: str, end: int) -> bool:
    """Whether it only says who is there: 看護師さんの休憩, 通訳さんを迎える."""
    return _PERSON.match(text, end) is not None


def is_setting(alias: str) -> bool:
    """Whether a plain word is rather a place, an occasion or people than something that somebody can do."""
    return _SETTING.match(alias) is not None

"""A year of an invented community, as an office would have it in a table program."""

from __future__ import annotations

from datetime import date

from bot.clock import WEEKDAYS_JA

HEADINGS = "日付,開始,終了,題名,区分,参加方法,参加者数,記事"
THEMES = (
    "まちの居場所をどうつくるか", "はじめてのオンライン会議", "子ども食堂の食材を分け合う", "空き家と学生",
    "防災を楽しく学ぶ", "外国から来た方の暮らし", "商店街のこれから", "学びの場と不登校",
    "川をきれいにする仲間", "若い世代の選挙", "介護をひとりで抱えない", "移動の足を考える",
    "本のある場所", "公園の使い方", "障がいのある方とスポーツ", "ひとり親家庭の夏休み",
    "農家と企業の出会い", "寄付の集め方", "SNSでの伝え方", "働く人のボランティア",
    "大学と地域", "まちの音楽", "来年度の話したいこと", "一年のふりかえり",
)  # fmt: skip
PARTICIPANTS = (12, 9, 15, 8, 11, 32, 14, 10, 13, 16, 9, 12, 17, 11, 14, 8, 21, 13, 12, 10, 15, 12, 14, 11)
SPECIAL = (6, 11, 17, 20, 23)
"""Numbers of the meetings that were no regular ones."""
ARTICLES = {1: 1, 4: 2, 9: 1, 12: 4, 18: 1, 24: 1}
"""How many articles a meeting has."""
DAYS = (
    *(date(2020, month, day) for month in (4, 5, 6, 7, 8, 9, 10, 11, 12) for day in (8, 22)),
    *(date(2021, month, day) for month in (1, 2, 3) for day in (13, 31 if month == 3 else 27)),
)


def fiscal_year_2020() -> str:
    """24 meetings from April 2020 to March 2021, with 319 participants in total, 19 of them regular."""
    rows = []
    for number, (day, title, people) in enumerate(zip(DAYS, THEMES, PARTICIPANTS, strict=True), 1):
        era = f"令和{day.year - 2018}年{day.month}月{day.day}日({WEEKDAYS_JA[day.weekday()]})"
        kind = "特別" if number in SPECIAL else "定例"
        mode = ("会場", "オンライン", "両方")[number % 3]
        links = " ".join(f"https://blog.example/{number}-{part}" for part in range(ARTICLES.get(number, 0)))
        rows.append(f"{era},19:00,20:30,{title},{kind},{mode},{people},{links}")
    return "\n".join([HEADINGS, *rows, ""])

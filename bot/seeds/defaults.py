"""What a community begins with: categories of seeds, and words that make a text urgent. Data, by language."""

from __future__ import annotations

CATEGORIES: dict[str, tuple[str, ...]] = {
    "ja": (
        "子ども・教育",
        "若者・学生",
        "高齢・介護",
        "障がい・病気",
        "くらし・お金・仕事",
        "住まい",
        "孤立・居場所",
        "家族・女性",
        "町内会・地域",
        "災害・防災",
        "環境",
        "外国につながる人",
        "その他",
    ),
    "en": (
        "Children, education",
        "Young people",
        "Old age, care",
        "Disability, illness",
        "Living, money, work",
        "Housing",
        "Loneliness, places",
        "Family, women",
        "Neighbourhood",
        "Disasters",
        "Environment",
        "Roots abroad",
        "Other",
    ),
}
OTHER = frozenset({"その他", "Other"})
"""Names of categories that say nothing; they are left out of rankings."""

WORRYING_WORDS: dict[str, tuple[str, ...]] = {
    "ja": (
        "死にたい",
        "消えたい",
        "自殺",
        "自傷",
        "リストカット",
        "生きていたくない",
        "殺され",
        "殺したい",
        "虐待",
        "暴力",
        "殴られ",
        "性被害",
        "DV",
        "食べるものがない",
        "助けて",
    ),
    "en": (
        "kill myself",
        "suicide",
        "want to die",
        "end my life",
        "self-harm",
        "abuse",
        "violence",
        "beaten",
        "raped",
        "nothing to eat",
    ),
}
"""Editable; a word in a text makes it urgent for the office and shows the help lines to its author."""

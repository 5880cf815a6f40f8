"""Before posting: seeds that say the same in other words come first, and nothing that is not to be read."""

from __future__ import annotations

from tests.bot.seeds.garden import Garden
from tests.kit.meetings import COMMUNITY, Meetings

PAIRS = (
    (
        ("駅までのバスが減って困る", "夕方のバスが一時間に一本になりました"),
        "バスの本数が減り、駅に行きにくい",
    ),
    (
        ("放課後に子どもが行く場所がない", "雨の日はとくに行くところがありません"),
        "子どもが放課後を過ごす場所がほしい",
    ),
    (
        ("一人暮らしの母の買い物", "近くの店が閉まり、重いものが運べません"),
        "近くの店がなくなり、高齢の親の買い物が大変",
    ),
    (
        ("空き家の草が伸び放題", "となりの空き家の持ち主が分かりません"),
        "隣の空き家が荒れているが、持ち主と連絡がつかない",
    ),
    (
        ("ごみ出しができない", "足を痛めてから集積所まで持って行けません"),
        "集積所が遠く、足の悪い人がごみ出しに困っている",
    ),
    (
        ("町内会の役員のなり手がいない", "毎年同じ人が引き受けています"),
        "町内会の役員を引き受ける人が見つからない",
    ),
    (
        ("避難所で車いすが使えるか心配", "体育館の入口に段差があります"),
        "車いすの人が避難所に入れるか分からない",
    ),
    (
        ("日本語の学校の手紙が読めない", "外国から来た友だちが困っています"),
        "外国籍の保護者に学校の手紙が伝わらない",
    ),
    (("夜ひとりで歩くのが怖い道", "街灯が切れたままです"), "街灯が少なく、夜の帰り道が怖い"),
    (
        ("不登校の子を持つ親の話す場", "同じ悩みの人と話したいです"),
        "不登校の親どうしで悩みを話せる場がほしい",
    ),
    (("若者が集まれる場所", "学生が夜まで話せるところがほしいです"), "学生や若者が気軽に集まるところがない"),
    (
        ("介護をしながら働くのがつらい", "仕事を休むと言い出しにくいです"),
        "仕事と介護の両立がつらく、職場で言い出せない",
    ),
)
OTHERS = (
    ("公園の水飲み場がこわれている", "夏までに直してほしいです"),
    ("図書館の開いている時間", "仕事のあとに行けません"),
    ("川の清掃に人が集まらない", "年に二回の活動です"),
    ("学校の駐輪場が狭い", "朝は道にあふれています"),
    ("祭りの担い手が足りない", "太鼓を教える人が高齢です"),
    ("病院までの交通費が高い", "週に三回通っています"),
    ("商店街にトイレがない", "買い物の途中で困ります"),
    ("犬の散歩の決まり", "公園での場所を分けてほしいです"),
)


async def test_nine_of_twelve_paraphrases_are_among_the_first_two(meetings: Meetings, garden: Garden) -> None:
    ids = await garden.plant_all([*(seed for seed, _said in PAIRS), *OTHERS])
    found = 0
    for seed_id, (_seed, said) in zip(ids, PAIRS, strict=False):
        likest = await meetings.hub.seed_search.similar(COMMUNITY, said, "")
        assert len(likest) <= 5
        found += seed_id in [each.id for each in likest[:2]]
    assert found >= 9


async def test_only_what_members_can_read_is_shown(meetings: Meetings, garden: Garden) -> None:
    search = meetings.hub.seed_search
    seen = await garden.plant("バスの本数が減った", "駅が遠い")
    for given in ({"state": "private"}, {"readers": "office"}, {"published_at": None, "state": "received"}):
        await garden.plant("バスの本数が減って困る", "駅に行けない", **given)
    await garden.plant("バスの本数", state="deleted")
    untitled = await garden.plant(None, "橋の段差")
    await garden.other_community().plant("バスの本数が減った")
    assert [each.id for each in await search.similar(COMMUNITY, "バスの本数", "")] == [seen]
    assert await search.similar(COMMUNITY, "これはどうも", "") == []
    assert await search.similar(COMMUNITY, "", "") == []
    assert [each.id for each in await search.similar(COMMUNITY, "橋に段差がある", "")] == [untitled]
    assert [each.id for each in await search.similar(COMMUNITY, "", "駅が遠くてつらい")] == [seen]


async def test_a_long_text_does_not_hide_what_the_title_says(meetings: Meetings, garden: Garden) -> None:
    bus = await garden.plant("バスの本数が減った")
    await garden.plant("公園の話", "ベンチと水飲み場と砂場" * 20)
    likest = await meetings.hub.seed_search.similar(COMMUNITY, "バスの本数", "ベンチと水飲み場と砂場" * 20)
    assert [each.id for each in likest] == [bus]

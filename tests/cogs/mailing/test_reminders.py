"""/reminders and /mail: what is chosen counts at once, for nobody else, and mail needs its owner's yes."""

from __future__ import annotations

from simcord import InteractionResult, MemberActor

from bot.mailing.wishes import MyWishes
from bot.members.wish_rules import Topic, Via
from tests.bot.mailing.with_mail import another, digits
from tests.cogs.events.scenes import boxes_of
from tests.kit.meetings import Meetings
from tests.kit.world import World, labels, parts_of

ADDRESS = "haru@mail.example"
REGISTER = "メールで受け取る"
NUMBER = "番号を入力する"


async def wishes(world: World, person: MemberActor) -> MyWishes:
    return await world.hub.mailing.wishes.mine(person.guild.id, person.id)


async def choose_way(world: World, person: MemberActor, topic: Topic, via: Via) -> InteractionResult:
    shown = await world.slash(person, "reminders")
    ways = await world.choose(person, shown, "reminders:0:topic", topic.value)
    return await world.choose(person, ways, f"reminders:{topic.value}:way", via.value)


async def code(world: World) -> str:
    return await digits(Meetings(world.hub, world.hands))


async def register(world: World, person: MemberActor, address: str = ADDRESS) -> InteractionResult:
    """Fill the form of /mail subscribe."""
    form = await world.slash(person, "mail subscribe")
    return await world.fill(person, form, address=address)


async def enter(world: World, person: MemberActor, shown: InteractionResult, number: str):
    return await world.fill(person, await world.press(person, shown, NUMBER), number=number)


async def test_the_panel_shows_what_everybody_gets_and_looking_stores_nothing(world: World):
    await world.set_up()
    haru = world.person("はる")
    said = world.read(await world.slash(haru, "reminders"))
    assert "申し込んだイベントのリマインダー**：ダイレクトメッセージ" in said
    assert "新しいイベントのご案内**：受け取らない" in said
    assert "21:00〜08:00（Asia/Tokyo）" in said
    assert (await world.hub.members.who(haru.guild.id, haru.id))[1] is None


async def test_a_way_counts_at_once_and_for_nobody_else(world: World):
    await world.set_up()
    haru, natsu = world.people("はる", "なつ")
    said = world.read(await choose_way(world, haru, Topic.REMINDERS, Via.THREAD))
    assert "スレッドでお名前を挙げて" in said
    assert "リマインダー**：イベントのスレッド" in said
    assert (await wishes(world, haru)).wishes.ways == {Topic.REMINDERS: Via.THREAD}
    assert (await wishes(world, natsu)).wishes.ways == {}
    shown = await world.slash(haru, "reminders")
    ways = await world.choose(haru, shown, "reminders:0:topic", "changes")
    assert [option["value"] for option in parts_of(ways.response)[0]["options"]] == ["dm", "mail"]  # type: ignore[arg-type]
    assert "21:00" in world.read(await world.press(haru, ways, "戻る"))


async def test_leads_hours_subjects_and_language(world: World):
    await world.set_up()
    haru = world.person("はる")
    settings = await world.press(haru, await world.slash(haru, "home"), "わたしの設定")
    shown = await world.press(haru, settings, "お知らせ設定")
    said = world.read(await world.choose(haru, shown, "reminders:0:leads", "eve", "online_soon"))
    assert "イベントのリマインダー：前日、開始前（オンラインで参加のとき）" in said
    assert (await wishes(world, haru)).wishes.leads_off == {"week", "nudge", "venue_soon"}
    said = world.read(await world.choose(haru, shown, "reminders:0:leads"))
    assert "イベントのリマインダー：受け取らない" in said

    form = await world.press(haru, shown, "お知らせを控える時間")
    assert boxes_of(form) == {"from": "21:00", "until": "08:00", "where": None}
    wrong = await world.fill(haru, form, **{"from": "22時", "until": "25:99", "where": ""})
    again = await world.press(haru, wrong, "直す")
    assert boxes_of(again)["from"] == "22時"
    done = await world.fill(haru, again, **{"from": "22時", "until": "6:30", "where": "Europe/Berlin"})
    assert "22:00〜06:30（Europe/Berlin）" in world.read(done)
    assert "控える時間：なし" in world.read(await world.press(haru, done, "控える時間なし"))

    assert "お知らせの用件：通知に出さない" in world.read(
        await world.press(haru, done, "お知らせの用件を出さない")
    )
    said = world.read(await world.choose(haru, done, "reminders:0:language", "en"))
    assert "Quiet hours: none" in said


async def test_mail_leads_to_the_form_and_the_digits_open_it(world: World):
    await world.set_up()
    haru = world.person("はる")
    offered = await choose_way(world, haru, Topic.DIGEST, Via.MAIL)
    assert "メールアドレスがまだありません" in world.read(offered)
    wrong = await world.fill(haru, await world.press(haru, offered, REGISTER), address="haru@")
    form = await world.press(haru, wrong, "もう一度入力する")
    assert "'value': 'haru@'" in str(form.modal)
    sent = await world.fill(haru, form, address=ADDRESS)
    assert f"{ADDRESS} に6桁の番号" in world.read(sent)
    assert "同意いただいたもの" in str(form.modal)
    mistyped = await enter(world, haru, sent, another(await code(world)))
    assert "あと4回" in world.read(mistyped)
    await world.restart()
    done = await enter(world, haru, sent, await code(world))
    said = world.read(done)
    assert f"{ADDRESS} にメールをお送りしています" in said
    assert "新しいイベントのご案内" in said
    assert "週1回のまとめ**：メール" in world.read(await choose_way(world, haru, Topic.DIGEST, Via.MAIL))


async def test_the_same_words_for_an_address_that_somebody_else_has(world: World):
    await world.set_up()
    haru, natsu = world.people("はる", "なつ")
    await enter(world, haru, await register(world, haru), await code(world))
    known = world.read(await register(world, natsu))
    unknown = world.read(await register(world, natsu, "unknown@mail.example"))
    assert known.replace(ADDRESS, "X") == unknown.replace("unknown@mail.example", "X")
    shown = await world.slash(natsu, "mail status")
    theirs = await enter(world, natsu, shown, "000000")
    assert "違うようです" in world.read(theirs)
    assert ADDRESS not in world.read(await world.slash(natsu, "mail status"))


async def test_leaving_and_another_address(world: World):
    await world.set_up()
    haru = world.person("はる")
    await enter(world, haru, await register(world, haru), await code(world))
    form = await world.slash(haru, "mail address")
    waiting = await world.fill(haru, form, address="new@mail.example")
    status = await world.slash(haru, "mail status")
    said = world.read(status)
    assert f"{ADDRESS} にメールをお送りしています" in said
    assert "new@mail.example に番号をお送りしました" in said
    assert set(labels(status)) == {NUMBER, "別のアドレスにする", "メールをやめる"}
    await enter(world, haru, waiting, await code(world))
    left = world.read(await world.slash(haru, "mail unsubscribe"))
    assert "たった今からメールはお送りしません" in left
    assert (await wishes(world, haru)).wishes.ways == {}
    assert not (await wishes(world, haru)).is_mailable

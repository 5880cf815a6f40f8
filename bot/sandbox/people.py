"""The people of the tour: invented names, always the same ones in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from simcord import MemberActor

from bot.sandbox.simulation import Community

NAMES = (
    ("青葉 はるな", "Aoba Haruna"),
    ("浅瀬 けんと", "Asase Kento"),
    ("岩波 ゆうこ", "Iwanami Yuko"),
    ("上野原 そうた", "Uenohara Sota"),
    ("海老沢 みほ", "Ebisawa Miho"),
    ("大河内 りく", "Okochi Riku"),
    ("小田切 あかね", "Odagiri Akane"),
    ("貝塚 しんじ", "Kaizuka Shinji"),
    ("霞 まどか", "Kasumi Madoka"),
    ("川面 だいち", "Kawazura Daichi"),
    ("菊瀬 さえ", "Kikuse Sae"),
    ("久我山 じゅん", "Kugayama Jun"),
    ("桑名 ともえ", "Kuwana Tomoe"),
    ("小鳥遊 なお", "Takanashi Nao"),
    ("桜庭 ひろき", "Sakuraba Hiroki"),
    ("潮田 かおり", "Shiota Kaori"),
    ("杉瀬 たける", "Sugise Takeru"),
    ("瀬名波 ゆい", "Senaha Yui"),
    ("高瀬 まなぶ", "Takase Manabu"),
    ("月見 えりか", "Tsukimi Erika"),
    ("椿 のぼる", "Tsubaki Noboru"),
    ("十和田 みつき", "Towada Mitsuki"),
    ("渚 こうへい", "Nagisa Kohei"),
    ("野々宮 すず", "Nonomiya Suzu"),
    ("浜名 てつや", "Hamana Tetsuya"),
    ("日向 ちひろ", "Hinata Chihiro"),
    ("帆足 しおり", "Hoashi Shiori"),
    ("港 わたる", "Minato Wataru"),
    ("雪村 あおい", "Yukimura Aoi"),
    ("若葉 れん", "Wakaba Ren"),
)
"""Every name in Japanese and in Latin letters."""
BURST_VENUE, BURST_ONLINE = 23, 3


@dataclass(frozen=True)
class Cast:
    """Who does what in the tour."""

    manager: MemberActor
    staff: MemberActor
    people: tuple[MemberActor, ...]
    names: dict[int, str] = field(default_factory=dict)

    @property
    def author(self) -> MemberActor:
        """Who posts a seed without a name."""
        return self.people[8]

    @property
    def volunteers(self) -> tuple[MemberActor, ...]:
        """Three who know bookkeeping; the first two have two hours for it."""
        return self.people[10:13]

    @property
    def asking(self) -> MemberActor:
        """Who asks for help with the accounts of a group."""
        return self.people[15]

    @property
    def for_venue(self) -> tuple[MemberActor, ...]:
        """Those who want to come to the hall, in the first burst; more than it has seats."""
        return self.people[:BURST_VENUE]

    @property
    def for_online(self) -> tuple[MemberActor, ...]:
        return self.people[BURST_VENUE : BURST_VENUE + BURST_ONLINE]

    @property
    def later(self) -> tuple[MemberActor, ...]:
        """The four who answer on another day."""
        return self.people[BURST_VENUE + BURST_ONLINE :]

    def name(self, user_id: int) -> str:
        return self.names[user_id]


def names_in(lang: str) -> list[str]:
    """The names as people of that language write them, in the order of `NAMES`."""
    return [japanese if lang == "ja" else latin for japanese, latin in NAMES]


def gather(community: Community, names: Sequence[str]) -> Cast:
    """Let everybody of these names join; who manages the server also belongs to the office."""
    community.joins_the_office(community.manager)
    people = tuple(community.people(*names))
    everybody = (community.manager, community.staff, *people)
    known = {actor.id: actor.user.global_name or actor.name for actor in everybody}
    return Cast(community.manager, community.staff, people, known)

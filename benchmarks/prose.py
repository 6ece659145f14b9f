"""Prose as assessors write it, in several scripts; the same for a seed, always."""

import textwrap
from enum import StrEnum
from random import Random


class Prose(StrEnum):
    """How the texts of a project are written.

    English is lines of plain ASCII. Commented is paragraphs broken by hand, with typographic signs and
    comments between the entries; scripts is the same in Arabic, Chinese, Cyrillic, Devanagari and Greek.
    """

    ENGLISH = "english"
    COMMENTED = "commented"
    SCRIPTS = "scripts"


_ENGLISH = (
    "the regulator may require information from any service about the risk of harm to children and "
    "act upon it where a duty of care is set in statute and enforced by fines that are scaled to "
    "turnover in each year an appeal lies to the tribunal within twenty eight days unless the order "
    "says otherwise ministers must consult before codes are made and lay them before both houses "
    "evidence was published by the committee after two hearings its members found that small "
    "platforms were left out while private messages stayed within scope guidance of the office names "
    "three steps"
)
_SCRIPTS = (
    "регулятор может потребовать сведения от любой службы о риске вреда для детей и "
    "принять меры если закон устанавливает обязанность заботы о пользователях и "
    "штрафы в доле от годового оборота за каждый год",
    "ο ρυθμιστής μπορεί να ζητήσει στοιχεία από κάθε υπηρεσία για τον κίνδυνο βλάβης "
    "των παιδιών και να ενεργήσει όπου ο νόμος ορίζει καθήκον φροντίδας και πρόστιμα "
    "ανάλογα με τον κύκλο εργασιών",
    "يجوز للهيئة أن تطلب معلومات من أي خدمة عن خطر الضرر الذي يلحق بالأطفال وأن تتصرف "
    "بناء عليها حيث ينص القانون على واجب العناية وعلى غرامات تتناسب مع الإيرادات "
    "السنوية",
    "监管机构 可以 要求 任何 服务 提供 有关 儿童 受到 伤害 风险 的 信息 并且 "
    "依法 采取 行动 法律 规定 了 注意 义务 和 按照 年度 营业额 计算 的 罚款",
    "नियामक किसी भी सेवा से बच्चों को होने वाली हानि के जोखिम के बारे में जानकारी "
    "माँग सकता है और उस पर कार्रवाई कर सकता है जहाँ कानून में देखभाल का कर्तव्य और "
    "जुर्माना तय है",
)

_COMMENTS = (
    "checked against the printed copy; the page numbers of the web page differ",
    "agreed at the meeting of reviewers, see the minutes",
    "was partial in the draft; the second reader did not agree",
    "the annex was asked for; it was not published with the rest",
)


class Writer:
    """Writes sentences, paragraphs and comments, from a stock that is made once.

    Picking from a stock of some thousand sentences is as varied for a reader of YAML as making each, and a
    hundred times faster.
    """

    def __init__(self, prose: Prose, rng: Random) -> None:
        self._prose = prose
        self._rng = rng
        vocabularies = [text.split() for text in (_SCRIPTS if prose is Prose.SCRIPTS else (_ENGLISH,))]
        self._stock = {
            words: [_sentence(vocabularies[at % len(vocabularies)], words, rng) for at in range(400)]
            for words in (5, 14, 18, 30)
        }
        self._paragraphs = [textwrap.wrap(self._typeset(), 88) for _ in range(200)]

    def _typeset(self) -> str:
        """Return a paragraph with the signs that word processors leave in it."""
        sentences = [self.sentence() for _ in range(2)]
        return f"{sentences[0]} “{sentences[1].removesuffix('.')}” – § {self._rng.randint(1, 90)}."

    def rationale(self, id: str) -> list[str]:
        """Return the lines of a rationale, which no other indicator has."""
        if self._prose is Prose.ENGLISH:
            return [f"{id}: {self.sentence()}" for _ in range(5)]
        first, second = (self._rng.choice(self._paragraphs) for _ in range(2))
        if self._prose is Prose.SCRIPTS:
            return [f"{id}:", *first]
        return [f"{id}:", *first, "", *second]

    def title(self) -> str:
        """Return a sentence of five words."""
        return self._rng.choice(self._stock[5])

    def sentence(self) -> str:
        """Return a sentence of some eighteen words, about one line."""
        return self._rng.choice(self._stock[18])

    def short(self) -> str:
        """Return a sentence of fourteen words."""
        return self._rng.choice(self._stock[14])

    def long(self) -> str:
        """Return a sentence of thirty words."""
        return self._rng.choice(self._stock[30])

    def comments(self, indent: str) -> list[str]:
        """Return the lines of a comment, on most occasions, where the prose has comments; else nothing."""
        if self._prose is Prose.ENGLISH or self._rng.random() < 0.3:
            return []
        return [f"{indent}# {self._rng.choice(_COMMENTS)}"]


def _sentence(words: list[str], count: int, rng: Random) -> str:
    """Return words drawn by lot; Chinese is written without spaces."""
    space = "" if words[0] >= "\u4e00" else " "
    return space.join(rng.choices(words, k=count)).capitalize() + "."

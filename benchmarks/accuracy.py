"""How right the shipped checks are, on a made and labelled set: figures, and exit code 1 below the targets.

    python benchmarks/accuracy.py [-v]

The set (``accuracy_set.yaml``) is dealt out to calls, in which every turn stands once. Noise is what a speech
recogniser does: characters replaced by others of the same sound (5 % and 10 % of all), with a fixed seed. One
character dropped or added is reported apart, on phrases of five characters and more; never 不 没 无 未 别
or a numeral, where an edit would turn the sense round (semantics.md §4). Turns that quote or deny banned
words are counted apart too: they may wait for a person, they may not stand.
"""

import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import yaml
from pypinyin import Style, lazy_pinyin

from qualitykit.model import Evaluation, Place, Role, Transcript
from qualitykit.scoring.normalise import normalise
from qualitykit.scoring.results import Hit
from qualitykit.scoring.transcript import Checker
from qualitykit.standards.reader import load_standard

SET = Path(__file__).with_name("accuracy_set.yaml")
# a set by families: recall to reach, most pending hits in 1,000 harmless turns (four in ten of the wide set's
# were written to be mistaken, quotations among them), breaches and harmless turns there must be
FAMILIES = {
    "accuracy_heldout": (0.90, 3, 250, 1500),
    "accuracy_wide": (0.80, 20, 600, 1300),
    "accuracy_service": (0.93, 3, 250, 1400),
}
CALLS = 62
SEED = 20261003
PROTECTED = frozenset("不没无未别零〇一二三四五六七八九十百千万亿两0123456789")
_CHOICE = re.compile(r"\{([^}]*)\}")
_MARK = re.compile(r"\[\[(.*?)\]\]")


@dataclass(frozen=True)
class Said:
    """One turn of the set: its words, and the pieces [start, end) of them that are a breach."""

    text: str
    breaches: tuple[tuple[int, int], ...] = ()
    told: bool = False  # banned words quoted or denied: a person decides, and they may wait


@dataclass(frozen=True)
class Figures:
    """What came out for one version of the set."""

    standing: int
    right: int
    breaches: int
    found: int
    harmless: int
    pending: int
    told: int
    told_standing: int

    @property
    def precision(self) -> float:
        """Share of the standing hits that lie in a turn with a breach."""
        return self.right / self.standing if self.standing else 1.0

    @property
    def recall(self) -> float:
        """Share of the breaches that stand or wait."""
        return self.found / self.breaches

    @property
    def pending_per_1000(self) -> float:
        """Pending hits in 1,000 harmless turns of agents, those that tell banned words again not counted."""
        return 1000 * self.pending / self.harmless


def marked(text: str, *, told: bool = False) -> Said:
    """Take the marks out of a line of the set."""
    plain, at, found = "", 0, []
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        found.append((len(plain), len(plain) + len(mark.group(1))))
        plain += mark.group(1)
        at = mark.end()
    return Said(plain + text[at:], tuple(found), told)


def labelled() -> tuple[list[Said], list[str]]:
    """The agents' turns and the customers' lines."""
    groups = yaml.safe_load(SET.read_text(encoding="utf-8"))
    kinds = ("harmless", "hard", "told", "rescued", "breaches")
    agents = [marked(text, told=name == "told") for name in kinds for text in groups[name]]
    return agents, groups["customers"]


def families(name: str) -> tuple[list[Said], dict[str, list[Said]]]:
    """What agents say first, and the other turns by family; alternatives spelled out."""
    groups: dict[str, list[Said]] = {}
    texts = yaml.safe_load(Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8"))
    for family, lines in texts.items():
        turns = [marked(text) for line in lines for text in _spelled_out(line)]
        # counted by turns: what is found is the turn
        groups[family] = [Said(one.text, ((0, len(one.text)),)) if one.breaches else one for one in turns]
    return groups.pop("openings"), groups


def _spelled_out(line: str) -> list[str]:
    # "a{b|c}d" → "abd", "acd": every other part of the split is a list of alternatives
    parts = [part.split("|") if number % 2 else [part] for number, part in enumerate(_CHOICE.split(line))]
    return ["".join(choice) for choice in product(*parts)]


def opened(openings: Sequence[Said], turns: Sequence[Said], seed: int = SEED) -> list[tuple[Said | str, ...]]:
    """A call for each opening, over which the other turns are dealt out."""
    order = list(turns)
    random.Random(seed).shuffle(order)
    calls = ((first, *order[number :: len(openings)]) for number, first in enumerate(openings))
    return [tuple(one for said in call for one in (said, "嗯")) for call in calls]


def dealt(agents: Sequence[Said], customers: Sequence[str], seed: int = SEED) -> list[tuple[Said | str, ...]]:
    """Calls in which every turn of an agent stands once, a customer's line after each."""
    chance = random.Random(seed)
    order = list(agents)
    chance.shuffle(order)
    return [
        tuple(one for said in order[first::CALLS] for one in (said, chance.choice(customers)))
        for first in range(CALLS)
    ]


@cache
def _alike() -> dict[str, str]:
    common = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
    by_sound: dict[str, str] = {}
    for char, sound in zip(common, lazy_pinyin(common, style=Style.NORMAL), strict=True):
        by_sound[sound] = by_sound.get(sound, "") + char
    return {char: chars.replace(char, "") for chars in by_sound.values() for char in chars}


def misheard(said: Said, share: float, chance: random.Random) -> Said:
    """The turn with a share of its characters replaced by others of the same sound."""
    chars = [
        chance.choice(others) if (others := _alike().get(char)) and chance.random() < share else char
        for char in said.text
    ]
    return Said("".join(chars), said.breaches, said.told)


def one_off(said: Said, chance: random.Random, *, drop: bool) -> Said | None:
    """The turn with one character of its breach dropped or one added; None: the breach is too short."""
    start, end = said.breaches[0]
    inside = said.text[start:end]
    if len(normalise(inside).text) < 5 or not all(map(str.isalpha, inside)):
        return None
    if drop:
        places = [place for place in range(start, end) if said.text[place] not in PROTECTED]
        place = chance.choice(places)
        return Said(said.text[:place] + said.text[place + 1 :], ((start, end - 1),))
    place = chance.randrange(start + 1, end)
    extra = chance.choice("的是了在有我他这个们来到时大地为子中你说生国年着就那和要她出也得里后自以会")
    return Said(said.text[:place] + extra + said.text[place:], ((start, end + 1),))


def measured(checker: Checker, calls: Sequence[Sequence[Said | str]], shortest: int = 1) -> Figures:
    """Run the checks of banned phrases over the calls and compare with the labels."""
    evaluations = [_evaluation(number, call) for number, call in enumerate(calls)]
    standing = right = breaches = found = harmless = pending = told = told_standing = 0
    for call, outcomes in zip(calls, checker.check(evaluations, {}), strict=True):
        hits: dict[int, list[Hit]] = {}
        for outcome in outcomes:
            for hit in outcome.hits:
                if hit.kind != "measure" and hit.worth != "advice":
                    hits.setdefault(hit.turn, []).append(hit)
        for number, said in enumerate(call, 1):
            if isinstance(said, str):
                assert number not in hits, f"a customer's words were counted: {said}"
                continue
            there = hits.get(number, [])
            spans = [span for span in said.breaches if span[1] - span[0] >= shortest]
            good = there if said.breaches else []  # often such a turn holds a second one, not marked
            standing += sum(hit.standing for hit in there)
            right += sum(hit.standing for hit in good)
            breaches += len(spans)
            found += sum(any(hit.start < end and start < hit.end for hit in there) for start, end in spans)
            if said.told:
                told += 1
                told_standing += sum(hit.standing for hit in there)
            elif not said.breaches:
                harmless += 1
                pending += sum(hit.pending for hit in there)
            if VERBOSE:
                _tell(said, there, good)
    return Figures(standing, right, breaches, found, harmless, pending, told, told_standing)


VERBOSE = "-v" in sys.argv


def _tell(said: Said, there: list[Hit], good: list[Hit]) -> None:
    for hit in there:
        if hit not in good:
            print(
                "   not a breach:",
                "stands" if hit.standing else "waits",
                hit.kind,
                hit.phrase,
                "|",
                said.text,
            )
    if said.breaches and not there:
        print("   not found:", said.text)


def _evaluation(number: int, call: Sequence[Said | str]) -> Evaluation:
    roles = tuple(Role.CUSTOMER if isinstance(said, str) else Role.AGENT for said in call)
    texts = tuple(said if isinstance(said, str) else said.text for said in call)
    place = Place("accuracy")
    return Evaluation(
        id=f"A{number}",
        form="call-review",
        pack="service-attitude",
        employee_no=f"E{number}",
        day=date(2026, 10, 3),
        place=place,
        row=number + 2,
        cells=(),
        answers=(),
        transcript=Transcript(texts, roles, place),
    )


def figures(checker: Checker) -> list[tuple[str, Figures, float, bool]]:
    """Every version of the set: name, figures, recall to reach, whether precision is a target too."""
    agents, customers = labelled()
    rows = [("clean", measured(checker, dealt(agents, customers)), 0.98, True)]
    for share, target in ((0.05, 0.95), (0.10, 0.90)):
        chance = random.Random(SEED)
        noisy = [misheard(said, share, chance) for said in agents]
        rows.append((f"noise {share:.0%}", measured(checker, dealt(noisy, customers), 3), target, True))
    changed: list[tuple[str, bool]] = [("one dropped", True), ("one added", False)]
    for name, drop in changed:
        chance = random.Random(SEED)
        odd = [other for said in agents if said.breaches and (other := one_off(said, chance, drop=drop))]
        rows.append((name, measured(checker, dealt([*odd, Said("您好")], customers), 1), 0.90, False))
    return rows


def family_figures(checker: Checker, name: str) -> tuple[list[tuple[str, Figures]], Figures]:
    """A set by families: each family of breaches, and the whole."""
    openings, groups = families(name)
    greeting = [one for one in openings if not one.breaches][:1]
    rows = [
        (family, measured(checker, opened(greeting, turns)))
        for family, turns in groups.items()
        if any(one.breaches for one in turns)
    ]
    rows.append(("openings", measured(checker, opened(openings, ()))))
    everything = [one for turns in groups.values() for one in turns]
    rude = [one for one in everything if one.breaches]
    calls = opened(openings, rude) + opened(greeting, [one for one in everything if not one.breaches])
    return rows, measured(checker, calls)


def main(say: Callable[[str], None] = print) -> int:
    """Print the figures; 1 if one misses its target."""
    standard, _problems = load_standard("service-attitude")
    if standard is None:
        say("the pack service-attitude cannot be read")
        return 2
    checker = Checker(standard)
    agents, _customers = labelled()
    say(
        f"{len(agents)} turns of agents in {CALLS} calls, {sum(len(one.breaches) for one in agents)} breaches"
    )
    say(f"{'':<12} {'precision':>9} {'recall':>7} {'target':>7} {'pending/1000':>13} {'told, standing':>15}")
    failed = len(agents) < 600 or CALLS < 60
    for name, one, target, strict in figures(checker):
        few = one.pending_per_1000 <= 3
        missed = one.recall < target or one.told_standing > 0
        missed = missed or (strict and (one.precision < 0.99 or not few))
        failed = failed or missed
        say(
            f"{name:<12} {one.precision:>9.4f} {one.recall:>7.4f} {target:>7.2f}"
            + f" {one.pending_per_1000:>13.2f}"
            + f" {one.told_standing:>12}/{one.told}"
            + ("  below target" if missed else "")
        )
    for name, (recall, most, breaches, harmless) in FAMILIES.items():
        rows, whole = family_figures(checker, name)
        say("")
        say(f"{name}: {whole.harmless} harmless turns, {whole.breaches} breaches")
        for family, one in rows:  # with -v: what is not found, family by family, stands above
            say(f"  {family:<18} {one.found:>4} of {one.breaches} found")
        missed = whole.recall < recall or whole.precision < 0.99 or whole.pending_per_1000 > most
        missed = missed or whole.breaches < breaches or whole.harmless < harmless
        failed = failed or missed
        say(
            f"{'the whole':<12} {whole.precision:>9.4f} {whole.recall:>7.4f} {recall:>7.2f}"
            + f" {whole.pending_per_1000:>13.2f} {'':>14}"
            + ("  below target" if missed else "")
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

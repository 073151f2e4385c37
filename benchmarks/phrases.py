"""How fast phrases are found, as ratios, and whether the fast way finds exactly what the definition says.

``python benchmarks/phrases.py [--turns 2000000]``: 200 phrases, fuzzy and by sound, over made-up turns of
about 15 characters, normalisation included; against the plain loop of ``rapidfuzz.fuzz.partial_ratio`` and
``rapidfuzz.process.cdist`` (sampled and scaled), 300 phrases against 100, the time to compile, and equality
of the hits with a brute-force oracle and with the turn-by-turn reference on a sample. Ends with 1 if a target
is missed.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from qualitykit.scoring.phrases import PhraseMatcher, compile_phrases
from qualitykit.standards.phrases import PhraseList

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.scoring.phrase_oracle import oracle

SUBJECTS = (
    "我",
    "我们",
    "我这边",
    "这个",
    "你这个",
    "这件事",
    "这种情况",
    "你们小区",
    "物业",
    "前台",
    "师傅",
    "系统",
)
DENIALS = (
    "不知道",
    "不清楚",
    "管不了",
    "不归我管",
    "没办法",
    "不负责",
    "做不了主",
    "不能处理",
    "帮不了",
    "没时间",
)
TAILS = (
    "你找别人",
    "你自己看",
    "你打别的电话",
    "等着吧",
    "爱投诉就投诉",
    "别再问了",
    "跟我没关系",
    "你自己想办法",
    "就这样",
)
POLITE = (
    "请问有什么可以帮您",
    "很高兴为您服务",
    "感谢您的来电",
    "请您稍等",
    "非常抱歉让您久等了",
    "祝您生活愉快",
    "还有其他需要帮助的吗",
)
TOPICS = (
    "水费",
    "电梯",
    "停车卡",
    "装修押金",
    "快递",
    "门禁",
    "空调",
    "保洁",
    "发票",
    "物业费",
    "漏水",
    "会员卡",
    "预约",
    "退款",
)
VERBS = (
    "帮您查一下",
    "登记好了",
    "已经报给工程部",
    "明天上午上门",
    "今天下午处理",
    "需要您提供房号",
    "还在核实",
    "马上安排",
)
ASKS = (
    "您方便说一下吗",
    "可以吗",
    "您看行吗",
    "您记一下",
    "请您保持电话畅通",
    "稍后给您回电话",
    "您放心",
    "好的好的",
)
COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去"
    "能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手"
    "又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感"
)


def made_phrases(count: int, seed: int = 7) -> PhraseMatcher:
    """So many different phrases of 3 to 12 characters, fuzzy and by sound, as one matcher."""
    chance = random.Random(seed)
    texts: dict[str, None] = {}
    while len(texts) < count:
        kind = chance.randrange(4)
        if kind == 0:
            text = chance.choice(SUBJECTS) + chance.choice(DENIALS)
        elif kind == 1:
            text = chance.choice(DENIALS) + chance.choice(TAILS)
        elif kind == 2:
            text = chance.choice(POLITE)
        else:
            text = chance.choice(TOPICS) + chance.choice(DENIALS)
        texts[text] = None
    lists = PhraseList.model_validate(
        {
            "id": "made",
            "title": "made",
            "kind": "banned",
            "clause": "P3.ban",
            "match": ["exact", "fuzzy", "sound"],
            "worth": "stands",
            "except": ["不知道您是否", "不清楚您那边"],
            "phrases": list(texts),
        }
    )
    return compile_phrases([lists])


def made_turns(count: int, seed: int = 11) -> list[str]:
    """Turns as service talk has them: templates, noise of characters, about one in 300 impolite."""
    chance = random.Random(seed)
    pool: list[str] = []
    for _ in range(min(count, 200_000)):
        kind = chance.random()
        if kind < 0.35:
            text = f"您好，{chance.choice(TOPICS)}的事{chance.choice(VERBS)}，{chance.choice(ASKS)}"
        elif kind < 0.45:
            text = f"{chance.choice(POLITE)}，{chance.choice(TOPICS)}{chance.choice(VERBS)}。"
        elif kind < 0.4533:
            text = f"{chance.choice(SUBJECTS)}{chance.choice(DENIALS)}啊，{chance.choice(TAILS)}"
        else:
            text = "".join(chance.choices(COMMON, k=chance.randint(8, 20)))
        if chance.random() < 0.05:
            letters = list(text)
            letters[chance.randrange(len(letters))] = chance.choice(COMMON)
            text = "".join(letters)
        pool.append(text)
    # The rest: the pool again, each with other characters in front, so that no two turns share their memory.
    turns = list(pool)
    while len(turns) < count:
        turns.extend(chance.choice(COMMON) + text for text in pool[: count - len(turns)])
    return turns


def timed_find(matcher: PhraseMatcher, turns: Sequence[str]) -> tuple[float, int]:
    """Seconds and number of hits."""
    started = time.perf_counter()
    hits = matcher.find(turns)
    return time.perf_counter() - started, len(hits)


def main() -> int:
    """Measure, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=2_000_000)
    parser.add_argument("--phrases", type=int, default=200)
    parser.add_argument("--sample", type=int, default=400, help="turns compared with the oracle")
    chosen = parser.parse_args()

    turns = made_turns(chosen.turns)
    mean = sum(map(len, turns)) / len(turns)
    started = time.perf_counter()
    matcher = made_phrases(300)
    _ready = matcher.plan.chars.anchors, matcher.plan.sounds.anchors
    compile_seconds = time.perf_counter() - started
    matcher = made_phrases(chosen.phrases)
    seconds, count = timed_find(matcher, turns)
    print(
        f"{chosen.phrases} phrases, {len(turns):,} turns of {mean:.1f} characters: "
        f"{seconds:.2f} s, {count:,} hits"
    )

    texts = [phrase.text for phrase in matcher.phrases]
    chance = random.Random(5)
    some = chance.sample(turns, min(2_000, len(turns)))
    started = time.perf_counter()
    for turn in some:
        for text in texts:
            fuzz.partial_ratio(text, turn)
    loop = (time.perf_counter() - started) * len(turns) / len(some)
    some = chance.sample(turns, min(20_000, len(turns)))
    started = time.perf_counter()
    process.cdist(texts, some, scorer=fuzz.partial_ratio)
    cdist = (time.perf_counter() - started) * len(turns) / len(some)

    few, many = made_phrases(100), made_phrases(300)
    rounds = [(timed_find(few, turns)[0], timed_find(many, turns)[0]) for _ in range(3)]
    hundred, three_hundred = (min(column) for column in zip(*rounds, strict=True))

    with_hits = list(dict.fromkeys(matcher.find(turns[:50_000]).turn.tolist()))
    numbers = chance.sample(with_hits, min(chosen.sample // 2, len(with_hits)))
    sample = [turns[number] for number in numbers] + chance.sample(turns, chosen.sample // 2)
    found = {
        (hit.turn, hit.phrase.index, hit.kind.name, hit.start, hit.end, hit.edits)
        for hit in matcher.find(sample)
    }
    said = {
        (number, hit.phrase.index, hit.kind.name, hit.start, hit.end, hit.edits)
        for number, turn in enumerate(sample)
        for hit in matcher.find_turn(turn)
    }
    expected = {(number, *row) for number, turn in enumerate(sample) for row in oracle(matcher.phrases, turn)}

    results = (
        ("× the loop of partial_ratio", loop / seconds, 100, loop / seconds >= 100),
        ("× cdist", cdist / seconds, 30, cdist / seconds >= 30),
        ("300 phrases : 100 phrases", three_hundred / hundred, 1.5, three_hundred / hundred <= 1.5),
        ("seconds to compile 300 phrases", compile_seconds, 1, compile_seconds < 1),
    )
    for name, value, target, met in results:
        print(f"{value:8.2f}  {name} (target {target}) {'ok' if met else 'MISSED'}")
    equal = found == expected == said
    print(
        f"{len(expected):8d}  hits of the oracle in {len(sample)} turns; equal: {'ok' if equal else 'MISSED'}"
    )
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:8d}  MB at most")
    return 0 if equal and all(met for *_rest, met in results) else 1


if __name__ == "__main__":
    sys.exit(main())

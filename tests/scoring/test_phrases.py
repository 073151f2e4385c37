"""Phrases in turns: the definition, and that every way of looking gives the same. Source: semantics.md §4."""

import random
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from qualitykit.i18n import set_language
from qualitykit.scoring.phrase_hits import HitKind, PhraseHit, Standing, longest_hits, without_rescued
from qualitykit.scoring.phrases import PhraseMatcher, compile_phrases
from qualitykit.scoring.reported import ENDINGS, VERB_REACH, VERBS, is_reported
from qualitykit.standards.phrases import PhraseList, allowed_edits
from tests.scoring.phrase_oracle import oracle


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Messages in the language of their ids."""
    set_language("en")
    yield
    set_language(None)


EVERY = ("exact", "fuzzy", "sound")


def phrase_list(*phrases: object, **fields: object) -> PhraseList:
    """A list of banned phrases whose exact hits stand."""
    given_fields: dict[str, object] = {
        "id": "banned",
        "title": "服务禁语",
        "kind": "banned",
        "clause": "P3.ban",
        "match": EVERY,
        "worth": "stands",
        "phrases": phrases,
    }
    return PhraseList.model_validate({**given_fields, **fields})


def matcher(*phrases: object, **fields: object) -> PhraseMatcher:
    """That list compiled."""
    return compile_phrases([phrase_list(*phrases, **fields)])


def seen(hits: Sequence[PhraseHit]) -> list[tuple[str, str, str, int]]:
    """What a reader sees of hits: phrase, quote, kind, edits."""
    return [(hit.phrase.text, hit.quote, hit.kind.name.lower(), hit.edits) for hit in hits]


def both(found: PhraseMatcher, text: str) -> tuple[PhraseHit, ...]:
    """The hits of a turn, the same by the definition and by the batch matcher."""
    hits = found.find_turn(text)
    assert hits == tuple(found.find([text]))
    return hits


# --- exact ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, quote",
    [
        ("我不知道", "不知道"),
        ("我不*知*道", "不*知*道"),
        ("不 知 道", "不 知 道"),
        ("不\u200b知\u200b道", "不\u200b知\u200b道"),
        ("不😀知😀道", "不😀知😀道"),
        ("不不不知道", "不不不知道"),
        ("不知知知道", "不知知知道"),
        ("不嗯知呃道", "不嗯知呃道"),
        ("這個我不知道喔", "不知道"),
    ],
)
def test_an_exact_hit_quotes_what_was_written(text: str, quote: str) -> None:
    """However it was written, it stands, and the evidence is verbatim."""
    (hit,) = both(matcher("不知道"), text)
    assert (quote, HitKind.EXACT, Standing.STANDS) == (hit.quote, hit.kind, hit.standing)
    assert quote == text[hit.start : hit.end]


def test_traditional_and_full_width_phrases_are_found() -> None:
    """The phrase goes through the same normalisation as the turn."""
    found = matcher("ＶＩＰ客戶優先，您等著")
    assert seen(both(found, "vip客户优先你等着")) == [
        ("ＶＩＰ客戶優先，您等著", "vip客户优先你等着", "exact", 0)
    ]


def test_every_occurrence_is_a_hit_and_none_overlaps() -> None:
    """Leftmost first."""
    hits = both(matcher("知知道知", match=["exact"]), "知知道知知道知。知知道知")
    assert [(hit.start, hit.end) for hit in hits] == [(0, 4), (8, 12)]


def test_a_hit_never_crosses_a_sentence_end() -> None:
    """A full sentence in between means other words; a comma does not."""
    found = matcher("没有问题吗你")
    assert both(found, "没有。问题吗你") == ()
    assert both(found, "没有问题吗！你好")[1:] == ()
    assert len(both(found, "没有，问题，吗你")) == 1


# --- fuzzy ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length, edits", [(1, 0), (4, 0), (5, 1), (8, 1), (9, 2), (30, 2)])
def test_edits_grow_with_the_phrase(length: int, edits: int) -> None:
    """To 4 characters 0, from 5 one, from 9 two; the pack may say otherwise."""
    assert edits == allowed_edits(length)
    assert allowed_edits(length, 0) == 0


@pytest.mark.parametrize(
    "phrase, text, quotes",
    [
        ("这事跟我没关系", "这事跟我有没关系", ["这事跟我有没关系"]),
        ("这事跟我没关系", "这事和我没关系", ["这事和我没关系"]),
        ("这事跟我没关系", "这事我没关系", ["这事我没关系"]),
        ("这事跟我没关系", "这事跟我关系", []),  # 没 dropped
        ("这事跟我没关系", "这事跟我有关系", []),  # 没 replaced
        ("这事跟我有关系", "这事跟我没关系", []),  # replaced by 没
        ("这事跟我有关系", "这事跟我没有关系", []),  # 没 put in
        ("等三天再打过来", "等五天再打过来", []),  # a number
        ("等三天再打过来", "等天再打过来", []),
        ("等三天再打过来", "等三天在打过来", ["等三天在打过来"]),
        ("不归我", "不该我", []),  # three characters: no edit
        ("请你自己打电话去问工程部", "请你自己电话问工程部", ["请你自己电话问工程部"]),  # two edits
        ("请你自己打电话去问工程部", "请自己电话问工程部", []),  # three
        ("你烦不烦呀你", "啊", []),  # the turn inside the phrase
        ("你烦不烦呀你", "你", []),
        ("你烦不烦呀你", "你烦。不烦呀你", []),  # a sentence's end
        ("你快一点说清楚", "xx你快一点说清处yy", ["你快一点说清"]),
    ],
)
def test_fuzzy(phrase: str, text: str, quotes: list[str]) -> None:
    """At most k edits, none of a negation or a number, inside one sentence."""
    assert quotes == [hit.quote for hit in both(matcher(phrase, match=["fuzzy"]), text)]


def test_a_fuzzy_hit_is_pending_and_an_exact_one_stands() -> None:
    """Uncertainty favours the employee."""
    found = matcher("这个不归我们管")
    assert [hit.standing for hit in both(found, "这个不归我管")] == [Standing.PENDING]
    assert [hit.standing for hit in both(found, "这个不归我们管")] == [Standing.STANDS]


def test_an_exact_occurrence_is_exact_whatever_the_match_list() -> None:
    """``fuzzy`` or ``sound`` alone do not make a certain hit uncertain."""
    for match in (["fuzzy"], ["sound"]):
        assert [kind for _p, _q, kind, _e in seen(both(matcher("不知道", match=match), "不知道"))] == [
            "exact"
        ]


# --- sound ---------------------------------------------------------------------------------------------


def test_sound_is_pending_and_quotes_the_words() -> None:
    """不知到 is 不知道 misheard."""
    (hit,) = both(matcher("不知道"), "我部知到")
    assert (hit.quote, hit.kind, hit.edits, hit.standing) == ("部知到", HitKind.SOUND, 0, Standing.PENDING)


def test_sound_allows_the_edits_of_the_phrase_length() -> None:
    """One syllable of five may differ, no negation."""
    found = matcher("这个不归我们管")
    assert [hit.quote for hit in both(found, "这葛不归我管吧")] == ["这葛不归我管"]
    assert both(found, "这葛都归我们管吧") == ()


@pytest.mark.parametrize("phrase, text", [("贱人", "收件人"), ("贱货", "拣货"), ("贱人", "见人")])
def test_two_characters_never_match_by_sound(phrase: str, text: str) -> None:
    """收件人 is no insult: two characters by sound are an error of the pack, and exact finds nothing."""
    with pytest.raises(ValidationError, match="too short for sound"):
        matcher(phrase)
    assert both(matcher(phrase, match=["exact", "fuzzy"]), text) == ()


# --- except, regex, rescue, reported ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "phrase, excepts, text, quotes",
    [
        ("不知道", ["不知道您是否"], "不知道您是否感兴趣", []),
        ("不知道", ["不知道您是否"], "我不知道", ["不知道"]),
        ("不知道", ["不知道您是否"], "不知道您是否感兴趣，我不知道", ["不知道"]),
        ("不知道", ["不知道您是否"], "不知到你事否感兴趣", []),  # misheard, excused by sound
        ("不知道", ["不知道您是否"], "不知道。您是否感兴趣", ["不知道"]),
        ("没有", ["有没有", "没有问题"], "请问有没有收到", []),
        ("没有", ["有没有", "没有问题"], "没有问题", []),
        ("没有", ["有没有", "没有问题"], "没有", ["没有"]),
        ("不知道", ["部知道"], "不知道", ["不知道"]),  # would excuse the phrase itself by sound
        ("不知道", ["部知道"], "部知道", []),
        ("没有", ["有没"], "有没有收到", ["没有"]),  # overlaps, does not cover
    ],
)
def test_an_except_excuses_what_it_covers(
    phrase: str, excepts: list[str], text: str, quotes: list[str]
) -> None:
    """From end to end, nothing less."""
    match = EVERY if len(phrase) > 2 else ("exact",)
    found = matcher(phrase, match=match, **{"except": excepts})
    assert quotes == [hit.quote for hit in both(found, text)]


def test_an_except_inside_the_phrase_excuses_nothing() -> None:
    """A list's except counts for the other phrases only; a phrase's own is refused."""
    found = matcher("我不知道", "不知", match=["exact"], **{"except": ["不知道"]})
    assert seen(both(found, "我不知道")) == [("我不知道", "我不知道", "exact", 0)]
    with pytest.raises(ValidationError, match="excuses nothing"):
        matcher({"text": "我不知道", "except": ["不知道"]})


def test_regex_is_looked_for_in_normalised_sentences() -> None:
    """你 stands for 您, and nothing crosses a sentence's end."""
    found = matcher({"text": "您(行|能)嗎", "match": ["regex"]})
    assert [hit.quote for hit in both(found, "您，行吗？你。能吗")] == ["您，行吗"]
    assert [hit.kind for hit in both(found, "你能吗")] == [HitKind.REGEX]


@pytest.mark.parametrize(
    "text, bounds",
    [
        ("不知道", {"begins", "ends", "alone"}),
        ("亲，不知道哦", {"begins", "ends", "alone"}),
        ("那不知道了亲。", {"begins", "ends", "alone"}),
        ("这个嘛，不 知 道~你自己查", {"begins", "ends", "alone"}),
        ("不知道知道知道道，", {"begins"}),
        ("不知知知道道道，你去问", {"begins", "ends", "alone"}),  # what is repeated is one character
        ("不知道您是否方便", {"begins"}),
        ("不 知 道 您 是否 方便", {"begins"}),  # blanks end no clause
        ("您要是不知道，我教您", {"ends"}),
        ("您要是不知道怎么办", set()),
        ("查过了；不知道…", {"begins", "ends", "alone"}),
        ("好。不知道！", {"begins", "ends", "alone"}),
        ("亲亲不知道呢呢", {"begins", "ends", "alone"}),
    ],
)
def test_bounds(text: str, bounds: set[str]) -> None:
    """A phrase as the beginning, the end or the whole of its clause."""
    found = {
        name
        for name in ("begins", "ends", "alone")
        if both(matcher("不知道", match=["exact"], bounds=name), text)
    }
    assert bounds == found


def test_bounds_of_a_phrase_and_of_a_regex() -> None:
    """A phrase's own replaces its list's; a regex, too, is held by its clause."""
    found = matcher(
        {"text": "说吧", "match": ["exact"], "bounds": "alone"},
        {"text": "什么(事|人)", "match": ["regex"], "bounds": "ends"},
    )
    assert [hit.quote for hit in both(found, "说吧，什么事？什么人来了")] == ["说吧", "什么事"]
    assert both(found, "您说吧") == ()


def rescue_matcher(within_turns: int) -> PhraseMatcher:
    """我不清楚 is rescued by 我马上帮您问."""
    rescue = {"phrases": ["我马上帮您问"], "within_turns": str(within_turns)}
    return matcher("我不清楚", rescued_by=rescue)


@pytest.mark.parametrize(
    "turns, agent, within, left",
    [
        (["我不清楚，我马上帮您问"], [0], 1, 0),
        (["我马上帮您问，我不清楚"], [0], 1, 1),
        (["我不清楚", "快点", "我马上帮您问一下"], [0, 2], 1, 0),
        (["我不清楚", "快点", "我马上帮您问一下"], [0, 2], 0, 1),
        (["我不清楚", "嗯", "在的", "好", "我马上帮您问一下"], [0, 2, 4], 1, 1),
        (["我不清楚", "我马上帮您问"], [0], 1, 1),  # the customer says it
        (["我不清楚", "", "我马上帮您文"], [0, 2], 1, 0),  # a doubtful rescue is a rescue
    ],
)
def test_rescued_by(turns: list[str], agent: list[int], within: int, left: int) -> None:
    """Followed at once, by the same speaker."""
    hits = without_rescued(tuple(rescue_matcher(within).find(turns)), agent)
    assert left == sum(hit.phrase.list_id == "banned" for hit in hits)


@pytest.mark.parametrize(
    "text, standing",
    [
        ("这个不归我管", Standing.STANDS),
        ("我跟您说了，不归我管", Standing.STANDS),
        ("我告诉您不归我管", Standing.STANDS),
        ("您刚才说不归我管，是哪位同事", Standing.PENDING),
        ("他跟您说不归我管是吗", Standing.PENDING),
        ("我们不能说不归我管", Standing.PENDING),
        ("不是不归我管", Standing.PENDING),
        ("那句“不归我管”很不好", Standing.PENDING),
        ("“您好”，不归我管", Standing.STANDS),
        ('"不归我管"这话不能讲', Standing.PENDING),
    ],
)
def test_a_reported_or_denied_phrase_waits(text: str, standing: Standing) -> None:
    """The agent who repeats others' words has not said them; only a person can be sure."""
    assert [standing] == [hit.standing for hit in both(matcher("不归我管"), text)]


def test_the_quick_look_at_endings_misses_nothing() -> None:
    """Every way of reporting that the pattern knows ends with one of ``ENDINGS``."""
    chance = random.Random(3)
    subjects, verbs = (
        ["你", "客户", "他们", "同事刚才", "不要", "没", "从不"],
        ["说", "讲", "告诉", "反映", "回答"],
    )
    tails = ["", "过", "了", "道", "的是", "我们", "什么", "一句", "员工", "前台", "工作人员", "用", "你"]
    found = 0
    for _ in range(500):
        before = chance.choice(subjects) + chance.choice(verbs) + chance.choice(tails)
        found += is_reported(before + "x", len(before), len(before) + 1, before)
        assert before[-1] in ENDINGS
        assert VERBS & set(before[-VERB_REACH:])
    assert found > 250


# --- counting --------------------------------------------------------------------------------------------


def test_the_longest_of_overlapping_hits_counts_once() -> None:
    """For deductions: 这个事不归我管 is one fault, not two."""
    found = matcher("不归我管", "这个事不归我管")
    hits = both(found, "这个事不归我管。不归我管")
    assert len(hits) == 3
    assert [hit.quote for hit in longest_hits(hits)] == ["这个事不归我管", "不归我管"]


@pytest.mark.parametrize(
    "fields, standing",
    [
        ({"worth": "stands"}, Standing.STANDS),
        ({"worth": "stands", "severity": "minor"}, Standing.STANDS),
        ({"worth": "stands", "severity": "severe"}, Standing.PENDING),
        ({"worth": "review"}, Standing.PENDING),
        ({"worth": "advice"}, Standing.ADVICE),
    ],
)
def test_what_an_exact_hit_is_worth(fields: dict[str, str], standing: Standing) -> None:
    """Every hit of a severe phrase is pending; advice is never more."""
    found = matcher("不知道", **fields)
    assert [standing] == [hit.standing for hit in both(found, "不知道")]
    hits = found.find(["不知道"])
    assert [standing is Standing.PENDING] == hits.pending.tolist()
    assert [standing is Standing.STANDS] == hits.stands.tolist()


# --- the batch ---------------------------------------------------------------------------------------------


def test_hits_of_many_turns_by_turn() -> None:
    """Columns and objects say the same."""
    found = matcher("不知道", "不归我管")
    turns = ["好的", "不知道，不归我管", "", "不归我管"]
    hits = found.find(turns, chunk=2)
    assert len(hits) == 3
    assert [turn for turn, _first, _last in hits.by_turn()] == [1, 3]
    assert [hit.quote for hit in hits.of_turn(1)] == ["不知道", "不归我管"]
    assert hits.of_turn(0) == ()
    assert [hit.turn for hit in hits.of_turns(2, 4)] == [3]
    assert len(found.find([])) == 0
    assert len(compile_phrases([]).find(turns)) == 0


def test_equal_lists_have_equal_digests() -> None:
    """And other lists others."""
    assert matcher("不知道").digest == matcher("不知道").digest
    assert matcher("不知道") == matcher("不知道")
    assert matcher("不知道").digest != matcher("不清楚").digest
    assert hash(matcher("不知道")) == hash(matcher("不知道"))


LETTERS = "不知道我请问稍等是十一A谢*部之到，。"
ENDS = LETTERS + "，。,亲了哦"
letters = st.sampled_from(LETTERS)
phrases = st.lists(
    st.text(alphabet=st.sampled_from("不知道我请问稍等是十一谢到"), min_size=3, max_size=11),
    min_size=1,
    max_size=4,
)


def _spoilt(chance: random.Random, phrase: str) -> str:
    chars = list(phrase)
    for _ in range(chance.randint(0, 3)):
        place, way = chance.randrange(len(chars) + 1), chance.randrange(3)
        if way == 0 or not chars:
            chars.insert(place, chance.choice(LETTERS))
        elif way == 1:
            del chars[place % len(chars)]
        else:
            chars[place % len(chars)] = chance.choice(LETTERS)
    return "".join(chars)


def _made(texts: list[str], match: tuple[str, ...], excepts: list[str], bounds: str) -> PhraseMatcher | None:
    try:
        return matcher(*texts, match=match, bounds=bounds, **{"except": excepts})
    except ValidationError:  # two that are one after normalisation
        return None


def _check(found: PhraseMatcher, turns: list[str], many: Callable[[], None]) -> None:
    many()
    batch = found.find(turns, chunk=7)
    rows = {(hit.turn, hit.phrase.index, hit.kind.name, hit.start, hit.end, hit.edits) for hit in batch}
    assert [hit for number, turn in enumerate(turns) for hit in _numbered(found, number, turn)] == list(batch)
    assert {
        (number, *row) for number, turn in enumerate(turns) for row in oracle(found.phrases, turn)
    } == rows


def _numbered(found: PhraseMatcher, number: int, turn: str) -> list[PhraseHit]:
    hits = found.find_turn(turn)
    return [
        PhraseHit(number, hit.phrase, hit.kind, hit.start, hit.end, hit.edits, hit.quote, hit.reported)
        for hit in hits
    ]


@pytest.mark.parametrize("counted", [False, True])
@settings(max_examples=40, deadline=None)
@given(
    texts=phrases,
    match=st.sampled_from([EVERY, ("exact",), ("fuzzy",), ("sound",)]),
    free=st.lists(st.text(alphabet=letters, max_size=14), max_size=3),
    excepts=st.lists(st.text(alphabet=st.sampled_from("不知道我请问"), min_size=2, max_size=5), max_size=2),
    bounds=st.sampled_from(["anywhere", "begins", "ends", "alone"]),
    seed=st.integers(0, 1 << 30),
)
def test_batch_reference_and_brute_force_agree(
    counted: bool,
    texts: list[str],
    match: tuple[str, ...],
    free: list[str],
    excepts: list[str],
    bounds: str,
    seed: int,
) -> None:
    """Hit for hit, whether or not the anchors were chosen by counting."""
    found = _made(texts, match, excepts, bounds)
    if found is None:
        return
    chance = random.Random(seed)
    turns = free + [
        chance.choice(ENDS) + _spoilt(chance, chance.choice(texts)) + chance.choice(ENDS) for _ in range(6)
    ]
    with pytest.MonkeyPatch.context() as patch:
        _check(
            found,
            turns,
            lambda: patch.setattr("qualitykit.scoring.phrase_batch._MANY", 0 if counted else 10**9),
        )


# --- what a pack may not say -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "phrases, fields, message",
    [
        (["。！"], {}, "nothing to look for"),
        (["嗯啊"], {}, "nothing to look for"),
        (["不知道", "不 知 道"], {}, "twice"),
        ([{"text": "不(知", "match": ["regex"]}], {}, "invalid regex"),
        ([{"text": "(不知)?", "match": ["regex"]}], {}, "everywhere"),
        ([{"text": "不知道", "match": ["regex", "exact"]}], {}, "stands alone"),
        (["不知道"], {"match": []}, "empty match list"),
        (["不知道"], {"match": ["exact", "exact"]}, "twice"),
        (["不知道"], {"worth": "advice", "severity": "minor"}, "advice"),
        (["不知道"], {"edits": "2"}, "too short for 2 edits"),
        (["不知道"], {"rescued_by": {}}, "needs a list or phrases"),
        (["不知道"], {"except": ["！"]}, "nothing to look for"),
        (["您好！请问有什么"], {}, "write two phrases"),
        ([], {}, "at least 1"),
        (["不知道"], {"matches": ["exact"]}, "Extra inputs"),
        (["不知道"], {"edits": "3"}, "less than or equal to 2"),
    ],
)
def test_broken_lists_are_refused(phrases: list[object], fields: dict[str, object], message: str) -> None:
    """With the phrase and the reason."""
    with pytest.raises(ValidationError, match=message):
        matcher(*phrases, **fields)

"""话术检测: every check of a pack on every call. Source: semantics.md §4.

``judging.judge_call`` is the definition, one check on one call. ``Checker`` goes over many calls at once: the
words of all calls through the matcher in one go, then, per check, only the calls that columns cannot decide
through ``judge_call``. Calls with nothing special share their outcome objects.

A failed outcome counts for the score. It makes a violation on the ladder only where a person confirmed it:
``Hit.confirmed`` (确认 in the review sheet), or the inspector's own answer to the item of that call; a
transcript that no inspector evaluated yields coaching findings, never incidents.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qualitykit.model import Evaluation, HitDecision, Role
from qualitykit.scoring.arrays import numbered
from qualitykit.scoring.call_batch import CallBatch, Calls
from qualitykit.scoring.call_hearing import Heard, hear, new_token
from qualitykit.scoring.call_view import CallView, Setting, Spoken
from qualitykit.scoring.call_words import Listening
from qualitykit.scoring.evidence import Judge, is_light
from qualitykit.scoring.judging import WORDLESS, in_order, judge_call, passed
from qualitykit.scoring.phrases import PhraseMatcher, compile_phrases
from qualitykit.scoring.results import CheckOutcome
from qualitykit.scoring.says import missing_outcome
from qualitykit.scoring.screening import (
    Mask,
    alike,
    asked_of_words,
    lists_screened,
    screen_demand,
    screen_density,
    screen_fields,
    screen_occasion,
    screen_rate,
    screen_repeats_back,
    screen_says,
    screen_timing,
    screen_waits,
)
from qualitykit.standards.phrases import PhraseList
from qualitykit.standards.transcript import Check, When
from qualitykit.turncolumns import TurnColumns

__all__ = ["Checker", "ChecksCalls", "HasChecks", "Matchers"]

Matchers = tuple[Listening, Listening]  # to the agent's words, to the customer's


_SPEAKERS = (Role.AGENT, Role.CUSTOMER)


class HasChecks(Protocol):
    """What a Checker needs of a standard."""

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks, in the order of their outcomes."""

    @property
    def phrases(self) -> tuple[PhraseList, ...]:
        """The phrase lists that they name."""


class ChecksCalls(Protocol):
    """What the scoring of a month needs of a ``Checker``."""

    def check(
        self, calls: Sequence[Evaluation], decisions: Mapping[str, HitDecision]
    ) -> list[tuple[CheckOutcome, ...]]:
        """The outcomes of every call."""


class Checker:
    """The checks of a standard, compiled once; ``matchers``: what was compiled of it before."""

    def __init__(self, standard: HasChecks, matchers: Matchers | None = None) -> None:
        if matchers is not None:
            self._listening = dict(zip(_SPEAKERS, matchers, strict=True))
        self.checks = standard.checks
        self._lists = {one.id: one for one in standard.phrases}
        self._order = in_order(standard.checks)
        self._titles = {name: one.title for name, one in self._lists.items()}
        self._token = new_token()

    @cached_property
    def agent_matcher(self) -> PhraseMatcher:
        """The lists that are looked for in the agent's words."""
        return self._matcher(Role.AGENT)

    @cached_property
    def customer_matcher(self) -> PhraseMatcher:
        """The lists that are looked for in the customer's words."""
        return self._matcher(Role.CUSTOMER)

    @property
    def matchers(self) -> Matchers:
        """All that was compiled, to be kept for another run."""
        for one in self._listening.values():
            for matcher in one:
                _ready = matcher.plan.chars.anchors, matcher.plan.sounds.anchors
        return self._listening[Role.AGENT], self._listening[Role.CUSTOMER]

    def listen_ahead(self, columns: TurnColumns) -> Heard:
        """Look through the words of many transcripts, to be kept with them: ``check`` need not do it again.

        It may be done in another process.
        """
        asked = (asked_of_words(check) for check in self.checks)
        return hear(columns, self._listening, self._token, [one for one in asked if one is not None])

    def check(
        self, calls: Sequence[Evaluation], decisions: Mapping[str, HitDecision], *, at_once: int = 20_000
    ) -> list[tuple[CheckOutcome, ...]]:
        """The outcomes of every call, aligned with ``checks``; ``decisions`` by hit id, of the review sheet.

        ``at_once``: so many calls are held in columns together; it changes memory, never an outcome. What is
        said is looked through before, every distinct turn once.
        """
        found: list[tuple[CheckOutcome, ...]] = []
        shared: dict[tuple[int, ...], tuple[CheckOutcome, ...]] = {}
        if not calls:
            return found
        for batch in Calls(calls, self._listening, self._token).batches(at_once):
            for outcomes in self._check(batch, Judge(decisions)):
                found.append(shared.setdefault(tuple(map(id, outcomes)), outcomes))
        return found

    def check_call(self, call: Evaluation, decisions: Mapping[str, HitDecision]) -> tuple[CheckOutcome, ...]:
        """The outcomes of one call by the definition, turn by turn: what ``check`` is compared with. Slow."""
        view = CallView(
            call,
            _spoken(call, Role.AGENT, self.agent_matcher),
            _spoken(call, Role.CUSTOMER, self.customer_matcher),
        )
        outcomes: dict[str, CheckOutcome] = {}
        for check in self._order:
            outcomes[check.id] = judge_call(check, view, Setting(Judge(decisions), self._titles, outcomes))
        return tuple(outcomes[check.id] for check in self.checks)

    def lost_decisions(
        self, outcomes: Iterable[Sequence[CheckOutcome]], decisions: Mapping[str, HitDecision]
    ) -> tuple[HitDecision, ...]:
        """The decisions for hits that are no longer there: to be reported, they decide nothing."""
        there = {hit.id for one in outcomes for outcome in one for hit in outcome.hits}
        return tuple(decision for name, decision in decisions.items() if name not in there)

    @cached_property
    def _listening(self) -> dict[Role, Listening]:
        """What is looked for in all words of a role, and what only in calls that are looked at closely."""
        screened = {one for check in self.checks for one in lists_screened(check)}
        found: dict[Role, Listening] = {}
        for role, matcher in zip(_SPEAKERS, (self.agent_matcher, self.customer_matcher), strict=True):
            everywhere = frozenset(name for name, whose in screened if whose == role.value)
            closely = frozenset(one.list_id for one in matcher.phrases) - everywhere
            found[role] = Listening(matcher.part(everywhere), matcher.part(closely))
        return found

    def _matcher(self, role: Role) -> PhraseMatcher:
        wanted = {name for check in self.checks for name, whose in check.lists_used if whose == role.value}
        for one in self._lists.values():
            if one.id in wanted and one.rescued_by:
                wanted |= set(one.rescued_by.lists)
        return compile_phrases(one for name, one in self._lists.items() if name in wanted)

    def _check(self, batch: CallBatch, judge: Judge) -> Iterable[tuple[CheckOutcome, ...]]:
        known: dict[str, list[CheckOutcome]] = {}
        for check in self._order:
            known[check.id] = self._outcomes(check, batch, judge, known)
        return zip(*(known[check.id] for check in self.checks), strict=True)

    def _outcomes(
        self, check: Check, batch: CallBatch, judge: Judge, known: Mapping[str, list[CheckOutcome]]
    ) -> list[CheckOutcome]:
        outcomes = np.full(len(batch.calls), passed(check.id), dtype=object)
        if check.wait is not None:
            closer = screen_fields(check, batch, outcomes)
            if not _asks_words(check.when):
                closer = screen_waits(check, batch, outcomes, closer)
        elif check.demand in WORDLESS:
            closer = self._by_facts(check, batch, judge, known, outcomes)
        else:
            closer = screen_occasion(check, batch, outcomes)
            if check.when.heard is None or check.when.heard.says:
                closer = self._by_columns(check, batch, judge, known, outcomes, closer)
        closely = np.flatnonzero(closer)
        if len(closely):
            batch.agent.listen(closely)
            batch.customer.listen(closely)
        for number in closely.tolist():
            setting = self._setting(check, judge, known, number)
            outcomes[number] = judge_call(check, batch.view(number), setting)
        found: list[CheckOutcome] = outcomes.tolist()
        return found

    def _setting(
        self, check: Check, judge: Judge, known: Mapping[str, list[CheckOutcome]], number: int
    ) -> Setting:
        return Setting(judge, self._titles, {name: known[name][number] for name in check.checks_used})

    def _by_facts(
        self,
        check: Check,
        batch: CallBatch,
        judge: Judge,
        known: Mapping[str, list[CheckOutcome]],
        outcomes: NDArray[Any],
    ) -> Mask:
        open_calls = screen_fields(check, batch, outcomes)
        if _asks_words(check.when):
            return open_calls
        for calls in self._same_facts(check, batch, known, open_calls):
            for number in calls.tolist():
                view = CallView(batch.calls[number], Spoken(Role.AGENT), Spoken(Role.CUSTOMER))
                outcome = judge_call(check, view, self._setting(check, judge, known, number))
                if not outcome.hits:
                    outcomes[calls] = outcome
                    break
                outcomes[number] = outcome
        return np.zeros(len(batch.calls), np.bool_)

    def _same_facts(
        self, check: Check, batch: CallBatch, known: Mapping[str, list[CheckOutcome]], open_calls: Mask
    ) -> Iterator[NDArray[np.int64]]:
        """The open calls, those together of which the check is told the same."""
        keys = np.zeros(len(batch.calls), np.int64)
        for name in check.combines:
            states = np.fromiter((_STATES[one.state] for one in known[name]), np.int64, len(keys))
            keys = numbered(keys * len(_STATES) + states)
        if not check.combines:
            keys = batch.coded(_fact(check)).codes.astype(np.int64)
        return alike(keys, open_calls)

    def _by_columns(
        self,
        check: Check,
        batch: CallBatch,
        judge: Judge,
        known: Mapping[str, list[CheckOutcome]],
        outcomes: NDArray[Any],
        open_calls: Mask,
    ) -> Mask:
        heard = screen_says(check, batch)
        if heard is not None:
            return self._said(check, batch, judge, heard, outcomes, open_calls)
        if check.density is not None:
            return screen_density(check, batch, Setting(judge, self._titles, {}), outcomes, open_calls)
        if check.rate is not None:
            return screen_rate(check, batch, outcomes, open_calls)
        if check.interrupts is not None or check.silence is not None:
            return screen_timing(check, batch, outcomes, open_calls)
        if check.repeats_back is not None:
            return screen_repeats_back(check, batch, outcomes, open_calls)
        screened = screen_demand(check, batch, known)
        if screened is None:
            return open_calls
        outcomes[open_calls & ~screened.closer] = screened.outcome
        return open_calls & screened.closer

    def _said(
        self,
        check: Check,
        batch: CallBatch,
        judge: Judge,
        heard: Mapping[str, Mask],
        outcomes: NDArray[Any],
        open_calls: Mask,
    ) -> Mask:
        columns = batch.columns(check.where.role)
        closer: Mask = open_calls & (columns.counts == 0)
        every = np.array(list(heard.values()))
        met = every.any(axis=0) if check.says is not None and check.says.any else every.all(axis=0)
        names = tuple(heard)
        setting = Setting(judge, self._titles, {})
        turns = columns.ends(last=check.where.last is not None)
        anywhere = check.where.first is None and check.where.last is None
        keys = np.zeros(len(batch.calls), np.int64)
        for there in every:
            keys = numbered(keys * 2 + there)
        for calls in alike(keys, open_calls & ~closer & ~met):
            missing = tuple(
                name for name, there in zip(names, every[:, calls[0]].tolist(), strict=True) if not there
            )
            for number in calls.tolist():
                turn = None if anywhere else int(turns[number])
                outcome = missing_outcome(check, batch.calls[number], ((turn, missing),), setting)
                if is_light(check):
                    outcomes[calls] = outcome
                    break
                outcomes[number] = outcome
        return closer


_STATES = {"passed": 0, "failed": 1, "na": 2, "unknown": 3, "pending": 4}


def _fact(check: Check) -> str:
    if check.answered_within is not None:
        return "rings" if check.answered_within.rings else "ring_seconds"
    return "hung_up_by"


def _asks_words(when: When) -> bool:
    return when.agent_turns_from is not None or bool(when.farewells) or when.heard is not None


def _spoken(call: Evaluation, role: Role, matcher: PhraseMatcher) -> Spoken:
    transcript = call.transcript
    if transcript is None:
        return Spoken(role)
    turns = tuple(index for index, one in enumerate(transcript.roles) if one is role)
    hits = tuple(
        replace(hit, turn=number)
        for number, turn in enumerate(turns)
        for hit in matcher.find_turn(transcript.texts[turn])
    )
    return Spoken(role, turns, hits)

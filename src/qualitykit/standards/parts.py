"""A pack while it is being read: the same topics as ``Standard``, each of which may still be missing."""

from qualitykit.standards.base import Day, Id, Rule, Text
from qualitykit.standards.bonus import Bonus
from qualitykit.standards.deadlines import Deadlines
from qualitykit.standards.forms import Form
from qualitykit.standards.indicators import Indicators
from qualitykit.standards.ladder import Ladder
from qualitykit.standards.phrases import PhraseList
from qualitykit.standards.praise import PraiseRule
from qualitykit.standards.records import RecordRules
from qualitykit.standards.standard import Clause, Waiver
from qualitykit.standards.stars import Stars
from qualitykit.standards.transcript import Check
from qualitykit.standards.weights import Weights

__all__ = ["Parts"]


class Parts(Rule):
    """What of a pack could be read. None or empty: it is missing or refused, and a problem says so."""

    id: Id | None = None
    version: Text | None = None
    title: Text | None = None
    source: Text | None = None
    effective_from: Day | None = None
    adopted_on: Day | None = None
    notified_on: Day | None = None
    clauses: tuple[Clause, ...] = ()
    forms: tuple[Form, ...] = ()
    phrases: tuple[PhraseList, ...] = ()
    checks: tuple[Check, ...] = ()
    weights: Weights | None = None
    ladder: Ladder | None = None
    praise: PraiseRule | None = None
    stars: Stars | None = None
    bonus: Bonus | None = None
    deadlines: Deadlines | None = None
    records: RecordRules | None = None
    indicators: Indicators | None = None
    waivers: tuple[Waiver, ...] = ()

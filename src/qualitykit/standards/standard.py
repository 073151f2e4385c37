"""服务标准: a whole pack, after reading. Source: semantics.md §1; ``standard.yaml`` and a YAML a topic."""

from qualitykit.standards.base import ClauseId, Day, Id, Rule, Text
from qualitykit.standards.bonus import Bonus
from qualitykit.standards.deadlines import Deadlines
from qualitykit.standards.forms import Form
from qualitykit.standards.indicators import Indicators
from qualitykit.standards.ladder import Ladder
from qualitykit.standards.phrases import PhraseList
from qualitykit.standards.praise import PraiseRule
from qualitykit.standards.records import RecordRules
from qualitykit.standards.stars import Stars
from qualitykit.standards.transcript import Check
from qualitykit.standards.weights import Weights

__all__ = ["Clause", "Standard", "Waiver"]


class Clause(Rule):
    """A clause of the policy: its id, the letters of its kinds (I T N V A K R P) and what it asks.

    ``records``: for R, where the record is held: ``sheet/field``, a form's head or a record sheet.
    """

    id: ClauseId
    kinds: tuple[Text, ...]
    title: Text
    guide: str = ""
    records: tuple[Text, ...] = ()


class Waiver(Rule):
    """A lint that this pack lives with, and why. ``subject``: the id that the lint names, empty for all."""

    lint: Text
    reason: Text
    subject: str = ""


class Standard(Rule):
    """A versioned pack. It counts from ``effective_from`` and never before ``notified_on`` (P3.notice).

    ``digest`` is the SHA-256 of its files, in hexadecimal; it names the rules that a month was scored with.
    """

    id: Id
    version: Text
    title: Text
    source: Text
    effective_from: Day
    adopted_on: Day
    notified_on: Day
    clauses: tuple[Clause, ...]
    forms: tuple[Form, ...]
    phrases: tuple[PhraseList, ...] = ()
    checks: tuple[Check, ...] = ()
    weights: Weights
    ladder: Ladder
    praise: PraiseRule
    stars: Stars
    bonus: Bonus
    deadlines: Deadlines | None = None
    records: RecordRules | None = None
    indicators: Indicators | None = None
    waivers: tuple[Waiver, ...] = ()
    digest: str = ""

    def form(self, form_id: str) -> Form | None:
        """The form of that id, None if the pack has none."""
        return next((form for form in self.forms if form.id == form_id), None)

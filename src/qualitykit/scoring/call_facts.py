"""What the sheet says about a call: how soon it was answered, who hung up; checks of checks. Source: §4."""

from collections.abc import Sequence
from decimal import Decimal

from qualitykit.scoring.call_view import CallView, Setting
from qualitykit.scoring.evidence import State, Verdict, finding
from qualitykit.scoring.results import CheckOutcome, Part
from qualitykit.standards.transcript import Check

__all__ = ["check_answered", "check_hangs_up", "combined", "combined_state"]


def check_answered(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """Rings, or seconds of ringing, against the bands; one never stands in for the other. Source: P4.tel.1.

    The part ``score`` (0 … 1) is the band's; only 0 has failed. Unknown: the sheet does not say.
    """
    rule = check.answered_within
    assert rule is not None
    facts = view.call.call
    unit = "rings" if rule.rings else "seconds"
    value = None
    if facts is not None:
        value = facts.rings if rule.rings else facts.ring_seconds
    if value is None:
        return CheckOutcome(check.id, "unknown", (), (Part("reason", f"no-{unit}"),))
    bands = rule.rings or rule.seconds
    score = next((band.score for band in bands if value <= band.at_most), Decimal(0))
    parts = (
        Part("answered", f"{Decimal(value).normalize():f}", unit),
        Part("score", f"{score.normalize():f}"),
    )
    if score > 0:
        return CheckOutcome(check.id, "passed", (), parts)
    return finding(setting.judge, check, view.call, (Verdict(None, check.title),), parts)


def check_hangs_up(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """Who ended the call, as the sheet says. N/A: the line did. Unknown: the sheet does not say."""
    rule = check.hangs_up
    assert rule is not None
    ended_by = view.call.call.hung_up_by if view.call.call else None
    if ended_by not in ("agent", "customer"):
        state, reason = ("na", "no-occasion") if ended_by else ("unknown", "not-recorded")
        return CheckOutcome(check.id, "na" if state == "na" else "unknown", (), (Part("reason", reason),))
    parts = (Part("hung_up_by", ended_by),)
    if ended_by == rule.by:
        return CheckOutcome(check.id, "passed", (), parts)
    return finding(setting.judge, check, view.call, (Verdict(None, check.title),), parts)


def combined(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """What the outcomes of other checks make together; N/A ones are left out, and all N/A is N/A.

    ``all_of`` fails when one fails; ``any_of`` passes when one passes; ``not_of`` turns passed and failed
    round. In between, pending goes before unknown: a doubt never costs the employee.
    """
    outcomes = [setting.outcomes[name] for name in check.combines]
    state = combined_state(check, [outcome.state for outcome in outcomes])
    parts = tuple(Part("check", f"{outcome.check}: {outcome.state}") for outcome in outcomes)
    if state == "failed":
        return finding(setting.judge, check, view.call, (Verdict(None, check.title),), parts)
    return CheckOutcome(check.id, state, (), parts)


def combined_state(check: Check, states: Sequence[State]) -> State:
    """The state that these states make."""
    counted = [state for state in states if state != "na"]
    if not counted:
        return "na"
    if check.not_of:
        turned: dict[State, State] = {"passed": "failed", "failed": "passed"}
        return turned.get(counted[0], counted[0])
    order: tuple[State, ...] = ("failed", "pending", "unknown", "passed")
    if not check.all_of:
        order = ("passed", "pending", "unknown", "failed")
    return next(state for state in order if state in counted)

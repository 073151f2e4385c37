"""The words of every code that scoring gives: reasons, parts, units, kinds and states.

Message ids; they are translated where they are shown. A test collects the codes from ``scoring`` and fails
where one has no words here.
"""

from qualitykit.i18n import N_

__all__ = [
    "BONUS_KINDS",
    "EFFECTS",
    "GRAVITIES",
    "HIT_KINDS",
    "INCIDENT_STATES",
    "NO_SCORE",
    "OUTCOME_STATES",
    "PARTS",
    "PART_WORDS",
    "PROPOSALS",
    "RAISED_BY",
    "REASONS",
    "SERVED_HOW",
    "SEVERITIES",
    "UNITS",
]

BONUS_KINDS = {
    "performance": N_("performance bonus"),
    "withheld": N_("withheld"),
    "star": N_("service star"),
    "praise": N_("customer praise"),
    "special": N_("special award"),
    "contest": N_("skill contest"),
    "adjustment": N_("adjustment"),
    "carried": N_("carried over"),
}

SEVERITIES = {
    "minor": N_("minor"),
    "severe": N_("severe"),
}

GRAVITIES = {
    "slight": N_("slight"),
    "middling": N_("middling"),
    "grave": N_("grave"),
    "gravest": N_("gravest"),
}

INCIDENT_STATES = {
    "counts": N_("counts for the ladder"),
    "coaching": N_("coaching only"),
    "pending": N_("waits for confirmation"),
    "proposed-same": N_("perhaps the same incident"),
    "lapsed": N_("nobody confirmed it before the month was closed: it lapsed"),
}

OUTCOME_STATES = {
    "passed": N_("passed"),
    "failed": N_("failed"),
    "na": N_("did not arise"),
    "unknown": N_("cannot be told"),
    "pending": N_("passes for now, waits for review"),
}

HIT_KINDS = {
    "exact": N_("exact"),
    "fuzzy": N_("nearly the same text"),
    "sound": N_("same sound"),
    "regex": N_("pattern"),
    "measure": N_("measured"),
}

NO_SCORE = {
    "all-na": N_("all items are N/A: no score"),
    "too-much-na": N_("too many items are N/A: no score"),
}

RAISED_BY = {
    "severe": N_("a severe act goes straight to this step"),
    "three-or-more": N_("three incidents or more in one case: one step further"),
}

SERVED_HOW = {
    "rule": N_("by rule, at the end of the month"),
    "register": N_("recorded in the register"),
}

EFFECTS = {
    "coaching": N_("coaching"),
    "retraining": N_("retraining"),
    "withhold": N_("withhold {detail}% of the prorated bonus base"),
    "propose": N_("proposal: {detail} (people decide)"),
}

PROPOSALS = {
    "suspension": N_("suspension"),
    "dismissal": N_("dismissal"),
    "transfer": N_("transfer to another post"),
}

REASONS: dict[str, str] = {
    "held-back": N_("held back: {codes}, nothing of it counts before it is corrected"),
    "calibration": N_("calibration: never counts"),
    "no-standard-in-force": N_("no standard was in force on {day}"),
    "form-unknown": N_("the standard has no form {form}"),
    "repeat-of-earlier-month": N_("counted already in {month}"),
    "differs-from-earlier-month": N_(
        "{month} is closed and holds it with other content: no score here; what it gives more is paid as an "
        "adjustment"
    ),
    "late": N_("of {day}, an earlier month: it gives no score in this one"),
    "after-the-month": N_("of {day}, after this month"),
    "inspector-is-the-employee": N_("the inspector is the person inspected"),
    "recheck-without-reason": N_("a recheck without a reason"),
    "replaced-by-recheck": N_("replaced by the recheck {by} ({place}): {reason}"),
    "low-rating-not-by-employee": N_("low rating, verified by {verifier} as not the employee's doing"),
    "low-rating-not-verified": N_("low rating, not verified yet"),
    "low-ratings-excluded-by": N_("{verifier} took {n} low ratings off"),
    "inspector-na-rate": N_("inspector {inspector}: {na} of {items} items N/A or blank"),
    "no-star-award": N_("the standard names no service stars"),
    "no-score": N_("no month score"),
    "score-below-minimum": N_("month score {score} is below {minimum}"),
    "source-missing": N_("no score from: {source}"),
    "sample-too-small": N_("too few evaluations (样本不足): {n}"),
    "warned-this-month": N_("a warning from this month's incidents"),
    "form-not-qualified": N_("not qualified: {evaluations}"),
    "not-in-roster": N_("not on the roster"),
    "too-few-days": N_("employed {days} days, at least {minimum} are needed"),
    "on-probation": N_("on probation until {until}"),
    "too-few-months": N_("{months} months with a score, at least {minimum} are needed"),
    "live-warning": N_("a live warning of step {step}"),
    "fewer-stars": N_("{n} stars, fewer than the {minimum} intended {scope}"),
    "more-stars-by-ties": N_("{n} stars by ties, more than {at_most} {scope}"),
    "praise": N_("verified praise, level {level}"),
    "praise-refused-by-verifier": N_("not true according to {by}"),
    "praise-not-verified": N_("not verified yet"),
    "praise-verified-later": N_("verified on {on}: paid in that month"),
    "praise-not-from-customer": N_("not from a customer: shown, not paid"),
    "praise-count-above-one": N_("one row for {count} praises: each must be named"),
    "praise-person-uncertain": N_("it is not certain who is meant: {names}"),
    "praise-names-no-person": N_("praise of a team without names ({team}): shown, not paid"),
    "praise-verified-by-praised": N_("verified by the praised ({by})"),
    "praise-refused-by-decision": N_("not paid by a person's decision"),
    "praise-meets-complaint": N_(
        "praise and complaint {complaint} on one contact: paid only after a decision"
    ),
    "praise-of-closed-month": N_("counts in {month}, which is closed; what it changes there is adjusted"),
    "praise-repeats-earlier": N_("repeats the praise of {what}, counted in {month}"),
    "praise-raises-earlier": N_("raises the praise of {what}, counted in {month}, {amount} paid then"),
    "praise-cap": N_("the month's cap of {cap} for {month} is reached"),
    "not-employed-on-day": N_("not employed on {day}"),
    "performance-without-score": N_("no month score: coefficient without a score"),
    "performance-small-sample": N_("too few evaluations: coefficient without a score"),
    "performance-by-score": N_("month score {score}"),
    "performance-by-score-and-complaints": N_(
        "month score {score}, {complaints} valid complaints in {evaluations} evaluations"
    ),
    "bonus-base-missing": N_("the roster holds no bonus base for {employee_no}: no performance bonus"),
    "bonus-bases-missing": N_("the roster holds no bonus base: no performance bonus for {n} people"),
    "nothing-to-withhold": N_("nothing to withhold from {employee_no} (case {case})"),
    "withheld-by-step": N_("step {step}: {percent}% of the prorated base (case {case})"),
    "withheld-up-to-performance": N_(
        "step {step}: {percent}% of the prorated base, at most the performance bonus (case {case})"
    ),
    "star": N_("service star, rank {rank} {scope}"),
    "special": N_("{title}: {reason}"),
    "contest": N_("{contest}, rank {rank} {prize}"),
    "contest-rank-without-prize": N_("{contest}, rank {rank}: no prize for this rank"),
    "budget-exceeded": N_("awards of {asked} exceed the budget of {budget}"),
    "carried-from-earlier": N_("taken for earlier months"),
    "carried-further": N_("taken for earlier months as far as the pay goes, the rest is carried on"),
    "carried-amount-lapsed": N_("{amount} of {employee_no} lapses: the person has left"),
    "adjustment": N_("correction of {of_month}: {reason}"),
    "before-notice": N_("before the standard was signed for on {signed_on}: coaching only"),
    "notice-not-signed": N_("the notice of the standard is not signed: coaching only"),
    "within-grace": N_("within {days} days of joining on {hired_on}: coaching only"),
    "found-too-late": N_("found on {found_on}, more than {days} days after the act: coaching only"),
    "not-confirmed": N_("not confirmed by a person yet"),
    "second-person-missing": N_("a severe act waits for a second person's confirmation"),
    "same-as-earlier": N_("same as the incident {incident} of {month}"),
    "struck-out-earlier": N_("struck out of {month} by an appeal that was upheld (incident {incident})"),
    "hits-pending": N_("{n} phrases found wait for review"),
    "praises-waiting": N_("{n} praises wait for verification or a decision"),
    "carried-person-not-in-roster": N_(
        "{employee_no} is not on the roster: what was carried over stays open"
    ),
    "recheck-of-several": N_("{n} inspections could be meant: the recheck must name the contact"),
    "adjustment-recomputed": N_("correction of {of_month}: {reason}"),
    "adjustment-carried": N_("correction of {of_month}: {reason}; what the pay cannot bear is carried on"),
}

PARTS: dict[str, str] = {
    "base": N_("base"),
    "coefficient": N_("coefficient"),
    "complaint-coefficient": N_("complaint coefficient"),
    "days": N_("employed"),
    "withheld-percent": N_("withheld percent"),
    "amount": N_("amount"),
    "budget-share": N_("share of the budget"),
    "left": N_("left to carry"),
    "level": N_("level"),
    "rank": N_("rank"),
    "score": N_("score"),
    "praises": N_("verified praises"),
    "mystery-shopper": N_("mystery-shopper score"),
    "live-warnings": N_("live warnings"),
    "mean-month-score": N_("mean month score"),
    "months-as-star": N_("months as star"),
    "months-with-score": N_("months with a score"),
    "reason": N_("because"),
    "answered": N_("answered after"),
    "hung_up_by": N_("hung up by"),
    "check": N_("check"),
    "missing": N_("missing"),
    "steps_heard": N_("steps heard"),
    "steps": N_("steps asked"),
    "overlap_seconds": N_("overlap"),
    "silence_seconds": N_("silence"),
    "characters_a_minute": N_("characters a minute"),
    "times": N_("times"),
    "hits": N_("hits"),
    "turns": N_("turns"),
    "per_100_turns": N_("per 100 turns"),
    "above": N_("above the limit"),
    "wait_seconds": N_("wait"),
    "wait_from": N_("measured from"),
    "paid-before": N_("paid before"),
    "due-now": N_("due now"),
    "difference": N_("difference"),
    "changed-performance": N_("performance bonus"),
    "changed-withheld": N_("withheld"),
    "changed-star": N_("service star"),
    "changed-praise": N_("customer praise"),
    "changed-special": N_("special award"),
    "changed-contest": N_("skill contest"),
}

UNITS = {
    "yuan": N_("yuan"),
    "points": N_("points"),
    "score": N_("points"),
    "days": N_("days"),
    "seconds": N_("seconds"),
    "rings": N_("rings"),
    "characters": N_("characters"),
    "count": "",
}

PART_WORDS: dict[str, str] = {
    "no-occasion": N_("it did not arise"),
    "no-times": N_("no times recorded"),
    "no-transcript": N_("no transcript"),
    "no-words": N_("nothing to search"),
    "no-rings": N_("no number of rings"),
    "no-seconds": N_("no seconds"),
    "not-recorded": N_("not recorded"),
    "too-short": N_("too short to tell"),
    "agent": N_("agent"),
    "customer": N_("customer"),
    "system": N_("system"),
    "hold": N_("the hold phrase"),
    "silence": N_("the agent's silence"),
    "sheet": N_("the sheet"),
    "queue": N_("the queue"),
    "yes": N_("yes"),
    "no": N_("no"),
}

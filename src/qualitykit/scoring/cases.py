"""合并处理: one employee's incidents of a month become cases with steps. Source: semantics.md §6."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from qualitykit.model import Period, ServedWarning
from qualitykit.scoring.dates import add_months
from qualitykit.scoring.register import expiry, short_id
from qualitykit.scoring.results import Case, Incident, LiveWarning
from qualitykit.standards.ladder import Ladder, Step

__all__ = ["Climber", "case_id", "is_live"]


def is_live(warning: LiveWarning, day: date) -> bool:
    """Whether a warning counts for an incident of that day: served on an earlier day, not expired, not
    overturned. The day of service itself is not after it. Source: semantics.md §6."""
    return (
        not warning.overturned
        and warning.served_on is not None
        and warning.served_on < day < warning.expires_on
    )


def case_id(first: Incident) -> str:
    """The stable name of a case: made of its first incident."""
    return short_id("C", first.day, "case", first.employee_no, first.id)


class Climber:
    """One employee's month: the warnings on file grow while it goes up."""

    def __init__(
        self,
        ladder: Ladder,
        period: Period,
        provisional: bool,
        before: tuple[LiveWarning, ...],
        register_of: Mapping[str, Sequence[ServedWarning]],
    ) -> None:
        self.ladder = ladder
        self.period = period
        self.provisional = provisional
        self.before = before
        self.on_file = list(before)
        self.register_of = register_of  # by incident id
        self.steps = {step.step: step for step in ladder.steps}
        self.top = max(self.steps)

    def climb(self, incidents: Sequence[Incident]) -> list[Case]:
        """The cases in the order of their first incidents."""
        if self.ladder.counts_after == "incident":
            return [self._open_case([incident]) for incident in incidents]
        fresh, continued = self._covered(incidents)
        cases = [self._continue_case(warning, group) for warning, group in continued]
        cases += [self._open_case(group) for group in self._separated(fresh)]
        return sorted(cases, key=lambda case: (case.first_incident_on, case.id))

    def _covered(
        self, incidents: Sequence[Incident]
    ) -> tuple[list[Incident], list[tuple[LiveWarning, list[Incident]]]]:
        """Incidents apart, and those that an earlier warning covers because it was served after them.

        A late incident joins the open month's case; only where there is none does it go with the warning
        that would have covered it in time, so that turning up late costs nobody a second warning.
        """
        fresh: list[Incident] = []
        covered: dict[str, tuple[LiveWarning, list[Incident]]] = {}
        for incident in incidents:
            warning = None if incident.late else self._unserved_on(incident.day)
            if warning is None:
                fresh.append(incident)
            else:
                covered.setdefault(warning.id, (warning, []))[1].append(incident)
        if all(incident.late for incident in fresh):
            for incident in tuple(fresh):
                warning = self._would_have_covered(incident.day)
                if warning is not None:
                    fresh.remove(incident)
                    covered.setdefault(warning.id, (warning, []))[1].append(incident)
        return fresh, list(covered.values())

    def _unserved_on(self, day: date) -> LiveWarning | None:
        """The earlier warning whose case was open that day: its incident had happened, it was not served."""
        return next(
            (
                warning
                for warning in self.before
                if not warning.overturned
                and warning.served_on is not None
                and warning.first_incident_on <= day <= warning.served_on
            ),
            None,
        )

    def _would_have_covered(self, day: date) -> LiveWarning | None:
        """The earlier warning whose case an incident of that day would have been in, had it come in time:
        one of the same pay month with no other warning served in between."""
        starts_on = self.period.first_day.day
        for warning in self.before:
            first, service = warning.first_incident_on, warning.served_on
            if warning.overturned or service is None or day > service:
                continue
            if _month_start(day, starts_on) != _month_start(first, starts_on):
                continue
            if not any(
                other.served_on is not None and not other.overturned and day <= other.served_on < first
                for other in self.before
            ):
                return warning
        return self._unserved_on(day)

    def _separated(self, incidents: Sequence[Incident]) -> list[list[Incident]]:
        """The incidents in groups: a served warning separates those before it from those after it."""
        groups: list[list[Incident]] = []
        for incident in incidents:
            if groups and not self._separates(groups[-1], incident.day):
                groups[-1].append(incident)
            else:
                groups.append([incident])
        return groups

    def _separates(self, group: Sequence[Incident], day: date) -> bool:
        """Whether a warning was served after the group's incidents and before that day: its own, by the
        register, or one of an earlier month. The latter never keeps a late incident from joining."""
        recorded = self._recorded(group)
        if recorded is not None and recorded[0] < day:
            return True
        current = [incident.day for incident in group if not incident.late]
        return bool(current) and any(
            not warning.overturned
            and warning.served_on is not None
            and current[-1] <= warning.served_on < day
            for warning in self.before
        )

    def _recorded(self, group: Sequence[Incident]) -> tuple[date, str] | None:
        """The first day on which the register says that the group's warning was served, and how.

        A day before the incident that the line names is no service.
        """
        served = [
            (row.served_on, row.how or "register")
            for incident in group
            for row in self.register_of.get(incident.id, ())
            if row.served_on is not None and row.served_on >= incident.day
        ]
        return min(served, default=None)

    def _open_case(self, group: Sequence[Incident]) -> Case:
        first = group[0]
        step, raised_by, counted = self._step(group, len(group))
        served_on, how = self._recorded(group) or (self.period.last_day, "rule")
        warning = LiveWarning(
            id=case_id(first),
            employee_no=first.employee_no,
            step=step.step,
            first_incident_on=first.day,
            served_on=served_on,
            served_how=how,
            expires_on=expiry(self.ladder, step.step, first.day),
            month=self.period.month,
            overturned=any(row.overturned for one in group for row in self.register_of.get(one.id, ())),
            incidents=tuple(incident.id for incident in group),
            step_title=step.title,
            clause=step.clause,
        )
        effects = () if warning.overturned else _effects(step, served_on)
        warning = replace(warning, effects=effects)
        self.on_file.append(warning)
        return self._case(warning, group, step, raised_by, counted, effects)

    def _continue_case(self, before: LiveWarning, group: Sequence[Incident]) -> Case:
        step, raised_by, counted = self._step(group, len(before.incidents) + len(group))
        risen = step.step > before.step
        if not risen:
            step, raised_by = self._step_at(before.step), ""
        first = min(before.first_incident_on, group[0].day)
        moved = risen or first < before.first_incident_on
        warning = replace(
            before,
            step=step.step if risen else before.step,
            first_incident_on=first,
            expires_on=expiry(self.ladder, step.step, first) if moved else before.expires_on,
            incidents=(*before.incidents, *(i.id for i in group if i.id not in before.incidents)),
        )
        effects = _effects(step, warning.served_on or self.period.last_day) if risen else ()
        if risen:
            warning = replace(warning, step_title=step.title, clause=step.clause, effects=effects)
        self.on_file = [warning if one.id == warning.id else one for one in self.on_file]
        case = self._case(warning, group, step, raised_by, counted, effects)
        return replace(case, continues=before.month)

    def _case(
        self,
        warning: LiveWarning,
        group: Sequence[Incident],
        step: Step,
        raised_by: str,
        counted: Sequence[LiveWarning],
        effects: tuple[tuple[str, str, date | None], ...],
    ) -> Case:
        return Case(
            id=warning.id,
            employee_no=warning.employee_no,
            incidents=tuple(incident.id for incident in group),
            step=warning.step,
            step_id=step.id,
            step_title=step.title,
            clause=step.clause,
            earlier=tuple(one.id for one in counted),
            raised_by=raised_by,
            first_incident_on=warning.first_incident_on,
            served_on=warning.served_on or self.period.last_day,
            served_how=warning.served_how,
            expires_on=warning.expires_on,
            effects=effects,
            provisional=self.provisional,
            month=self.period.month,
            overturned=warning.overturned,
        )

    def _step(self, group: Sequence[Incident], incidents: int) -> tuple[Step, str, list[LiveWarning]]:
        """The step of a case, what raised it beyond the count, and the earlier warnings counted."""
        if self.ladder.by == "gravity":
            steps = {str(gravity): step for gravity, step in self.ladder.gravity_steps.items()}
            reached = max(steps.get(one.gravity or "slight", 1) for one in group)
            counted: list[LiveWarning] = []
            raised_by = ""
        else:
            counted = max((self._live(incident.day) for incident in group), key=len)
            reached = 1 + len(counted)
            raised_by = ""
            if incidents >= 3 and self.ladder.three_or_more and reached < self.top:
                reached += self.ladder.three_or_more
                raised_by = "three-or-more"
        reached = min(reached, self.top)
        at_least = max((self._at_least(incident) for incident in group), default=0)
        if at_least > reached:
            return self._step_at(at_least), "severe", counted
        return self._step_at(reached), raised_by, counted

    def _live(self, day: date) -> list[LiveWarning]:
        """The warnings on file that count for an incident of that day.

        Where each incident counts at once, those of earlier incidents do, served or not.
        """
        if self.ladder.counts_after == "served":
            return [warning for warning in self.on_file if is_live(warning, day)]
        known = {warning.id for warning in self.before}
        return [
            warning
            for warning in self.on_file
            if not warning.overturned
            and day < warning.expires_on
            and (warning.id not in known or warning.first_incident_on < day)
        ]

    def _at_least(self, incident: Incident) -> int:
        """The step to which a severe act goes at least; the top, unless its kind names one.

        By gravity, the act's gravity says where it goes and only a step that its kind names goes beyond.
        """
        if incident.severity != "severe":
            return 0
        if incident.step_at_least is not None:
            return min(incident.step_at_least, self.top)
        return 0 if self.ladder.by == "gravity" else self.top

    def _step_at(self, number: int) -> Step:
        return self.steps[max((one for one in self.steps if one <= number), default=min(self.steps))]


def _effects(step: Step, served_on: date) -> tuple[tuple[str, str, date | None], ...]:
    """Kind, detail (percent withheld, or what is proposed) and the day it is due, counted from service."""
    return tuple(
        (
            effect.kind,
            effect.propose or ("" if effect.percent is None else str(effect.percent)),
            None if effect.due_days is None else served_on + timedelta(days=effect.due_days),
        )
        for effect in step.effects
    )


def _month_start(day: date, starts_on: int) -> date:
    """The first day of the pay month that a day lies in, where months start on that day."""
    return day.replace(day=starts_on) if day.day >= starts_on else add_months(day, -1).replace(day=starts_on)

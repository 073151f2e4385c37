"""Who is meant: a number, a login or a name in a row → one employee, or a Problem with the nearest names.

A number decides; a name only where it leaves exactly one person employed that day. Nearest names are
suggested and never taken. Source: issue's roster rules, field-lists.md §12.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import date

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Fault, Raw, compact, shown
from qualitykit.intake.ids import parse_id, without_leading_zeros
from qualitykit.intake.people import WrittenPerson, split_people
from qualitykit.model import Period, Roster, RosterRow
from qualitykit.scoring.normalise import simplified, syllable

__all__ = ["Clues", "Finder", "Person", "person_key"]

_SUGGESTIONS = 3


def person_key(name: str) -> str:
    """A name as it is compared: one width, no blanks, small letters."""
    return compact(name).lower()


@dataclass(frozen=True, slots=True)
class Clues:
    """What a row says about a person, as raw cells; ``department`` and ``team`` only part namesakes."""

    number: Raw = ""
    login: Raw = ""
    name: Raw = ""
    department: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One employee found. ``by_department``: namesakes were told apart by the department or team column."""

    employee_no: str
    name: str
    by_department: bool = False


@dataclass(slots=True)
class Finder:
    """Finds employees in a roster. Without a roster everybody is taken as written (``known`` False).

    Problems (as ``Fault``): QK302 unknown, QK303 number and name disagree, QK304 a name of several people,
    QK305 not employed that day, QK306 nobody is named.
    """

    roster: Roster
    _by_bare: dict[str, set[str]] = field(default_factory=dict)
    _by_login: dict[str, set[str]] = field(default_factory=dict)
    _by_name: dict[str, set[str]] = field(default_factory=dict)
    _names_of: dict[str, set[str]] = field(default_factory=dict)
    _days: dict[tuple[str, date], bool] = field(default_factory=dict)
    _numbers: dict[tuple[object, ...], "str | Fault"] = field(default_factory=dict)
    _near: dict[str, str] = field(default_factory=dict)
    _plain: dict[str, set[str]] = field(
        default_factory=dict
    )  # simplified → the names so, once it is asked for

    def __post_init__(self) -> None:
        for row in self.roster.rows:
            number = row.employee_no
            self._by_bare.setdefault(without_leading_zeros(number), set()).add(number)
            for login in row.logins:
                self._by_login.setdefault(without_leading_zeros(login.upper()), set()).add(number)
            for name in (row.name, *row.aliases):
                self._by_name.setdefault(person_key(name), set()).add(number)
                self._names_of.setdefault(number, set()).add(person_key(name))

    @property
    def known(self) -> bool:
        """Whether there is a roster to find people in."""
        return bool(self.roster.rows)

    def is_name(self, text: str) -> bool:
        """Whether somebody in the roster is called so (name, former name, badge name) or has that number."""
        key = person_key(text)
        return key in self._by_name or without_leading_zeros(key.upper()) in self._by_bare

    def name_of(self, employee_no: str) -> str:
        """The roster's name of a number, empty when there is none."""
        rows = self.roster.by_number.get(employee_no, ())
        return rows[-1].name if rows else ""

    def number(self, written: str) -> str:
        """The employee of a written number or login, empty: none."""
        parsed = parse_id(written)
        return self._of_number(parsed) if isinstance(parsed, str) else ""

    def bearers(self, name: str) -> frozenset[str]:
        """The numbers of everybody of that name, in traditional or simplified characters."""
        key = person_key(name)
        names = (key,) if key in self._by_name else self._in_other_script(key)
        return frozenset(number for one in names for number in self._by_name.get(one, ()))

    def other_script(self, written: str, number: str) -> bool:
        """Whether a name is this person's only if traditional characters are simplified (李強, 李强)."""
        if not written or not self.known:
            return False
        names = self._names_of.get(number, set())
        if person_key(written) in names:
            return False
        person = _single(written)
        keys = {person_key(written), *((person_key(person.name), person_key(person.stem)) if person else ())}
        return not keys & names and any(name in names for key in keys for name in self._in_other_script(key))

    def _in_other_script(self, key: str) -> tuple[str, ...]:
        """The roster's names that are this one when all are in simplified characters."""
        if not key or key.isascii():
            return ()
        if not self._plain:
            for name in self._by_name:
                self._plain.setdefault(simplified(name), set()).add(name)
        return tuple(sorted(self._plain.get(simplified(key), ())))

    def find(self, clues: Clues, day: date) -> Person | Fault:
        """The employee that the clues name on a day."""
        number = self._by_number(clues)
        if isinstance(number, str):
            if not number:
                return self._by_written_name(clues, day)
            return (
                Person(number, self.name_of(number))
                if self.employed(number, day)
                else self._gone(number, day)
            )
        return number

    def find_all(
        self, clues: Sequence[Clues], days: Sequence[date | None], period: Period | None = None
    ) -> list[Person | Fault | None]:
        """``find`` for each row; where the day is not known None, or what is wrong on any day of ``period``.

        Quick where rows share their clues.
        """
        different = {id(clue): clue for clue in clues}
        spans = {key: self._span(clue) for key, clue in different.items()}
        result: list[Person | Fault | None] = []
        for clue, day in zip(clues, days, strict=True):
            person, first, last = spans[id(clue)]
            if day is None:
                result.append(self._wrong_on_any_day(clue, period) if period else None)
            elif person is not None and first <= day <= last:
                result.append(person)
            else:
                result.append(self.find(clue, day))
        return result

    def _wrong_on_any_day(self, clue: Clues, period: Period) -> Fault | None:
        """What is wrong with who a row names, on whatever day of the period; None: nothing, or it depends."""
        first, last = (self.find(clue, day) for day in (period.first_day, period.last_day))
        if not isinstance(first, Fault) or not isinstance(last, Fault):
            return None
        return last if first.code == last.code != "QK305" else None

    def _span(self, clue: Clues) -> tuple[Person | None, date, date]:
        """Whom a row names and the first and last day employed, where one row of the roster says it all."""
        number = self._by_number(clue)
        rows = self.roster.by_number.get(number, ()) if isinstance(number, str) else ()
        if len(rows) != 1:
            return None, date.min, date.max
        row = rows[0]
        return Person(row.employee_no, row.name), row.hired_on or date.min, row.left_on or date.max

    def employed(self, number: str, day: date) -> bool:
        """Whether a number is employed on a day, by the roster's row that speaks for that day."""
        key = (number, day)
        found = self._days.get(key)
        if found is None:
            row = self.roster.on(number, day)
            found = self._days[key] = not self.known or (row is not None and row.employed_on(day))
        return found

    # --- by number or login

    def _by_number(self, clues: Clues) -> "str | Fault":
        """The number that number, login and name agree on; empty when the row has neither of the two."""
        key = (clues.number, type(clues.number), clues.login, clues.name)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = self._as_in_roster(clues) or self._look_up_number(clues)
        return found

    def _as_in_roster(self, clues: Clues) -> str:
        """The number, where number and name stand letter by letter as in the roster; empty: look closer."""
        number, name = clues.number, clues.name
        if not isinstance(number, str) or not isinstance(name, str) or clues.login != "":
            return ""
        rows = self.roster.by_number.get(number, ())
        plain = number.isascii() and number.isalnum() and number.upper() == number
        return number if plain and any(row.name == name for row in rows) else ""

    def _look_up_number(self, clues: Clues) -> "str | Fault":
        number, login = parse_id(clues.number), parse_id(clues.login)
        for parsed in (number, login):
            if isinstance(parsed, Fault):
                return parsed
        name = shown(clues.name).strip()
        inside = _single(name)
        if not self.known:
            return str(
                number or login or (inside and inside.number) or person_key(inside.name if inside else name)
            )
        if person_key(name) in self._by_name:
            inside = None  # 员工00003 is a name that ends in digits: the roster has it so
        if (
            number
            and not self._of_number(str(number))
            and (both := _single(shown(clues.number)))
            and both.number
        ):
            number = both.number  # 1007王芳 in the column of the number
            name = name or both.name
        written = str(number or (inside.number if inside else "") or "")
        if number and inside and inside.number and self._of_number(inside.number) != self._of_number(written):
            return self._disagree(written, name, self._of_number(written))
        found = self._of_number(written) if written else ""
        if not found and login:
            numbers = self._by_login.get(without_leading_zeros(str(login)), set())
            if not numbers and not written:
                numbers = self._by_bare.get(without_leading_zeros(str(login)), set())
            found, written = self._one(numbers, str(login)), str(login)
        if written and not found:
            return Fault("QK302", (("who", written), ("nearest", self.nearest(written, name))))
        if found and not self._same_name(found, name):
            return self._disagree(written, name, found)
        return found

    def _of_number(self, written: str) -> str:
        """The employee of a written number, or of a login where no number is so; empty: none."""
        bare = without_leading_zeros(written)
        return self._one(self._by_bare.get(bare, set()), written) or self._one(
            self._by_login.get(bare, set()), written
        )

    def _disagree(self, number: str, name: str, owner: str) -> Fault:
        namesakes = sorted({n for key in self._written_names(name) for n in self._by_name.get(key, ())})
        return Fault(
            "QK303",
            (
                ("number", number),
                ("name", name),
                ("owner", self.name_of(owner) or "-"),
                ("nearest", "、".join(namesakes) or "-"),
            ),
        )

    @staticmethod
    def _one(numbers: set[str], written: str) -> str:
        if written in numbers:
            return written
        return next(iter(numbers)) if len(numbers) == 1 else ""

    def _same_name(self, number: str, written: str) -> bool:
        """Whether the written name is one of the number's, or none is written."""
        person = _single(written)
        if not written or (person is not None and not person.name):
            return True
        stem = {person_key(person.stem)} if person else set()
        return bool(self._names_of.get(number, set()) & {*self._written_names(written), *stem})

    # --- by name

    def _written_names(self, written: str) -> tuple[str, ...]:
        """What the cell may mean as a name: as it stands first, else without its marks (王芳(离职)).

        王芳A and 王芳1 tell namesakes apart in the writer's head: without a number they are nobody's name.
        """
        key = person_key(written)
        if not key or key in self._by_name:
            return (key,) if key else ()
        person = _single(written)
        keys = (key, person_key(person.name)) if person and person.name else (key,)
        if any(one in self._by_name for one in keys):
            return keys
        return (*keys, *(name for one in keys for name in self._in_other_script(one)))

    def _by_written_name(self, clues: Clues, day: date) -> Person | Fault:
        written = shown(clues.name).strip()
        if not written:
            return Fault("QK306")
        if person_key(written) not in self._by_name:
            cell = split_people(written)
            if cell.anonymous:
                return Fault("QK306")
            if len(cell.people) > 1 or cell.unnamed != 0:
                return Fault("QK309")
        bearers = {n for name in self._written_names(written) for n in self._by_name.get(name, ())}
        if not bearers:
            return Fault("QK302", (("who", written), ("nearest", self.nearest("", written))))
        there = sorted(number for number in bearers if self.employed(number, day))
        if not there:
            return self._gone(min(bearers), day)
        if len(there) == 1:
            return Person(there[0], self.name_of(there[0]))
        fitting = [number for number in there if self._stands_in(number, day, clues)]
        if len(fitting) == 1 and (clues.department or clues.team):
            return Person(fitting[0], self.name_of(fitting[0]), by_department=True)
        return Fault("QK304", (("name", written), ("people", "、".join(map(self._described, there)))))

    def _stands_in(self, number: str, day: date, clues: Clues) -> bool:
        row = self.roster.on(number, day)
        wanted = [person_key(text) for text in (clues.department, clues.team) if text]
        return row is not None and all(text in _places(row) for text in wanted)

    def _gone(self, number: str, day: date) -> Fault:
        row = self.roster.on(number, day)
        start = row.hired_on.isoformat() if row and row.hired_on else "…"
        end = row.left_on.isoformat() if row and row.left_on else "…"
        return Fault(
            "QK305",
            (("who", self._described(number)), ("day", day.isoformat()), ("span", f"{start} – {end}")),
        )

    def _described(self, number: str) -> str:
        rows = self.roster.by_number.get(number, ())
        return f"{number} {rows[-1].name}（{rows[-1].department}）" if rows else number

    # --- suggestions

    def nearest(self, number: str, name: str) -> str:
        """The people whose number or name is most like what is written, by letters and sound; ``-``: none."""
        key = f"{number}\x1f{name}"
        if key not in self._near:
            self._near[key] = "、".join(map(self._described, self._nearest(number, person_key(name)))) or "-"
        return self._near[key]

    def nearest_numbers(self, written: str) -> list[str]:
        """The numbers of the people whom a number or a name is most like, the nearest first."""
        parsed = parse_id(written)
        number = parsed if isinstance(parsed, str) and parsed.isascii() else ""
        return self._nearest(number, "" if number else person_key(written))

    def _nearest(self, number: str, name: str) -> list[str]:
        from rapidfuzz import fuzz, process  # most months name everybody rightly

        found: dict[str, float] = {}
        if name:
            sound = _sound(name)
            for other, numbers in self._by_name.items():
                score = max(fuzz.ratio(name, other), 95.0 if _sound(other) == sound else 0.0)
                if score >= 50:
                    for one in numbers:
                        found[one] = max(found.get(one, 0.0), score)
        if number:
            near = process.extract(
                number, list(self.roster.by_number), scorer=fuzz.ratio, limit=5, score_cutoff=70
            )
            for other, score, _index in near:
                found[other] = max(found.get(other, 0.0), score)
        return sorted(found, key=lambda one: (-found[one], one))[:_SUGGESTIONS]


def _sound(name: str) -> tuple[str, ...]:
    return tuple(syllable(char) or char for char in name)


def _places(row: RosterRow) -> set[str]:
    return {person_key(row.department), person_key(row.team)}


def _single(written: str) -> WrittenPerson | None:
    """The one person that a cell names; None: nobody, or several."""
    people = split_people(written).people if written else ()
    return people[0] if len(people) == 1 else None

"""Who: the employee, the inspector and the customer of each row of a table."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from qualitykit.intake.cells import Fault, Raw, is_blank, shown
from qualitykit.intake.names import Clues, Finder, Person
from qualitykit.intake.people import split_people
from qualitykit.intake.table import Table

__all__ = [
    "find_people",
    "hold_self_inspected",
    "not_their_own",
    "only_number",
    "read_badges",
    "read_customers",
    "read_inspectors",
]


def find_people(table: Table, finder: Finder, days: Sequence[date | None], names: Sequence[str]) -> list[str]:
    """The employee number of each row, empty (and the row bad) where it is not certain who is meant.

    ``names``: the fields that may hold the name, the best first. A row whose day is not known is told at once
    what is wrong with its person on any day: nobody gets a sheet twice for one row.
    """
    name = table.has(*names) or names[0]
    raws = zip(
        table.raw("employee_no"),
        table.raw("agent_login"),
        table.raw(name),
        table.texts("department"),
        table.texts("team"),
        strict=True,
    )
    clues: list[Clues] = []
    known: dict[tuple[Raw, Raw, Raw, str, str], Clues] = {}
    for key in raws:
        clue = known.get(key)
        if clue is None:
            clue = known[key] = Clues(*key)
        clues.append(clue)
    people = finder.find_all(clues, days, table.period)
    told: set[int] = set()
    asked = [table.match.columns[one] for one in ("employee_no", "agent_login", *names) if table.has(one)]
    written = any(column < table.sheet.width for column in asked)  # else filled in, of a list of calls
    where = "employee_no" if table.has("employee_no") else name
    for index, found in enumerate(people):
        if isinstance(found, Person):
            if id(clues[index]) in told:
                continue
            told.add(id(clues[index]))
            called = shown(clues[index].name).strip()
            if found.by_department:
                table.report("QK307", index, name, name=called, who=found.employee_no)
            if finder.other_script(called, found.employee_no):
                table.report("QK311", index, name, called, who=found.employee_no)
        elif found is not None and (index not in table.bad or (days[index] is None and written)):
            clue = clues[index]
            at = where if not is_blank(clue.number) else "agent_login" if not is_blank(clue.login) else name
            if found.code == "QK306" and (described := _description(table, index)):
                found = Fault("QK308")
                table.fault(index, "person_description", found, described, decides=True)
            else:
                table.fault(
                    index, at if table.has(at) else "", found, shown(clue.name or clue.number), decides=True
                )
    return [found.employee_no if isinstance(found, Person) else "" for found in people]


def _description(table: Table, index: int) -> str:
    raws = table.raw("person_description") if table.has("person_description") else []
    return shown(raws[index]).strip() if raws else ""


def read_badges(table: Table) -> None:
    """工牌号 and 工牌姓名 of a shopper's sheet name a person; a description (短发、戴眼镜) never does."""
    header = table.match.header("person_description")
    if header is None or table.has("employee_no", "employee_name", "agent_login"):
        return
    target = {"工牌号": "agent_login", "胸牌号": "agent_login", "工牌姓名": "employee_name"}.get(
        header.word.word
    )
    if target:
        table.rename("person_description", target)


def read_inspectors(table: Table) -> list[str]:
    """The inspector of each row as written, empty where none is named."""
    name = table.has("inspector", "shopper")
    return table.texts(name) if name else [""] * len(table)


def hold_self_inspected(
    table: Table,
    inspectors: list[str],
    people: list[str],
    finder: Finder,
    held: dict[int, tuple[str, ...]],
) -> None:
    """QK310 where the inspector is certainly the employee: by number, or by a name that is one person's."""
    alone = {text: only_number(text, finder) for text in set(inspectors) if text}
    for index, (inspector, person) in enumerate(zip(inspectors, people, strict=True)):
        if inspector and person and alone[inspector] == person:
            table.report("QK310", index, table.has("inspector", "shopper"), inspector)
            held[index] = (*held.get(index, ()), "QK310")


def not_their_own(table: Table, field: str, people: Iterable[Collection[str]], finder: Finder) -> list[str]:
    """Who stands in a field, without the person concerned: nobody decides about themselves (QK327).

    ``people``: the numbers of those whom each row is about. Source: semantics.md §5, §6.
    """
    written = table.texts(field)
    known = {text: only_number(text, finder) for text in set(written) if text}
    if not known:
        return written
    for index, (text, concerned) in enumerate(zip(written, people, strict=True)):
        if text and known[text] in concerned:
            table.report("QK327", index, field, text, field=table.title(field))
            written[index] = ""
    return written


def only_number(text: str, finder: Finder) -> str:
    """The number of the one employee whom a text can mean; empty: nobody, or several."""
    found: set[str] = set()
    for person in split_people(text).people:
        number = finder.number(person.number) if person.number else ""
        found |= {number} if number else finder.bearers(person.name)
    return found.pop() if len(found) == 1 else ""


def read_customers(table: Table) -> list[str]:
    """The customer of each row: the name, else how to reach them."""
    name = table.has("customer", "customer_contact")
    if not name:
        return [""] * len(table)
    customers = table.texts(name)
    if name == "customer" and table.has("customer_contact"):
        contacts = table.texts("customer_contact")
        customers = [who or contact for who, contact in zip(customers, contacts, strict=True)]
    return customers

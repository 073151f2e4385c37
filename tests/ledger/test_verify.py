"""核对: an untouched ledger fits; whatever is changed behind its back is named, the first of it first."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Connection

from qualitykit.ledger import codec
from qualitykit.ledger.store import Ledger, NewEntry
from qualitykit.ledger.verify import verify
from tests.ledger.ledgers import MONTHS, NOW, ledger_of


def test_an_untouched_ledger_fits(address: str) -> None:
    """Closed months, a draft, reopened and purged ones, log entries: nothing is wrong."""
    with ledger_of(address, *MONTHS[:2], drafts=MONTHS[2:]) as ledger:
        ledger.reopen("2026-09", at=NOW, by="张主管", reason="名册有误")
        ledger.close("2026-09", at=NOW, by="张主管")
        ledger.append([NewEntry("note", data={"text": "无"})], at=NOW, by="李主管")
        ledger.purge(NOW.date().replace(month=9, day=5), at=NOW, by="张主管")
        found = verify(ledger)
        assert (3, 6, ()) == (found.months, found.entries, found.problems)


def _without_triggers(connection: Connection, statements: Sequence[str]) -> None:
    names = (
        connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    )
    for name in names:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.exec_driver_sql(statement)


TAMPERED = [
    (
        "UPDATE parts SET data = {other} WHERE month = '2026-08' AND kind = 'person' AND key = 'E1002'",
        "QK901",
    ),
    ("UPDATE parts SET data = x'00' WHERE month = '2026-08' AND kind = 'common'", "QK901"),
    ("DELETE FROM parts WHERE month = '2026-08' AND key = 'E1003'", "QK902"),
    ("UPDATE parts SET digest = 'x' WHERE month = '2026-08' AND key = 'E1003'", "QK901"),
    ("UPDATE months SET program_version = '9' WHERE month = '2026-08'", "QK902"),
    ("UPDATE months SET last_day = '2026-08-30' WHERE month = '2026-08'", "QK902"),
    ("UPDATE months SET standards = '[]' WHERE month = '2026-08'", "QK902"),
    ("UPDATE months SET seal = 'x' WHERE month = '2026-08'", "QK903"),
    ("UPDATE months SET previous_seal = 'x' WHERE month = '2026-09'", "QK903"),
    ("UPDATE months SET state = 'closed' WHERE month = '2026-10'", "QK903"),
    ("UPDATE entries SET who = '别人' WHERE id = 1", "QK904"),
    ("UPDATE entries SET data = '{{}}' WHERE id = 1", "QK904"),
    ("UPDATE entries SET at = '2020-01-01T00:00:00+00:00' WHERE id = 2", "QK904"),
    ("DELETE FROM entries WHERE id = 1", "QK904"),
    ("DELETE FROM entries WHERE id = 2", "QK905"),
    ("UPDATE months SET state = 'draft', seal = '' WHERE month = '2026-09'", "QK905"),
]


@pytest.mark.parametrize("statement, code", TAMPERED)
def test_what_is_changed_by_hand_is_named(file: str, statement: str, code: str) -> None:
    """The first problem says what does not fit, whoever switched the triggers off."""
    with ledger_of(file, *MONTHS[:2], drafts=MONTHS[2:]) as ledger:
        other = codec.pack(codec.dump(codec.StoredPerson())).hex()
        with ledger.engine.begin() as connection:
            _without_triggers(connection, [statement.format(other=f"x'{other}'")])
        found = verify(ledger).problems
        assert code == found[0].code


def test_a_month_replaced_with_all_its_hashes_breaks_the_seal_after_it(
    file: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Somebody who computes new hashes for August would have to change September's seal, on signed paper."""
    forged = str(tmp_path_factory.mktemp("forged") / "q.db")
    with ledger_of(file, *MONTHS[:2]) as ledger, ledger_of(forged, drafts=MONTHS[:1]) as other:
        other.close("2026-08", at=NOW, by="张主管")
        with ledger.engine.begin() as connection:
            _without_triggers(
                connection,
                ["UPDATE months SET seal = 'f' || substr(seal, 2) WHERE month = '2026-08'"],
            )
        codes = [one.code for one in verify(ledger).problems]
        assert ["QK903", "QK903"] == codes[:2]


def test_verify_names_month_and_part(file: str) -> None:
    """The place says where to look."""
    with ledger_of(file, "2026-08") as ledger:
        with ledger.engine.begin() as connection:
            _without_triggers(connection, ["UPDATE parts SET data = x'00' WHERE key = 'E1002'"])
        assert "qualitykit.db!2026-08!person E1002" == str(verify(ledger).problems[0].place)


def test_a_ledger_without_months_fits(address: str) -> None:
    """Nothing is wrong with nothing."""
    with Ledger.open(address, create=True) as ledger:
        assert () == verify(ledger).problems

"""The store: what goes in comes out, closed months never change, one writer at a time."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from qualitykit.errors import CannotRunError
from qualitykit.ledger import codec, contents
from qualitykit.ledger.schema import parts
from qualitykit.ledger.store import Inputs, Ledger, NewEntry
from qualitykit.model import (
    Answer,
    AnswerState,
    Complaint,
    Place,
    Role,
    Transcript,
)
from qualitykit.scoring.history import Needed, identity_key
from qualitykit.scoring.month import score_month
from tests.ledger.ledgers import MONTHS, NOW, RULES, draft, ledger_of, records_of, score
from tests.reports.invented import month_result
from tests.scoring.months import evaluation


def test_a_draft_is_read_back_equal(address: str) -> None:
    """Nothing is rounded or lost between scoring and reading."""
    with ledger_of(address) as ledger:
        records = records_of("2026-08")
        result = score(ledger, records)
        ledger.put_draft(result, Inputs(records), RULES, at=NOW)
        assert result == ledger.result("2026-08")


def test_a_rich_result_is_cut_and_put_together_again() -> None:
    """Evaluations with hits, incidents, cases, praises, stars, money: equal after a round trip as text."""
    result = month_result()
    common, persons = codec.cut(result)
    texts = [codec.dump(person) for person in persons.values()]
    again = codec.assemble(
        codec.load(type(common), codec.dump(common)), [codec.load(codec.StoredPerson, one) for one in texts]
    )
    assert result == again


def test_a_month_of_one_person_holds_that_person_only(address: str) -> None:
    """What explain reads: one person's part, with the month's ranks in it."""
    with ledger_of(address, drafts=("2026-08",)) as ledger:
        whole = ledger.result("2026-08")
        part = ledger.result("2026-08", people=["E1002"])
        assert tuple(one for one in whole.people if one.employee_no == "E1002") == part.people
        assert tuple(one for one in whole.bonuses if one.employee_no == "E1002") == part.bonuses
        assert {"E1002"} == {one.employee_no for one in part.evaluations}


def test_inputs_are_read_back_equal(address: str) -> None:
    """A number stays a number and a label of digits a label; dates without a clock part stay dates."""
    answers = (
        Answer(AnswerState.VALUE, Decimal("3"), "3"),
        Answer(AnswerState.VALUE, "3", "3"),
        Answer(AnswerState.NA, None, "不适用"),
    )
    transcript = Transcript(("您好", "喂"), (Role.AGENT, Role.CUSTOMER), Place("a.xlsx"), (0.1, None), ())
    one = replace(evaluation("x", "E1001", "patrol", "80"), answers=answers, transcript=transcript)
    complaints = (
        Complaint("c1", Place("c.xlsx"), datetime(2026, 8, 3, 0, 0)),
        Complaint("c2", Place("c.xlsx"), date(2026, 8, 3)),
    )
    records = replace(records_of("2026-08"), evaluations=(one,), complaints=complaints)
    stored = codec.load(codec.StoredInputs, codec.dump(codec.stored_inputs(Inputs(records))))
    assert Inputs(records) == stored.inputs()
    assert [Decimal, str, type(None)] == [
        type(one.value) for one in stored.inputs().records.evaluations[0].answers
    ]
    assert [datetime, date] == [type(one.received_at) for one in stored.inputs().records.complaints]


def test_inputs_made_into_text_beside_are_the_same(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large month; what is stored, and in which order, is what is sealed."""
    records = records_of("2026-08")
    with ledger_of(address) as ledger:
        result, inputs = score(ledger, records), Inputs(records)
    here = contents.contents_of(result, inputs)
    monkeypatch.setattr(contents, "_MANY", 1)
    assert here == contents.contents_of(result, inputs)
    assert len(here) == len({(kind, key) for kind, key, _digest, _data in here})


def test_the_newest_draft_replaces_the_one_before(address: str) -> None:
    """Scoring again leaves one draft, with the new figures."""
    with ledger_of(address, drafts=("2026-08",)) as ledger:
        first = ledger.result("2026-08")
        draft(ledger, records_of("2026-08", base="3000"))
        assert 1 == len(ledger.months())
        assert first.bonuses != ledger.result("2026-08").bonuses


def test_the_same_inputs_give_the_same_seals(address: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A seal depends on what was closed, not on when or where."""
    other = str(tmp_path_factory.mktemp("other") / "q.db")
    with ledger_of(address, *MONTHS) as one, ledger_of(other, *MONTHS) as two:
        assert [month.seal for month in one.months()] == [month.seal for month in two.months()]


def test_history_of_closed_months_is_that_of_their_results(address: str) -> None:
    """What the ledger gives the next month is what scoring them in a row would have given it."""
    from qualitykit.scoring.history import extend
    from qualitykit.scoring.results import History

    with ledger_of(address, "2026-08", "2026-09") as ledger:
        history = History()
        for month in ("2026-08", "2026-09"):
            history = extend(history, ledger.result(month), closed=True)
        found = ledger.history("2026-10")
        assert sorted(history.scores, key=repr) == sorted(found.scores, key=repr)
        assert replace(history, scores=()) == replace(found, scores=())


def test_a_draft_before_makes_an_estimate_and_its_closing_does_not(address: str) -> None:
    """Drafts of earlier months count, and the output says 预估."""
    with ledger_of(address, drafts=("2026-08", "2026-09")) as ledger:
        assert ledger.result("2026-09").estimate
        ledger.close("2026-08", at=NOW, by="张主管")
        draft(ledger, "2026-09")
        assert not ledger.result("2026-09").estimate


def test_scores_before_the_window_are_left_out(address: str) -> None:
    """Only what a window looks back over is read."""
    with ledger_of(address, *MONTHS) as ledger:
        since = {"patrol": "2026-10", "call-review": "2026-09"}
        name = identity_key("patrol/2026-09/E1001")
        nobody: frozenset[str] = frozenset()
        needed = Needed(since, frozenset({name}), date(2026, 9, 13), date(2026, 11, 1), nobody, nobody)
        found = ledger.history("2026-11", needed)
        kept = {("2026-09", "call-review"), ("2026-10", "call-review"), ("2026-10", "patrol")}
        assert kept == {(one.month, one.source) for one in found.scores}
        assert [(name, "2026-09")] == [(one[0], one[2]) for one in found.identities]
        assert MONTHS == found.months


def test_months_close_in_order(address: str) -> None:
    """A month closes after those before it."""
    with ledger_of(address, drafts=("2026-08", "2026-09")) as ledger:
        with pytest.raises(CannotRunError, match="2026-08 is not closed"):
            ledger.close("2026-09", at=NOW, by="张主管")
        ledger.close("2026-08", at=NOW, by="张主管")
        assert "closed" == ledger.close("2026-09", at=NOW, by="张主管").state


def test_a_closed_month_takes_no_draft(address: str) -> None:
    """score on a closed month changes nothing."""
    with ledger_of(address, "2026-08") as ledger:
        before = ledger.months()
        with pytest.raises(CannotRunError, match="2026-08 is closed"):
            draft(ledger, "2026-08")
        assert before == ledger.months()


def test_no_draft_goes_before_a_closed_month(address: str) -> None:
    """A month that was forgotten cannot slip in before one that is closed."""
    with (
        ledger_of(address, "2026-09") as ledger,
        pytest.raises(CannotRunError, match="before the closed month 2026-09"),
    ):
        draft(ledger, "2026-08")


def test_a_month_closes_once(address: str) -> None:
    """The second of two is told."""
    with ledger_of(address, "2026-08") as ledger, pytest.raises(CannotRunError, match="2026-08 is closed"):
        ledger.close("2026-08", at=NOW, by="李主管")


def test_reopen_until_the_first_export(address: str) -> None:
    """The last closed month becomes a draft again; after an export it stays closed."""
    with ledger_of(address, "2026-08") as ledger:
        reopened = ledger.reopen("2026-08", at=NOW, by="张主管", reason="名册有误")
        assert ("draft", "", None) == (reopened.state, reopened.seal, reopened.closed_at)
        ledger.close("2026-08", at=NOW, by="张主管")
        ledger.mark_exported("2026-08", at=NOW, by="张主管", what="bonuses")
        with pytest.raises(CannotRunError, match="was exported"):
            ledger.reopen("2026-08", at=NOW, by="张主管", reason="再看看")
        assert ["close", "reopen", "close", "export"] == [one.kind for one in ledger.entries()]


def test_only_the_last_closed_month_is_reopened(address: str) -> None:
    """What was built on it has to be opened first."""
    with (
        ledger_of(address, "2026-08", "2026-09") as ledger,
        pytest.raises(CannotRunError, match="2026-09 is closed after 2026-08"),
    ):
        ledger.reopen("2026-08", at=NOW, by="张主管", reason="名册有误")


def test_the_second_of_two_writers_is_refused(address: str) -> None:
    """Work that was based on an older state of the ledger is not stored."""
    with ledger_of(address, drafts=("2026-08",)) as ledger, Ledger.open(address) as other:
        revision = ledger.revision()
        other.append([NewEntry("note")], at=NOW, by="李主管")
        records = records_of("2026-08", base="3000")
        before = ledger.result("2026-08")
        with pytest.raises(CannotRunError, match="somebody else changed the ledger"):
            ledger.put_draft(score(ledger, records), Inputs(records), RULES, at=NOW, expected=revision)
        with pytest.raises(CannotRunError, match="somebody else changed the ledger"):
            ledger.close("2026-08", at=NOW, by="张主管", expected=revision)
        assert before == ledger.result("2026-08")


def test_entries_are_filtered_and_keep_their_order(address: str) -> None:
    """By kind, by month, by subject."""
    with ledger_of(address) as ledger:
        new = [NewEntry("a", "2026-08", "x", {"n": "1"}), NewEntry("b", "2026-08"), NewEntry("a", "2026-09")]
        ledger.append(new, at=NOW, by="张主管")
        assert [1, 3] == [one.id for one in ledger.entries("a")]
        assert [1, 2] == [one.id for one in ledger.entries(month="2026-08")]
        assert {"n": "1"} == ledger.entries("a", subject="x")[0].data
        assert (NOW, "张主管") == (ledger.entries()[0].at, ledger.entries()[0].by)


def test_recomputing_from_the_stored_inputs_gives_the_same(address: str) -> None:
    """Inputs, standards and history are all there."""
    with ledger_of(address, *MONTHS) as ledger:
        for month in MONTHS:
            inputs, packs = ledger.inputs(month)
            again = score_month(packs, inputs.records, ledger.history(month), program_version="0.1.0")
            assert ledger.result(month) == again


# --- what the database itself forbids --------------------------------------------------------------------

FORBIDDEN = [
    "UPDATE months SET closed_by = 'x' WHERE month = '2026-08'",
    "UPDATE months SET seal = 'x' WHERE month = '2026-08'",
    "UPDATE months SET state = 'draft' WHERE month = '2026-08'",
    "DELETE FROM parts WHERE month = '2026-08'",
    "DELETE FROM months WHERE month = '2026-08'",
    "UPDATE parts SET digest = 'x' WHERE month = '2026-08'",
    "UPDATE parts SET data = NULL WHERE month = '2026-08'",
    "INSERT INTO parts (month, kind, key, digest) VALUES ('2026-08', 'person', 'E9999', 'x')",
    "UPDATE entries SET who = 'x'",
    "UPDATE entries SET data = NULL",
    "DELETE FROM entries",
    "UPDATE standards SET digest = 'x'",
    "DELETE FROM standards",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_forbids_changing_what_is_closed_or_logged(address: str, statement: str) -> None:
    """Also somebody with a database tool is stopped."""
    from sqlalchemy.exc import DBAPIError

    with (
        ledger_of(address, "2026-08", drafts=("2026-09",)) as ledger,
        pytest.raises(DBAPIError, match="not changed"),
        ledger.engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", ["months", "parts", "entries", "standards"])
def test_insert_or_replace_does_not_slip_past(file: str, table: str) -> None:
    """SQLite's REPLACE deletes without triggers unless told otherwise."""
    from sqlalchemy.exc import DBAPIError

    with (
        ledger_of(file, "2026-08") as ledger,
        pytest.raises(DBAPIError, match="not changed"),
        ledger.engine.begin() as connection,
    ):
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


# --- retention -------------------------------------------------------------------------------------------


def test_purge_deletes_names_and_texts_and_keeps_figures(address: str) -> None:
    """Scores, steps and money by number stay; names, customers, evaluations and inputs go."""
    with ledger_of(address, *MONTHS) as ledger:
        before = ledger.result("2026-08")
        history = ledger.history("2026-11")
        assert ("2026-08",) == ledger.purge(date(2026, 9, 1), at=NOW, by="张主管")
        after = ledger.result("2026-08")
        assert [one.score for one in before.people] == [one.score for one in after.people]
        assert [one.amount for one in before.bonuses] == [one.amount for one in after.bonuses]
        text = codec.dump(after).decode()
        assert not re.search("员工E|赵女士|耐心|质检甲|评分.xlsx", text)
        assert () == after.evaluations
        with pytest.raises(CannotRunError, match="past their retention"):
            ledger.inputs("2026-08")
        later = ledger.history("2026-11")
        assert (history.warnings, history.month_scores, history.stars) == (
            later.warnings,
            later.month_scores,
            later.stars,
        )
        assert () == ledger.purge(date(2026, 9, 1), at=NOW, by="张主管")


def test_purge_leaves_no_inspectors_name(address: str) -> None:
    """Identities of evaluations, which are made of it too, are kept as digests, and still known."""
    name = "patrol:E1001:2026-08-05::质检甲"
    row = evaluation(name, "E1001", "patrol", "80", day=date(2026, 8, 5), inspector="质检甲")
    with ledger_of(address) as ledger:
        draft(ledger, records_of("2026-08", row))
        ledger.close("2026-08", at=NOW, by="张主管")
        ledger.purge(date(2026, 9, 1), at=NOW, by="张主管")
        with ledger.engine.connect() as connection:
            kept = connection.execute(select(parts.c.data).where(parts.c.data.is_not(None))).scalars()
            assert [] == [text for text in map(codec.unpack, kept) if "质检甲" in text.decode()]
        assert identity_key(name) in {one[0] for one in ledger.history("2026-09").identities}
        again = score(ledger, records_of("2026-09", row))
        assert ["repeat-of-earlier-month"] == [
            one.reason.code for one in again.evaluations if one.id == name and one.reason
        ]


def test_purge_leaves_drafts_and_younger_months(address: str) -> None:
    """Only closed months that ended before the day."""
    with ledger_of(address, "2026-08", drafts=("2026-09",)) as ledger:
        assert () == ledger.purge(date(2026, 8, 31), at=NOW, by="张主管")
        assert ("2026-08",) == ledger.purge(date(2027, 1, 1), at=NOW, by="张主管")
        assert ledger.inputs("2026-09")


def test_time_is_kept_with_its_zone(address: str) -> None:
    """When it was closed is unambiguous."""
    with ledger_of(address, "2026-08") as ledger:
        assert datetime(2026, 11, 2, 9, 30, tzinfo=UTC) == ledger.months()[0].closed_at

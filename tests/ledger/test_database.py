"""Opening: missing, damaged, older and newer ledgers; full disks and read-only folders; copies."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection

from qualitykit.errors import CannotRunError
from qualitykit.ledger.codec import DamagedError, pack, unpack
from qualitykit.ledger.database import start
from qualitykit.ledger.quick import person_month
from qualitykit.ledger.schema import MIGRATIONS
from qualitykit.ledger.store import Ledger, NewEntry
from qualitykit.ledger.verify import verify
from qualitykit.workflow.appeals import appeals_of
from qualitykit.workflow.corrections import correct
from qualitykit.workflow.known_months import history_for
from tests.ledger.ledgers import MONTHS, NOW, ledger_of, records_of

ROOT = Path(__file__).parents[2]


def _add_column(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE months ADD COLUMN remark TEXT")


def test_an_older_ledger_is_upgraded_after_a_copy(file: str) -> None:
    """The copy beside it is what it was."""
    with ledger_of(file, "2026-08"):
        pass
    start(file, migrations=(*MIGRATIONS, _add_column)).dispose()
    version = sqlite3.connect(file).execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    assert (str(len(MIGRATIONS) + 1),) == version
    copy = Path(f"{file}.v{len(MIGRATIONS)}.bak")
    with Ledger.open(copy) as old:
        assert () == verify(old).problems
        assert "2026-08" == old.months()[0].month


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_ledger_of_every_older_version_is_upgraded_and_read(tmp_path: Path, version: int) -> None:
    """Kept as it was written then: two closed months, an upheld appeal, an adjustment, a draft. All of it is
    read, the seals still fit, the next month can be scored; the copy beside it is the old file."""
    file = tmp_path / "qualitykit.db"
    content = (ROOT / f"tests/data/ledgers/schema-{version}.db").read_bytes()
    file.write_bytes(content)
    assert person_month(file, "2026-08", "E1003") is None  # asked the short way it leaves that to the ledger
    with Ledger.open(file) as ledger:
        assert () == verify(ledger).problems
        assert ["closed", "closed", "draft"] == [one.state for one in ledger.months()]
        for one in ledger.months():
            assert 4 == len(ledger.result(one.month).people) == len(ledger.figures(one.month).people)
            inputs, packs = ledger.inputs(one.month)
            known = history_for(ledger, packs, inputs.records)
            assert 12 <= len(inputs.records.evaluations)
        assert ("2026-08", "2026-09") == known.closed_months
        assert ["not_a_breach"] == [one.ruling for one in appeals_of(ledger)]
        records, _problems = correct(ledger, inputs.records, inputs.problems)
        assert "A0001-2026-08" in {one.id for one in records.adjustments}
    assert person_month(file, "2026-08", "E1003") is not None
    with sqlite3.connect(f"{file}.v{version}.bak") as old:
        assert (str(version),) == old.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()


def _spoil(file: str, table: str, old: bytes, new: bytes) -> None:
    """Another shape of what is stored, with digests that fit: as another version would write it."""
    with sqlite3.connect(file) as connection:
        for name, text in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"):
            assert text
            connection.execute(f"DROP TRIGGER {name}")
        for row, data in connection.execute(f"SELECT rowid, data FROM {table}").fetchall():
            text = (
                unpack(data).replace(old, new) if isinstance(data, bytes) else data.encode().replace(old, new)
            )
            packed = pack(text) if isinstance(data, bytes) else text.decode()
            connection.execute(f"UPDATE {table} SET data = ? WHERE rowid = ?", (packed, row))


def test_a_shape_that_cannot_be_read_is_said_so(file: str) -> None:
    """A part, or a log entry, that another version wrote otherwise: an error in words, no crash."""
    with ledger_of(file, "2026-08") as ledger:
        data = {"employee_no": "E1001", "amount": "5.00", "reason": "漏发"}
        ledger.append([NewEntry("adjustment", "2026-08", "A1", data)], at=NOW, by="李主管")
    _spoil(file, "parts", b'"employee_no":', b'"person":')
    _spoil(file, "entries", b'"amount":', b'"yuan":')
    with Ledger.open(file) as ledger:
        for look in (
            lambda: ledger.result("2026-08"),
            lambda: ledger.figures("2026-08"),
            lambda: ledger.inputs("2026-08"),
            lambda: ledger.history("2026-09"),
            lambda: correct(ledger, records_of("2026-09"), ()),
        ):
            with pytest.raises(DamagedError, match=r"cannot be read"):
                look()
    with pytest.raises(DamagedError):
        person_month(Path(file), "2026-08", "E1001")


def test_an_upgrade_that_fails_changes_nothing(file: str) -> None:
    """All steps or none."""

    def broken(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE months ADD COLUMN remark TEXT")
        connection.exec_driver_sql("SELECT no_such_column FROM months")

    with ledger_of(file, "2026-08"):
        pass
    with pytest.raises(CannotRunError):
        start(file, migrations=(*MIGRATIONS, broken))
    with Ledger.open(file) as ledger:
        assert () == verify(ledger).problems
    columns = sqlite3.connect(file).execute("PRAGMA table_info(months)").fetchall()
    assert "remark" not in {one[1] for one in columns}


def test_a_newer_ledger_is_refused(address: str) -> None:
    """This version does not know what the newer one keeps there."""
    start(address, create=True, migrations=(*MIGRATIONS, _add_column)).dispose()
    with pytest.raises(CannotRunError, match="newer version"):
        Ledger.open(address)


def test_a_missing_ledger_is_not_made_by_accident(tmp_path: Path) -> None:
    """Only where it is asked for."""
    with pytest.raises(CannotRunError, match="there is no ledger"):
        Ledger.open(tmp_path / "no.db")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content", [b"no database at all, only text" * 100, b"SQLite format 3\0" + b"x" * 4000]
)
def test_a_file_that_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    """A plain sentence, and the file as it was."""
    path = tmp_path / "qualitykit.db"
    path.write_bytes(content)
    with pytest.raises(CannotRunError, match="damaged, or is no ledger"):
        Ledger.open(path)
    assert content == path.read_bytes()


@pytest.mark.parametrize(
    "url", ["mysql://x@localhost/y", "nothing://", "postgresql+psycopg://x@127.0.0.1:1/y?connect_timeout=1"]
)
def test_an_address_that_leads_nowhere(url: str) -> None:
    """A plain sentence for each."""
    with pytest.raises(CannotRunError, match=r"no address of a ledger|cannot be reached"):
        Ledger.open(url)


def test_a_copy_is_a_whole_ledger(file: str, tmp_path: Path) -> None:
    """Also of what is still in the write-ahead log."""
    with ledger_of(file, *MONTHS) as ledger:
        copy = ledger.backup(tmp_path / "copy.db")
        ledger.append([NewEntry("note")], at=NOW, by="李主管")
        with Ledger.open(copy) as other:
            assert ledger.months() == other.months()
            assert () == verify(other).problems
            assert 3 == len(other.entries())
    assert not list(tmp_path.glob(".~*"))


def test_a_copy_of_a_server_is_the_servers_business() -> None:
    """Said plainly."""
    ledger = Ledger(None, "postgresql+psycopg://x@y/z")  # type: ignore[arg-type]
    with pytest.raises(CannotRunError, match="database server"):
        ledger.backup(Path("copy.db"))


# --- disks -----------------------------------------------------------------------------------------------

_CLOSE = """
import os, resource, sys, tempfile
from qualitykit.errors import CannotRunError
from qualitykit.i18n import set_language
from qualitykit.ledger.store import Ledger
from tests.ledger.ledgers import NOW, draft, ledger_of
set_language("en")
with tempfile.TemporaryDirectory() as folder:
    ledger_of(folder + "/warm.db", "2026-08").close_connections()  # everything is imported
if sys.argv[3] != "0":
    os.setuid(int(sys.argv[3]))
if sys.argv[2] != "0":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    with Ledger.open(sys.argv[1]) as ledger:
        draft(ledger, "2026-09")
        ledger.close("2026-09", at=NOW, by="x")
except CannotRunError as error:
    print(error.message)
    sys.exit(2)
"""


def _run(file: str, limit: int, user: int = 0) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, "-c", _CLOSE, file, str(limit), str(user)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd="/",
    )


@pytest.mark.skipif(os.name != "posix", reason="a limit on file sizes stands in for a full disk")
@pytest.mark.parametrize("limit", [4096, 36_000])
def test_a_full_disk_leaves_the_old_state(file: str, limit: int) -> None:
    """A clear error; what was there verifies; with room again the same command works."""
    with ledger_of(file, "2026-08") as ledger:
        before = ledger.months()
    failed = _run(file, limit)
    assert (2, "disk is full" in failed.stdout) == (failed.returncode, True), failed.stdout + failed.stderr
    with Ledger.open(file) as ledger:
        assert before == ledger.months()
        assert () == verify(ledger).problems
    assert 0 == _run(file, 0).returncode
    with Ledger.open(file) as ledger:
        assert ["closed", "closed"] == [one.state for one in ledger.months()]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_read_only_folder_leaves_the_old_state() -> None:
    """A clear error, nothing written."""
    with TemporaryDirectory() as name:  # pytest's own folder is closed to others whenever a session starts
        _read_only(Path(name))


def _read_only(folder: Path) -> None:
    file = folder / "qualitykit.db"
    with ledger_of(str(file), "2026-08"):
        pass
    content = file.read_bytes()
    nobody = 65534 if os.getuid() == 0 else 0  # permissions do not bind root
    folder.chmod(0o555)
    file.chmod(0o444)
    try:
        failed = _run(str(file), 0, nobody)
    finally:
        folder.chmod(0o755)
    assert (2, "cannot be opened for writing" in failed.stdout) == (failed.returncode, True), failed
    assert content == file.read_bytes()

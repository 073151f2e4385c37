"""Blank forms as people ask for them: nothing is written over, a workspace gives what it knows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qualitykit.errors import CannotRunError
from qualitykit.sheets.meta import META_SHEET, meta_from_rows
from qualitykit.workflow.ledger_care import init_workspace
from qualitykit.workflow.templates import Blank, write_blind_template, write_form_template
from tests.ledger.workspaces import new_workspace


def _write(form: str = "patrol", **more: object) -> Blank:
    given = {"out": None, "standard": None, "card": False, "roster": None, "month": "", **more}
    return write_form_template(form, **given)  # type: ignore[arg-type]


def test_a_filled_form_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name the next free one is taken, and it is said whose name was taken."""
    monkeypatch.chdir(tmp_path)
    assert () == _write().notes
    (tmp_path / "现场巡查表.xlsx").write_bytes(b"filled")
    second, third = _write(), _write()
    assert ["现场巡查表-2.xlsx", "现场巡查表-3.xlsx"] == [second.path.name, third.path.name]
    assert ["现场巡查表.xlsx" in note for note in second.notes] == [True]
    assert b"filled" == (tmp_path / "现场巡查表.xlsx").read_bytes()


def _write_blind(form: str, out: Path) -> Blank:
    return write_blind_template(form, out=out, standard=None, card=False, roster=None, month="", calls=None)


@pytest.mark.parametrize("write", [_write, _write_blind])
def test_a_name_that_is_taken_is_refused(tmp_path: Path, write: Callable[..., Blank]) -> None:
    """Where the name was given, people hear of it before anything is done."""
    out = tmp_path / "taken.xlsx"
    out.write_bytes(b"filled")
    with pytest.raises(CannotRunError, match="taken") as refused:
        write("call-review", out=out)
    assert refused.value.hint
    assert b"filled" == out.read_bytes()


def test_a_workspace_gives_standard_company_and_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The own standard's digest, the company's name above the form, the roster in the drop-down."""
    workspace = new_workspace(tmp_path)
    settings = tmp_path / "qualitykit.toml"
    settings.write_text(settings.read_text("utf-8").replace('"本公司"', '"星河服务"'), encoding="utf-8")
    own = tmp_path / "standard" / "standard.yaml"
    own.write_text(own.read_text("utf-8") + "\n# 本单位\n", encoding="utf-8")
    monkeypatch.chdir(workspace.inbox)
    for form, card in (("patrol", False), ("patrol", True), ("praise", False)):
        made = _write(form, card=card)
        book = openpyxl.load_workbook(made.path)
        meta = meta_from_rows(book[META_SHEET].iter_rows(values_only=True))
        assert meta is not None
        assert meta.pack != "service-attitude"
        assert "公司：星河服务" in str(list(book[meta.sheets].iter_rows(max_row=2, values_only=True)))
        assert "E1001 王芳" == book["_名单"]["A1"].value
        assert () == made.notes[1:]
        made.path.unlink()


def test_what_is_named_comes_before_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--standard`` is taken, whatever the workspace says."""
    new_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    book = openpyxl.load_workbook(_write(standard="service-attitude").path)
    meta = meta_from_rows(book[META_SHEET].iter_rows(values_only=True))
    assert meta is not None
    assert "service-attitude" == meta.pack


def test_a_blank_roster_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new workspace: the form is written, and it is said that it has no drop-down of people."""
    init_workspace(tmp_path / "w")
    monkeypatch.chdir(tmp_path / "w")
    made = _write()
    assert ["员工名册.xlsx" in note for note in made.notes] == [True]
    assert () == _write("roster", out=tmp_path / "名册.xlsx").notes


def test_the_version_in_force_is_the_one_of_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two versions: in its first month the new one, before that the old one."""
    new_workspace(tmp_path)
    settings = tmp_path / "qualitykit.toml"
    text = settings.read_text("utf-8").replace('["standard"]', '["standard", "newer"]')
    settings.write_text(text, encoding="utf-8")
    old = (tmp_path / "standard" / "standard.yaml").read_text("utf-8")
    (tmp_path / "newer").mkdir()
    newer = "\n".join(
        'version: "2.0.0"'
        if line.startswith("version:")
        else "effective_from: 2026-12-01"
        if line.startswith("effective_from:")
        else line
        for line in old.splitlines()
    )
    (tmp_path / "newer" / "standard.yaml").write_text(newer, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    versions = []
    for more in ({"month": "2026-11"}, {"month": "2026-12"}, {"today": date(2026, 11, 28)}):
        meta = meta_from_rows(
            openpyxl.load_workbook(_write(**more).path)[META_SHEET].iter_rows(values_only=True)
        )
        assert meta is not None
        versions.append(meta.pack_version)
    assert "2.0.0" == versions[1]
    assert "2.0.0" not in (versions[0], versions[2])

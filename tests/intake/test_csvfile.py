"""Text tables: every encoding and separator that exporting programs use."""

from pathlib import Path

import pytest

from qualitykit.intake.reader import read_workbook

TABLE = '工号,姓名,日期\n0107,王芳,2026-10-03\n,,\n1008,"李,强","两\n行"\n'
ROWS = [(1, ["工号", "姓名", "日期"]), (2, ["0107", "王芳", "2026-10-03"]), (4, ["1008", "李,强", "两\n行"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    """Ids keep their zeros: every cell is text."""
    text = "\r\n".join(
        separator.join(row) for row in (["工号", "姓名", "日期"], ["0107", "王芳", "2026-10-03"])
    )
    path = tmp_path / "a.csv"
    path.write_bytes((text * 1).encode(encoding))
    book, problems = read_workbook(path, "a.csv")
    assert () == problems
    assert book is not None
    assert ROWS[:2] == list(book.sheets[0].rows())
    assert not book.sheets[0].typed


def test_quotes_blank_rows_and_row_numbers(tmp_path: Path) -> None:
    """A row that has separators only is empty; a text of two lines is one row."""
    path = tmp_path / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    book, _problems = read_workbook(path, "a.csv")
    assert book is not None
    assert ROWS == list(book.sheets[0].rows())
    assert ROWS[2:] == list(book.sheets[0].rows(3))


def test_separator_line_of_excel(tmp_path: Path) -> None:
    """``sep=;`` is obeyed and keeps its row number."""
    path = tmp_path / "a.csv"
    path.write_text("sep=;\n姓名;说明\n王芳;a,b\n", encoding="utf-8")
    book, _problems = read_workbook(path, "a.csv")
    assert book is not None
    assert [(2, ["姓名", "说明"]), (3, ["王芳", "a,b"])] == list(book.sheets[0].rows())


def test_commas_in_texts_do_not_beat_the_separator(tmp_path: Path) -> None:
    """The separator is the one that the rows agree on."""
    path = tmp_path / "a.csv"
    path.write_text("姓名\t备注\n王芳\ta,b,c,d\n李强\te\n", encoding="utf-8")
    book, _problems = read_workbook(path, "a.csv")
    assert book is not None
    assert ["王芳", "a,b,c,d"] == next(book.sheets[0].rows(2))[1]

"""Files that are broken, or made to break the reader: a Problem, never a traceback, never the machine."""

import io
import os
import resource
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlwt

from qualitykit.intake.reader import read_workbook, workbook_files
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.intake.turns import read_json_lines
from tests.intake.workbooks import make_xlsb, raw_sheet, save_xlsx, with_part


def codes(path: Path) -> list[str]:
    """The codes for a file of which nothing can be read."""
    book, problems = read_workbook(path, path.name)
    assert book is None
    return [problem.code for problem in problems]


def written(path: Path, data: bytes) -> Path:
    """A file with these bytes."""
    path.write_bytes(data)
    return path


def old_workbook() -> bytes:
    """A small .xls."""
    old = xlwt.Workbook()
    old.add_sheet("x").write(0, 0, "王芳")
    stream = io.BytesIO()
    old.save(stream)
    return stream.getvalue()


def append_row(book: Any) -> None:
    """One row with a name."""
    book.active.append(["王芳", 1])


def xlsx(tmp_path: Path) -> bytes:
    """A small .xlsx."""
    return save_xlsx(tmp_path / "good.xlsx", append_row).read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "QK102"),
        ("a.csv", b"", "QK102"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "QK102"),
        ("a.xlsx", "工号,姓名\n1,王芳".encode(), "QK103"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "QK103"),
        ("a.xlsx", b"%PDF-1.7 ...", "QK103"),
        ("a.xls", bytes(range(256)) * 8, "QK103"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(600), "QK103"),
        ("a.xlsx", b"PK\x03\x04" + b"junk" * 50, "QK108"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"junk" * 500, "QK108"),
        ("a.csv", b"\xff\xfe\xff\xff\x00\xd8", "QK109"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    """Empty, text, web page, PDF, junk: each says what it is."""
    assert [code] == codes(written(tmp_path / name, data))


def test_a_folder_named_like_a_workbook(tmp_path: Path) -> None:
    """It is a folder; its content is read on its own."""
    (tmp_path / "a.xlsx").mkdir()
    assert ["QK111"] == codes(tmp_path / "a.xlsx")


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """It was there when the folder was listed."""
    assert ["QK101"] == codes(tmp_path / "a.xlsx")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read(tmp_path: Path) -> None:
    """A plain sentence, as for one that is open elsewhere."""
    path = written(tmp_path / "a.xlsx", b"x")
    path.chmod(0)
    assert ["QK107"] == codes(path)


def test_open_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to open what another program holds."""
    path = written(tmp_path / "a.xlsx", b"x")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert ["QK107"] == codes(path)


def test_encrypted_workbooks(tmp_path: Path) -> None:
    """A new one is an OLE file with an EncryptedPackage, an old one says FILEPASS."""
    old = old_workbook()
    name = "Workbook".encode("utf-16-le")
    at = old.index(name.ljust(64, b"\0"))
    new_name = "EncryptedPackage".encode("utf-16-le")
    new = old[:at] + new_name.ljust(64, b"\0") + struct.pack("<H", len(new_name) + 2) + old[at + 66 :]
    assert ["QK104"] == codes(written(tmp_path / "new.xlsx", new))
    first = old.index(struct.pack("<HH", 0x0809, 16)) + 20
    locked = old[:first] + struct.pack("<H", 0x002F) + old[first + 2 :]
    assert ["QK104"] == codes(written(tmp_path / "old.xls", locked))
    archive = bytearray(xlsx(tmp_path))
    central = archive.index(b"PK\x01\x02")
    archive[central + 8] |= 1
    assert ["QK104"] == codes(written(tmp_path / "zip.xlsx", bytes(archive)))


@pytest.mark.parametrize("part", [0.3, 0.7, 0.95, 0.999])
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_download_that_broke_off(tmp_path: Path, kind: str, part: float) -> None:
    """Cut anywhere, it is damaged."""
    data = xlsx(tmp_path) if kind == "xlsx" else old_workbook()
    assert ["QK108"] == codes(written(tmp_path / f"a.{kind}", data[: int(len(data) * part)]))


def test_an_old_workbook_with_an_impossible_used_area(tmp_path: Path) -> None:
    """calamine would allocate what the record says and abort the whole process."""
    old = old_workbook()
    at = old.index(struct.pack("<HH", 0x0200, 14)) + 4
    lying = old[:at] + struct.pack("<2I2H", 14_000, 8, 0, 3) + old[at + 12 :]
    assert ["QK108"] == codes(written(tmp_path / "a.xls", lying))


def test_far_corner_is_refused_and_named(tmp_path: Path) -> None:
    """Two cells that span the whole sheet would take 400 GB."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = raw_sheet(tmp_path / "a.xlsx", f"<sheetData>{cells}</sheetData>")
    book, problems = read_workbook(path, "a.xlsx")
    assert book is None
    assert [("QK106", "a.xlsx!Sheet")] == [(problem.code, str(problem.place)) for problem in problems]
    assert dict(problems[0].params) == {"cells": str(1048576 * 16384), "cell": "XFD1048576"}


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize(
    "content", [b"", b"junk", b"<a><b></a>", b'<?xml version="1.0" encoding="U0F-8"?><a/>']
)
def test_parts_that_are_no_xml(tmp_path: Path, part: str, content: bytes) -> None:
    """Whatever stands in a part of the file."""
    path = with_part(save_xlsx(tmp_path / "a.xlsx", append_row), part, content)
    assert codes(path)[0] in ("QK103", "QK108")


def test_far_corner_of_a_binary_workbook(tmp_path: Path) -> None:
    """The same for .xlsb."""
    path = make_xlsb(tmp_path / "a.xlsb", [(0, 0, 1.0), (1_048_575, 16_383, 1.0)])
    book, problems = read_workbook(path, "a.xlsb")
    assert book is None
    assert [("QK106", "a.xlsb!表")] == [(problem.code, str(problem.place)) for problem in problems]


def test_other_sheets_are_read_beside_a_refused_one(tmp_path: Path) -> None:
    """One bad sheet does not take the file with it."""

    def fill(book: Any) -> None:
        book.active["A1"] = 1
        book.active["XFD1048576"] = 1
        book.create_sheet("好").append(["王芳"])

    book, problems = read_workbook(save_xlsx(tmp_path / "a.xlsx", fill), "a.xlsx")
    assert book is not None
    assert ["好"] == [sheet.name for sheet in book.sheets]
    assert ["QK106"] == [problem.code for problem in problems]


LIMITED = """
import resource, sys
from pathlib import Path
from qualitykit.intake.reader import read_workbook, workbook_files
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.intake.turns import read_json_lines
book, problems = read_workbook(Path(sys.argv[1]), "a.xlsx")
rows = [list(sheet.rows()) for sheet in book.sheets] if book else None
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print([problem.code for problem in problems], [len(found) for found in rows] if rows else rows)
sys.exit(1 if peak >= 1000 else 0)
"""


def read_apart(path: Path) -> str:
    """Read in a process of its own; it fails when it took 1 GB."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True
    )
    assert "" == done.stderr
    return done.stdout.strip()


def test_a_claimed_dimension_costs_nothing(tmp_path: Path) -> None:
    """The dimension tag may claim everything."""
    body = '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    assert "[] [1]" == read_apart(raw_sheet(tmp_path / "a.xlsx", body))


def test_a_million_empty_rows(tmp_path: Path) -> None:
    """Rows with formats and nothing in them, under one row of data."""
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(2, 1_048_577))
    body = f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{empty}</sheetData>'
    assert "[] [1]" == read_apart(raw_sheet(tmp_path / "a.xlsx", body))


def test_a_zip_bomb(tmp_path: Path) -> None:
    """A small file that says honestly that it unpacks to 2 GB."""
    path = tmp_path / "a.xlsx"
    save_xlsx(path, lambda book: None)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in range(8):
            with archive.open(f"xl/media{part}.xml", "w") as stream:
                for _piece in range(40):
                    stream.write(bytes(1 << 20))
    assert ["QK105"] == codes(path)


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """The directory says 100 bytes; unpacking stops there and the checksum tells."""
    path = tmp_path / "a.xlsx"
    save_xlsx(path, lambda book: book.active.append(["王芳"]))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/big.xml", bytes(20 << 20))
    data = path.read_bytes().replace(struct.pack("<I", 20 << 20), struct.pack("<I", 100))
    assert "['QK108'] None" == read_apart(written(path, data))


@pytest.mark.parametrize("part", ["content.xml", "Content.XML", "xl/workbook.bin", "XL/WORKBOOK.BIN"])
def test_a_file_of_two_kinds(tmp_path: Path, part: str) -> None:
    """What is measured as one kind could be read as the other."""
    path = written(tmp_path / "a.xlsx", xlsx(tmp_path))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, "<x/>")
    assert ["QK103"] == codes(path)


def test_a_part_that_is_there_twice(tmp_path: Path) -> None:
    """Nobody knows which one is read."""
    path = written(tmp_path / "a.xlsx", xlsx(tmp_path))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/Worksheets/Sheet1.xml", "<worksheet/>")
    assert ["QK108"] == codes(path)


def test_a_bomb_under_a_name_in_capitals(tmp_path: Path) -> None:
    """Names of parts are read without regard to capitals."""
    path = written(tmp_path / "a.xlsx", xlsx(tmp_path))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/sharedStrings.XML", "w") as part,
    ):
        for _megabyte in range(400):
            part.write(b" " * (1 << 20))
    assert ["QK105"] == codes(path)


def test_a_workbook_part_that_lies_about_its_size(tmp_path: Path) -> None:
    """It is unpacked as far as it says, and no further."""
    path = written(tmp_path / "a.xlsx", xlsx(tmp_path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] += b" " * (40 << 20)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    lying = stream.getvalue().replace(
        struct.pack("<I", len(parts["xl/workbook.xml"])), struct.pack("<I", 500)
    )
    tracemalloc.start()
    assert ["QK108"] == codes(written(path, lying))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10 << 20


def test_a_long_text_in_every_cell(tmp_path: Path) -> None:
    """One shared text of 30,000 characters used 100,000 times would be copied for each cell: 3 GB."""
    path = tmp_path / "a.xlsx"
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 100_001))
    raw_sheet(path, f"<sheetData>{rows}</sheetData>")
    text = "好" * 30_000
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}"><si><t>{text}</t></si></sst>')
    assert "['QK105'] None" == read_apart(path)


def test_long_and_formula_like_texts_are_just_text(tmp_path: Path) -> None:
    """Nothing is lost of 32,767 characters, and nothing is run."""
    text = "很" * 32_767

    def fill(book: Any) -> None:
        book.active.append([text])
        book.active["A2"] = "=cmd|' /C calc'!A0"
        book.active["A2"].data_type = "s"

    path = save_xlsx(tmp_path / "a.xlsx", fill)
    book, problems = read_workbook(path, "a.xlsx")
    assert not problems
    assert book is not None
    assert [(1, [text]), (2, ["=cmd|' /C calc'!A0"])] == list(book.sheets[0].rows())
    body = (
        f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{"很" * 40_000}</t></is></c></row></sheetData>'
    )
    book, problems = read_workbook(raw_sheet(tmp_path / "b.xlsx", body), "b.xlsx")
    assert book is not None
    assert [(1, ["很" * 40_000])] == list(book.sheets[0].rows())


def test_a_panic_of_the_library_is_a_problem_and_prints_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Rust panic derives from BaseException and quotes data on stderr; an interrupt is none."""
    import python_calamine

    class PanicException(BaseException):
        pass

    class Panicking:
        raised: type[BaseException] = PanicException

        @classmethod
        def from_filelike(cls, _stream: object) -> None:
            os.write(2, "thread panicked at 王芳".encode())
            raise cls.raised("王芳")

    path = written(tmp_path / "a.xlsx", xlsx(tmp_path))
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Panicking)
    assert ["QK108"] == codes(path)
    assert "" == capfd.readouterr().err
    Panicking.raised = KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        read_workbook(path, "a.xlsx")


def test_memory_limit_of_this_test_is_meant(tmp_path: Path) -> None:
    """The helper that reads apart does fail above 1 GB."""
    code = LIMITED.replace("rows =", "filled = b'x' * (1100 << 20); rows =")
    path = written(tmp_path / "a.xlsx", xlsx(tmp_path))
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=False)
    assert 1 == done.returncode
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_pipe_is_not_waited_for(tmp_path: Path, name: str) -> None:
    """A pipe named like a workbook would hang the run."""
    os.mkfifo(tmp_path / name)
    assert ["QK101"] == codes(tmp_path / name)


def test_json_nested_without_end(tmp_path: Path) -> None:
    """The parser's depth is no fault of ours: a line that is no call."""
    path = written(tmp_path / "a.jsonl", b"[" * 100_000 + b"]" * 100_000)
    read = read_json_lines(path, "a.jsonl", TranscriptReader(None))
    assert (["QK810"], 1, 1) == ([one.code for one in read.problems], read.read, read.left_out)


def test_a_folder_that_may_not_be_looked_into_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in it would be lost without a word."""
    secret = tmp_path / "秘密"
    secret.mkdir()
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if str(path) == str(secret):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert (secret,) == workbook_files(tmp_path)
    assert ["QK107"] == codes(secret)

"""The bound of a sheet's size from its bytes: never below what a parser finds."""

import io

import pytest

from qualitykit.intake.details import scan_sheet_xml
from qualitykit.intake.sheet_size import SharedTexts, quick_size, shared_texts

SMALL, LARGE = 1, 100 << 20  # the size that is claimed decides how it is looked at
LENGTHS = SharedTexts((10, 2000, 30), 2000)
USUAL = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = "XFD1048576"

CELLS = {
    "plain": '<row r="2"><c r="B2"><v>1</v></c><c r="C2" s="1"/><c r="D2" t="s"><v>1</v></c></row>',
    "styled text": '<row r="2"><c r="B2" s="12" t="s"><v>2</v></c><c r="C2" t="str"><v>x</v></c></row>',
    "wide": '<row r="2"><c r="AB2"><v>1</v></c></row>',
    "another row's cell": f'<row r="2"><c r="{FAR}"><v>1</v></c></row>',
    "single quotes": f"<row r='2'><c r='{FAR}'><v>1</v></c></row>",
    "style first": f'<row r="2"><c s="1" r="{FAR}"><v>1</v></c></row>',
    "blanks": f'<row r="2"><c\n r="{FAR}"><v>1</v></c></row>',
    "blanks around =": f'<row r="2"><c r = "{FAR}"><v>1</v></c></row>',
    "character reference": '<row r="2"><c r="&#88;FD1048576"><v>1</v></c></row>',
    "prefix": f'<x:row xmlns:x="m" r="2"><x:c r="{FAR}"><x:v>1</x:v></x:c></x:row>',
    "no address": "<row><c><v>1</v></c></row>",
    "text in single quotes": """<row r="2"><c r="A2" t='s'><v>1</v></c></row>""",
    "text after another attribute": '<row r="2"><c r="A2" cm="1" t="s"><v>1</v></c></row>',
    "text by reference": '<row r="2"><c r="A2" t="&#115;"><v>1</v></c></row>',
    "text in letters": '<row r="2"><c r="A2" t="s&#32;"><v>1</v></c></row>',
    "text number with blanks": '<row r="2"><c r="A2" t="s"><v> 1</v></c></row>',
}


def sheet(body: str) -> io.BytesIO:
    """A sheet's part."""
    return io.BytesIO(
        f'<worksheet xmlns="m"><cols><col min="1"/></cols><sheetData>{body}</sheetData></worksheet>'.encode()
    )


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("cells", CELLS.values(), ids=CELLS)
def test_never_below_the_parser(cells: str, size: int) -> None:
    """What is not bounded for certain is not bounded."""
    body = USUAL + cells
    exact = scan_sheet_xml(sheet(body), shared=LENGTHS.lengths)
    found = quick_size(sheet(body), size, LENGTHS)
    assert found is None or (found.area >= exact.area and found.text_bytes >= exact.text_bytes)


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("name", ["plain", "styled text", "wide"])
def test_what_programs_write_is_bounded(name: str, size: int) -> None:
    """These need no parser."""
    assert quick_size(sheet(USUAL + CELLS[name]), size, LENGTHS) is not None


def test_many_cells_are_measured() -> None:
    """Of a large part the last cell and each text's length are known, in whatever pieces it comes."""
    rows = "".join(
        f'<row r="{row}"><c r="B{row}" t="s"><v>{row % 3}</v></c></row>' for row in range(1, 60_001)
    )
    found = quick_size(sheet(rows), LARGE, LENGTHS)
    assert found is not None
    assert (60_000 * 2, 20_000 * 2040) == (found.area, found.text_bytes)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_no_cells_is_no_bound(size: int) -> None:
    """Nothing found may mean that nothing was understood."""
    assert quick_size(sheet(""), size, LENGTHS) is None


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_lengths_of_shared_texts(prefix: str) -> None:
    """From the end of one to the end of the next, also where a piece ends within one."""
    texts = ("a", "b" * 3_000_000, "", "c" * 5)
    items = [f"<{prefix}si><{prefix}t>{text}</{prefix}t></{prefix}si>" for text in texts]
    head = f'<{prefix}sst xmlns{":x" if prefix else ""}="m">'
    found = shared_texts(io.BytesIO((head + "".join(items)).encode()))
    assert [len(item) + (len(head) if index == 0 else 0) for index, item in enumerate(items)] == list(
        found.lengths
    )
    assert max(found.lengths) == found.longest


@pytest.mark.parametrize("over", range(7))
def test_an_end_may_lie_across_two_pieces(over: int) -> None:
    """Whatever part of it the first one holds."""
    head, end = "<sst><si>", "</si>"
    long = "b" * ((1 << 20) - len(head) - over)
    found = shared_texts(io.BytesIO(f"{head}{long}{end}<si>c{end}</sst>".encode()))
    assert [len(head) + len(long) + len(end), len("<si>c") + len(end)] == list(found.lengths)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_texts_that_cannot_be_told_apart(size: int) -> None:
    """CDATA may hold what looks like an end: then each text may be as long as all."""
    part = b"<sst><si><t><![CDATA[</si></si>]]></t></si><si><t>long</t></si></sst>"
    found = shared_texts(io.BytesIO(part))
    assert (False, len(part)) == (found.known, found.longest)
    bound = quick_size(sheet('<row r="1"><c r="A1" t="s"><v>1</v></c></row>'), size, found)
    assert bound is not None
    assert len(part) == bound.text_bytes

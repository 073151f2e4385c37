"""Problem, and the one table of codes.

A Problem says that an input or a standard is wrong: where, which value, what to do. It is a value: readers
return ``(values, problems)`` and never stop at the first. Codes are never reused. Texts are English message
ids; they are shown through the catalogue.

Ranges: QK1xx files and sheets · QK2xx cells · QK3xx people · QK4xx records · QK5xx standards ·
QK6xx rule tests and lints · QK7xx scoring and months · QK8xx transcripts · QK9xx ledger.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from qualitykit.i18n import N_, _
from qualitykit.model import Place

__all__ = ["CODES", "Problem", "ProblemCode", "Severity", "problem"]


class Severity(StrEnum):
    """ERROR: something is held back or left out, the month cannot be closed. WARNING: counted, look at it.
    NOTE: how an input was read."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ProblemCode:
    """One kind of problem. ``template`` may use {value} and the parameters that its reporter gives."""

    code: str
    severity: Severity
    title: str
    template: str
    cure: str
    example: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one input, at one place."""

    code: str
    place: Place
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> ProblemCode:
        """The entry of the table."""
        return CODES[self.code]

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.kind.severity

    @property
    def id(self) -> str:
        """A short stable name, by which a person accepts this problem: the code and 8 hex digits."""
        text = "\x1f".join((self.code, str(self.place), self.value, *(f"{k}={v}" for k, v in self.params)))
        return f"{self.code}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    def message(self, *, redact: bool = False) -> str:
        """What is wrong, in the language in use; ``redact`` masks every value taken from the input."""
        values = {"value": self.value, **dict(self.params)}
        if redact:
            values = dict.fromkeys(values, "***")
        return _(self.kind.template).format_map(values)

    def cure(self) -> str:
        """What to do, in the language in use."""
        return _(self.kind.cure)


def problem(code: str, place: Place, value: object = "", **params: object) -> Problem:
    """Make a Problem; parameters are kept as text. A parameter that the template wants must be given.

    Long values are cut at 200 characters: a problem quotes, it does not carry the cell.
    """
    wanted = {name for _text, name, _spec, _conv in Formatter().parse(CODES[code].template) if name}
    missing = wanted - {"value", *params}
    if missing:
        raise KeyError(f"{code} wants {sorted(missing)}")
    return Problem(code, place, _short(value), tuple((name, _short(text)) for name, text in params.items()))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else text[:199] + "…"


def _table(*rows: tuple[str, Severity, str, str, str, str]) -> dict[str, ProblemCode]:
    table = {row[0]: ProblemCode(*row) for row in rows}
    assert len(table) == len(rows), "a code stands twice"
    return table


E, W, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

# code, severity, title, message, cure, example
CODES: dict[str, ProblemCode] = _table(
    # --- QK1xx files and sheets
    (
        "QK101",
        E,
        N_("file cannot be read"),
        N_("This file cannot be read as a workbook: {reason}."),
        N_("Open it in Excel or WPS and save it again as .xlsx, or take it out of the folder."),
        N_("A text file that was renamed to .xlsx."),
    ),
    (
        "QK102",
        E,
        N_("file is empty"),
        N_("There is nothing in this file."),
        N_("Take it out of the folder, or put the right file in its place."),
        N_("A file of 0 bytes."),
    ),
    (
        "QK103",
        E,
        N_("file is not a workbook"),
        N_("The name says workbook, the content is something else ({found})."),
        N_("Open it in Excel or WPS and save it as .xlsx; a text table must be named .csv."),
        N_("A text or web page that was renamed to .xlsx or .xls."),
    ),
    (
        "QK104",
        E,
        N_("workbook is encrypted"),
        N_("This workbook has a password and cannot be read."),
        N_("Open it with its password, save it without one, and put that copy in the folder."),
        N_("An .xlsx saved with a password to open."),
    ),
    (
        "QK105",
        E,
        N_("file is too large"),
        N_("This file unpacks to {size} MB, more than can be read safely."),
        N_("Split it into several files, and delete pictures and sheets that are not needed."),
        N_("A small file that unpacks to several gigabytes."),
    ),
    (
        "QK106",
        E,
        N_("sheet reaches too far"),
        N_("The used area of this sheet has {cells} cells; the farthest stands at {cell}."),
        N_("Delete the stray cell (or clear all rows and columns after the table) and save again."),
        N_("A blank typed by mistake in cell XFD1048576."),
    ),
    (
        "QK107",
        E,
        N_("file cannot be opened"),
        N_("This file may not be opened: it is open in another program, or you have no right to read it."),
        N_("Close it in Excel or WPS, or ask for the right to read it, and run again."),
        N_("A workbook that a colleague has open on a shared drive."),
    ),
    (
        "QK108",
        E,
        N_("file is damaged"),
        N_("This file is damaged: it cannot be read to its end."),
        N_("Copy or download it again, or let Excel repair it (Open, then Open and Repair)."),
        N_("A download that broke off in the middle."),
    ),
    (
        "QK109",
        E,
        N_("text has an unknown encoding"),
        N_("The letters of this text table are neither UTF-8 nor GB18030 nor UTF-16."),
        N_("Open it in Excel and save it as “CSV UTF-8”, or as .xlsx."),
        N_("A .csv exported in Big5."),
    ),
    (
        "QK110",
        E,
        N_("sheet cannot be read"),
        N_("This sheet is damaged or of a kind that cannot be read; the other sheets of the file were read."),
        N_("Copy its content into a new sheet and save, or delete the sheet."),
        N_("A sheet whose part of the file is broken."),
    ),
    (
        "QK111",
        W,
        N_("folder named like a workbook"),
        N_("This is a folder, not a workbook; what lies in it is read as part of the month."),
        N_("Rename the folder so that it does not end like a workbook."),
        N_("A folder named 10月.xlsx."),
    ),
    (
        "QK112",
        NOTE,
        N_("header read by likeness"),
        N_("“{header}” was read as “{known}” ({field})."),
        N_("If that is wrong, correct the header, or add it to your own list of headers."),
        N_("员工姓明 read as 员工姓名."),
    ),
    (
        "QK113",
        W,
        N_("header stands more than once"),
        N_(
            "“{header}” stands {count} times in this header and nothing above tells them apart; "
            "none of them is read."
        ),
        N_("Give each column its own header, or put a group header above."),
        N_("Two columns named 得分."),
    ),
    (
        "QK114",
        NOTE,
        N_("column not read"),
        N_("The column “{header}” is none that this form knows; it was not read."),
        N_(
            "Nothing, if it holds your own notes; else correct the header, or add it to your own "
            "list of headers."
        ),
        N_("A column 今日心情."),
    ),
    (
        "QK115",
        NOTE,
        N_("row is no data"),
        N_("This row was left out: it looks like {kind}."),
        N_("Nothing, if that is so; else fill in the row like the others."),
        N_("合计, 制表人, or a header repeated for printing."),
    ),
    (
        "QK116",
        NOTE,
        N_("sheet is no data"),
        N_("This sheet was left out: by its name it is {kind}."),
        N_("Nothing, if that is so; else rename the sheet."),
        N_("A sheet named 填写说明."),
    ),
    # --- QK2xx cells
    (
        "QK201",
        E,
        N_("date cannot be read"),
        N_("“{value}” cannot be read as a date."),
        N_("Write the date like 2026-10-03."),
        N_("A remark in a date column."),
    ),
    (
        "QK202",
        E,
        N_("date can be read in two ways"),
        N_("“{value}” can mean {first} or {second}."),
        N_("Write the date like 2026-10-03."),
        N_("The number 10.3: 3 October, or 30 October that lost its zero."),
    ),
    (
        "QK203",
        E,
        N_("date does not exist"),
        N_("“{value}” is no day of the calendar."),
        N_("Correct the date."),
        N_("9月31日."),
    ),
    (
        "QK204",
        E,
        N_("date and weekday contradict"),
        N_("“{value}” is a {weekday} in the calendar."),
        N_("Correct the date or the weekday."),
        N_("2026/10/3 周五."),
    ),
    (
        "QK205",
        E,
        N_("date is not one day"),
        N_("“{value}” is no single day."),
        N_("Write one day, like 2026-10-03."),
        N_("10月上旬, 10.1-10.3, 上周五."),
    ),
    (
        "QK206",
        E,
        N_("date lacks its year"),
        N_("The year of “{value}” is not certain."),
        N_("Write the year with four digits, like 2026-10-03."),
        N_("26/10/3 in a sheet that does not say which month it is of."),
    ),
    (
        "QK207",
        E,
        N_("date has the year of typing"),
        N_(
            "“{value}” lies after {month}; a year earlier it would lie inside. Excel adds the year "
            "of the day of typing to a date typed as 10-3."
        ),
        N_("Correct the year in the cell."),
        N_("12-30 typed in January."),
    ),
    (
        "QK208",
        E,
        N_("time cannot be read"),
        N_("“{value}” cannot be read as a time of day."),
        N_("Write the time like 14:05."),
        N_("25:70."),
    ),
    (
        "QK209",
        E,
        N_("duration cannot be read"),
        N_("“{value}” cannot be read as a length of time."),
        N_("Write it in seconds, or like 3分20秒."),
        N_("半天."),
    ),
    (
        "QK210",
        E,
        N_("duration can be read in two ways"),
        N_("“{value}” can mean {first} or {second}."),
        N_("Write it like 3分20秒 or 0:03:20, or say in the standard how time cells are meant (time_cells)."),
        N_("3:20, which Excel keeps as 3 hours 20 minutes."),
    ),
    (
        "QK211",
        E,
        N_("duration is not exact"),
        N_("“{value}” is no exact length of time."),
        N_("Write the number that was measured, in seconds."),
        N_(">180, 约2分钟."),
    ),
    (
        "QK212",
        E,
        N_("number cannot be read"),
        N_("“{value}” cannot be read as a number."),
        N_("Write digits only."),
        N_("九十多."),
    ),
    (
        "QK213",
        E,
        N_("number is outside its limits"),
        N_("“{value}” does not lie between {low} and {high}."),
        N_("Correct the number; look whether it belongs to another scale."),
        N_("85 under an item of 5 points."),
    ),
    (
        "QK214",
        E,
        N_("number looks like a share"),
        N_("“{value}” under an item of {high} points may be a share of it or so many points."),
        N_("Write the points, or the share with a percent sign."),
        N_("0.85 under an item of 100 points."),
    ),
    (
        "QK215",
        E,
        N_("deduction where points are asked for"),
        N_("“{value}” is a deduction, the item asks for points."),
        N_(
            "Write the points, or let the standard say that this item is filled with deductions "
            "(entry: deduction)."
        ),
        N_("扣5."),
    ),
    (
        "QK216",
        E,
        N_("amount cannot be read"),
        N_("“{value}” cannot be read as an amount in yuan."),
        N_("Write digits, with at most two decimals."),
        N_("50-200."),
    ),
    (
        "QK217",
        E,
        N_("answer is not one of the allowed"),
        N_("“{value}” is no answer to this item; allowed: {allowed}."),
        N_("Choose one of the allowed answers."),
        N_("还行 under an item that asks for 是 or 否."),
    ),
    (
        "QK218",
        E,
        N_("item may not be N/A"),
        N_("“{value}” means not applicable, which this item does not allow."),
        N_("Answer the item, or ask whoever keeps the standard to allow 不适用."),
        N_("不适用 under a critical item."),
    ),
    (
        "QK219",
        E,
        N_("tick is a letter of a symbol font"),
        N_(
            "“{value}” is the letter behind a sign of a symbol font (Wingdings): the file does not "
            "hold the tick itself."
        ),
        N_(
            "Write √ or ×, or 是 or 否. Fill colours, strike-through and tick-box controls cannot be "
            "read either."
        ),
        N_("ü shown as a tick."),
    ),
    (
        "QK220",
        E,
        N_("half on a yes-or-no item"),
        N_("“{value}” is half, the item asks for 是 or 否."),
        N_("Answer 是 or 否."),
        N_("0.5 or 部分符合."),
    ),
    (
        "QK221",
        E,
        N_("sign means different things by house"),
        N_("“{value}” means one thing in one company and the reverse in the next."),
        N_("Write 是 or 否, or say in the workspace what this sign means."),
        N_("○ and ●."),
    ),
    (
        "QK222",
        E,
        N_("boxes in one cell are not clear"),
        N_("“{value}” has not exactly one mark."),
        N_("Mark one of the choices."),
        N_("☑是 ☑否."),
    ),
    (
        "QK223",
        E,
        N_("id lost its last digits"),
        N_("“{value}” has more than 15 digits and was stored as a number, which loses the last ones."),
        N_("Export or type the column as text."),
        N_("20261003140533001234 stored as a number."),
    ),
    (
        "QK224",
        E,
        N_("id is written as 1.38E+10"),
        N_("“{value}” is a number in short writing: digits are missing."),
        N_("Set the column to text and export or type it again."),
        N_("1.38E+10."),
    ),
    (
        "QK225",
        E,
        N_("id cannot be read"),
        N_("“{value}” is no number or code that names one thing."),
        N_("Correct the cell."),
        N_("1007.5."),
    ),
    (
        "QK226",
        E,
        N_("cell holds an error"),
        N_("The formula in this cell shows {error}."),
        N_("Correct the formula, or put the value in its place."),
        N_("#REF!."),
    ),
    (
        "QK227",
        E,
        N_("formula without a saved value"),
        N_("The formula in this cell was never calculated, so the file holds no value."),
        N_("Open the file in Excel or WPS, save it, and run again."),
        N_("A workbook written by another program."),
    ),
    (
        "QK228",
        E,
        N_("cell holds a time, not a date"),
        N_("“{value}” is a time of day without its date."),
        N_("Write the date."),
        N_("14:05 in a date column."),
    ),
    # --- QK3xx people
    # --- QK4xx records
    # --- QK5xx standards
    (
        "QK501",
        E,
        N_("standard file cannot be read"),
        N_("This standard cannot be read as YAML: {reason}."),
        N_("Correct the line named; indent with blanks, never with tabs."),
        N_("A line that starts with a tab."),
    ),
    # --- QK6xx rule tests and lints
    # --- QK7xx scoring and months
    # --- QK8xx transcripts
    # --- QK9xx ledger
)

"""Problem, and the one table of codes.

A Problem says that an input or a standard is wrong: where, which value, what to do. It is a value: readers
return ``(values, problems)`` and never stop at the first. Codes are never reused. Texts are English message
ids; they are shown through the catalogue.

Ranges: QK1xx files and sheets · QK2xx cells · QK3xx people · QK4xx records · QK5xx standards ·
QK6xx rule tests and lints · QK7xx scoring and months · QK8xx transcripts · QK9xx ledger.
"""

import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum
from string import Formatter

from qualitykit.frozen import dataclass
from qualitykit.i18n import N_, _
from qualitykit.model import Place, rows_in_words

__all__ = ["CODES", "Problem", "ProblemCode", "Severity", "problem"]


class Severity(StrEnum):
    """ERROR: something is held back or left out, the month cannot be closed. WARNING: counted, look at it.
    NOTE: how an input was read."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ProblemCode:
    """One kind of problem. ``template`` may use {value} and the parameters that its reporter gives; a part in
    [brackets] is left away where one of its parameters says nothing."""

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
        values = {"value": self.value, **{name: rows_in_words(text) for name, text in self.params}}
        template = _OPTIONAL.sub(
            lambda part: "" if _says_nothing(part[1], values) else part[1], _(self.kind.template)
        )
        if redact:
            values = dict.fromkeys(values, "***")
        return template.format_map(values)

    def cure(self) -> str:
        """What to do, in the language in use."""
        return _(self.kind.cure)


_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


def _says_nothing(part: str, values: Mapping[str, str]) -> bool:
    """Whether a part names something that there is not: it is empty, or a dash in its place."""
    names = [name for _text, name, _spec, _conv in Formatter().parse(part) if name]
    return any(values.get(name, "") in ("", "-") for name in names)


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
        N_("“{header}” was read as “{known}”."),
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
    (
        "QK117",
        NOTE,
        N_("two columns for one thing"),
        N_("“{header}” means the same as “{used}”; only “{used}” was read."),
        N_("Nothing, if both hold the same; else delete one of the columns or change its header."),
        N_("客服姓名 and 姓名 side by side."),
    ),
    (
        "QK130",
        E,
        N_("sheet is not recognised"),
        N_(
            "This sheet was not read: it is none that the program knows.[ Nearest: {nearest}.]"
            "[ Missing there: {missing}.]"
        ),
        N_(
            "Correct the headers, fill in the program's own blank (qualitykit template), or take "
            "the sheet out of the folder."
        ),
        N_("A table whose headers are all of the writer's own."),
    ),
    (
        "QK131",
        E,
        N_("sheet can be two things"),
        N_("This sheet was not read: it can be {first} or {second}."),
        N_(
            "Name the sheet after its form, or copy its rows into the program's own blank; the forms are "
            "listed by: qualitykit template"
        ),
        N_("A table with 姓名, 日期, 得分 and nothing else."),
    ),
    (
        "QK132",
        NOTE,
        N_("own output is not read"),
        N_("This file was written by the program ({kind}); it is no input."),
        N_("Nothing."),
        N_("评分结果.xlsx lying in the month's folder."),
    ),
    (
        "QK133",
        NOTE,
        N_("sheet repeats its siblings"),
        N_("This sheet was not added: it repeats rows of {siblings}."),
        N_("Nothing, if that is so; else rename the sheet and its rows are read."),
        N_("A sheet 汇总 beside one sheet a person."),
    ),
    (
        "QK134",
        E,
        N_("hidden sheet holds data"),
        N_("This sheet is hidden and looks like {form}; it was not read."),
        N_("Unhide the sheet if it counts, delete it if it does not."),
        N_("An old copy of the register, hidden."),
    ),
    (
        "QK135",
        W,
        N_("file lies there twice"),
        N_("This file is byte for byte the same as {first}; its rows count once."),
        N_("Take one of the two out."),
        N_("The same workbook under two names."),
    ),
    (
        "QK136",
        NOTE,
        N_("file was replaced by its corrected copy"),
        N_("This file was not counted: {copy} is its corrected copy."),
        N_("Nothing."),
        N_("A corrected workbook made from the problem list."),
    ),
    (
        "QK137",
        E,
        N_("form of another standard"),
        N_("This sheet was made for the standard {pack} (form {form}), which this run does not use."),
        N_("Name the standard with --standard, or use the blank of the standard in force."),
        N_("A blank of last year's pack."),
    ),
    (
        "QK138",
        E,
        N_("columns are missing"),
        N_("Read as {form}, but without {missing}: its rows were not read."),
        N_("Add the columns, under the headers of the program's blank."),
        N_("A call review without the staff number and the name."),
    ),
    (
        "QK139",
        NOTE,
        N_("header decided by the values below"),
        N_("“{header}” can mean several things; by the values below it was read as {field}."),
        N_("If that is wrong, write a header that says it."),
        N_("日期 over dates."),
    ),
    (
        "QK140",
        NOTE,
        N_("nothing is computed from this sheet"),
        N_("Recognised as {form}; this version computes nothing from it."),
        N_("Nothing."),
        N_("A training list."),
    ),
    (
        "QK141",
        W,
        N_("weight in the header differs"),
        N_("The header “{header}” says {written}, the standard says {standard}; the standard counts."),
        N_("Correct the header, or use the workbook of the standard in force."),
        N_("态度分(30%) where the standard says 40."),
    ),
    (
        "QK142",
        E,
        N_("items of the card are missing"),
        N_("This card lacks the items {missing}."),
        N_("Add the lines, or use the program's blank of the form."),
        N_("A card with a line deleted."),
    ),
    (
        "QK143",
        W,
        N_("line of the card is no item"),
        N_("“{value}” is no item of {form}; the line was not read."),
        N_("Correct the item's name, or take the line out."),
        N_("A line that the writer added."),
    ),
    (
        "QK144",
        E,
        N_("people stand as columns"),
        N_("The items stand below each other and the people side by side; this layout is not read."),
        N_("Copy the table and paste it transposed (行列转置), so that a row is one evaluation."),
        N_("检查项 | 王芳 | 李强 | 赵敏."),
    ),
    (
        "QK145",
        E,
        N_("row of a summary stands nowhere else"),
        N_("This row of the summary sheet stands in none of the sheets that it sums up; it was not counted."),
        N_("Put the row into its own sheet, or name the summary sheet as what it is."),
        N_("A row typed into 汇总 only."),
    ),
    (
        "QK146",
        NOTE,
        N_("person taken from the sheet's name"),
        N_("The rows name nobody; by the name of the sheet or the file they are about {who}."),
        N_("If that is wrong, write the person into each row."),
        N_("A workbook with one sheet a person."),
    ),
    (
        "QK147",
        E,
        N_("two tables side by side"),
        N_(
            "This sheet was not read: two tables stand side by side; another one begins at {cell} "
            "(“{header}”)."
        ),
        N_("Put each table on a sheet of its own, or rows of the same kind below each other."),
        N_("Two groups' call reviews next to each other on one sheet."),
    ),
    (
        "QK148",
        E,
        N_("a column for yes and one for no"),
        N_(
            "This sheet was not read: from “{header}” on, each item has one column to tick for yes, "
            "one for no."
        ),
        N_("Keep one column for each item, and write 是 or 否 (有 or 无) into it."),
        N_("Below 微笑服务 two columns, 有 and 无, with a √ in one of them."),
    ),
    (
        "QK149",
        W,
        N_("blank of another version"),
        N_("This blank was made from version {made} of {pack}, which is not given; it was read as {used}."),
        N_("Give that version with --standard too, or look whether both versions ask the same."),
        N_("A blank of last year's version."),
    ),
    (
        "QK150",
        E,
        N_("another version counts on that day"),
        N_(
            "{count} rows were read by version {made}; on their day (first: {first}) version {force} counts, "
            "whose form asks something else: held back."
        ),
        N_("Fill in the blank of the version that is in force on the day of the contact."),
        N_("The old blank used on after a new version took effect."),
    ),
    (
        "QK151",
        E,
        N_("recording is in no call list"),
        N_("No call list that could be read has the recording {value}: nobody knows whose call it is."),
        N_("Correct the id, or complete the call list; look also at what is said of the list itself."),
        N_("A digit of the id mistyped on a blind form."),
    ),
    (
        "QK152",
        E,
        N_("call lists contradict each other"),
        N_("{value} has another employee or another day in {first} than in {other}: not counted."),
        N_("Look up whose call it is, and correct the wrong list."),
        N_("An old and a corrected call list in one folder."),
    ),
    (
        "QK153",
        E,
        N_("blind reviews without their call list"),
        N_("{count} reviews name no employee, and there is no call list that says whose calls they are."),
        N_(
            "Put the call list (recording, agent, day) into the month's folder before you score; "
            "a reviewer who checks his own form may pass over this."
        ),
        N_("A blind form alone in the folder."),
    ),
    (
        "QK154",
        NOTE,
        N_("calls of a blind form not reviewed"),
        N_("{count} calls stand on this form and were not reviewed: passed over."),
        N_("Nothing, if they were not due."),
        N_("Fifty recordings listed, forty heard."),
    ),
    (
        "QK155",
        NOTE,
        N_("employees joined from the call list"),
        N_("{count} reviews got their employee and day by the recording's id, from {list}."),
        N_("Nothing."),
        N_("A blind form beside the call list."),
    ),
    (
        "QK156",
        E,
        N_("another day than the call list's"),
        N_("The review says {value}, the call list ({list}) {listed}: perhaps the id is another call's."),
        N_("Correct the recording's id or the day."),
        N_("An id taken from the line above."),
    ),
    (
        "QK157",
        W,
        N_("recording's id says who it was"),
        N_(
            "The ids of {count} recordings hold their agent's number (first: {first}): the form is not blind."
        ),
        N_("Give the recordings other ids on the list and write the form again, or let a stranger review."),
        N_("An id that ends with the agent's extension."),
    ),
    (
        "QK158",
        NOTE,
        N_("file that is no workbook"),
        N_("This file is no workbook: it was not read."),
        N_("Put what it says into a workbook, or take it out of the folder."),
        N_("客户表扬.docx or 聊天.txt in the month's folder."),
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
        N_(
            "Write it like 3分20秒 or 0:03:20. Where the whole column is minutes and seconds, whoever keeps "
            "the standard can say so in the form's file with the line: time_cells: mm:ss"
        ),
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
        N_(
            "Write the answer in words, as the item asks: 是 or 否, 有 or 无. Where the house always means "
            "the same by the sign, whoever keeps the standard can say so in the form's file, under words:, "
            "with a line such as: ○: yes"
        ),
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
    (
        "QK229",
        E,
        N_("pay below zero"),
        N_("“{value}”: {field} is never below zero; the cell was not read."),
        N_("Correct the amount."),
        N_("绩效奖金基数 -5."),
    ),
    # --- QK3xx people
    (
        "QK301",
        E,
        N_("no roster"),
        N_(
            "There is no roster: people were taken as they are written, and nothing is known of "
            "their departments and pay."
        ),
        N_("Put 员工名册.xlsx into the month's folder or the one above, or name it with --roster."),
        N_("A folder with evaluations only."),
    ),
    (
        "QK302",
        E,
        N_("person is not in the roster"),
        N_("“{who}” is not in the roster.[ Nearest: {nearest}.]"),
        N_("Correct the number or the name, or add the person to the roster."),
        N_("王方 for 王芳."),
    ),
    (
        "QK303",
        E,
        N_("number and name disagree"),
        N_("Number {number}[ belongs to {owner}], the row says {name}[ (number in the roster: {nearest})]."),
        N_("Correct the number or the name."),
        N_("1007 李强 where 1007 is 王芳."),
    ),
    (
        "QK304",
        E,
        N_("name of several people"),
        N_("“{name}” is the name of several people: {people}."),
        N_("Write the staff number beside the name."),
        N_("Two people called 王芳."),
    ),
    (
        "QK305",
        E,
        N_("person not employed that day"),
        N_("{who} was not employed on {day} (employed: {span})."),
        N_("Correct the date or the person, or the dates in the roster."),
        N_("A call dated after the person left."),
    ),
    (
        "QK306",
        E,
        N_("nobody is named"),
        N_("The row names nobody."),
        N_("Write the staff number, or the name."),
        N_("A row without number and name."),
    ),
    (
        "QK307",
        NOTE,
        N_("namesakes told apart by department"),
        N_("“{name}” is the name of several people; by the department or team beside it, {who} was taken."),
        N_("If that is wrong, write the staff number."),
        N_("王芳, 前台, where only one 王芳 is at the front desk."),
    ),
    (
        "QK308",
        E,
        N_("person is only described"),
        N_("“{value}” describes somebody; a description is never matched to a person."),
        N_("Find out who it was and write the staff number."),
        N_("短发、戴眼镜、2号柜台."),
    ),
    (
        "QK309",
        E,
        N_("several people in one cell"),
        N_("“{value}” names several people; this row can be about one only."),
        N_("Write a row for each."),
        N_("王芳、李强 as the agent of one call."),
    ),
    (
        "QK310",
        E,
        N_("inspector is the person inspected"),
        N_("The inspector of this row is the employee."),
        N_("Let somebody else inspect, or correct the row."),
        N_("A self-evaluation among the patrols."),
    ),
    (
        "QK320",
        E,
        N_("row of the roster without number or name"),
        N_("This row lacks {missing}; it was not read."),
        N_("Fill it in."),
        N_("A name without a staff number."),
    ),
    (
        "QK321",
        E,
        N_("number twice in the roster"),
        N_("Number {number} stands in several rows, and no date says from when each holds."),
        N_("Write 生效日期 (from when) in the rows of a move, or correct the number."),
        N_("1007 twice, in two departments."),
    ),
    (
        "QK322",
        E,
        N_("one number, two names"),
        N_("Number {number} is {first} in one row and {second} in another."),
        N_("Correct the number; another name of the same person belongs into the column 别名."),
        N_("1007 王芳 and 1007 李强."),
    ),
    (
        "QK323",
        E,
        N_("dates of the roster contradict"),
        N_("{later} lies before {earlier}."),
        N_("Correct the dates."),
        N_("Left in 2025, hired in 2026."),
    ),
    (
        "QK324",
        W,
        N_("more than one roster"),
        N_("Several rosters were found; {used} was read, this one was not."),
        N_("Keep one roster in the folder, or name it with --roster."),
        N_("员工名册.xlsx and 花名册(2).xlsx."),
    ),
    (
        "QK325",
        E,
        N_("one login, two people"),
        N_("The login {login} belongs to {people}; it finds nobody."),
        N_("Correct the roster."),
        N_("Two people with 坐席号 8001."),
    ),
    (
        "QK327",
        E,
        N_("the person concerned decides"),
        N_("{field} is the employee whom this row is about; that does not count."),
        N_("Let somebody else decide, and write who it was."),
        N_("复核人 李强 beside a hit in 李强's own call."),
    ),
    (
        "QK328",
        E,
        N_("somebody left, nobody knows when"),
        N_("The status is “{value}”, but no day says since when: the person counts as employed all month."),
        N_("Write the day under 离职日期; add that column if there is none."),
        N_("状态 离职 without 离职日期."),
    ),
    (
        "QK311",
        NOTE,
        N_("name in other characters"),
        N_("“{value}” was read as {who}: only traditional and simplified characters differ from the roster."),
        N_("Nothing; if that is wrong, write the staff number."),
        N_("李強 where the roster has 李强."),
    ),
    # --- QK4xx records
    (
        "QK401",
        E,
        N_("required item is blank"),
        N_("Item “{item}” is blank; the evaluation is held back."),
        N_("Answer the item, or 不适用 where it does not arise."),
        N_("A form with one line forgotten."),
    ),
    (
        "QK402",
        E,
        N_("no date of the service"),
        N_("The row has no date of the service; it was left out."),
        N_("Write the day of the service."),
        N_("A call review with 质检日期 only."),
    ),
    (
        "QK403",
        W,
        N_("rows of another month"),
        N_("{count} rows are dated in {month} and were not counted here (first: row {first})."),
        N_("Put them into that month's folder, or correct the dates."),
        N_("A September call in the folder of October."),
    ),
    (
        "QK404",
        E,
        N_("date lies after the month"),
        N_("“{value}” lies after the end of {month}."),
        N_("Correct the date."),
        N_("2026-11-03 in the folder of October."),
    ),
    (
        "QK405",
        W,
        N_("the same record again"),
        N_("The same as {first}; it counts once."),
        N_("Take one of the two out."),
        N_("A row copied twice."),
    ),
    (
        "QK406",
        E,
        N_("one record, two contents"),
        N_("The same record as {other}, but with another content; neither counts until one is taken out."),
        N_("Keep the right one."),
        N_("The same recording with two scores by one inspector."),
    ),
    (
        "QK407",
        W,
        N_("records that cannot be told apart"),
        N_("Neither an id nor a time: the same as {other}; both count."),
        N_("Write the id of the contact, or its time."),
        N_("Two equal rows of one day."),
    ),
    (
        "QK408",
        E,
        N_("recheck without a reason"),
        N_("This is a recheck (复检) and gives no reason; it replaces nothing until it does."),
        N_("Write the reason for the recheck."),
        N_("复检 with the reason left blank."),
    ),
    (
        "QK409",
        E,
        N_("waiting column is not explained"),
        N_(
            "“{header}” can be the time in the queue or the wait that the agent caused; the "
            "standard does not say which."
        ),
        N_("Set wait_column_is in the form (hold or queue), or use the header 排队时长 or 保持时长."),
        N_("等待时长."),
    ),
    (
        "QK411",
        E,
        N_("one row for several praises"),
        N_("{count} praises in one row: none is payable before each is named."),
        N_("Write a row for each praise, with its customer."),
        N_("次数 3."),
    ),
    (
        "QK413",
        E,
        N_("word is not known here"),
        N_("“{value}” is no word for {field}; allowed: {allowed}."),
        N_("Use one of the words allowed."),
        N_("也许 under 是否核实."),
    ),
    (
        "QK414",
        NOTE,
        N_("column decided by the roster"),
        N_("“{header}” was read as {field}: {matches} of {count} values are in the roster."),
        N_("If that is wrong, write 被表扬人 or 客户姓名 over the column."),
        N_("表扬人, which some use for the customer and some for the employee."),
    ),
    (
        "QK415",
        E,
        N_("column of people is not clear"),
        N_("“{header}” can be the person complained about or the owner of the case; it was not used."),
        N_("Write 被投诉人 or 首问责任人 over the column."),
        N_("责任人 in a complaint register."),
    ),
    (
        "QK416",
        E,
        N_("field is missing"),
        N_("{field} is blank; the row was left out."),
        N_("Fill it in."),
        N_("An award without its amount."),
    ),
    (
        "QK417",
        NOTE,
        N_("no rating given"),
        N_("{count} rows hold no rating (未评价, blank); they count as no rating, not as 0."),
        N_("Nothing."),
        N_("A survey that nobody answered."),
    ),
    (
        "QK420",
        NOTE,
        N_("corrected copy in place of the original"),
        N_(
            "This is the corrected copy of a file that is no longer here: the copy counts, as it is meant to."
        ),
        N_("Nothing: the original was to be taken out of the folder."),
        N_("A corrected copy alone in the folder."),
    ),
    (
        "QK421",
        W,
        N_("day of receipt in place of the day of service"),
        N_("The day of the service is blank; {value}, the day of receipt, stands in for it."),
        N_("Write the day of the service."),
        N_("A praise letter without the date of the visit."),
    ),
    (
        "QK422",
        NOTE,
        N_("rows counted in their own month"),
        N_("{count} rows are dated in {month} and were counted there (first: row {first})."),
        N_("Nothing."),
        N_("A September call in the folder of October, both months read."),
    ),
    (
        "QK423",
        NOTE,
        N_("who asked is not recorded"),
        N_("No column says whether a request came from a customer or from inside: all count as customers'."),
        N_("Add the column 来源 with 客户 or 内部, or say 内部 in the name of the sheet."),
        N_("A register of repairs without the column 来源."),
    ),
    (
        "QK424",
        E,
        N_("dates contradict"),
        N_("{later} ({value}) lies after {earlier} ({day}); the row was left out."),
        N_("Correct the date that is wrong."),
        N_("A praise for a service of next week."),
    ),
    (
        "QK425",
        W,
        N_("praise that was verified later"),
        N_("It was verified on {value}, after the end of {month}: it is paid in that month, not here."),
        N_("Put the row into the folder of the month in which it was verified."),
        N_("核实日期 2026-11-02 in the folder of October."),
    ),
    (
        "QK426",
        W,
        N_("field that has to be filled in is blank"),
        N_("{field} is blank."),
        N_("Fill it in: who reviewed, and what, belongs to what has to be proved."),
        N_("A call review without 质检员."),
    ),
    (
        "QK427",
        W,
        N_("severity other than the standard's"),
        N_(
            "The row says “{value}”, but the standard calls every item of this form {severity}: so it counts."
        ),
        N_("Nothing, if that is right; else the standard has to name the item's severity."),
        N_("严重程度 严重 beside a missing badge."),
    ),
    (
        "QK430",
        E,
        N_("day lies in the future"),
        N_("{field} “{value}” lies after {latest}, it has not come yet; the row was left out."),
        N_("Correct the year or the day, or enter it when it has happened."),
        N_("A warning served on 2027-05-01 in the register of 2026-10."),
    ),
    (
        "QK431",
        W,
        N_("category of a valid complaint is not known"),
        N_(
            "“{value}” is no category that the standard knows, so this valid complaint warns nobody. "
            "Categories that count: {counted}.[ About something else than conduct: {others}.]"
        ),
        N_("Write one of these words, or add yours to the standard's ladder."),
        N_("投诉类别 索要礼品 where the standard knows 服务态度, 推诿责任."),
    ),
    (
        "QK432",
        W,
        N_("valid complaint without a category"),
        N_("{field} is blank, so this valid complaint warns nobody. Categories that count: {counted}."),
        N_("Write what the complaint is about; where it is about no conduct, write that."),
        N_("A complaint judged valid whose 投诉类别 nobody filled in."),
    ),
    # --- QK5xx standards
    (
        "QK501",
        E,
        N_("standard file cannot be read"),
        N_("This standard cannot be read as YAML: {reason}."),
        N_("Correct the line named; signs are half-width, a blank follows each colon, indents are blanks."),
        N_("A line that starts with a tab."),
    ),
    (
        "QK502",
        E,
        N_("duplicate key"),
        N_("The key “{value}” stands twice; the first time at {first}."),
        N_("Keep one of the two."),
        N_("`weight: 2` and, lower down in the same block, `weight: 3`."),
    ),
    (
        "QK503",
        E,
        N_("anchor or tag in a standard"),
        N_("Anchors (&), aliases (*), tags (!) and keys that are not plain text are not allowed here."),
        N_("Write the value out where it belongs."),
        N_("`weight: *usual`."),
    ),
    (
        "QK504",
        E,
        N_("unknown key"),
        N_("The key “{value}” means nothing here{near}."),
        N_("Correct the spelling, or take the line out."),
        N_("`wieght: 2` instead of `weight: 2`."),
    ),
    (
        "QK505",
        E,
        N_("missing key"),
        N_("The key “{value}” is missing here."),
        N_("Add it; see a shipped pack for an example."),
        N_("An item without a `clause`."),
    ),
    (
        "QK506",
        E,
        N_("empty value"),
        N_("The key “{key}” has no value."),
        N_("Write its value, or take the line out."),
        N_("`title:` with nothing behind it."),
    ),
    (
        "QK507",
        E,
        N_("keys wanted"),
        N_("“{value}” stands where keys with values are wanted."),
        N_("Write `key: value` lines, with a half-width colon and a blank behind it, indented alike."),
        N_("`praise: 3` where `points_each` and `at_most` belong."),
    ),
    (
        "QK508",
        E,
        N_("list wanted"),
        N_("“{value}” stands where a list is wanted."),
        N_("Begin each entry with `- `, or write [a, b]."),
        N_("`required_sources: supervisor` without brackets."),
    ),
    (
        "QK509",
        E,
        N_("number wanted"),
        N_("“{value}” is not a number."),
        N_("Write digits only, without unit or blank: 0.5."),
        N_("`weight: two`."),
    ),
    (
        "QK510",
        E,
        N_("whole number wanted"),
        N_("“{value}” is not a whole number."),
        N_("Write digits only: 12."),
        N_("`window_months: 1.5`."),
    ),
    (
        "QK511",
        E,
        N_("yes or no wanted"),
        N_("“{value}” is neither true nor false."),
        N_("Write true or false."),
        N_("`required: perhaps`."),
    ),
    (
        "QK512",
        E,
        N_("date wanted"),
        N_("“{value}” is not a date."),
        N_("Write it as 2026-10-03."),
        N_("`effective_from: 20261003`."),
    ),
    (
        "QK513",
        E,
        N_("text wanted"),
        N_("A list or keys stand where one text is wanted (key “{key}”)."),
        N_("Write one text behind the key."),
        N_("`title:` with a list below it."),
    ),
    (
        "QK514",
        E,
        N_("value not among the allowed ones"),
        N_("“{value}” is not allowed here. Allowed: {allowed}."),
        N_("Use one of the allowed words."),
        N_("`method: median`."),
    ),
    (
        "QK515",
        E,
        N_("value out of bounds"),
        N_("“{value}” must be {limit}."),
        N_("Correct the number; check its unit."),
        N_("`weight: 0`: a weight is greater than 0."),
    ),
    (
        "QK516",
        E,
        N_("ill-formed id"),
        N_("“{value}” cannot be an id or a clause number here."),
        N_("Ids: small letters, digits and hyphens, a letter first. Clauses: as in P3.sop.1."),
        N_("`id: Greeting 1`."),
    ),
    (
        "QK517",
        E,
        N_("too few or too many entries"),
        N_("The list “{key}” must have {limit} entries."),
        N_("Add or take out entries."),
        N_("A section without items."),
    ),
    (
        "QK518",
        E,
        N_("too many decimals"),
        N_("“{value}” has too many digits."),
        N_("Amounts have at most two decimals."),
        N_("`amount: 50.005`."),
    ),
    (
        "QK519",
        E,
        N_("value not accepted"),
        N_("This is not accepted: {reason}."),
        N_("Correct the entry named."),
        N_("A phrase that stands twice in one list."),
    ),
    (
        "QK520",
        E,
        N_("file that nothing reads"),
        N_("The file {value} belongs to no topic of a standard, so its rules would count for nothing."),
        N_("Rename it (weights.yaml, forms/<id>.yaml …) or take it out."),
        N_("`bonuses.yaml` instead of `bonus.yaml`."),
    ),
    (
        "QK521",
        E,
        N_("nothing to extend"),
        N_("There is no other standard “{value}” to extend{near}; nothing else of this one was checked."),
        N_("Name a shipped pack, or a folder as seen from this one, such as ../other-standard."),
        N_("`extends: servce-attitude`."),
    ),
    (
        "QK522",
        E,
        N_("remove names nothing"),
        N_("“{value}” cannot be removed: the base has no such entry, or more is said than `remove: true`."),
        N_("Write only the name and `remove: true`."),
        N_("`- {id: greeting, remove: false}`."),
    ),
    (
        "QK523",
        E,
        N_("form and file have different names"),
        N_("A form’s id is the name of its file: “id: {value}” is wanted, {written}."),
        N_(
            "Make `id` and file name the same, also where a form says only what is different from the base’s."
        ),
        N_("`id: patrols` in forms/patrol.yaml."),
    ),
    (
        "QK524",
        E,
        N_("file not saved as UTF-8"),
        N_("This file is not saved as UTF-8 text."),
        N_("Save it again with the encoding UTF-8."),
        N_("A file saved as ANSI by Notepad."),
    ),
    (
        "QK525",
        E,
        N_("empty file"),
        N_("This file is empty."),
        N_("Fill it, or take it out of the folder."),
        N_("A praise.yaml of 0 bytes."),
    ),
    (
        "QK526",
        E,
        N_("no such standard"),
        N_("There is no standard “{value}”. Shipped with the program: {available}."),
        N_("Name a shipped pack, or a folder that holds standard.yaml."),
        N_("`--standard service-atitude`."),
    ),
    (
        "QK527",
        E,
        N_("file missing from the standard"),
        N_("The standard has no {value}."),
        N_("Add the file, or extend a pack that has it."),
        N_("A pack without ladder.yaml."),
    ),
    (
        "QK528",
        E,
        N_("nothing to include"),
        N_("There is no “{value}” to include."),
        N_("`from` names a shipped pack or a folder, `files` its files, `only` the ids in their lists."),
        N_("`files: [phrases/courtsey.yaml]`."),
    ),
    (
        "QK530",
        E,
        N_("clause that does not exist"),
        N_("Clause {value} is not in clauses.yaml."),
        N_("Correct the number, or add the clause with its wording."),
        N_("`clause: P3.sop.9`."),
    ),
    (
        "QK531",
        E,
        N_("reference to nothing"),
        N_("“{key}: {value}” names nothing that this standard has{near}."),
        N_("Correct the name, or add what it names."),
        N_("`check: no-greting`."),
    ),
    (
        "QK532",
        E,
        N_("name used twice"),
        N_("“{value}” ({key}) is used twice; the first time at {first}."),
        N_("Give each its own name."),
        N_("Two items with the id `greeting`."),
    ),
    (
        "QK533",
        E,
        N_("gap between bands"),
        N_("No band holds the values from {low} up to {high}; together the bands must cover {range}."),
        N_("Let each band begin where the one before ends, the first and the last one where the range does."),
        N_("Bands 0–75 and 80–100."),
    ),
    (
        "QK534",
        E,
        N_("bands overlap"),
        N_("The values from {low} up to {high} are in two bands."),
        N_("Let each band begin where the one before ends."),
        N_("Bands 0–80 and 75–100."),
    ),
    (
        "QK535",
        E,
        N_("dates in the wrong order"),
        N_("{later} ({later_day}) is before {earlier} ({earlier_day}): people must know a rule first."),
        N_("Correct the dates: adopted, then made known, then in effect."),
        N_("effective_from 2026-01-01 with notified_on 2026-02-01."),
    ),
    (
        "QK536",
        E,
        N_("star amounts do not fit"),
        N_("There are {value} amounts for {stars} stars."),
        N_("Give one amount for each rank; 0 for a certificate only."),
        N_("`at_most: 3` with two amounts."),
    ),
    (
        "QK537",
        E,
        N_("praise amount outside its limits"),
        N_("The amount {value} is not within {low} to {high}."),
        N_("Correct the amount, or the limits where the policy allows it."),
        N_("300 yuan where 50 to 200 are allowed."),
    ),
    (
        "QK538",
        E,
        N_("praise amounts not in order"),
        N_("The amount {value} is lower than the one before it; a blank level pays the first."),
        N_("Write the amounts from the lowest to the highest."),
        N_("突出 100 before 一般 50."),
    ),
    (
        "QK539",
        E,
        N_("percent of a withholding"),
        N_("A withhold effect needs a percent above 0, and only a withhold effect has one."),
        N_("Add `percent`, or take it out."),
        N_("`kind: withhold` without `percent`."),
    ),
    (
        "QK540",
        E,
        N_("proposal not named"),
        N_("A propose effect says what is proposed, and only a propose effect does."),
        N_("Add `propose: suspension`, `dismissal` or `transfer`."),
        N_("`kind: propose` alone."),
    ),
    (
        "QK541",
        E,
        N_("cap of a critical item"),
        N_("`effect: cap` of a form-critical item needs a `cap`, and nothing else has one."),
        N_("Add `cap`, or take it out."),
        N_("`effect: cap` without `cap: 60`."),
    ),
    (
        "QK542",
        E,
        N_("range turned round"),
        N_("The lower end {low} is not below the upper end {high}."),
        N_("Exchange the two, or correct them."),
        N_("`min: 5` and `max: 1`."),
    ),
    (
        "QK543",
        E,
        N_("limits not in order"),
        N_("The limit {value} is not above the one before it, so it never counts."),
        N_("Write the limits from low to high, each once."),
        N_("at_most 4, then at_most 3."),
    ),
    (
        "QK545",
        E,
        N_("steps not counted from 1"),
        N_("The steps must be 1, 2, 3 … in order; here stands {value}."),
        N_("Number them from 1 without gaps."),
        N_("Steps 1 and 3."),
    ),
    (
        "QK546",
        E,
        N_("gravity without a step"),
        N_("The ladder goes by gravity, but “{value}” has no gravity or no step."),
        N_("Give each kind a gravity and each gravity a step."),
        N_("`by: gravity` with an empty `gravity_steps`."),
    ),
    (
        "QK547",
        E,
        N_("bonus method without its numbers"),
        N_("The method {value} needs {needed}."),
        N_("Add them, or change the method."),
        N_("`method: linear` with no points."),
    ),
    (
        "QK549",
        E,
        N_("severities contradict"),
        N_("Here the violation is {value}, but its kind “{kind}” is {other}."),
        N_("Make the two agree."),
        N_("A minor item with a kind that is severe."),
    ),
    (
        "QK550",
        E,
        N_("one word for two things"),
        N_("“{value}” stands for two things; the other is at {first}."),
        N_("Let each word mean one thing."),
        N_("语气生硬 in two complaint categories."),
    ),
    (
        "QK551",
        E,
        N_("limit below one deduction"),
        N_("The limit {value} is below the {points} points of a single hit."),
        N_("Raise `at_most`, or lower `points`."),
        N_("5 points a hit, at most 3."),
    ),
    (
        "QK552",
        E,
        N_("source without a form"),
        N_("No form feeds the source “{value}”, so its weight can never count."),
        N_("Add the form, or take the source out."),
        N_("A weight for `patrol` and no patrol form."),
    ),
    (
        "QK553",
        E,
        N_("checks that need each other"),
        N_("The check “{value}” needs its own outcome, through the checks that it refers to."),
        N_("Break the circle: let one of them stand alone."),
        N_("Check a after a hit of b, and b after a hit of a."),
    ),
    # --- QK6xx rule tests and lints
    (
        "QK601",
        E,
        N_("fine in a standard"),
        N_("“{value}” is a fine. Nobody is fined: variable pay may be withheld, by a step of the ladder."),
        N_("Take it out; use a `withhold` effect with a percent."),
        N_("A praise.yaml with a line 罚款 50."),
    ),
    (
        "QK602",
        W,
        N_("cliff in the bonus"),
        N_("At {value} points one hundredth of a point moves the bonus by {amount} yuan (base {base})."),
        N_("Use more bands or `method: linear`, or waive the lint with a reason."),
        N_("0.9 below 85 and 1.0 from 85 on, with a base of 2000."),
    ),
    (
        "QK603",
        W,
        N_("punished twice for one thing"),
        N_("“{value}” costs twice: {ways}."),
        N_("Let it cost once, or waive the lint with a reason."),
        N_("A banned phrase that is deducted and also a warning."),
    ),
    (
        "QK604",
        W,
        N_("item that never fails"),
        N_(
            "Every answer to “{value}” scores the same, or none fails it though it is critical or a "
            "violation."
        ),
        N_("Correct its scores or `fails_at`."),
        N_("A choice of which every option scores 1."),
    ),
    (
        "QK605",
        W,
        N_("effect without a clause"),
        N_("An effect of the step “{value}” cites no clause."),
        N_("Add `clause`."),
        N_("`- {kind: coaching}`."),
    ),
    (
        "QK606",
        W,
        N_("clause that no rule uses"),
        N_("Clause {value} asks for an inspection, a limit, a violation or an award, and no rule cites it."),
        N_("Add the rule, or correct the kinds of the clause."),
        N_("P3.angry without an item or a check."),
    ),
    (
        "QK607",
        W,
        N_("pay floor in reach"),
        N_("In the worst month {value} keeps {worst} yuan of variable pay; the recorded floor is {floor}."),
        N_("Make sure that fixed pay alone reaches the floor, or lower what can be withheld."),
        N_("A floor of 500 with a base of 400."),
    ),
    (
        "QK608",
        W,
        N_("waiver for nothing"),
        N_("The waiver of {value} fits nothing that the lints find."),
        N_("Take it out."),
        N_("A waiver left over after the rule was changed."),
    ),
    (
        "QK609",
        E,
        N_("waiver of what cannot be waived"),
        N_("{value} is no lint that a standard may waive."),
        N_("Name one of QK602 to QK607, QK610, QK611 or QK613, or take it out."),
        N_("`lint: QK601`."),
    ),
    (
        "QK610",
        W,
        N_("phrase list that nothing uses"),
        N_(
            "No check, rescue or farewell uses the list “{value}”, so nothing listens for its phrases. "
            "In transcript.yaml, below checks: {line}"
        ),
        N_(
            "Add the line shown, or name the list beside the others in the `says` of a check; docs/packs.md "
            "shows both."
        ),
        N_("phrases/our.yaml with a list that no `says` names."),
    ),
    (
        "QK611",
        W,
        N_("check that drops the base's phrase lists"),
        N_(
            "Since the check “{value}” was changed here, {count} phrase lists of the base are used by "
            "nothing any more: {lists}."
        ),
        N_(
            "`says` replaces all lists of the base: repeat them beside your own, or leave the check alone "
            "and give your list its own one. If it is meant so, waive the lint with a reason."
        ),
        N_("`- {id: banned-phrase, says: {none: [our-banned]}}` in a pack that extends another one."),
    ),
    (
        "QK612",
        NOTE,
        N_("phrases of the base are left out"),
        N_("The list “{value}” has {now} phrases here; {count} of the base's list are left out."),
        N_(
            "Nothing, if it is meant so: `phrases` replaces the whole list. Else repeat them, or put yours "
            "into a list with an id of its own."
        ),
        N_("`- {id: sarcasm, phrases: [哟呵]}` in a pack that extends another one."),
    ),
    (
        "QK613",
        W,
        N_("bare negation as a banned phrase"),
        N_(
            "“{value}” in the banned list “{list}” is a bare negation, which by itself is never a banned "
            "phrase."
        ),
        N_(
            "Write the whole rude sentence, or give it `worth: advice`: how often such words are said is "
            "counted for coaching only (P3.sop.3c)."
        ),
        N_("没有 or 不可以 among the phrases of a banned list."),
    ),
    (
        "QK650",
        E,
        N_("no rule tests"),
        N_("No test was found beside the rules of this standard."),
        N_("Write a *.test.yaml beside each file; see docs/rule-tests.md."),
        N_("A pack with only bonus.yaml and no bonus.test.yaml."),
    ),
    (
        "QK651",
        E,
        N_("test of no topic"),
        N_("The file {value} tests no topic of a standard."),
        N_("Call it like the file that it tests: bonus.test.yaml."),
        N_("bonuses.test.yaml."),
    ),
    (
        "QK652",
        E,
        N_("test file without cases"),
        N_("This test file holds no case."),
        N_("Write cases below `cases:`."),
        N_("`cases: []`."),
    ),
    (
        "QK653",
        E,
        N_("test names what is not there"),
        N_("“{key}: {value}” names nothing that the rules tested here have."),
        N_("Correct the name."),
        N_("A check that was renamed."),
    ),
    (
        "QK654",
        E,
        N_("rule test failed"),
        N_("“{value}”: {field} should be {expected}, but is {got}."),
        N_("Correct the rule, or the case if the rule is meant so."),
        N_("A score of 87.00 expected, 87.50 computed."),
    ),
    (
        "QK655",
        E,
        N_("rule without a case"),
        N_("{value}: no case tries “{side}”."),
        N_("Add a case that does."),
        N_("An item that no case fails."),
    ),
    # --- QK7xx scoring and months
    (
        "QK720",
        E,
        N_("no standard was in force"),
        N_("On {day} no standard with the form “{value}” was in force and made known."),
        N_("Correct the date, or give the version of the standard that counted that day."),
        N_("A contact of 2026-09-28 under a standard made known on 2026-10-01."),
    ),
    (
        "QK721",
        E,
        N_("form is in no standard"),
        N_("No standard given holds the form “{value}”."),
        N_("Give the standard that the form was made from, or use a form of this one."),
        N_("A form of another pack."),
    ),
    (
        "QK722",
        E,
        N_("inspector inspected their own work"),
        N_("The inspector of this evaluation is the employee whom it is about ({value})."),
        N_("Let somebody else inspect this contact, or correct the inspector."),
        N_("E1007 reviewing a call of E1007."),
    ),
    (
        "QK723",
        E,
        N_("recheck without a reason"),
        N_("This recheck gives no reason, so the first inspection stands."),
        N_("Write why the contact was inspected again."),
        N_("复检 with an empty 复检原因."),
    ),
    (
        "QK724",
        W,
        N_("recheck of nothing"),
        N_("There is no first inspection of this contact in the month; the recheck counts by itself."),
        N_("Look whether the contact's id, the employee and the date are those of the first inspection."),
        N_("复检 of a call that nobody reviewed."),
    ),
    (
        "QK725",
        E,
        N_("evaluation lies outside the month"),
        N_("{day} does not lie in the pay month {month}; the evaluation does not count in its scores."),
        N_("Correct the date, or put the file into the folder of its month."),
        N_("A call of 2026-08-30 in the folder of October."),
    ),
    (
        "QK726",
        W,
        N_("praise of an unknown level"),
        N_("The standard names no praise “{value}”; it counts as “{lowest}” ({amount} yuan)."),
        N_("Choose one of the levels (or channels) of the standard."),
        N_("超级表扬."),
    ),
    (
        "QK727",
        E,
        N_("money for somebody who was not there"),
        N_("{value} is not on the roster, or joins after {month}: nothing is paid."),
        N_("Correct the employee number, or add the person to the roster."),
        N_("A special award for a number that was mistyped."),
    ),
    (
        "QK728",
        E,
        N_("award below zero"),
        N_("The award for {value} is negative; nobody is fined, so nothing is taken."),
        N_("Correct the amount; what was overpaid is an adjustment with its month and reason."),
        N_("A special award of −100."),
    ),
    (
        "QK729",
        W,
        N_("no standard at the end of the month"),
        N_("On {day} no standard was in force; month scores, stars and money follow “{value}”."),
        N_("Give the version of the standard that counts at the end of the month."),
        N_("A month scored before the standard takes effect."),
    ),
    (
        "QK730",
        W,
        N_("decision on a finding that is not there"),
        N_("The review sheet decides on {value}, which was not found in this month's transcripts."),
        N_("Nothing, if the transcript was corrected since; else make the review sheet again."),
        N_("A review sheet of last month."),
    ),
    (
        "QK731",
        E,
        N_("recheck of one of several"),
        N_("{n} inspections of that day may be meant, so the recheck replaces none of them."),
        N_("Write the contact's id, or its time and customer, in both rows."),
        N_("复检 of one of three patrols of a day, none with a time."),
    ),
    (
        "QK732",
        W,
        N_("claimed total is another one"),
        N_("The sheet claims a total of {value}; computed from its items it is {computed}."),
        N_("Look which items or weights differ; the computed score counts."),
        N_("总分 95 beside answers that give 90.00."),
    ),
    (
        "QK733",
        W,
        N_("more claimed totals are other ones"),
        N_("{count} more rows of this sheet claim another total than was computed from their items."),
        N_("The sheet counts in another way; take its total column out, or correct the form's weights."),
        N_("A form of 50 points whose total is the sum of the points."),
    ),
    (
        "QK734",
        E,
        N_("decision on no item"),
        N_("“{value}” is no item that waits for a decision in this month; the decision counts nothing."),
        N_(
            "Take the number from the sheet of decisions beside the results, or take the row out; what a "
            "closed month refused is appealed."
        ),
        N_("A digit mistyped in the sheet of decisions."),
    ),
    (
        "QK735",
        E,
        N_("decision on several items"),
        N_("“{value}” belongs to several items ({items}); the decision counts nothing."),
        N_("Write the item's own number, in a row for each item."),
        N_("The number of a complaint that keeps two praises waiting."),
    ),
    (
        "QK736",
        W,
        N_("adjustment that was paid already"),
        N_("The same adjustment of {of_month} ({value} yuan) was made in {month}; it is not made again."),
        N_("Take the row out; if it is another one, write another reason."),
        N_("A register of adjustments that goes on: October's rows stand in November's too."),
    ),
    (
        "QK737",
        W,
        N_("the same money once more"),
        N_("The same was paid in {month}; it is paid again: {value}."),
        N_("Look whether it is meant; take the row out if it is the old one."),
        N_("A register of special awards that goes on."),
    ),
    (
        "QK760",
        W,
        N_("warning of no case"),
        N_("The warning “{value}” of {employee} fits no incident and no warning on file: not counted."),
        N_("Correct the case number or the day of the incident; older warnings enter as opening balances."),
        N_("A warning for an incident of 2026-10-04 where the incident was on 2026-10-03."),
    ),
    (
        "QK761",
        W,
        N_("served before the incident"),
        N_("The warning is said to be served on {value}, before the incident of {incident_on}: not taken."),
        N_("Correct the day of service or the day of the incident."),
        N_("Served on 2026-09-05 for an incident of 2026-10-03."),
    ),
    (
        "QK762",
        W,
        N_("another step than the ladder's"),
        N_("The register says step {value} for case {case}; by the ladder it is step {ladder}."),
        N_("Look which is right; the ladder's step and its effects are what the program counts."),
        N_("A written warning recorded where the ladder leads to a verbal one."),
    ),
    (
        "QK763",
        W,
        N_("another day of service"),
        N_("The warning of case {case} is recorded as served on {value}; {counts} is what counts."),
        N_("Keep one line for one case: its warning is served once, and the first day counts."),
        N_("Two lines for one case, served on 2026-10-05 and 2026-10-08."),
    ),
    (
        "QK780",
        W,
        N_("record is not complete"),
        N_("The record {value} lacks {fields} ({title}, {clause})."),
        N_("Fill the cells in, also afterwards: what was not written down cannot be shown."),
        N_("A complaint without the customer's demand."),
    ),
    (
        "QK781",
        W,
        N_("call-back made otherwise than asked for"),
        N_("The call-back of {number} is recorded as “{value}”; {title} ({clause}) asks for something else."),
        N_("Call back as the clause asks for, or correct the record."),
        N_("A major complaint called back by telephone instead of a visit."),
    ),
    (
        "QK782",
        W,
        N_("record contradicts itself"),
        N_("The record {value} contradicts itself: {says} ({clause})."),
        N_("Look which of the two is right, and correct the other."),
        N_("A minor complaint, so without fault, that was judged valid."),
    ),
    (
        "QK783",
        W,
        N_("times out of order"),
        N_("{field} {value} lies before {other} {first}; deadlines between the two were not judged."),
        N_("Correct the wrong one of the two times."),
        N_("Closed on 2026-10-03 09:00, received on 2026-10-03 10:00."),
    ),
    (
        "QK784",
        W,
        N_("owner is not who was asked first"),
        N_("The owner of complaint {value} is not who received it ({clause})."),
        N_(
            "Name the first asked as the owner. Where it is confirmed that the buck was passed, record a "
            "valid complaint of that category; the program warns nobody for this alone."
        ),
        N_("Received by 王芳, owner 李强."),
    ),
    (
        "QK785",
        W,
        N_("time is far after the start"),
        N_("{value} is so long after {first} that “{title}” was not judged."),
        N_("Look whether the year is right."),
        N_("Received on 2026-10-03, closed on 2062-10-04."),
    ),
    # --- QK8xx transcripts
    (
        "QK801",
        E,
        N_("transcript begins without a role"),
        N_("The first line of the transcript does not say who speaks; the transcript was not used."),
        N_("Put the role before each turn: 客服：… 客户：…."),
        N_("A transcript pasted from its second half."),
    ),
    (
        "QK802",
        E,
        N_("role mark is not known"),
        N_("“{mark}” is no known speaker; the transcript was not used."),
        N_(
            "Write 客服 or 客户 as the mark, or say whose mark it is at the end of qualitykit.toml in the "
            'workspace:\n[roles]\nagent = ["小李"]\ncustomer = ["刘女士"]'
        ),
        N_("张三：您好."),
    ),
    (
        "QK803",
        E,
        N_("role marks need a mapping"),
        N_("The marks {marks} do not say who is the agent; the transcript was not used."),
        N_(
            "Say which mark is the agent's and which the customer's at the end of qualitykit.toml in the "
            'workspace (here for 1 and 0), and run again:\n[roles]\nagent = ["1"]\ncustomer = ["0"]'
        ),
        N_("0：…, 1：…; A：…, B：…."),
    ),
    (
        "QK804",
        E,
        N_("roles look swapped"),
        N_("The agent's greeting stands in the customer's mouth; the transcript was not used."),
        N_("Look whether the roles are swapped, and correct them."),
        N_("客户：您好，很高兴为您服务."),
    ),
    (
        "QK805",
        E,
        N_("transcript without roles"),
        N_("Nothing in the transcript says who speaks; it was not used."),
        N_("Export it with roles, or put 客服：/客户： before each turn."),
        N_("One block of text."),
    ),
    (
        "QK806",
        W,
        N_("transcript may be cut off"),
        N_("The cell holds {length} characters, the most that a cell can hold; the end may be missing."),
        N_("Export such calls with a row per turn."),
        N_("A chat of two hours in one cell."),
    ),
    (
        "QK807",
        W,
        N_("turns without an evaluation"),
        N_("{count} calls have turns and no row that evaluates them (first: {call}); they were not used."),
        N_("Nothing, if nobody reviewed them; else correct the ids."),
        N_("A turn export of all calls beside reviews of a few."),
    ),
    (
        "QK808",
        W,
        N_("two transcripts of one call"),
        N_("The call {call} has a transcript in its row and turns in {other}; the row's counts."),
        N_("Keep one of the two."),
        N_("Both exports in one folder."),
    ),
    (
        "QK809",
        NOTE,
        N_("calls that no inspector evaluated"),
        N_(
            "These calls have no inspector's answers: they give hints for coaching, no score and "
            "no violation."
        ),
        N_("Nothing."),
        N_("A platform export with transcripts only."),
    ),
    (
        "QK810",
        E,
        N_("line of the transcript file cannot be read"),
        N_("This line is no turn and no call: {reason}."),
        N_("Export the file again."),
        N_("A JSON line cut in the middle."),
    ),
    (
        "QK811",
        E,
        N_("turn without its call"),
        N_("This row names no call, or no text."),
        N_("Correct the row."),
        N_("A turn with the call id blank."),
    ),
    (
        "QK812",
        W,
        N_("no transcript in this file"),
        N_("Nothing in this file is a transcript; there was nothing to scan."),
        N_("Give files with a column 录音文本, with a row per turn, or .jsonl files."),
        N_("The roster, given to scan by mistake."),
    ),
    # --- QK9xx ledger
    (
        "QK901",
        E,
        N_("stored part of a month was changed"),
        N_("What is stored here is not what was stored when its digest {value}… was made."),
        N_("Compare with a backup; find out who wrote to the database."),
        N_("A score changed by hand in the database."),
    ),
    (
        "QK902",
        E,
        N_("month's content does not fit its hash"),
        N_("The month's parts do not make its content hash {value}…."),
        N_("Compare with a backup; find out who wrote to the database."),
        N_("A person's part taken out of a month."),
    ),
    (
        "QK903",
        E,
        N_("seal of a closed month does not fit"),
        N_("The seal {value}… is not that of this content after the month closed before."),
        N_("Compare with the signed sheet and a backup: the sheet's digest is the one that counts."),
        N_("A closed month replaced by another one."),
    ),
    (
        "QK904",
        E,
        N_("log entry does not fit"),
        N_("This log entry ({value}) is not the one that was logged after the entry before it."),
        N_("Compare with a backup; entries before it can be trusted, those after it not."),
        N_("A log entry deleted or changed by hand."),
    ),
    (
        "QK905",
        E,
        N_("closed month and log disagree"),
        N_("The log knows this month by another seal than the months' table ({value}…)."),
        N_("Compare with the signed sheet and a backup."),
        N_("A month marked as closed that nobody closed."),
    ),
    (
        "QK906",
        E,
        N_("recomputing gives other figures"),
        N_("From its stored inputs this month comes out differently now: {what}."),
        N_("Look at what differs; the stored figures stay. Report it with the program's version."),
        N_("A fault in the program, or a database changed by hand."),
    ),
    (
        "QK907",
        NOTE,
        N_("month was scored by another version"),
        N_("Version {value} of the program scored it, this is {now}: figures are not compared."),
        N_("Install that version to recompute the month."),
        N_("A month closed two years ago."),
    ),
    (
        "QK908",
        W,
        N_("late row contradicts a closed month"),
        N_(
            "{month} is closed and holds this evaluation with other content; what that gives an employee "
            "more is paid as an adjustment, what it gives less is only reported."
        ),
        N_("Look which one is right; if it is the old one, take the row out and score again."),
        N_("A September review sent again in October with another answer."),
    ),
    (
        "QK909",
        W,
        N_("turned out against an employee after closing"),
        N_("With all that is known now, the pay of {employee} for {month} is {difference} yuan less."),
        N_("Nothing is taken back by itself; a person decides, with qualitykit adjust."),
        N_("A late call review with a low score."),
    ),
    (
        "QK910",
        W,
        N_("imported warning was left out"),
        N_("This line names no day, an unknown person, or a step that the ladder lacks; it was left out."),
        N_("Complete the line and import the file again; lines taken before are not taken twice."),
        N_("A warning of last year without its date."),
    ),
    (
        "QK911",
        W,
        N_("a star's rank was lost after closing"),
        N_(
            "With all that is known now, {employee} would have had {difference} yuan less as star of {month}."
        ),
        N_("Nothing is taken back; people decide what is said to whom."),
        N_("A colleague's appeal was upheld, and two people tie now."),
    ),
    (
        "QK912",
        W,
        N_("line of the objection sheet was not taken"),
        N_("The line {value} was not taken: {why}."),
        N_("Complete the line, or file and decide with qualitykit appeal."),
        N_("An appeal that the inspector decided about."),
    ),
    (
        "QK913",
        NOTE,
        N_("corrected copy of a closed month's file"),
        N_(
            "This file replaces one of the closed month {month}: what it says for somebody is paid with this "
            "month and counts for later steps, what it says against somebody is only reported."
        ),
        N_("Nothing; the closed month stays as it is."),
        N_("August's patrol sheet, corrected, in September's folder."),
    ),
    (
        "QK930",
        NOTE,
        N_("month cannot be recomputed: earlier months are past their retention"),
        N_(
            "What {value} left for this month is past its retention and was deleted, so it cannot be "
            "computed again as it was ({what}). The stored figures and their seal fit."
        ),
        N_("Nothing: the stored figures stay as they were closed."),
        N_("A month of this year after a purge: its mystery visits of half a year ago are gone."),
    ),
    (
        "QK931",
        W,
        N_("decision that came after its month was closed"),
        N_(
            "{month} is closed: nobody had decided on {value} by then, so it lapsed as refused and counts "
            "nothing. This decision was not taken."
        ),
        N_("Nothing; put a review sheet into its month's folder before that month is closed."),
        N_("July's review sheet in August's folder."),
    ),
    (
        "QK940",
        W,
        N_("late row of an earlier month"),
        N_("{day} lies before the pay month {month}: the row turned up late and changes no score here."),
        N_("Nothing: what it is worth to the employee in its own month is paid as an adjustment."),
        N_("A patrol of 28 August that came in with September's files."),
    ),
)

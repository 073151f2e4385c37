"""Make the notices' templates (.docx) that the program carries: ``python tools/make_notices.py``.

They are ordinary Word documents with Jinja marks; people edit copies of them in their workspace.
"""

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TARGET = Path(__file__).resolve().parents[1] / "src" / "qualitykit" / "reports" / "notice_files"
RED, GOLD, GREY = RGBColor(0xB0, 0x1E, 0x1E), RGBColor(0x9C, 0x74, 0x1E), RGBColor(0x59, 0x59, 0x59)
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def _font(run: Any, size: float, *, face: str = "宋体", bold: bool = False, colour: Any = None) -> None:
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    if colour is not None:
        run.font.color.rgb = colour


def line(where: Any, text: str, size: float = 12, **how: Any) -> Any:
    """A paragraph: ``align``, ``indent`` (first line by two characters), ``before``, ``after`` in points."""
    paragraph = where.add_paragraph()
    _set(paragraph, text, size, **how)
    return paragraph


def _set(paragraph: Any, text: str, size: float, **how: Any) -> None:
    paragraph.alignment = how.pop("align", None)
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(how.pop("before", 0)), Pt(how.pop("after", 6))
    shape.line_spacing = how.pop("spacing", 1.4)
    shape.keep_with_next = how.pop("keep", False)
    if how.pop("indent", False):
        shape.first_line_indent = Pt(2 * size)
    _font(paragraph.add_run(text), size, **how)


def _border(section: Any, style: str, colour: str) -> None:
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", style), ("sz", "24"), ("space", "24"), ("color", colour)):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    anchor = section._sectPr.find(qn("w:cols"))
    anchor.addprevious(borders)


def document(*, landscape: bool = False) -> Any:
    """A blank A4 page that says in its header when the month is a draft."""
    made = Document()
    made.core_properties.author = ""
    made.core_properties.comments = ""
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(3.2 if landscape else 2.6)
    section.top_margin = section.bottom_margin = Cm(2.6)
    _set(
        section.header.paragraphs[0],
        "{% if draft %}草稿：本月尚未关账，不作通知之用{% endif %}",
        10,
        align=CENTRE,
        colour=RED,
    )
    return made


def table(made: Any, heads: list[str], cells: list[str], loop: str, widths: list[float]) -> None:
    """A table with a row for each of ``loop``; its head is repeated on every page."""
    grid = made.add_table(rows=4, cols=len(heads), style="Table Grid")
    grid.autofit = False
    for place, text in enumerate(heads):
        _set(grid.rows[0].cells[place].paragraphs[0], text, 10.5, face="黑体", before=3, after=3, spacing=1.1)
    repeat = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(repeat)
    grid.rows[1].cells[0].text = f"{{%tr for {loop} %}}"
    for place, text in enumerate(cells):
        _set(grid.rows[2].cells[place].paragraphs[0], text, 10.5, before=3, after=3, spacing=1.1)
    grid.rows[3].cells[0].text = "{%tr endfor %}"
    for place, width in enumerate(widths):
        grid.columns[place].width = Cm(width)
    for row in grid.rows:
        for place, width in enumerate(widths):
            row.cells[place].width = Cm(width)


def signatures(made: Any, titles: list[str]) -> None:
    """Lines to sign on, each with a date."""
    for title in titles:
        line(made, f"{title}：____________________        日期：________年____月____日", 12, before=8)


def sender(made: Any, day: str) -> None:
    """Company and day, at the right."""
    line(made, "{{ company }}", 12, align=RIGHT, before=24, after=2, keep=True)
    line(made, day, 12, align=RIGHT)


def star() -> Any:
    """服务之星荣誉证书."""
    made = document(landscape=True)
    _border(made.sections[0], "double", "9C741E")
    line(made, "荣 誉 证 书", 44, align=CENTRE, face="黑体", bold=True, colour=RED, before=14, after=26)
    line(made, "{{ name }}：", 24, bold=True, after=12)
    line(
        made,
        "在{{ month }}服务质量评价中表现突出，位列第{{ rank }}名，被评为{% if scope %}{{ scope }}{% endif %}",
        20,
        indent=True,
    )
    line(made, "“服务之星”", 34, align=CENTRE, face="黑体", bold=True, colour=GOLD, before=8, after=8)
    line(made, "特发此证，以资鼓励。", 20, indent=True)
    line(made, "{{ company }}", 18, align=RIGHT, before=20, after=2, keep=True)
    line(made, "{{ issued_on }}", 18, align=RIGHT)
    return made


def _warning(title: str, lead: str, *, verbal: bool) -> Any:
    made = document()
    line(made, title, 22, align=CENTRE, face="黑体", bold=True, after=4)
    line(made, "编号：{{ case_id }}", 10, align=CENTRE, colour=GREY, after=14)
    line(made, "{{ name }}（工号 {{ number }}，{{ department }}）：")
    line(made, lead, indent=True)
    table(
        made,
        ["日期", "事由", "原文或记录", "程度", "条款"],
        [
            "{{ one.day }}",
            "{{ one.title }}",
            "{{ one.quote }}"
            "{% if one.heard %}\n对话文本：{{ one.heard }}{% endif %}"
            "{% if one.remark %}\n检查备注：{{ one.remark }}{% endif %}"
            "{% if one.contact %}\n联系编号：{{ one.contact }}{% endif %}"
            "\n出处：{{ one.place }}",
            "{{ one.severity }}",
            "{{ one.clause }}",
        ],
        "one in violations",
        [2.6, 2.9, 5.7, 1.3, 3.3],
    )
    line(made, "依据《{{ standard }}》条款“{{ clause }}”，给予：{{ step_title }}。", indent=True, before=12)
    line(made, "确定本次处理的依据：{{ arithmetic }}", indent=True)
    line(made, "{%p if effects %}")
    line(made, "后续安排：{{ effects }}。", indent=True)
    line(made, "{%p endif %}")
    line(
        made,
        "{% if counts %}本警告送达之后发生的违规，将在此基础上进到下一步；本警告自 {{ expires_on }} 起不再计入。{% endif %}对事实或处理有异议的，"
        "可在月度单出具之日后 {{ appeal_days }} 日内（含最后一日）书面申诉；申诉由检查人员以外的人裁定。",
        indent=True,
    )
    line(made, "{%p if provisional %}")
    line(made, "注：此前月份的记录不全，阶梯为暂定，核实既往警告后方可送达。", 10.5, colour=RED)
    line(made, "{%p endif %}")
    if verbal:
        line(made, "谈话内容与辅导要点：", before=10)
        for _row in range(3):
            line(made, "_" * 70, 11, colour=GREY)
    line(made, "本人签名只表示收到本通知，不表示同意其内容。", 10.5, colour=GREY, before=8)
    signatures(made, ["本人签收", "直接主管", "人力资源"])
    sender(made, "{{ issued_on }}")
    return made


def commendation() -> Any:
    """客户表扬通报."""
    made = document()
    line(
        made, "关于{{ month }}客户表扬的通报", 20, align=CENTRE, face="黑体", bold=True, colour=RED, after=16
    )
    line(made, "各部门、全体同事：")
    line(
        made,
        "{{ month }}，以下同事以真诚、周到的服务赢得客户的表扬，经核实无误，现予通报表扬。",
        indent=True,
    )
    line(made, "{%p for one in people %}")
    line(
        made,
        "{{ one.name }}{% if one.department %}（{{ one.department }}）{% endif %}：核实的表扬 {{ one.praises }} 次",
        13,
        face="黑体",
        bold=True,
        before=10,
        after=2,
        keep=True,
    )
    line(made, "{%p for words in one.words %}")
    line(made, "客户说：“{{ words }}”", indent=True, after=2)
    line(made, "{%p endfor %}")
    line(made, "{%p endfor %}")
    line(made, "希望大家向受到表扬的同事学习，把每一次服务做好。", indent=True, before=12)
    sender(made, "{{ issued_on }}")
    return made


def case() -> Any:
    """典型案例（隐去姓名）."""
    made = document()
    line(made, "服务典型案例（第 {{ no }} 例）", 20, align=CENTRE, face="黑体", bold=True, after=4)
    line(
        made,
        "{% if anonymous %}已隐去姓名、工号、客户和具体日期，仅供学习{% else %}经本人同意公开{% endif %}",
        10,
        align=CENTRE,
        colour=GREY,
        after=16,
    )
    line(made, "一、经过", 14, face="黑体", bold=True, keep=True)
    line(
        made,
        "{{ month }}，{% if department %}{{ department }}{% endif %}{{ person }}在服务中出现下列情形：",
        indent=True,
    )
    table(
        made,
        ["情形", "程度", "条款"],
        ["{{ one.title }}", "{{ one.severity }}", "{{ one.clause }}"],
        "one in violations",
        [9.8, 2.5, 3.5],
    )
    line(made, "二、处理", 14, face="黑体", bold=True, before=14, keep=True)
    line(made, "按服务标准条款 {{ clause }}：{{ step_title }}。处理的目的是帮助当事人改进。", indent=True)
    line(made, "三、我们从中学到什么", 14, face="黑体", bold=True, before=10, keep=True)
    line(
        made,
        "请各班组结合上述条款讨论：当时客户需要什么？换一种说法或做法会怎样？讨论针对事，不针对人，"
        "请勿打听或猜测当事人。",
        indent=True,
    )
    sender(made, "{{ issued_month }}")
    return made


def main() -> None:
    """Write all templates."""
    TARGET.mkdir(exist_ok=True)
    made = {
        "star": star(),
        "warning-verbal": _warning(
            "口头警告记录", "经查，您在服务中有下列情形，由直接主管口头警告并辅导，特此记录：", verbal=True
        ),
        "warning-written": _warning(
            "警告通知书", "经查，您在服务中有下列情形，现书面通知如下：", verbal=False
        ),
        "commendation": commendation(),
        "case": case(),
    }
    for name, one in made.items():
        buffer = io.BytesIO()
        one.save(buffer)
        (TARGET / f"{name}.docx").write_bytes(buffer.getvalue())
        print(name)


if __name__ == "__main__":
    main()

"""Make templates/excel: every form of the default pack as table and card, and every register, blank.

``python tools/make_templates.py [FOLDER]``
"""

import sys
from pathlib import Path

from qualitykit import __version__
from qualitykit.reports.templates import write_template
from qualitykit.sheets.blind import CALL_LIST
from qualitykit.sheets.layouts import RECORDS
from qualitykit.standards.reader import load_standard

ROOT = Path(__file__).resolve().parent.parent


def make(folder: Path) -> list[Path]:
    """Write all of them; the files written. 待复核 is made by scoring and has no blank."""
    standard, problems = load_standard("service-attitude")
    if standard is None:
        raise SystemExit("\n".join(f"{item.place} {item.message()}" for item in problems))
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for form in standard.forms:
        for layout, name in (("table", f"{form.title}.xlsx"), ("card", f"{form.title}-卡片.xlsx")):
            written.append(
                write_template(
                    standard, form.id, out=folder / name, layout=layout, program_version=__version__
                )
            )
    blind = folder / "录音质检表-盲评.xlsx"
    written.append(
        write_template(standard, "call-review", out=blind, blind=True, program_version=__version__)
    )
    for record in (*RECORDS, CALL_LIST):
        if record.id != "hit-review":
            path = folder / f"{record.title}.xlsx"
            written.append(write_template(standard, record.id, out=path, program_version=__version__))
    return written


if __name__ == "__main__":
    for made in make(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "templates" / "excel"):
        print(made)

"""Keep the catalogue: which texts lack a Chinese translation, and the compiled .mo.

``python tools/messages.py`` compiles ``src/qualitykit/locale/zh_CN/*.po`` (one file a room, one catalogue)
into ``LC_MESSAGES/qualitykit.mo`` and lists what is missing or no longer used. ``--check`` writes nothing
and fails when anything is missing, unused, contradictory or when the compiled file is not up to date.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "qualitykit"
LOCALE = SOURCE / "locale" / "zh_CN"
FIXED = datetime(2026, 1, 1, tzinfo=UTC)  # the same bytes for the same texts, whenever they are compiled
COMPILED = LOCALE / "LC_MESSAGES" / "qualitykit.mo"


def wanted() -> set[str]:
    """Every message id that the code marks."""
    found: set[str] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        SOURCE, method_map=[("**.py", "python")], keywords={"_": None, "N_": None}
    ):
        if isinstance(message, str) and message:
            found.add(message)
    return found


def placeholders(text: str) -> set[str]:
    """Names in braces."""
    return {name for _text, name, _spec, _conv in Formatter().parse(text) if name}


def translations() -> tuple[dict[str, str], list[str]]:
    """Translations of all files together, and what contradicts."""
    found: dict[str, str] = {}
    faults: list[str] = []
    for path in sorted(LOCALE.glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="zh_CN"):
                text = str(message.string or "")
                if not message.id or not text:
                    continue
                key = str(message.id)
                if found.setdefault(key, text) != text:
                    faults.append(f"two translations: {key!r} ({path.name})")
                try:
                    same = placeholders(key) == placeholders(text)
                except ValueError:
                    same = True  # a text that is no format string
                if not same:
                    faults.append(f"placeholders differ: {key!r} ({path.name})")
    return found, faults


def compiled(found: dict[str, str]) -> bytes:
    """The .mo of these translations, the same bytes for the same texts."""
    catalogue = Catalog(
        locale="zh_CN", domain="qualitykit", charset="utf-8", creation_date=FIXED, revision_date=FIXED
    )
    catalogue.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Language", "zh_CN")]
    for key in sorted(found):
        catalogue.add(key, found[key])
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def main() -> int:
    """Compile, or check with ``--check``."""
    check = "--check" in sys.argv
    ids = wanted()
    found, faults = translations()
    faults += [f"no translation: {text!r}" for text in sorted(ids - found.keys())]
    faults += [f"not used: {text!r}" for text in sorted(found.keys() - ids)]
    data = compiled({key: text for key, text in found.items() if key in ids})
    if check:
        if not COMPILED.exists() or COMPILED.read_bytes() != data:
            faults.append("qualitykit.mo is not up to date: run `make messages`")
    else:
        COMPILED.parent.mkdir(parents=True, exist_ok=True)
        COMPILED.write_bytes(data)
    for fault in faults:
        print(fault)
    print(f"{len(ids)} messages, {len(faults)} faults")
    return 1 if faults and check else 0


if __name__ == "__main__":
    sys.exit(main())

"""Write ``src/qualitykit/scoring/characters.py``: Traditional → Simplified and character → syllable.

Made once from the data of OpenCC and pypinyin, so that neither is imported at run time (pypinyin alone costs
225 ms). Run it again when a new version of either should count: ``python tools/character_tables.py``.
"""

from importlib.resources import files
from pathlib import Path

from pypinyin import Style, pinyin

TARGET = Path(__file__).parents[1] / "src/qualitykit/scoring/characters.py"
HEAD = '''"""Tables of characters, made by ``tools/character_tables.py``; do not edit by hand.

Traditional → Simplified is the first choice of OpenCC's character table (Apache-2.0). A syllable is the
first reading that pypinyin (MIT) has for the single character, without tone: of a polyphone one counts, in a
phrase as in a turn, so that equal characters always have equal syllables.
"""

__all__ = ["syllables", "to_simplified"]

'''
TAIL = '''

def to_simplified() -> dict[str, str]:
    """The simplified character of each traditional one that differs."""
    pairs = _SIMPLIFIED.replace("\\n", "")
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def syllables() -> dict[str, str]:
    """The syllable without tone (``lv`` for lü) of each simplified character of the basic CJK block."""
    found: dict[str, str] = {}
    for line in _SYLLABLES.split("\\n"):
        syllable, _blank, characters = line.partition(" ")
        found.update(dict.fromkeys(characters, syllable))
    return found
'''


def simplified() -> dict[str, str]:
    """OpenCC's table, characters that change only, of one code point each."""
    text = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if "\t" in line)
    table = {old: new.split()[0] for old, new in rows}
    return {old: new for old, new in table.items() if old != new and len(old) == len(new) == 1}


def main() -> None:
    """Write the module."""
    table = simplified()
    pairs = "".join(old + new for old, new in sorted(table.items()))
    by_syllable: dict[str, str] = {}
    for point in range(0x4E00, 0xA000):
        char = chr(point)
        if char in table:
            continue
        reading = pinyin(char, style=Style.NORMAL, errors="ignore")
        if reading:
            by_syllable.setdefault(reading[0][0], "")
            by_syllable[reading[0][0]] += char
    by_syllable["ling"] += "〇"
    lines = [
        f"{syllable} {characters[at : at + 48]}"
        for syllable, characters in sorted(by_syllable.items())
        for at in range(0, len(characters), 48)
    ]
    pair_lines = [pairs[at : at + 50] for at in range(0, len(pairs), 50)]
    body = (
        '_SIMPLIFIED = """\n'
        + "\n".join(pair_lines)
        + '"""\n\n_SYLLABLES = """\\\n'
        + "\n".join(lines)
        + '"""\n'
    )
    TARGET.write_text(HEAD + body + TAIL, encoding="utf-8")


if __name__ == "__main__":
    main()

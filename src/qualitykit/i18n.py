"""What people see, in Chinese by default: one gettext catalogue (domain ``qualitykit``).

Message ids are English. ``_("…")`` is looked up when it is called, so texts in tables are marked with ``N_``
and translated where they are shown. Placeholders are named: ``_("{n} rows").format(n=3)``.
"""

import gettext
import os
from functools import lru_cache
from pathlib import Path

__all__ = ["LANGUAGES", "LOCALE_DIR", "N_", "_", "language", "set_language"]

LANGUAGES = ("zh", "en")
LOCALE_DIR = Path(__file__).parent / "locale"
_chosen: str | None = None


def set_language(code: str | None) -> None:
    """Use ``zh`` or ``en``; None goes back to QUALITYKIT_LANG and its default ``zh``."""
    global _chosen
    _chosen = code if code in LANGUAGES else None


def language() -> str:
    """The language in use: the one set, else QUALITYKIT_LANG, else ``zh``."""
    if _chosen is not None:
        return _chosen
    return "en" if os.environ.get("QUALITYKIT_LANG", "").lower().startswith("en") else "zh"


@lru_cache(maxsize=2)
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation("qualitykit", LOCALE_DIR, languages=["zh_CN"], fallback=True)


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue(language()).gettext(message)


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message

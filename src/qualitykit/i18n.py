"""What people see, in Chinese by default: one gettext catalogue (domain ``qualitykit``).

Message ids are English. ``_("…")`` is looked up when it is called, so texts in tables are marked with ``N_``
and translated where they are shown. Placeholders are named: ``_("{n} rows").format(n=3)``.
"""

import errno
import gettext
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

__all__ = [
    "LANGUAGES",
    "LOCALE_DIR",
    "N_",
    "_",
    "language",
    "set_language",
    "settle_language",
    "system_reason",
]

LANGUAGES = ("zh", "en")
LOCALE_DIR = Path(__file__).parent / "locale"
_chosen: str | None = None
_settled: str | None = None


def set_language(code: str | None) -> None:
    """Use ``zh`` or ``en``; None goes back to QUALITYKIT_LANG and its default ``zh``."""
    global _chosen
    _chosen = code if code in LANGUAGES else None


def language() -> str:
    """The language in use: the one set, else QUALITYKIT_LANG, else ``zh``."""
    return _chosen or _settled or _of_environment()


def settle_language() -> None:
    """Look at QUALITYKIT_LANG once: a program of its own is not asked in another language as it runs."""
    global _settled
    _settled = _of_environment()


def _of_environment() -> str:
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


_REASONS: Mapping[str, str] = {  # by name: not every system has every one
    "EACCES": N_("you have no right to it"),
    "EPERM": N_("you have no right to it"),
    "EROFS": N_("nothing can be written there"),
    "ENOENT": N_("it is not there"),
    "ENOTDIR": N_("a file stands where a folder should be"),
    "EISDIR": N_("it is a folder"),
    "EEXIST": N_("there is something of that name"),
    "ENOSPC": N_("the disk is full"),
    "EDQUOT": N_("your share of the disk is used up"),
    "EFBIG": N_("the file would be too large"),
    "ENAMETOOLONG": N_("the name is too long"),
    "ELOOP": N_("its links lead in a circle"),
    "EBUSY": N_("another program is using it"),
    "ETXTBSY": N_("another program is using it"),
    "EIO": N_("the disk does not answer properly"),
    "ESTALE": N_("the network drive has lost it"),
    "ENODEV": N_("the drive is not there"),
    "ENXIO": N_("the drive is not there"),
    "EMFILE": N_("too many files are open"),
    "ENFILE": N_("too many files are open"),
    "ETIMEDOUT": N_("the network drive does not answer"),
}


def system_reason(error: OSError) -> str:
    """Why the system refused, in the reader's language; what is not in the table, in the system's words."""
    known = _REASONS.get(errno.errorcode.get(error.errno or 0, ""))
    return _(known) if known else error.strerror or type(error).__name__

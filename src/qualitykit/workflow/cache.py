"""What was worked out once and is kept for the next run, in a folder of the user's.

Nothing depends on it: an entry that is missing, damaged, somebody else's or of another version of the program
is as if it were not there, and a folder that cannot be written to keeps nothing. ``QUALITYKIT_CACHE`` names
another folder, or is ``off``.
"""

import hashlib
import io
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import qualitykit

__all__ = ["Cache", "CacheKey", "code_stamp", "open_cache"]

VARIABLE = "QUALITYKIT_CACHE"
CacheKey = tuple[str, ...]

_HEAD = b"qualitykit cache 1\n"
_MOST_ENTRIES = 24
_ROOMS = ("qualitykit.standards.", "qualitykit.scoring.")
_VALUES = frozenset(
    {
        ("datetime", "date"),
        ("datetime", "time"),
        ("decimal", "Decimal"),
        ("fractions", "Fraction"),
        ("pathlib", "PosixPath"),
        ("pathlib", "WindowsPath"),
        ("numpy", "dtype"),
        ("numpy", "ndarray"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.numeric", "_frombuffer"),
        ("numpy.core.multiarray", "_reconstruct"),  # numpy 1
        ("numpy.core.numeric", "_frombuffer"),
    }
)


class Cache:
    """Entries by kind and key, a file each. ``folder`` None: nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, kind: str, key: CacheKey) -> Any:
        """What was kept under this key; None: nothing that can be used."""
        if self.folder is None:
            return None
        try:
            with self._path(kind, key).open("rb") as file:
                if not _is_ours(file.fileno()):
                    return None
                data = file.read()
        except OSError:
            return None
        payload = data[len(_HEAD) + 32 :]
        if not data.startswith(_HEAD) or data[len(_HEAD) :][:32] != hashlib.sha256(payload).digest():
            return None
        try:
            written_for, value = _OwnTypes(io.BytesIO(payload)).load()
        except (pickle.UnpicklingError, ImportError, AttributeError, LookupError, TypeError, ValueError):
            return None  # written by a program whose classes were others
        return value if written_for == key else None

    def put(self, kind: str, key: CacheKey, value: object) -> None:
        """Keep a value; whatever prevents that is passed over in silence."""
        if self.folder is None:
            return
        payload = pickle.dumps((key, value), protocol=5)
        path = self._path(kind, key)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".new-", dir=self.folder)
        except OSError:
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_HEAD + hashlib.sha256(payload).digest() + payload)
            os.replace(name, path)
            self._drop_oldest()
        except OSError:
            Path(name).unlink(missing_ok=True)

    def _path(self, kind: str, key: CacheKey) -> Path:
        assert self.folder is not None
        name = hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / f"{kind}-{name[:32]}.cache"

    def _drop_oldest(self) -> None:
        assert self.folder is not None
        entries = sorted(self.folder.glob("*.cache"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in entries[_MOST_ENTRIES:]:
            path.unlink(missing_ok=True)


class _OwnTypes(pickle.Unpickler):
    """Makes values of the program's own classes and plain values only: a file cannot make it run anything."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _VALUES:
            return super().find_class(module, name)
        if module.startswith(_ROOMS) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value")


def _is_ours(handle: int) -> bool:
    """Whether nobody but this user can have written the file: what it says decides about people's pay."""
    if not hasattr(os, "getuid"):  # on Windows the folder lies in the user's profile
        return True
    found = os.fstat(handle)
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def open_cache() -> Cache:
    """The cache in the folder that ``QUALITYKIT_CACHE`` names, else in the system's place for caches."""
    wanted = os.environ.get(VARIABLE, "")
    if wanted.strip().lower() == "off":
        return Cache(None)
    if wanted:
        return Cache(Path(wanted))
    try:
        return Cache(_usual_folder())
    except RuntimeError:  # nobody's home
        return Cache(None)


def _usual_folder() -> Path:
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA")
        return (Path(home) if home else Path.home() / "AppData" / "Local") / "qualitykit" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "qualitykit"
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home and Path(home).is_absolute() else Path.home() / ".cache") / "qualitykit"


def code_stamp(rooms: Iterable[str]) -> CacheKey:
    """Changes with the program's version, with Python's, and with every change to the code of these rooms."""
    stamp = [qualitykit.__version__, sys.version]
    for room in rooms:
        folder = Path(qualitykit.__file__).parent / room
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                found = entry.stat()
                stamp.append(f"{room}/{entry.name} {found.st_size} {found.st_mtime_ns}")
    return tuple(stamp)

"""Writing so that a crash leaves the old file or the new one."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _, system_reason

__all__ = ["free_path", "make_folder", "write_whole"]


def make_folder(folder: Path) -> None:
    """Make the folder and those above it.

    Errors: CannotRunError where that is not allowed or a file of that name is in the way.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRunError(
            _("The folder {folder} cannot be made: {reason}.").format(
                folder=folder, reason=system_reason(error)
            ),
            hint=_("Choose another folder, or ask for the right to write there."),
        ) from error


def free_path(path: Path) -> Path:
    """The path, or with a number behind its name where something has it: 现场巡查表-2.xlsx."""
    number, found = 2, path
    while found.exists():
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return found


def write_whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Let ``write`` fill a temporary file beside ``path``, then put it in its place in one step.

    Errors: CannotRunError where the folder or the file cannot be written, or the file is open in Excel.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".~", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(path: Path, error: OSError) -> CannotRunError:
    if isinstance(error, PermissionError):
        return CannotRunError(
            _("{file} cannot be written: it is open in Excel or WPS, or the folder is read-only.").format(
                file=path
            ),
            hint=_("Close the file and run the same command again."),
        )
    return CannotRunError(
        _("{file} cannot be written: {reason}.").format(file=path, reason=system_reason(error)),
        hint=_("Check the disk's free space and the folder, then run the same command again."),
    )

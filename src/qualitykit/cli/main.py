"""The one ``run()``: language, usage errors in plain words, and exit codes.

Exit codes: 0 done · 1 problems (results are written, marked incomplete) · 2 cannot run · 3 a fault of ours.
"""

import atexit
import contextlib
import errno
import gc
import gettext
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from qualitykit.errors import QualityKitError
from qualitykit.i18n import LANGUAGES, LOCALE_DIR, _, language, set_language, settle_language, system_reason
from qualitykit.workflow.collector import process_ends_with_command

__all__ = ["main", "run"]

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def run() -> NoReturn:
    """Run the command line and leave with its exit code.

    Python would first take apart all that a month was made of, piece by piece: it is let go as a whole.
    """
    gc.set_threshold(50_000, 20, 20)  # modules and classes being loaded hold nothing to collect
    settle_language()
    process_ends_with_command()
    code = main(sys.argv[1:])
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody listens any more
            stream.flush()
    os._exit(code)


def main(arguments: list[str]) -> int:
    """Run the command line; gives its exit code."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs a fifth of --help
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads for matrices, of which we have none
    arguments = _language_first(arguments)
    _choose_language(arguments)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a Windows console in a code page that lacks a character
            reconfigure(errors="replace")
    return _run(arguments)


def _language_first(arguments: list[str]) -> list[str]:
    """The arguments with ``--lang`` before the command: people write it at any place."""
    language: list[str] = []
    rest: list[str] = []
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            return [*language, *rest, argument, *left]
        if argument == "--lang":
            language = [argument, *(value for value in (next(left, None),) if value is not None)]
        elif argument.startswith("--lang="):
            language = [argument]
        else:
            rest.append(argument)
    # without its value nothing else may be taken for it
    return language if language == ["--lang"] else [*language, *rest]


def _choose_language(arguments: list[str]) -> None:
    """Set the language before the commands are built: their help is text too."""
    chosen = None
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            chosen = arguments[index + 1]
        elif argument.startswith("--lang="):
            chosen = argument.partition("=")[2]
    if chosen is None or chosen in LANGUAGES:
        set_language(chosen)
    # the headings of the help come from typer, through gettext's global domain
    gettext.bindtextdomain("qualitykit", str(LOCALE_DIR))
    gettext.textdomain("qualitykit")
    os.environ["LANGUAGE"] = "zh_CN" if language() == "zh" else "en"


def _run(arguments: list[str]) -> int:
    from qualitykit.cli.app import command
    from qualitykit.cli.usage import TyperException, usage_message

    try:
        code: Any = command(arguments).main(arguments, prog_name="qualitykit", standalone_mode=False)
    except TyperException as error:
        print(usage_message(error), file=sys.stderr)
        return 2
    except QualityKitError as error:
        return _stopped(error)
    except KeyboardInterrupt:
        print(_("Stopped. Files that were there before are as they were."), file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _no_room(error) if error.errno in _NO_ROOM else _fault(error)
    except Exception as error:  # noqa: BLE001 - the one place that turns a fault into exit code 3
        return _fault(error)
    try:
        sys.stdout.flush()  # what is still buffered may not fit either
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        return _no_room(error)
    return code if isinstance(code, int) else 0


def _no_room(error: OSError) -> int:
    """Say that the output does not fit on its disk; what is still buffered goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    print(_("Cannot go on: {message}").format(message=system_reason(error)), file=sys.stderr)
    hint = _("Check the disk's free space and the folder, then run the same command again.")
    print(_("What helps: {hint}").format(hint=hint), file=sys.stderr)
    return 2


def _stopped(error: QualityKitError) -> int:
    print(_("Cannot go on: {message}").format(message=error.message), file=sys.stderr)
    for line in error.details:
        print("  " + line, file=sys.stderr)
    if error.hint:
        print(_("What helps: {hint}").format(hint=error.hint), file=sys.stderr)
    return error.exit_code


def _fault(error: Exception) -> int:
    """Say where a fault of ours happened, without any value: people's data never leaves in a crash report."""
    import traceback

    print(_("A fault in qualitykit itself; your files were not changed."), file=sys.stderr)
    print(f"{type(error).__module__}.{type(error).__name__}", file=sys.stderr)
    for frame in traceback.extract_tb(error.__traceback__)[-6:]:
        print(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}", file=sys.stderr)
    print(_("Please report these lines; they hold no names and no figures."), file=sys.stderr)
    return 3

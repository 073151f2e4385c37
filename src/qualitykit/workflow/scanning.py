"""Run the checks over transcripts alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError, typed
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.problems import Problem, Severity
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.ledger_months import find_workspace
from qualitykit.workflow.standards import Checkers, load_standards

if TYPE_CHECKING:
    from qualitykit.scoring.scan import ScanResult

__all__ = ["Scanned", "scan_files", "scan_json", "scan_text"]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan found, and what was wrong with the files. ``left_out``: calls or rows not used."""

    result: ScanResult
    files: int
    left_out: int
    problems: tuple[Problem, ...]

    @property
    def incomplete(self) -> bool:
        """Whether something was left out."""
        return any(one.severity is Severity.ERROR for one in self.problems)


def scan_files(
    paths: Sequence[Path],
    *,
    today: date,
    standards: Sequence[str] | None = None,
    examples: int = 3,
    progress: Callable[[str, int, int], None] | None = None,
) -> Scanned:
    """Check the transcripts in files and folders, one file after the other; nothing is scored or written.

    In a workspace its role marks count. Memory grows with the largest file. Raises CannotRunError where a
    file is missing or nothing is checked.
    """
    from qualitykit.intake.ahead import ReadAhead
    from qualitykit.intake.scan import CallsReader
    from qualitykit.scoring.scan import Tally

    packs = load_standards(standards)
    pack = next((one for one in packs if one.checks), None)
    if pack is None:
        raise CannotRunError(
            _("the standard has no checks of transcripts"),
            hint=f"qualitykit scan {' '.join(map(typed, paths))} --standard service-attitude",
        )
    files = list(_files(paths))
    workspace = find_workspace()
    roles = workspace.settings.words["roles"] if workspace is not None else None
    checkers = Checkers()
    checker = checkers.of(pack)
    tally = Tally(pack.checks, examples=examples)
    problems: list[Problem] = []
    left_out = 0
    named = {path.resolve() for path in paths}
    with ReadAhead(files) as ahead:
        reader = CallsReader(packs, today, roles=roles, ahead=ahead, hear=lambda: checker.listen_ahead)
        for done, (path, shown) in enumerate(files):
            if progress is not None:
                progress(path.name, done, len(files))
            with no_collector():
                read = reader.read(path, shown)
                # of a folder only what holds transcripts is meant
                problems += [one for one in read.problems if one.code != "QK812" or path.resolve() in named]
                left_out += read.left_out
                tally.add(read.calls, checker.check(read.calls, {}))
            del read  # before the next file is read: memory is that of the largest file
    if progress is not None:
        progress("", len(files), len(files))
    checkers.keep()
    return Scanned(tally.result(), len(files), left_out, tuple(dict.fromkeys(problems)))


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """The files with the names that people know them by; a folder stands for the files in it."""
    from qualitykit.intake.reader import workbook_files

    missing = [path.name for path in paths if not path.exists()]
    if missing:
        raise CannotRunError(
            _("there is no such file: {names}").format(names=", ".join(missing)),
            hint=_("Check the path: it is read from the folder that you stand in."),
        )
    seen: set[Path] = set()
    for path in paths:
        found: tuple[Path, ...] = (path,)
        if path.is_dir():
            lines = (one for one in path.rglob("*.jsonl") if not one.name.startswith((".", "~")))
            found = tuple(sorted({*workbook_files(path), *lines}))
        for one in found:
            if one.resolve() not in seen:
                seen.add(one.resolve())
                yield one, one.relative_to(path).as_posix() if path.is_dir() else one.name


def scan_text(scanned: Scanned, *, redact: bool = False) -> str:
    """What a scan found, as the terminal shows it."""
    from qualitykit.reports.scan_tables import scan_tables
    from qualitykit.reports.tables import problems_text

    return "\n\n".join(
        (
            scan_tables(scanned.result, scanned.files, scanned.left_out, redact=redact),
            problems_text(scanned.problems, redact=redact),
        )
    )


def scan_json(scanned: Scanned) -> str:
    """What a scan found, as JSON."""
    from qualitykit.reports.scan_tables import scan_json as as_json

    return as_json(scanned.result, scanned.files, scanned.left_out, scanned.problems)

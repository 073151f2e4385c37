"""``qualitykit scan``: the checks over transcripts alone, before a rule is switched on."""

from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import now
from qualitykit.cli.options import Quiet, Redact, StandardRefs
from qualitykit.cli.progress import progress_bar
from qualitykit.i18n import N_, _

__all__ = ["HELP", "scan"]


HELP = N_(
    "Check transcripts alone: per check the hit rate, what is pending, and examples. Nobody is scored or "
    "warned by a scan; it shows what a rule would find before it is switched on."
)


def scan(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help=_("Call reviews, exports with a row per turn, .jsonl files, or folders of them."),
        ),
    ],
    standard: StandardRefs = None,
    examples: Annotated[
        int, typer.Option("--examples", min=0, max=100, help=_("How many examples of each check."))
    ] = 3,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print the findings as JSON instead of tables."))
    ] = False,
    redact: Redact = False,
    quiet: Quiet = False,
) -> None:
    """Scan transcripts; exit code 1 when one of them could not be used."""
    from qualitykit.workflow import scanning as workflow

    with progress_bar(quiet=quiet or as_json) as progress:
        scanned = workflow.scan_files(
            files, today=now().date(), standards=standard, examples=examples, progress=progress
        )
    if as_json:
        print(workflow.scan_json(scanned))
    elif not quiet:
        print(workflow.scan_text(scanned, redact=redact))
    if scanned.incomplete:
        raise typer.Exit(1)

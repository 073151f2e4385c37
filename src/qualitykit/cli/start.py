"""``qualitykit`` alone: what to do next in this folder."""

from pathlib import Path

from qualitykit.cli.ledger_options import now
from qualitykit.i18n import _

__all__ = ["start"]


def start() -> None:
    """Print how things stand here and the next commands."""
    from qualitykit.workflow import next_step as workflow

    found = workflow.next_steps(Path.cwd(), at=now)
    for line in found.state:
        print(line)
    print()
    print(_("What to do next:"))
    for step in found.steps:
        print(f"  {step.words}")
        for command in step.commands:
            print(f"      {command}")
    print()
    print(_("All commands: qualitykit --help"))

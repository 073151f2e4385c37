"""The command line: the only place that prints, asks and exits."""

from qualitykit.cli.main import run

__all__ = ["run"]

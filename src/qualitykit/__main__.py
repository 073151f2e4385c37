"""Run the command line with ``python -m qualitykit``."""

from qualitykit.cli import run

if __name__ == "__main__":
    run()

"""Errors: what stops a run. A wrong input is a Problem (a value), never one of these."""

from pathlib import Path

__all__ = ["CannotRunError", "ControlTotalError", "QualityKitError", "typed"]


def typed(name: str | Path) -> str:
    """A name as it is typed on a command line, in double quotes where it holds blanks or signs."""
    text = str(name)
    plain = text and not any(letter.isspace() or letter in "\"'`$&|;<>()[]{}*?!#~^%" for letter in text)
    return text if plain else '"' + text.replace('"', '\\"') + '"'


class QualityKitError(Exception):
    """Something stops the run.

    The text of an error is shown to whoever runs the program and may be logged: it never holds a name,
    a phone number or an amount of pay (semantics.md §12). ``hint`` is the command or the step that helps.
    ``details`` are shown line by line below the message, to the person who runs the program only.
    """

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details


class CannotRunError(QualityKitError):
    """The run cannot start: usage, a missing file, an invalid standard, a closed month. Exit code 2."""


class ControlTotalError(QualityKitError):
    """Rows read are not the sum of rows used, left out, repeated and of other months. Exit code 3.

    Source: semantics.md §11. It is a fault of the program: nothing may be dropped silently.
    """

    exit_code = 3

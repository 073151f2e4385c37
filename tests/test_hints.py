"""Every error ends with the command or the step that helps."""

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "qualitykit"
ERRORS = {"CannotRunError", "ControlTotalError", "QualityKitError"}


def _calls() -> list[tuple[str, ast.Call]]:
    """Every place that makes one of our errors."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in ERRORS:
                    found.append((f"{path.relative_to(SOURCE)}:{node.lineno}", node))
    return found


def _hint(call: ast.Call) -> ast.expr | None:
    return next((word.value for word in call.keywords if word.arg == "hint"), None)


def test_every_error_has_a_hint() -> None:
    """An error without ``hint=``, or with an empty one, leaves people alone with it."""
    calls = _calls()
    assert len(calls) > 50, "the walk found too few errors: it looks in the wrong place"
    bare = [
        place
        for place, call in calls
        if (hint := _hint(call)) is None or (isinstance(hint, ast.Constant) and not hint.value)
    ]
    assert bare == []

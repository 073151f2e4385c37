"""Every error ends with the command or the step that helps."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualitykit.cli.usage import TyperException, usage_message
from qualitykit.i18n import _, set_language
from qualitykit.model import Place
from qualitykit.problems import problem
from tests.test_readme import parse_command

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "qualitykit"
ERRORS = {"CannotRunError", "ControlTotalError", "QualityKitError"}

# What stands for a value that a hint is filled with: the sense of most is that of an argument.
_SAMPLES = {
    "kind": "star",
    "from_folders": "--from 2026-10",
    "command": "qualitykit status",
    "draft": "",
    "standard": "",
}
# Hints about the command that was just typed: its own words are not known to the error.
_ABOUT_THE_SAME = (
    "Run the same command with your name at its end: --by NAME",
    "Leave --from or --ledger out.",
    "Write it like --on {day}, or leave --on out for today.",
    "Give the day on which it was made (--on YYYY-MM-DD), or leave --on out for today.",
    "Name it after its month, such as 2026-10, or say at the end of the same command: --month 2026-10",
    "Write the month like this: --month 2026-10",
)


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


def _sample(node: ast.AST) -> str:
    """What stands for a value in a hint, by the name of what gives it."""
    name = getattr(node, "func", node)
    return _SAMPLES.get(str(getattr(name, "id", getattr(name, "attr", ""))), "2026-10")


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can be, as far as they stand in it, in the language in use."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from (left + right for left in _texts(node.left) for right in _texts(node.right))
    elif isinstance(node, ast.JoinedStr):
        parts = (one.value if isinstance(one, ast.Constant) else _sample(one.value) for one in node.values)  # type: ignore[attr-defined]
        yield "".join(map(str, parts))
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "N_"):
        yield from map(_, _texts(node.args[0]))
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format":
        values = {one.arg: next(iter(_texts(one.value)), _sample(one.value)) for one in node.keywords}
        for text in _texts(node.func.value):  # type: ignore[attr-defined]
            yield re.sub(r"\{(\w+)\}", lambda match: str(values.get(match[1], "")), text)


def _commands(text: str) -> list[str]:
    """The commands of a hint: each goes to the end, or to the next sign of a sentence."""
    return [found.strip() for found in re.findall(r"qualitykit [^,;:，；：。、（）]*", text)]


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """What people read, in both languages."""
    set_language(request.param)
    yield request.param
    set_language(None)


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


def test_no_hint_may_be_empty() -> None:
    """Also where there is nothing near to name: a hint that is empty at times is none."""
    found = [(place, _hint(call)) for place, call in _calls()]
    assert [] == [place for place, hint in found if hint is not None and "" in set(_texts(hint))]


def test_commands_in_hints_can_be_typed_as_they_stand(language: str) -> None:
    """Each command that a hint names is one of the program, with its options and enough words."""
    wrong, count = [], 0
    for place, call in _calls():
        for text in _texts(_hint(call) or call):
            for command in _commands(text):
                count += 1
                try:
                    parse_command(shlex.split(command)[1:])
                except TyperException as error:
                    wrong.append((place, command, usage_message(error)))
    assert wrong == []
    assert count > 30, "too few commands were found in hints"


def test_an_option_stands_in_its_command(language: str) -> None:
    """``--by NAME`` alone is nothing that can be copied: the command stands before it."""
    wrong = [
        (place, text)
        for place, call in _calls()
        for text in _texts(_hint(call) or call)
        if re.search(r"--[a-z]", text) and not re.search(r"qualitykit |pip install ", text)
        if not any(_(one).partition("{")[0] in text for one in _ABOUT_THE_SAME)
    ]
    assert wrong == []


def test_what_there_is_not_is_left_out_of_a_problem(language: str) -> None:
    """No “nearest: -”: the part goes where nothing is near, and stays where something is."""
    nothing = {
        "QK130": {"nearest": "-", "missing": "-"},
        "QK302": {"who": "X", "nearest": "-"},
        "QK303": {"number": "1", "owner": "-", "name": "X", "nearest": "-"},
    }
    for code, params in nothing.items():
        bare = problem(code, Place("a.xlsx"), **params).message()
        assert not set("-[]（(") & set(bare), bare
        full = problem(code, Place("a.xlsx"), **dict.fromkeys(params, "E1")).message()
        assert len(params) == full.count("E1")
        assert not set("[]") & set(full)
        assert "***" in problem(code, Place("a.xlsx"), **params).message(redact=True) or code == "QK130"


def test_two_words_for_closing_a_month_are_one() -> None:
    """关账 everywhere that people read; 上月结转 is another word."""
    places = [
        *SOURCE.rglob("*.po"),
        *SOURCE.rglob("*.py"),
        *(ROOT / "docs").rglob("*.md"),
        *ROOT.glob("*.md"),
    ]
    found = [path.name for path in places if re.search("(?<!上)(?<!当)月结(?!束)", path.read_text("utf-8"))]
    assert [] == found

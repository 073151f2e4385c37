"""No text is shown with a {name} in it that nobody filled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualitykit.i18n import _, set_language
from qualitykit.problems import CODES

SOURCE = Path(__file__).resolve().parents[1] / "src" / "qualitykit"
_NAME = re.compile(r"(?<!\{)\{[a-z_]*\}(?!\})")
_FILLED_ON_THE_PAGE = {"reports/page_words.py"}  # by the page's script


@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_a_problem_only_the_message_is_filled(language: str) -> None:
    """Title, cure and example are shown as they are: they hold no name."""
    set_language(language)
    try:
        shown = {code: [_(one.title), _(one.cure), _(one.example)] for code, one in CODES.items()}
    finally:
        set_language("zh")
    assert {} == {code: texts for code, texts in shown.items() if any(map(_NAME.search, texts))}


def _texts() -> Iterator[tuple[str, str, ast.AST, ast.AST]]:
    """Every text with a name that is looked up where it is shown: place, text, what it is in, function."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parent = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and node.args):
                continue
            first = node.args[0]
            if isinstance(first, ast.Constant) and _NAME.search(str(first.value)):
                function = parent[node]
                while not isinstance(function, ast.FunctionDef | ast.Module):
                    function = parent[function]
                name = path.relative_to(SOURCE).as_posix()
                if name not in _FILLED_ON_THE_PAGE:
                    yield f"{name}:{node.lineno}", str(first.value), parent[node], function


def test_every_name_in_a_text_is_filled_where_the_text_is_shown() -> None:
    """The text is formatted with its names, there or in the same function."""
    texts = list(_texts())
    assert len(texts) > 100
    assert [] == [
        (place, text) for place, text, parent, function in texts if not _filled(text, parent, function)
    ]


def _filled(text: str, parent: ast.AST, function: ast.AST) -> bool:
    """Whether a call of ``format`` gives all names: the text's own, else those of texts held in variables."""
    calls = [
        call
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("format", "format_map")
    ]
    own = [call for call in calls if call.func is parent]
    words = [word for call in own or calls for word in call.keywords]
    given = {word.arg for word in words}
    return bool(own or calls) and (None in given or {one[1:-1] for one in _NAME.findall(text)} <= given)

"""The two READMEs: every command is named in both, their lines are real, the walk-through works."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from qualitykit.cli import main as cli_main
from qualitykit.cli.app import command
from qualitykit.cli.usage import TyperException, usage_message
from qualitykit.i18n import language, set_language

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
# the same place in both languages
WORKSPACE_HEADING = {"README.md": "## Workspaces and the ledger", "README.zh-CN.md": "## 工作区与台账"}
APPEALS_HEADING = {"README.md": "## Appeals", "README.zh-CN.md": "## 申诉"}


def _text(readme: str) -> str:
    return (ROOT / readme).read_text(encoding="utf-8")


def _leaves(found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command that does something, groups walked down."""
    below = getattr(found, "commands", None)
    if below is None:
        yield path
        return
    for name, one in below.items():
        yield from _leaves(one, (*path, name))


def _fenced(readme: str, heading: str = "") -> list[str]:
    """The lines of code blocks without their comments; of one section if its heading is given."""
    text = _text(readme)
    if heading:
        text = text.split(heading + "\n", 1)[1].split("\n## ", 1)[0]
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = (re.sub(r"\s+#.*", "", line).strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line]


def _command_lines(readme: str) -> list[str]:
    """Every command line of a README, from code blocks and from running text."""
    text = re.sub(r"^```.*?^```", "", _text(readme), flags=re.MULTILINE | re.DOTALL)
    inline = [" ".join(found.split()) for found in re.findall(r"`(qualitykit [^`]*)`", text)]
    return [line for line in _fenced(readme) if line.startswith("qualitykit ")] + inline


def parse_command(words: list[str]) -> None:
    """Read the words as the program does, without running anything; raises TyperException if it cannot."""
    found: Any = command()
    name, above = "qualitykit", None
    while True:
        try:
            context = found.make_context(name, list(words), parent=above)
        except typer.Exit:  # --help and --version are done when they are read
            return
        if not hasattr(found, "commands"):
            return
        name, found, words = found.resolve_command(context, [*context._protected_args, *context.args])
        above = context


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = language()
    set_language("zh")
    yield
    set_language(before)


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_named(readme: str) -> None:
    """A command that a README does not name is one that nobody finds."""
    lines = _command_lines(readme)
    leaves = [" ".join(("qualitykit", *leaf)) for leaf in _leaves(command())]
    assert len(leaves) > 25
    assert [leaf for leaf in leaves if not any(f"{line} ".startswith(leaf + " ") for line in lines)] == []


@pytest.mark.parametrize("readme", READMES)
def test_command_lines_can_be_read(readme: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Commands, options and the number of arguments are those of the program."""
    wrong = []
    for line in _command_lines(readme):
        try:
            parse_command(shlex.split(line)[1:])
        except TyperException as error:
            wrong.append((line, usage_message(error)))
    capsys.readouterr()
    assert wrong == []


def test_a_wrong_command_line_is_caught() -> None:
    """The reading above does fail: unknown commands and options, too few and too many words."""
    for line in ("scor 2026-10", "score --no-such", "export bonuses", "close 2026-10 2026-11", "appeal lst"):
        with pytest.raises(TyperException):
            parse_command(line.split())


def test_the_two_are_twins() -> None:
    """Same sections, same tables, same code blocks line by line."""
    english, chinese = (_text(readme) for readme in READMES)
    for sign in (r"^## ", r"^\|", r"^```", r"^- ", r"^\d\. "):
        assert len(re.findall(sign, english, re.MULTILINE)) == len(re.findall(sign, chinese, re.MULTILINE)), (
            sign
        )
    assert _fenced("README.md") == _fenced("README.zh-CN.md")


@pytest.mark.parametrize("readme", READMES)
def test_links_lead_somewhere(readme: str) -> None:
    """Every file that is linked is there."""
    links = [link for link in re.findall(r"\]\(([^)]+)\)", _text(readme)) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def _run(line: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = cli_main._run(shlex.split(line)[1:])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def test_the_walk_through_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The code blocks on workspaces and appeals, line by line, on a sample month: each does what is said."""
    month = "2026-10"
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "samples/2026-09/警告登记表.xlsx", tmp_path)
    open_problems: list[str] = []
    done: list[str] = []
    blocks = _fenced("README.md", WORKSPACE_HEADING["README.md"]) + _fenced(
        "README.md", APPEALS_HEADING["README.md"]
    )
    for line in blocks:
        if line.startswith("cd "):
            inside = tmp_path / line[3:]
            monkeypatch.chdir(inside)
            shutil.copytree(ROOT / "samples" / month, inside / "inbox" / month)
            shutil.copy(ROOT / "samples" / month / "员工名册.xlsx", inside)
            shutil.copy(tmp_path / "警告登记表.xlsx", inside)
            continue
        if " --accept " in line:
            assert open_problems
            # the README accepts one; the sample's ids are computed from its cells
            accept = " ".join(f"--accept {name}=原件无法辨认" for name in open_problems)
            line = re.sub(r"--accept \S+", accept, line)
        if line.startswith("qualitykit appeal decide"):
            line += " --by 申诉委员"  # not the one who filed it
        if line == "qualitykit score" and done[-1].startswith("qualitykit appeal"):
            (Path.cwd() / "inbox/2026-11").mkdir()  # the next month has begun: so far its roster
            shutil.copy(ROOT / "samples" / month / "员工名册.xlsx", Path.cwd() / "inbox/2026-11")
        code, said = _run(line, capsys)
        # the sample month has problems: a check and a draft say so by 1
        may = (0, 1) if line.startswith(("qualitykit check", "qualitykit score")) else (0,)
        assert code in may, (line, said)
        if line.startswith("qualitykit status"):
            open_problems = re.findall(r"^(QK\d{3}-[0-9a-f]+)", said, re.MULTILINE)
        done.append(line)
    assert len(done) > 10
    assert "调整" in said  # what the appeal of the closed month brings
    results = Path.cwd() / "results" / month
    assert {"评分结果.xlsx", f"奖金发放表-{month}.csv", f"月度单-{month}.html"} <= {
        path.name for path in results.iterdir()
    }

"""The command line: language, usage errors, exit codes, and what a short command loads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qualitykit import __version__
from qualitykit.cli import main as cli_main

HEAVY = ("openpyxl", "sqlalchemy", "pypinyin", "pydantic", "numpy", "xlsxwriter", "rapidfuzz", "yaml", "rich")


def qualitykit(
    *arguments: str, lang: str = "zh", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the program as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "qualitykit", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={
            "QUALITYKIT_CACHE": os.environ["QUALITYKIT_CACHE"],
            "QUALITYKIT_LANG": lang,
            "PATH": "",
            "PYTHONIOENCODING": "utf-8",
        },
        timeout=120,
        check=False,
    )


def test_help_is_chinese_by_default_and_english_on_demand() -> None:
    """One catalogue serves both; the option goes before the environment."""
    assert "用法：" in qualitykit("--help").stdout
    assert "Usage: " in qualitykit("--help", lang="en").stdout
    assert "Usage: " in qualitykit("--lang", "en", "--help").stdout
    assert "用法：" in qualitykit("--lang=zh", "--help", lang="en").stdout


def test_version_is_the_packages() -> None:
    """``--version`` says the version and ends well."""
    done = qualitykit("--version")
    assert (0, f"qualitykit {__version__}\n") == (done.returncode, done.stdout)


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("explain",), "缺少"),
        (("score",), "qualitykit init"),
        (("score", "x", "--no-such"), "没有选项"),
        (("scor", "x"), "没有命令"),
        (("--lang", "fr", "score", "x"), "zh"),
        (("codes", "QK000"), "QK000"),
        (("schema", "nothing"), "results"),
        (("rules", "list", "no-such-pack"), ""),
        (("score", "no-such-folder-2026-10"), ""),
        (("check", "no-such-file.xlsx"), "no-such-file.xlsx"),
        (("explain", "2026-10", "E1007"), "--from"),
        (("template", "no-such-form"), "qualitykit template"),
        (("template", "patrol", "--month", "abc"), "“abc”不是月份"),
        (("scan", "x", "--examples", "viele"), "应为整数"),
        (("scan", "x", "--examples", "101"), "不能大于 100"),
        (("score", "x", "--month"), "--month 后面要写一个值"),
        (("score", "x", "--quiet=1"), "--quiet 后面不写值"),
        (("schema", "results", "more"), "这个命令用不到：more"),
        (("template", "patrol", "--blind"), "call-review --blind"),
        (("template", "call-review", "--blind", "--calls", "no-such.xlsx"), "no-such.xlsx"),
        (
            ("notice", "star", "2026-10", "--templates", "no-such", "--from", "x"),
            "qualitykit notice templates",
        ),
    ],
)
def test_what_cannot_run_ends_with_2_and_a_plain_sentence(arguments: tuple[str, ...], said: str) -> None:
    """Usage, missing files, unknown names: exit code 2, no traceback, what to do."""
    done = qualitykit(*arguments)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert said in done.stderr + done.stdout


def test_help_loads_nothing_heavy() -> None:
    """``--help`` must stay quick: none of the heavy libraries is imported for it."""
    script = (
        "import sys; sys.argv = ['qualitykit', '--help']\n"
        "from qualitykit.cli.main import main\n"
        "main(sys.argv[1:])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_all_that_was_printed_arrives(tmp_path: Path) -> None:
    """Through a pipe and into a file, though the program leaves at once: nothing stays in a buffer."""
    whole = qualitykit("codes").stdout
    assert whole.count("QK") > 100
    with (tmp_path / "out").open("w") as file:
        subprocess.run([sys.executable, "-m", "qualitykit", "codes"], stdout=file, check=True)
    assert whole == (tmp_path / "out").read_text()


def test_a_fault_of_ours_shows_no_value(capsys: pytest.CaptureFixture[str]) -> None:
    """A crash report names the place in the code, never what was in the data."""

    def broken() -> None:
        raise ValueError("王芳 13800000000 2000.00")

    with pytest.raises(ValueError, match="王芳") as caught:
        broken()
    assert cli_main._fault(caught.value) == 3
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "test_main.py" in said
    assert "王芳" not in said
    assert "138" not in said


def test_codes_explains_every_code_in_both_languages() -> None:
    """The table lists all codes; a code has a page with example and cure."""
    from qualitykit.problems import CODES

    table = qualitykit("codes").stdout
    assert all(code in table for code in CODES)
    page = qualitykit("codes", *sorted(CODES)).stdout
    assert page.count("怎么办：") == len(CODES)


def test_schema_is_json() -> None:
    """The published schema can be parsed and names what a result holds."""
    schema = json.loads(qualitykit("schema", "results").stdout)
    assert "people" in json.dumps(schema)


def test_template_without_a_form_lists_them() -> None:
    """The list names every form and register."""
    said = qualitykit("template").stdout
    assert "call-review" in said
    assert "warnings" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["schema", "results"], ["codes", "QK405"], ["codes"]])
def test_output_that_does_not_fit_is_no_fault_of_ours(arguments: list[str]) -> None:
    """A full disk behind ``> file``: one sentence and exit code 2, whether it shows early or at the end."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "qualitykit", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={"QUALITYKIT_CACHE": "off", "QUALITYKIT_LANG": "en", "PATH": ""},
            timeout=120,
            check=False,
        )
    assert (2, False) == (done.returncode, "Traceback" in done.stderr)
    assert done.stderr.startswith("Cannot go on: the disk is full")

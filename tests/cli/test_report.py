"""``qualitykit report``: a page from folders and from the ledger, for everybody and for a leader."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the program as a person would."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "qualitykit", *arguments],
        capture_output=True, text=True, encoding="utf-8", cwd=cwd, timeout=120, check=False,
        env={
            "QUALITYKIT_CACHE": os.environ["QUALITYKIT_CACHE"],
            "QUALITYKIT_LANG": "zh",
            "PATH": "",
            "PYTHONIOENCODING": "utf-8",
        },
    )  # fmt: skip


def test_a_page_is_written_from_folders(tmp_path: Path) -> None:
    """It says where it is; a department's page holds its people only."""
    done = run(
        "report", "2026-10", "--from", str(SAMPLES / "2026-10"), "-o", "新/page.html",
        "--team", "物业服务部", cwd=tmp_path,
    )  # fmt: skip
    assert (0, "") == (done.returncode, done.stderr)
    page = tmp_path / "新" / "page.html"
    assert "page.html" in done.stdout
    html = page.read_text(encoding="utf-8")
    assert "吕一鸣" in html
    assert "韩梅" not in html
    assert "前台接待部" not in html


def test_what_cannot_be_is_said_with_the_way_out(tmp_path: Path) -> None:
    """No folder, a leader whom nobody knows: exit code 2, nothing written, no name in the message."""
    folder = str(SAMPLES / "2026-10")
    for arguments, said in (
        (("report", "2026-10"), "--from"),
        (("report", "2026-10", "--from", folder, "--team", "查无此人"), "名册"),
    ):
        done = run(*arguments, cwd=tmp_path)
        assert 2 == done.returncode, done.stderr
        assert said in done.stderr
        assert "查无此人" not in done.stderr
    assert [] == list(tmp_path.iterdir())


def test_a_page_comes_from_the_ledger_without_the_files(tmp_path: Path) -> None:
    """In a workspace no folder is named: the newest draft is shown."""
    assert 0 == run("init", ".", cwd=tmp_path).returncode
    inbox = tmp_path / "inbox" / "2026-10"
    shutil.copytree(SAMPLES / "2026-10", inbox)
    scored = run("score", "--quiet", cwd=tmp_path)
    assert scored.returncode in (0, 1), scored.stderr
    shutil.rmtree(inbox)
    done = run("report", "2026-10", "--team", "物业服务部", cwd=tmp_path)
    assert (0, "") == (done.returncode, done.stderr)
    page = tmp_path / "results" / "2026-10" / "月度报告-2026-10-物业服务部.html"
    assert page.name in done.stdout
    html = page.read_text(encoding="utf-8")
    assert "吕一鸣" in html
    assert "韩梅" not in html
    done = run("report", "2026-10", "-o", "all.html", cwd=tmp_path)
    assert (0, "") == (done.returncode, done.stderr)
    assert 'id="kpi"' not in html
    assert 'id="t-indicators"' in (tmp_path / "all.html").read_text(encoding="utf-8")


def test_no_page_takes_the_place_of_another(tmp_path: Path) -> None:
    """Month, team and masking stand in the name; nothing in it that a file system does not want."""
    month = ("--from", str(SAMPLES / "2026-10"))
    for more in ((), ("--team", "客户服务部/一班"), ("--redact",)):
        assert 0 == run("report", "2026-10", *month, *more, cwd=tmp_path).returncode
    assert [
        "月度报告-2026-10-客户服务部-一班.html",
        "月度报告-2026-10-遮盖.html",
        "月度报告-2026-10.html",
    ] == sorted(path.name for path in tmp_path.iterdir())


def test_public_certificates_stand_beside_those_with_names(tmp_path: Path) -> None:
    """公开 is in the name of what is hung up: neither writes over the other."""
    month = ("--from", str(SAMPLES / "2026-10"))
    for more in ((), ("--public",)):
        assert 0 == run("notice", "star", "2026-10", *month, *more, cwd=tmp_path).returncode
    names = sorted(path.name for path in (tmp_path / "results" / "2026-10").iterdir())
    assert [
        *(f"草稿-服务之星证书-2026-10-{n}.docx" for n in (1, 2, 3)),
        *(f"草稿-服务之星证书-公开-2026-10-{n}.docx" for n in (1, 2, 3)),
    ] == names

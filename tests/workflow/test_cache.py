"""The cache of read standards and compiled checks: never another result, never in the way."""

import hashlib
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qualitykit.errors import CannotRunError
from qualitykit.scoring.transcript import Checker
from qualitykit.standards import reader
from qualitykit.standards.folders import SHIPPED
from qualitykit.standards.reader import load_standard
from qualitykit.workflow import cache as caching
from qualitykit.workflow.cache import Cache, open_cache
from qualitykit.workflow.standards import Checkers, load_standards

PACK = "club-service"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """An empty one."""
    return Cache(tmp_path / "cache")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packs whose files were read."""
    found: list[str] = []
    own = reader.read_standard

    def counted(ref: str | Path) -> reader.Reading:
        found.append(Path(ref).name)
        return own(ref)

    monkeypatch.setattr(reader, "read_standard", counted)
    return found


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of the house's own, an hour old, that extends a shipped one."""
    folder = tmp_path / "our-pack"
    folder.mkdir()
    text = (SHIPPED / PACK / "standard.yaml").read_text()
    lines = [line for line in text.splitlines() if line.split(":")[0] in reader._REQUIRED_KEYS]
    own = "\n".join((*(line.replace(f"id: {PACK}", "id: our-pack") for line in lines), f"extends: {PACK}\n"))
    _write_earlier(folder / "standard.yaml", own)
    return folder


def _write_earlier(path: Path, text: str) -> None:
    path.write_text(text)
    earlier = path.stat().st_mtime - 3600
    os.utime(path, (earlier, earlier))


def _entries(cache: Cache, kind: str = "") -> list[Path]:
    assert cache.folder is not None
    return sorted(cache.folder.glob(f"{kind}*.cache"))


def test_the_second_run_reads_no_pack(cache: Cache, reads: list[str]) -> None:
    """It gets the equal standard from the cache."""
    first = load_standards([PACK], cache=cache)
    assert first == load_standards([PACK], cache=cache)
    assert [PACK] == reads


def test_a_standard_from_the_cache_is_the_one_that_is_read(cache: Cache) -> None:
    """All shipped packs, all their values."""
    for folder in sorted(path.parent for path in SHIPPED.glob("*/standard.yaml")):
        load_standards([folder.name], cache=cache)
        (kept,) = load_standards([folder.name], cache=cache)
        read, problems = load_standard(folder.name)
        assert (read, ()) == (kept, problems)
        assert repr(read) == repr(kept)


def _edit(pack: Path) -> None:
    path = pack / "standard.yaml"
    _write_earlier(path, path.read_text().replace("title: ", "title: 新"))


def _add(pack: Path) -> None:
    _write_earlier(pack / "bonus.yaml", (SHIPPED / PACK / "bonus.yaml").read_text())


@pytest.mark.parametrize("change", [_edit, _add])
def test_a_changed_pack_is_read_again(
    change: Callable[[Path], None], cache: Cache, reads: list[str], pack: Path
) -> None:
    """A file edited, even with an old date, and a file more."""
    (before,) = load_standards([str(pack)], cache=cache)
    change(pack)
    (after,) = load_standards([str(pack)], cache=cache)
    assert before.digest != after.digest
    assert ["our-pack", "our-pack"] == reads
    assert load_standard(pack)[0] == after


def test_the_same_rules_elsewhere_are_not_read_again(
    cache: Cache, reads: list[str], pack: Path, tmp_path: Path
) -> None:
    """Every new workspace has the same ones, and they stand on a shipped pack."""
    other = shutil.copytree(pack, tmp_path / "elsewhere" / "our-pack")
    assert load_standards([str(pack)], cache=cache) == load_standards([str(other)], cache=cache)
    assert ["our-pack"] == reads


def test_the_same_words_over_other_rules_are_other_rules(
    cache: Cache, reads: list[str], pack: Path, tmp_path: Path
) -> None:
    """Two packs that extend the folder beside them, and another one lies there."""
    found = []
    for place in ("one", "two"):
        base = shutil.copytree(SHIPPED / PACK, tmp_path / place / "base")
        bonus = base / "bonus.yaml"
        _write_earlier(bonus, bonus.read_text() + f"# {place}\n")
        top = shutil.copytree(pack, tmp_path / place / "top")
        own = top / "standard.yaml"
        _write_earlier(own, own.read_text().replace(f"extends: {PACK}", "extends: ../base"))
        found += [load_standards([str(top)], cache=cache)[0].digest for _again in range(2)]
    assert (found[0], found[2]) == (found[1], found[3])
    assert found[0] != found[2]
    assert ["top", "top"] == reads


def test_a_change_in_the_pack_below_counts(
    cache: Cache, reads: list[str], tmp_path: Path, pack: Path
) -> None:
    """A pack is read again when the one that it extends has changed."""
    base = tmp_path / "base"
    shutil.copytree(SHIPPED / PACK, base)
    own = pack / "standard.yaml"
    _write_earlier(own, own.read_text().replace(f"extends: {PACK}", "extends: ../base"))
    (before,) = load_standards([str(pack)], cache=cache)
    path = base / "bonus.yaml"
    _write_earlier(path, path.read_text() + "# a remark\n")
    (after,) = load_standards([str(pack)], cache=cache)
    assert before.digest != after.digest


def test_a_file_written_while_it_is_read_is_not_kept(cache: Cache, pack: Path) -> None:
    """Nobody knows which text was read."""
    ahead = os.stat(pack).st_mtime + 3600
    os.utime(pack / "standard.yaml", (ahead, ahead))
    load_standards([str(pack)], cache=cache)
    assert cache.folder is not None
    assert not cache.folder.exists()


def test_a_faulty_pack_is_refused_each_time(cache: Cache, reads: list[str], pack: Path) -> None:
    """Its faults are told again; nothing of it is kept."""
    path = pack / "standard.yaml"
    _write_earlier(path, path.read_text() + "colour: red\n")
    told = []
    for _run in range(2):
        with pytest.raises(CannotRunError) as stopped:
            load_standards([str(pack)], cache=cache)
        told.append(stopped.value.details)
    assert told[0] == told[1] != ()
    assert ["our-pack", "our-pack"] == reads


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-200] ^= 1
    path.write_bytes(data)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _of_others(path: Path) -> None:
    path.chmod(0o666)


def _run_something(path: Path) -> None:
    payload = pickle.dumps((("key",), print))
    path.write_bytes(caching._HEAD + hashlib.sha256(payload).digest() + payload)


@pytest.mark.parametrize("harm", [_cut, _flip, _empty, _of_others, _run_something, Path.unlink])
def test_a_damaged_entry_is_as_if_it_were_not_there(
    harm: Callable[[Path], None], cache: Cache, reads: list[str]
) -> None:
    """Cut, changed, emptied, open to others' writing, made by somebody, gone: the pack is read."""
    first = load_standards([PACK], cache=cache)
    (entry,) = _entries(cache)
    harm(entry)
    assert first == load_standards([PACK], cache=cache)
    assert [PACK, PACK] == reads


def test_an_entry_makes_values_only(cache: Cache) -> None:
    """What could run something is refused: a function, another module's class, a class's method."""
    key = ("key",)
    for value in (os.system, subprocess.Popen, Cache.get, load_standard):
        cache.put("standard", key, value)
        assert cache.get("standard", key) is None


def test_another_version_reads_again(cache: Cache, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the program, and of pydantic, whose classes are kept."""
    load_standards([PACK], cache=cache)
    monkeypatch.setattr("qualitykit.__version__", "9.9.9")
    load_standards([PACK], cache=cache)
    monkeypatch.setattr("pydantic.VERSION", "9.9.9")
    load_standards([PACK], cache=cache)
    assert [PACK] * 3 == reads


def test_an_entry_under_another_name_is_not_taken(cache: Cache) -> None:
    """The key stands in the entry too."""
    cache.put("standard", ("甲",), 1)
    cache.put("standard", ("乙",), 2)
    one, other = (cache._path("standard", (name,)) for name in "甲乙")
    shutil.copy(one, other)
    assert (1, None) == (cache.get("standard", ("甲",)), cache.get("standard", ("乙",)))


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path, reads: list[str]) -> None:
    """A file stands in the way of the folder: the pack is read each time."""
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache")
    assert load_standards([PACK], cache=cache) == load_standards([PACK], cache=cache)
    assert [PACK, PACK] == reads


def test_old_entries_go(cache: Cache) -> None:
    """The folder does not grow for ever."""
    for number in range(caching._MOST_ENTRIES + 5):
        cache.put("standard", (str(number),), number)
    assert caching._MOST_ENTRIES == len(_entries(cache))


@pytest.mark.parametrize("word", ["off", "OFF", " Off "])
def test_off_keeps_nothing(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For whoever does not want it."""
    monkeypatch.setenv("QUALITYKIT_CACHE", word)
    assert open_cache().folder is None


def test_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variable's folder, else the system's place for caches."""
    monkeypatch.setenv("QUALITYKIT_CACHE", str(tmp_path / "here"))
    assert tmp_path / "here" == open_cache().folder
    monkeypatch.delenv("QUALITYKIT_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert tmp_path / "xdg" / "qualitykit" == open_cache().folder
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert tmp_path / ".cache" / "qualitykit" == open_cache().folder
    monkeypatch.setattr(sys, "platform", "darwin")
    assert tmp_path / "Library" / "Caches" / "qualitykit" == open_cache().folder
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert tmp_path / "local" / "qualitykit" / "Cache" == open_cache().folder


def test_compiled_checks_are_kept(cache: Cache) -> None:
    """The second run compiles nothing and hears the same."""
    (standard,) = load_standards(["phone-and-reception"], cache=cache)
    first = Checkers(cache)
    compiled = first.of(standard)
    first.keep()
    assert 1 == len(_entries(cache, "checks"))
    second = Checkers(cache)
    known = second.of(standard)
    texts = ["您好这里是客服", "我不知道你问别人去", "不知到呀", "再见祝您愉快"]
    for mine, its, again in zip(compiled.matchers, known.matchers, Checker(standard).matchers, strict=True):
        assert mine == its
        for one, other, third in zip(mine, its, again, strict=True):
            assert one.digest == other.digest
            assert list(one.find(texts)) == list(other.find(texts)) == list(third.find(texts))
    assert "agent_matcher" not in vars(known)


def test_checks_of_changed_code_are_compiled_again(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their key knows the code that compiles them."""
    (standard,) = load_standards(["phone-and-reception"], cache=cache)
    first = Checkers(cache)
    first.of(standard)
    first.keep()
    monkeypatch.setattr("qualitykit.workflow.standards.code_stamp", lambda rooms: ("other", *rooms))
    other = Checkers(cache).of(standard)
    assert other.matchers
    assert "agent_matcher" in vars(other)


def test_two_processes_at_once(tmp_path: Path) -> None:
    """Both work, and what they leave can be read."""
    script = (
        "from qualitykit.workflow.standards import load_standards\n"
        f"print(load_standards([{PACK!r}])[0].digest)"
    )
    environment = {**os.environ, "QUALITYKIT_CACHE": str(tmp_path / "cache")}
    both = [
        subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE)
        for _process in range(2)
    ]
    assert 1 == len({one.communicate()[0] for one in both})
    assert [0, 0] == [one.returncode for one in both]
    assert [".cache"] == [path.suffix for path in (tmp_path / "cache").iterdir()]

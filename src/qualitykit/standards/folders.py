"""Where the files of packs lie."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

__all__ = ["SHIPPED", "content_digest", "find_pack", "rule_files", "shipped_packs", "source_digest"]

SHIPPED = Path(__file__).parent / "packs"


def shipped_packs() -> tuple[str, ...]:
    """Ids of the packs that come with the program."""
    return tuple(sorted(path.parent.name for path in SHIPPED.glob("*/standard.yaml")))


def find_pack(ref: str | Path, beside: Path | None = None) -> Path | None:
    """The folder of a pack: a shipped pack's id, else a folder, relative to ``beside``. None: neither."""
    if isinstance(ref, str) and ref in shipped_packs():
        return SHIPPED / ref
    folder = (beside / ref) if beside else Path(ref)
    return folder if (folder / "standard.yaml").is_file() else None


def rule_files(folder: Path) -> tuple[Path, ...]:
    """The YAML files that hold the pack's rules, in order of name; its tests are not among them."""
    return tuple(
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yaml", ".yml") and not path.name.endswith((".test.yaml", ".test.yml"))
    )


def content_digest(folder: Path) -> str:
    """SHA-256 of the rule files in a folder, wherever it lies."""
    digest = hashlib.sha256()
    _digest_files(digest, folder)
    return digest.hexdigest()


def source_digest(folders: Iterable[Path]) -> str:
    """SHA-256 of all rule files in these folders: another value when one changes, comes or goes."""
    digest = hashlib.sha256()
    for folder in folders:
        digest.update(f"{folder}\0".encode())
        _digest_files(digest, folder)
    return digest.hexdigest()


def _digest_files(digest: "hashlib._Hash", folder: Path) -> None:
    for path in rule_files(folder):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)

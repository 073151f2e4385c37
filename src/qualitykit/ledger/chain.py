"""The hashes that make a closed ledger evident: of a month's content, of the months in a row, of the log.

A month's content hash covers what it was scored from and with (inputs' digests, standards) and every figure;
its seal covers that and the seal of the month closed before. Each log entry's hash covers the entry and the
hash before. Whoever keeps one seal on signed paper can tell whether anything before it was changed.
"""

from collections.abc import Iterable, Mapping, Sequence

from qualitykit.ledger.codec import canonical, digest_of

__all__ = ["content_hash", "entry_hash", "seal_of"]


def content_hash(
    month: Mapping[str, str], standards: Sequence[str], parts: Iterable[tuple[str, str, str]]
) -> str:
    """The hash of a month: its period and program version, its standards, its parts' kind, key and digest."""
    content = {"month": dict(month), "standards": list(standards), "parts": sorted(map(list, parts))}
    return digest_of(canonical(content))


def seal_of(month: str, content: str, previous_seal: str) -> str:
    """The seal of a closed month; ``previous_seal`` is empty for the first one."""
    return digest_of(canonical({"month": month, "content": content, "previous": previous_seal}))


def entry_hash(entry: Mapping[str, str | int], previous_hash: str) -> str:
    """The hash of a log entry: all its columns but its content, which ``data_digest`` stands for."""
    return digest_of(canonical({**entry, "previous": previous_hash}))

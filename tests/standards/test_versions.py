"""Which standard is in force on a day. Source: P3.notice, semantics.md §5."""

from datetime import date, timedelta

import pytest

from qualitykit.standards.reader import load_standard
from qualitykit.standards.standard import Standard
from qualitykit.standards.versions import in_force


def versions() -> tuple[Standard, Standard, Standard]:
    """One in force since 2025, one from 2026-07 on, one from 2026-08 on that was made known only later."""
    core, _problems = load_standard("service-attitude")
    assert core is not None
    second = core.model_copy(
        update={"version": "2", "effective_from": date(2026, 7, 1), "notified_on": date(2026, 6, 1)}
    )
    third = core.model_copy(
        update={"version": "3", "effective_from": date(2026, 8, 1), "notified_on": date(2026, 8, 20)}
    )
    return core, second, third


@pytest.mark.parametrize(
    "day, version",
    [
        (date(2025, 1, 1) - timedelta(days=1), None),
        (date(2025, 1, 1), "1.0.0"),
        (date(2026, 6, 30), "1.0.0"),
        (date(2026, 7, 1), "2"),
        (date(2026, 8, 1), "2"),
        (date(2026, 8, 19), "2"),
        (date(2026, 8, 20), "3"),
    ],
)
def test_the_latest_that_is_in_effect_and_made_known_counts(day: date, version: str | None) -> None:
    """Both days count themselves; before the notice the older one counts."""
    found = in_force(versions(), day)
    assert version == (found.version if found else None)
    assert found == in_force(versions()[::-1], day)

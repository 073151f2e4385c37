"""The report page from the ledger: what it says of the months before."""

from qualitykit.workflow.reporting import report_from_ledger
from tests.workflow.houses import AT, House, october, september


def test_an_estimate_says_whether_scoring_again_would_end_it(house: House) -> None:
    """October scored while September was a draft; then September is closed; then October is scored again."""

    def page() -> str:
        return report_from_ledger(house.workspace, "2026-10", at=AT).read_text(encoding="utf-8")

    with house.ledger() as ledger:
        ledger.reopen("2026-09", at=AT, by="人事", reason="改")
    house.draft(september())
    house.draft(october())
    assert "评分时此前月份仍是草稿" in page()
    with house.ledger() as ledger:
        ledger.close("2026-09", at=AT, by="人事", data={"adjustments": []})
    assert "仍是草稿" not in page()
    assert "本月评分早于此前月份关账，重新 score 后更新" in page()
    house.draft(october())
    assert "预估" not in page()

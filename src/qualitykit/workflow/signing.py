"""复核、批准: who checked and who approved a closed month's figures, when; each is an entry of the log.

What is signed is the month's seal, so a signature says for good which figures it is about.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _

if TYPE_CHECKING:
    from qualitykit.ledger.store import Ledger, LedgerMonth
    from qualitykit.ledger.workspace import Workspace

__all__ = ["ROLES", "Signature", "role_of", "sign_in", "sign_month", "signatures_of"]

ROLES = ("checked", "approved")
_WORDS = {
    "checked": frozenset(
        {"checked", "check", "核对", "审核", "复核", "已核对", "已审核", "已复核", "核对人", "复核人"}
    ),
    "approved": frozenset({"approved", "approve", "批准", "审批", "已批准", "已审批", "批准人"}),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """That ``name`` checked or approved a month. ``entered_by``: who typed it, where somebody else did."""

    role: str
    name: str
    at: datetime
    entered_by: str = ""


def sign_month(
    workspace: Workspace,
    month: str,
    role: str,
    *,
    at: datetime,
    by: str,
    reason: str = "",
    ledger_address: str = "",
) -> Signature:
    """Log that ``by`` checked or approved a closed month. CannotRunError: see ``sign_in``."""
    from qualitykit.workflow.ledger_months import open_ledger

    with open_ledger(workspace, ledger_address) as ledger:
        return sign_in(ledger, month, role, name=by, at=at, by=by, reason=reason)


def sign_in(
    ledger: Ledger, month: str, role: str, *, name: str, at: datetime, by: str, reason: str = ""
) -> Signature:
    """The same in an open ledger; ``by`` types it for ``name``.

    CannotRunError: no such role, a month that is not closed, one person in both roles, or somebody else
    signed these figures in that role and nobody says why this one takes their place (``reason``, logged).
    """
    from qualitykit.ledger.store import NewEntry

    role = role_of(role)
    if not role:
        raise CannotRunError(
            _("this is no signature: it is checked (核对) or approved (批准)"),
            hint=_signing(month, "checked"),
        )
    revision = ledger.revision()
    own = ledger.month(month)
    if own is None or not own.closed:
        raise CannotRunError(_("{month} is not closed").format(month=month), hint=f"qualitykit close {month}")
    signed = signatures_of(ledger, own)
    before = signed.get(role)
    if before is not None and before.name != name and not reason.strip():
        raise CannotRunError(
            _("these figures were signed already; a signature is replaced only with a reason"),
            hint=_("qualitykit sign {month} {role} --by NAME --reason TEXT").format(month=month, role=role),
        )
    other = next((one for one in signed.values() if one.role != role), None)
    if other is not None and other.name == name:
        raise CannotRunError(
            _("the same person signed already: checking and approving are two people's work"),
            hint=_signing(month, role),
        )
    data = {"seal": own.seal, "name": name}
    if before is not None and before.name != name:
        data |= {"replaces": before.name, "reason": reason.strip()}
    (entry,) = ledger.append([NewEntry("sign", month, role, data)], at=at, by=by, expected=revision)
    return Signature(role, name, entry.at, "" if by == name else by)


def role_of(word: str) -> str:
    """``checked`` or ``approved``, also where it is said in Chinese; empty: neither."""
    text = unicodedata.normalize("NFKC", word).strip().lower()
    return next((role for role, words in _WORDS.items() if text in words), "")


def _signing(month: str, role: str) -> str:
    """The command by which somebody signs."""
    return _("qualitykit sign {month} {role} --by NAME").format(month=month, role=role)


def signatures_of(ledger: Ledger, month: LedgerMonth) -> dict[str, Signature]:
    """Who checked and who approved these figures, by role; the newest of each."""
    found: dict[str, Signature] = {}
    for entry in ledger.entries("sign", month=month.month):
        data = entry.data or {}
        if month.seal and data.get("seal") == month.seal and data.get("name"):
            name = str(data["name"])
            found[entry.subject] = Signature(
                entry.subject, name, entry.at, "" if entry.by == name else entry.by
            )
    return found

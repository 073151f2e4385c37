"""Whether a phrase is told again or denied rather than said: 您刚才说…, 我没说过…, 不是…, in quotation marks.

The agent who repeats a customer's words, or says what nobody says here, has not used the phrase; only a
person can be sure. So a banned phrase found like this waits for an inspector and never stands by itself.
Source: semantics.md §4 (what is uncertain never costs the employee).
"""

import re

__all__ = ["ENDINGS", "QUOTATION_MARKS", "VERBS", "VERB_REACH", "is_reported"]

# Before the phrase, in the same sentence, on normalised text (你 for 您, no punctuation). 说 and 讲 also as a
# recogniser misspells them.
_TOLD = (
    r"(?<![跟和对向给诉叫让])(?:你|他|她|它|大家|人家|对方|客户|顾客|业主|会员|用户|住户|来电人|"
    r"同事|员工|客服|师傅|前台|工作人员|保安|管家|小哥|快递员|有人|谁|哪位)们?"
    r"(?:本人|这边|那边)?(?:也|就|都|又|还|才)?(?:刚才|刚刚|刚|之前|上次|当时|前面|方才|一直|总是|经常)?"
    r"(?:是|会|能|可以|在|要)?(?:(?:跟|和|对|向)(?:我们|我|你们|你|客服|客户|前台))?"
    r"(?:[说硕烁朔铄]|[讲奖蒋桨]|反映|反馈|提到|提过|表示|回复|回答|告诉|听到|听见|写|投诉)"
    r"(?:过|了|到|道|的|你|我|我们|他){0,3}"
    r"(?:是|什么|一句|这句|一个|那个员工|员工|客服|工作人员|前台)?"
)
_DENIED = (
    r"(?:不会|不能|不可以|不得|不许|不准|不要|不应该|不该|绝不|从不|从没|从来没|从来不|没有|没|避免|禁止|别)"
    r"(?:再|对|跟|和|向)?(?:客户|你们|你)?(?:说|讲|回答|回复|使用|用)过?(?:你|我)?"
)
_REPORTING = re.compile(rf"(?:{_TOLD}|{_DENIED}|不是|并非)$")
_REACH = 24  # characters before the phrase that are looked at
# Such words end with one of ENDINGS and hold one of VERBS among their last VERB_REACH characters. Where they
# do not, the pattern need not be tried.
ENDINGS = frozenset("说硕烁朔铄讲奖蒋桨映馈到过示复答诉见写了道的你我们他是么句个工服员台用非")
VERBS = frozenset("说硕烁朔铄讲奖蒋桨映馈提示复答诉听写用是非")
VERB_REACH = 14
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "〝": "〞"}
_STRAIGHT = ('"', "＂")
QUOTATION_MARKS = (*_PAIRS, *_STRAIGHT)


def is_reported(text: str, start: int, end: int, before: str) -> bool:
    """Whether the words at [start, end) of a turn are told again or denied.

    ``before``: the same sentence up to the words, normalised. Quotation marks are looked for in the turn
    itself; straight ones count where an odd number stands before and one after.
    """
    if _REPORTING.search(before[-_REACH:]):
        return True
    if not any(mark in text for mark in QUOTATION_MARKS):
        return False
    head, tail = text[:start], text[end:]
    for opening, closing in _PAIRS.items():
        if head.rfind(opening) > head.rfind(closing) and closing in tail:
            return True
    return any(head.count(mark) % 2 == 1 and mark in tail for mark in _STRAIGHT)

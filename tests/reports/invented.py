"""An invented month for the tests of the reports: people, forms, incidents, stars, money, all made up.

The arithmetic is that of semantics.md, so that what the reports write out adds up.
"""

import random
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from qualitykit.model import AnswerState, ControlTotal, Period, Place
from qualitykit.problems import Problem, problem
from qualitykit.scoring.results import (
    BonusLine,
    BudgetResult,
    Case,
    CheckOutcome,
    CriticalPart,
    DeductionPart,
    EvaluationResult,
    FormScore,
    Hit,
    Incident,
    Interval,
    ItemPart,
    Label,
    LiveWarning,
    MonthResult,
    Part,
    PersonMonth,
    PraisePart,
    Reason,
    SectionPart,
    SourceScore,
    StandardRef,
    StarResult,
    Violation,
)

NAMES = [
    "王芳",
    "李强",
    "张伟",
    "刘洋",
    "陈静",
    "杨磊",
    "赵敏",
    "黄丽",
    "周杰",
    "吴倩",
    "徐明",
    "孙悦",
    "朱琳",
    "马超",
    "胡雪",
    "郭涛",
    "何萍",
    "林峰",
    "高洁",
    "罗勇",
    "郑爽",
    "梁晨",
    "谢婷",
    "欧阳文轩",
]
DEPARTMENTS = ("客服一部", "客服二部", "前台接待部")
_Items = tuple[tuple[str, str, int, str], ...]  # id, title, weight, clause
_Sections = tuple[tuple[str, str, int, _Items], ...]  # id, title, weight, items
FORMS: dict[str, tuple[str, str, _Sections]] = {
    "mystery-shopper": (
        "神秘顾客检查表",
        "神秘顾客",
        (
            (
                "attitude",
                "服务态度",
                40,
                (
                    ("smile", "微笑问候", 2, "P3.sop.2"),
                    ("posture", "站姿、目光", 1, "P3.sop.2"),
                    ("badge", "佩戴工牌", 1, "P3.sop.1"),
                ),
            ),
            ("efficiency", "服务效率", 30, (("wait", "等候 3 分钟以上主动致歉", 1, "P3.wait"),)),
            (
                "conformity",
                "规范性",
                30,
                (("own-name", "自报姓名", 1, "P3.sop.3a"), ("closing", "结束祝愿", 1, "P3.sop.3e")),
            ),
        ),
    ),
    "call-review": (
        "录音质检表",
        "录音质检",
        (
            (
                "manner",
                "沟通态度",
                50,
                (
                    ("tone", "语气亲切、表达清楚", 3, "P4.tel.3"),
                    ("polite", "礼貌用语", 3, "P3.sop.3c"),
                    ("patience", "不打断客户", 2, "P1.cmp.1"),
                ),
            ),
            (
                "process",
                "流程规范",
                50,
                (
                    ("opening", "开头语", 2, "P4.tel.2"),
                    ("repeat", "复述确认", 2, "P4.tel.5"),
                    ("closing", "结束语", 1, "P4.tel.2"),
                ),
            ),
        ),
    ),
    "supervisor-rating": (
        "主管评价表",
        "主管评价",
        (
            (
                "rating",
                "主管评价",
                100,
                (("teamwork", "团队配合", 1, "P3.star"), ("initiative", "主动服务", 1, "P3.star")),
            ),
        ),
    ),
}
WEIGHTS = {"mystery-shopper": 30, "call-review": 30, "supervisor-rating": 10}
SECRET = "=cmd|' /C calc'!A0"
PHONE = "13800138000"


def labels() -> tuple[Label, ...]:
    """The labels of the invented pack."""
    made = [
        Label("check:banned-phrase", "服务禁语", "P3.ban"),
        Label("check:no-apology-after-long-wait", "久等未致歉", "P3.wait"),
        Label("kind:banned-phrase", "使用服务禁语", "P3.ban"),
        Label("kind:dress", "仪容不规范", "P3.sop.1"),
        Label("kind:insult", "辱骂客户", "P3.ban"),
    ]
    for form, (title, source, sections) in FORMS.items():
        made += [Label(f"form:{form}", title, "P3.mon.1"), Label(f"source:{form}", source, "P3.mon.1")]
        for section, name, _weight, items in sections:
            made.append(Label(f"section:{form}/{section}", name))
            made += [Label(f"item:{form}/{item}", words, clause) for item, words, _w, clause in items]
    return tuple(made)


def half_up(value: Fraction) -> Decimal:
    """Published: half up to 0.01."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def form_score(form: str, shares: tuple[Fraction | None, ...], banned: int = 0) -> FormScore:
    """The score of a form whose items got these shares."""
    parts = []
    index = 0
    for section, _title, weight, items in FORMS[form][2]:
        made = []
        for item, _words, item_weight, _clause in items:
            s = shares[index]
            state = AnswerState.NA if s is None else AnswerState.VALUE
            made.append(ItemPart(item, Decimal(item_weight), state, s, failed=s == 0))
            index += 1
        scored = [part for part in made if part.s is not None]
        total = sum((Fraction(part.weight) for part in scored), Fraction(0))
        above = sum((Fraction(part.weight) * (part.s or 0) for part in scored), Fraction(0))
        parts.append(SectionPart(section, Decimal(weight), above / total if scored else None, tuple(made)))
    counted = [part for part in parts if part.s is not None]
    base = (
        100
        * sum((Fraction(part.weight) * (part.s or 0) for part in counted), Fraction(0))
        / sum(Fraction(part.weight) for part in counted)
        if counted
        else None
    )
    deductions: tuple[DeductionPart, ...] = ()
    if banned:
        deductions = (DeductionPart("banned-phrase", banned, Decimal(min(5 * banned, 10)), "P3.ban"),)
    off = sum((part.points for part in deductions), Decimal(0))
    published = half_up(max(base - Fraction(off), Fraction(0))) if base is not None else None
    return FormScore(
        form=form,
        method="normalised",
        sections=tuple(parts),
        base=base,
        deductions=deductions,
        bonus_points=Decimal(0),
        criticals=(),
        ceiling=Decimal(100),
        na_percent=Fraction(0),
        published=published,
        no_score="" if base is not None else "all-na",
    )


def _hit(number: int, *, worth: str = "stands", kind: str = "exact", confirmed: bool = False) -> Hit:
    return Hit(
        id=f"h-test{number:04d}",
        check="banned-phrase",
        phrase="不知道",
        kind=kind,  # type: ignore[arg-type]
        worth=worth,  # type: ignore[arg-type]
        turn=4,
        start=0,
        end=3,
        quote="不知道",
        context=f"不知道，你打 {PHONE} 问吧。",
        second=63.5,
        standing=worth == "stands",
        confirmed=confirmed,
        before="请问这个怎么办理？",
        after="那我找谁？",
    )


def evaluations(month: date, numbers: tuple[str, ...], seed: int) -> list[EvaluationResult]:
    """Three kinds of forms for everybody, with a few trouble cases."""
    chance = random.Random(seed)
    made: list[EvaluationResult] = []
    for index, number in enumerate(numbers):
        skill = chance.uniform(0.72, 0.99)
        plan = [("mystery-shopper", 1), ("call-review", 3), ("supervisor-rating", 1)]
        for form, count in plan:
            sections = FORMS[form][2]
            items = [item for section in sections for item in section[3]]
            for turn in range(count):
                shares: list[Fraction | None] = []
                raw: list[str] = []
                for _item in items:
                    if form == "supervisor-rating":
                        points = min(5, max(1, round(skill * 5 + chance.uniform(-0.6, 0.6))))
                        shares.append(Fraction(points - 1, 4))
                        raw.append(str(points))
                    elif chance.random() < 0.05:
                        shares.append(None)
                        raw.append("不适用")
                    else:
                        good = chance.random() < skill
                        shares.append(Fraction(1 if good else 0))
                        raw.append("是" if good else "否")
                banned = 1 if form == "call-review" and index % 7 == 3 and turn == 0 else 0
                outcomes: tuple[CheckOutcome, ...] = ()
                if form == "call-review":
                    outcomes = (CheckOutcome("banned-phrase", "passed"),)
                    if banned:
                        outcomes = (CheckOutcome("banned-phrase", "failed", (_hit(index, confirmed=True),)),)
                    elif turn == 1 and index % 9 == 4:
                        hit = _hit(100 + index, worth="review", kind="sound")
                        outcomes = (CheckOutcome("banned-phrase", "pending", (hit,)),)
                day = month + timedelta(days=chance.randrange(27))
                row = 3 + len(made)
                place = Place(f"{FORMS[form][1]}.xlsx", f"{month.month}月", f"{row}:{row}")
                made.append(
                    EvaluationResult(
                        id=f"{form}:{number}:{turn}",
                        form=form,
                        source=form,
                        employee_no=number,
                        day=day,
                        place=place,
                        row=row,
                        cells=tuple("FGHIJKLM"[: len(items)]),
                        raw=tuple(raw),
                        standard=0,
                        score=form_score(form, tuple(shares), banned),
                        at=time(9 + turn, 5 * index % 60),
                        inspector="质检员甲",
                        contact_id=f"20261003{row:010d}" if form == "call-review" else "",
                        customer="周女士",
                        outcomes=outcomes,
                        remark=f"客户电话 {PHONE} 已登记" if banned else "",
                    )
                )
    first = made[0]
    made[0] = replace(first, differences=("smile",), remark=SECRET)
    made.append(
        replace(
            made[1],
            id="held-back",
            score=None,
            reason=Reason("held-back", (("codes", "QK201"),)),
        )
    )
    return made


def _around(mean: Decimal | None) -> Interval | None:
    return None if mean is None else Interval(max(mean - 6, Decimal(0)), min(mean + 6, Decimal(100)))


def people(
    evaluated: list[EvaluationResult], numbers: tuple[str, ...], names: tuple[str, ...]
) -> list[PersonMonth]:
    """Everybody's month from the evaluations."""
    made = []
    for index, (number, name) in enumerate(zip(numbers, names, strict=True)):
        sources = []
        for form, weight in WEIGHTS.items():
            mine = [
                one
                for one in evaluated
                if one.employee_no == number and one.form == form and one.score and one.score.published
            ]
            scores = tuple(
                one.score.published for one in mine if one.score and one.score.published is not None
            )
            mean = half_up(Fraction(sum(scores)) / len(scores)) if scores else None
            sources.append(
                SourceScore(
                    form,
                    Decimal(weight),
                    len(scores),
                    mean,
                    bool(scores),
                    tuple(one.id for one in mine),
                    scores,
                    interval=_around(mean) if form != "supervisor-rating" else None,
                )
            )
        counted = [part for part in sources if part.counted and part.mean is not None]
        weighted = sum(
            (Fraction(part.weight) * Fraction(part.mean or 0) for part in counted), Fraction(0)
        ) / sum(Fraction(part.weight) for part in counted)
        praises = 2 if index % 5 == 0 else 0
        score = min(half_up(weighted + praises), Decimal("100.00"))
        enough = index != 22
        low = max(score - Decimal("3.20"), Decimal(0))
        ineligible: list[Reason] = []
        if score < 85:
            ineligible.append(Reason("score-below-minimum", (("score", f"{score:.2f}"), ("minimum", "85"))))
        if not enough:
            ineligible.append(Reason("sample-too-small", (("n", "2"),)))
        if index % 7 == 3:
            ineligible.append(Reason("warned-this-month"))
        made.append(
            PersonMonth(
                employee_no=number,
                name=name,
                department=DEPARTMENTS[index % 3],
                team=f"{index % 2 + 1}组",
                sources=tuple(sources),
                evaluations=sum(part.n for part in sources) if enough else 2,
                weighted_mean=weighted,
                praises=praises,
                praise_points=Decimal(praises),
                score=score,
                enough=enough,
                rank=None,
                department_rank=None,
                interval=Interval(low, min(score + Decimal("3.20"), Decimal("100.00"))),
                ineligible=tuple(ineligible),
                days_employed=15 if index == 21 else 31,
            )
        )
    order = sorted(made, key=lambda one: -(one.score or 0))
    rank = {one.employee_no: position for position, one in enumerate(order, start=1)}
    return [
        replace(
            one,
            rank=rank[one.employee_no],
            department_rank=1
            + sum(
                1
                for other in order
                if other.department == one.department and (other.score or 0) > (one.score or 0)
            ),
        )
        for one in made
    ]


def problems() -> tuple[Problem, ...]:
    """Problems of codes that the table surely has."""
    place = Place("录音质检.xlsx", "10月", "C7")
    return (
        problem("QK101", Place("坏文件.xlsx"), "", reason="not a workbook"),
        problem("QK101", place, f"王芳 {PHONE}", reason=SECRET),
    )


def month_result(month: str = "2026-10", *, count: int = 24, seed: int = 7) -> MonthResult:
    """A month of ``count`` invented people."""
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    numbers = tuple(f"E{1001 + index}" for index in range(count))
    names = tuple(NAMES[index % len(NAMES)] for index in range(count))
    evaluated = evaluations(first, numbers, seed)
    everybody = people(evaluated, numbers, names)
    incidents: list[Incident] = []
    cases: list[Case] = []
    warned = [number for index, number in enumerate(numbers) if index % 7 == 3]
    earlier = LiveWarning(
        f"case-{warned[0]}-0801",
        warned[0],
        1,
        date(2026, 8, 1),
        date(2026, 8, 31),
        "rule",
        date(2027, 8, 1),
        "2026-08",
    )
    expired = LiveWarning(
        f"case-{warned[1]}-2025",
        warned[1],
        1,
        date(2025, 5, 2),
        date(2025, 5, 31),
        "本人签收",
        date(2026, 5, 2),
        "2025-05",
    )
    for index, number in enumerate(warned):
        source = next(one for one in evaluated if one.employee_no == number and one.form == "call-review")
        severe = index == 2
        violation = Violation(
            subject="banned-phrase",
            title="服务禁语",
            kind="insult" if severe else "banned-phrase",
            severity="severe" if severe else "minor",
            clause="P3.ban",
            place=source.place,
            quote=f"不知道，你打 {PHONE} 问吧。",
            evaluation=source.id,
            confirmed_by="主管乙" if severe else "",
        )
        incidents.append(
            Incident(
                id=f"inc-{number}-1",
                employee_no=number,
                day=source.day,
                severity=violation.severity,
                contact=source.contact_id,
                violations=(
                    violation,
                    replace(violation, subject="tone", title="语气亲切、表达清楚", kind="", quote=""),
                ),
                status="counts",
                month=month,
                at=source.at,
            )
        )
        step = 3 if severe else 2 if index == 0 else 1
        cases.append(
            Case(
                id=f"case-{number}-{source.day:%m%d}",
                employee_no=number,
                incidents=(f"inc-{number}-1",),
                step=step,
                step_id=("verbal", "written", "withhold")[step - 1],
                step_title=("口头警告", "书面警告", "扣发绩效奖金")[step - 1],
                clause=f"P3.lad.{step}",
                earlier=(earlier.id,) if index == 0 else (),
                raised_by="severe" if severe else "",
                first_incident_on=source.day,
                served_on=last,
                served_how="rule" if index else "本人签收",
                expires_on=source.day.replace(year=source.day.year + 1),
                effects=(
                    (("coaching", "", last + timedelta(days=7)),)
                    if step == 1
                    else (("retraining", "", last + timedelta(days=14)),)
                    if step == 2
                    else (("withhold", "20", None),)
                ),
                provisional=False,
                month=month,
            )
        )
    coaching = Incident(
        id="inc-coaching",
        employee_no=numbers[1],
        day=first + timedelta(days=3),
        severity="minor",
        contact="周女士",
        violations=(
            Violation("dress", "工装不整洁", "dress", "minor", "P3.sop.1", Place("巡查.xlsx", "10月", "D9")),
        ),
        status="coaching",
        month=month,
        reason=Reason("before-notice", (("signed_on", "2026-10-20"),)),
    )
    incidents.append(coaching)
    incidents.append(
        replace(coaching, id="inc-pending", employee_no=numbers[2], status="pending", reason=None)
    )
    praises = tuple(
        PraisePart(
            id=f"praise-{number}",
            praise_ids=(f"praise-{number}", f"praise-{number}-b"),
            employee_no=number,
            level="突出",
            shown=Decimal("100.00"),
            paid=Decimal("100.00") if index else Decimal("80.00"),
            counts=True,
            places=(Place("客户表扬登记表.xlsx", "表扬", f"A{3 + index}"),),
            service_on=first + timedelta(days=5),
            reason=Reason("praise-cap", (("cap", "600.00"), ("month", month))) if not index else None,
            repeats=(f"praise-{number}-b",),
            customer="周女士",
            content="服务热情，耐心解答了所有问题，身份证 110101199003070012 也帮我核对好了。",
            month=month,
        )
        for index, number in enumerate(numbers[i] for i in range(0, count, 5))
    )
    winners = sorted((one for one in everybody if not one.ineligible), key=lambda one: one.rank or 0)[:3]
    stars = tuple(
        StarResult(
            one.employee_no,
            place,
            one.score or Decimal(0),
            amount,
            (
                Part("score", f"{one.score:.2f}"),
                Part("praises", str(one.praises)),
                Part("live-warnings", "0"),
            ),
        )
        for place, (one, amount) in enumerate(
            zip(winners, (Decimal("500.00"), Decimal("300.00"), Decimal("200.00")), strict=False), start=1
        )
    )
    return MonthResult(
        period=Period(month, first, last),
        program_version="0.1.0",
        standards=(
            StandardRef(
                "service-attitude", "2026.1", "加强员工服务态度的实施方案", "ab" * 32,
                date(2026, 1, 1), date(2026, 1, 5), labels(),
            ),
        ),
        people=tuple(everybody),
        evaluations=tuple(evaluated),
        incidents=tuple(incidents),
        cases=tuple(cases),
        warnings=(
            earlier,
            expired,
            *(
                LiveWarning(
                    case.id, case.employee_no, case.step, case.first_incident_on, case.served_on,
                    case.served_how, case.expires_on, month, incidents=case.incidents,
                )
                for case in cases
            ),
        ),
        praises=praises,
        stars=stars,
        bonuses=bonus_lines(everybody, cases, stars, praises),
        budget=BudgetResult(Decimal("800.00"), Decimal("1000.00"), Decimal("1000.00"), False),
        carried=((numbers[4], Decimal("-35.50")),),
        problems=problems(),
        controls=(
            ControlTotal("神秘顾客.xlsx", "10月", "mystery-shopper", 26, 24, 1, 1, 0),
            ControlTotal("录音质检.xlsx", "10月", "call-review", 74, 72, 0, 1, 1),
            ControlTotal("备忘.xlsx", "Sheet1", "", 3, 0, 3),
        ),
        digests=(("神秘顾客.xlsx", "cd" * 32), ("录音质检.xlsx", "ef" * 32)),
        notes=(Reason("fewer-stars", (("n", "1"), ("minimum", "2"), ("scope", ""))),),
        estimate=True,
    )  # fmt: skip


def with_departments(
    month: MonthResult, count: int, name: str = "第{n}客户服务与投诉处理中心"
) -> MonthResult:
    """The month's people spread over so many departments with long names."""
    return replace(
        month,
        people=tuple(
            replace(one, department=name.format(n=index % count)) for index, one in enumerate(month.people)
        ),
    )


def bonus_lines(
    everybody: list[PersonMonth],
    cases: list[Case],
    stars: tuple[StarResult, ...],
    praises: tuple[PraisePart, ...],
) -> tuple[BonusLine, ...]:
    """Performance for all, withheld for step 3, stars, praises and one adjustment."""
    made = []
    for one in everybody:
        score = one.score or Decimal(0)
        factor = Decimal("1.1") if score >= 90 else Decimal("1.0") if score >= 85 else Decimal("0.9")
        amount = half_up(Fraction(2000) * Fraction(factor) * Fraction(one.days_employed, 31))
        parts = (
            Part("base", "2000.00", "yuan"),
            Part("coefficient", str(factor)),
            Part("days", f"{one.days_employed}/31", "days"),
        )
        made.append(
            BonusLine(
                f"performance-{one.employee_no}", one.employee_no, "performance",
                amount, amount, "P3.perf", parts,
                Reason("performance-by-score", (("score", f"{score:.2f}"),)),
            )
        )  # fmt: skip
    for case in cases:
        if case.step == 3:
            made.append(
                BonusLine(
                    f"withheld-{case.id}", case.employee_no, "withheld",
                    Decimal("-400.00"), Decimal("-400.00"),
                    case.clause, (Part("base", "2000.00", "yuan"), Part("withheld-percent", "20", "percent")),
                    Reason("withheld-by-step", (("case", case.id), ("step", "3"), ("percent", "20"))),
                    subject=case.id,
                )
            )  # fmt: skip
    for star in stars:
        made.append(
            BonusLine(
                f"star-{star.employee_no}", star.employee_no, "star", star.amount, star.amount, "P3.star",
                (Part("amount", f"{star.amount:.2f}", "yuan"), Part("rank", str(star.rank))),
                Reason("star", (("rank", str(star.rank)), ("scope", ""))),
            )
        )  # fmt: skip
    for praise in praises:
        made.append(
            BonusLine(
                f"praise-{praise.employee_no}", praise.employee_no, "praise",
                praise.paid, praise.shown, "P3.praise",
                (Part("amount", f"{praise.shown:.2f}", "yuan"), Part("level", praise.level)),
                praise.reason or Reason("praise", (("level", praise.level),)), praise.places, praise.id,
            )
        )  # fmt: skip
    return tuple(made)


def critical_form(effect: str = "zero") -> FormScore:
    """A form with a failed form-critical item."""
    score = form_score("mystery-shopper", (Fraction(1),) * 6)
    return replace(
        score,
        criticals=(CriticalPart("smile", effect, Decimal(60) if effect == "cap" else None),),  # type: ignore[arg-type]
        published=Decimal("0.00") if effect == "zero" else score.published,
        qualified=False,
    )

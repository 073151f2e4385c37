"""The columns of our own record sheets (everything that is not a pack's 检查表), in the order of the sheet.

One definition serves the template that is filled, the register that goes out, and the intake that reads both
back. Field names are those of the intake's aliases. Titles are what stands in row 1, in Chinese: workbooks
are exchanged between people, so their headers do not follow the language of the screen.
"""

from dataclasses import dataclass

__all__ = ["RECORDS", "Column", "RecordSheet"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: field, header, width in characters, kind of cell, and the choices of its drop-down."""

    field: str
    title: str
    width: int = 12
    kind: str = "text"  # text, date, datetime, number, money, choice, person
    choices: tuple[str, ...] = ()
    required: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """A record form: id, title, sheet name, the clause that asks for it, and its columns."""

    id: str
    title: str
    clause: str
    columns: tuple[Column, ...]


_YES_NO = ("是", "否")

RECORDS: tuple[RecordSheet, ...] = (
    RecordSheet(
        "roster",
        "员工名册",
        "P3.notice",
        (
            Column("employee_no", "工号", 10, required=True),
            Column("name", "姓名", 10, required=True),
            Column("other_names", "别名", 14, hint="曾用名、工牌名，用“、”分开"),
            Column("logins", "坐席号", 12),
            Column("department", "部门", 12, required=True),
            Column("team", "班组", 10),
            Column("post", "岗位", 12),
            Column("supervisor", "直属上级", 10),
            Column("valid_from", "生效日期", 12, "date", hint="调岗另起一行：新部门从这一天起算"),
            Column("valid_to", "失效日期", 12, "date"),
            Column("hired_on", "入职日期", 12, "date"),
            Column("left_on", "离职日期", 12, "date", hint="最后工作日"),
            Column("probation_until", "试用期至", 12, "date"),
            Column("handbook_signed_on", "制度签收日期", 14, "date"),
            Column("bonus_base", "绩效奖金基数", 14, "money"),
            Column("floor_pay", "最低工资标准", 14, "money"),
        ),
    ),
    RecordSheet(
        "praise",
        "客户表扬登记表",
        "P3.praise",
        (
            Column("row_no", "序号", 6, "number"),
            Column("praise_on", "收到日期", 12, "date"),
            Column("service_on", "服务日期", 12, "date", required=True),
            Column("praised_name", "被表扬人", 14, "person", required=True),
            Column("employee_no", "工号", 10),
            Column("praiser", "客户姓名", 12),
            Column("from_whom", "表扬人身份", 12, "choice", ("客户", "同事", "亲属")),
            Column(
                "praise_channel", "表扬渠道", 12, "choice", ("满意度调查", "邮件", "表扬信", "电话", "口头")
            ),
            Column("contact_id", "录音编号", 18),
            Column("content", "表扬内容", 40),
            Column("level", "表扬等级", 10, "choice", ("一般", "突出", "重大")),
            Column("verified", "是否核实", 10, "choice", ("是", "否", "核实中")),
            Column("verified_by", "核实人", 10, "person"),
            Column("verified_on", "核实日期", 12, "date"),
            Column(
                "decision",
                "处理意见",
                12,
                "choice",
                ("发放", "不发放"),
                hint="同一服务既有表扬又有投诉时填写",
            ),
            Column("remark", "备注", 20),
        ),
    ),
    RecordSheet(
        "complaint",
        "投诉登记表",
        "P1.cmp.2",
        (
            Column("complaint_id", "投诉编号", 16),
            Column("received_at", "受理时间", 18, "datetime", required=True),
            Column("received_by", "受理人", 10, "person"),
            Column("complainant", "投诉人", 10),
            Column("contact", "联系方式", 14),
            Column("contact_on", "服务日期", 12, "date", hint="被投诉的那次服务发生的日期"),
            Column("contact_id", "录音编号", 18),
            Column("matter", "投诉事项", 30),
            Column("demand", "客户诉求", 20),
            Column("category", "投诉类别", 12),
            Column("severity", "严重程度", 10, "choice", ("重大", "一般", "轻微")),
            Column("valid", "是否有效", 10, "choice", ("有效", "无效", "待定")),
            Column("judged_by", "判定人", 10, "person"),
            Column("confirmed_by", "确认人", 10, "person"),
            Column("against", "被投诉人", 10, "person"),
            Column("department", "责任部门", 12),
            Column("owner", "首问责任人", 12, "person"),
            Column("passed_at", "转派时间", 18, "datetime"),
            Column("passed_to", "处理部门", 12),
            Column("escalated_at", "上报时间", 18, "datetime"),
            Column("promised_at", "承诺时间", 18, "datetime", hint="答应客户的答复时间"),
            Column("wanted_by", "客户要求时间", 18, "datetime", hint="客户自己提出的时限"),
            Column("answered_at", "实际答复时间", 18, "datetime"),
            Column("process", "处理过程", 24),
            Column("closed_at", "办结时间", 18, "datetime", hint="客户满意之时"),
            Column("callback_at", "回访时间", 18, "datetime"),
            Column("callback_by", "回访人", 10, "person"),
            Column("callback_how", "回访方式", 10, "choice", ("上门", "电话", "微信", "短信")),
            Column("corrective_action", "纠正措施", 24),
            Column("cause", "原因分析", 24),
            Column("rounds", "方案轮次", 10, "number", hint="到客户满意为止提出过几次方案"),
            Column("satisfied", "客户是否满意", 12, "choice", _YES_NO),
            Column("signed", "客户签字", 10, "choice", _YES_NO),
            Column("status", "状态", 10),
            Column(
                "same_incident",
                "是否同一事件",
                12,
                "choice",
                _YES_NO,
                hint="程序提示可能与某次违规为同一事件时填写",
            ),
        ),
    ),
    RecordSheet(
        "callback",
        "报修与回访登记表",
        "P2.cb.1",
        (
            Column("request_no", "报修编号", 16),
            Column("received_at", "报修时间", 18, "datetime", required=True),
            Column("received_by", "受理人", 10, "person"),
            Column("origin", "来源", 10, "choice", ("客户", "内部")),
            Column("kind", "报修类别", 12),
            Column("requester", "报修人", 10),
            Column("contact", "联系方式", 14),
            Column("from_where", "报修地点", 14),
            Column("matter", "报修内容", 30, required=True),
            Column("order_no", "派工单号", 14),
            Column("people", "维修人员", 12, "person"),
            Column("department", "部门", 12),
            Column("promised_at", "承诺时间", 18, "datetime"),
            Column("done_at", "完成时间", 18, "datetime"),
            Column("result", "处理结果", 24),
            Column("callback_at", "回访时间", 18, "datetime"),
            Column("callback_by", "回访人", 10, "person"),
            Column("callback_how", "回访方式", 10, "choice", ("电话", "面访", "微信", "短信")),
            Column("quality", "质量评价", 14),
            Column("performance", "性能评价", 14),
            Column("usage", "使用情况", 14),
            Column("satisfied", "客户是否满意", 12, "choice", _YES_NO),
            Column("finding", "回访发现的问题", 24),
            Column("rectified", "整改情况", 24),
            Column("rechecked_at", "复查时间", 18, "datetime"),
        ),
    ),
    RecordSheet(
        "visit",
        "来电来访登记表",
        "P2.rec",
        (
            Column("request_no", "登记编号", 16),
            Column("received_at", "来电来访时间", 18, "datetime", required=True),
            Column("channel", "来电来访方式", 12, "choice", ("来电", "来访", "网络", "预订")),
            Column("received_by", "接待人", 10, "person"),
            Column("requester", "来电来访人", 10, required=True),
            Column("contact", "联系方式", 14),
            Column("from_where", "来自单位", 16),
            Column("kind", "事项类别", 12),
            Column("matter", "来电来访事项", 30, required=True),
            Column("reason", "事由", 20),
            Column("promised_at", "承诺时间", 18, "datetime"),
            Column("answered_at", "实际答复时间", 18, "datetime"),
            Column("result", "处理结果", 24),
            Column("satisfied", "客户是否满意", 12, "choice", _YES_NO),
            Column("finding", "异常情况", 20),
        ),
    ),
    RecordSheet(
        "emergency",
        "突发事件登记表",
        "P1.emg.1",
        (
            Column("request_no", "事件编号", 16),
            Column("received_at", "事件发生时间", 18, "datetime", required=True),
            Column("from_where", "事件地点", 16, required=True),
            Column("kind", "事件性质", 14, required=True),
            Column("scope", "影响范围", 20, required=True),
            Column("matter", "事件经过", 30),
            Column("result", "已采取措施", 30, required=True),
            Column("received_by", "登记人", 10, "person"),
            Column("done_at", "处置完成时间", 18, "datetime"),
        ),
    ),
    RecordSheet(
        "warnings",
        "警告登记表",
        "P3.lad.1",
        (
            Column("case_id", "案件编号", 24),
            Column("employee_no", "工号", 10, required=True),
            Column("employee_name", "姓名", 10),
            Column("incident_on", "违规日期", 12, "date", required=True),
            Column("step", "阶梯", 8, "number", hint="1、2、3……"),
            Column("step_title", "处理", 16),
            Column("heard_on", "听取意见日期", 14, "date"),
            Column("issued_on", "签发日期", 12, "date"),
            Column("served_on", "送达日期", 12, "date"),
            Column("served_how", "送达方式", 14, "choice", ("本人签收", "见证人在场拒签", "邮寄")),
            Column("overturned", "是否撤销", 10, "choice", _YES_NO),
            Column("remark", "备注", 24),
        ),
    ),
    RecordSheet(
        "special-award",
        "服务专项奖",
        "P3.spec",
        (
            Column("employee_no", "工号", 10, required=True),
            Column("employee_name", "姓名", 10),
            Column("special_award", "奖项名称", 18, required=True),
            Column("amount", "奖励金额", 12, "money", required=True),
            Column("reason", "事迹", 40),
        ),
    ),
    RecordSheet(
        "contest",
        "技能竞赛结果",
        "P3.skill",
        (
            Column("employee_no", "工号", 10, required=True),
            Column("employee_name", "姓名", 10),
            Column("contest", "竞赛名称", 18, required=True),
            Column("place", "名次", 8, "number", required=True),
            Column("amount", "奖金", 12, "money"),
            Column("prize", "奖品", 16),
        ),
    ),
    RecordSheet(
        "adjustment",
        "奖金调整",
        "P3.perf",
        (
            Column("employee_no", "工号", 10, required=True),
            Column("employee_name", "姓名", 10),
            Column("month", "所属月份", 10),
            Column("amount", "调整金额", 12, "money", required=True, hint="多发为正，扣回为负"),
            Column("reason", "调整原因", 40, required=True),
        ),
    ),
    RecordSheet(
        "decision",
        "人工裁定表",
        "P3.lad.4",
        (
            Column("subject", "事项编号", 26, required=True),
            Column("verdict", "裁定", 12, "choice", ("同意", "不同意"), required=True),
            Column("decided_by", "裁定人", 10, required=True),
            Column("reason", "理由", 40, required=True),
        ),
    ),
    RecordSheet(
        "objection",
        "申诉表",
        "P3.lad.3",
        (
            Column("ref", "申诉编号", 24, required=True, hint="见个人月度单，如 2026-10/E1007/3"),
            Column("employee_no", "工号", 10),
            Column("employee_name", "姓名", 10),
            Column("about", "申诉事项", 30),
            Column("reason", "申诉理由", 40),
            Column("filed_on", "申诉日期", 12, "date"),
            Column("late_because", "逾期受理原因", 20),
            Column("ruling", "裁定结果", 16, "choice", ("成立：不违规", "成立：可谅解", "不成立")),
            Column("decided_by", "裁定人", 10),
            Column("decided_on", "裁定日期", 12, "date"),
            Column("decision_reason", "裁定理由", 36),
        ),
    ),
    RecordSheet(
        "task",
        "辅导与培训任务",
        "P3.lad.2",
        (
            Column("task", "任务编号", 36, required=True),
            Column("employee_no", "工号", 10),
            Column("employee_name", "姓名", 10),
            Column("what", "任务", 12),
            Column("due_on", "截止日期", 12, "date"),
            Column("done_on", "完成日期", 12, "date"),
            Column("passed", "是否通过", 10, "choice", _YES_NO),
            Column("task_by", "辅导或培训人", 14),
            Column("remark", "备注", 24),
        ),
    ),
    RecordSheet(
        "hit-review",
        "待复核",
        "P3.mon.4",
        (
            Column("hit_id", "命中编号", 20, required=True),
            Column("employee_no", "工号", 10),
            Column("employee_name", "姓名", 10),
            Column("contact_id", "录音编号", 20),
            Column("second", "录音秒数", 10, "number"),
            Column("check", "检测项", 18),
            Column("phrase", "规则用语", 16),
            Column("match", "匹配方式", 10),
            Column("before", "上一句", 30),
            Column("quote", "原话", 40),
            Column("after", "下一句", 30),
            Column("verdict", "复核结果", 12, "choice", ("确认", "驳回"), required=True),
            Column("decided_by", "复核人", 10, "person"),
            Column("remark", "备注", 20),
        ),
    ),
)

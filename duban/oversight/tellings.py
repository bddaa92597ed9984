"""How the verbs of oversight are told."""

from __future__ import annotations

from duban.audit.presenters import Telling, register

register(
    {
        "light_rule.publish": Telling("发布亮灯规则", "发布“{subject}”：{after[text]}"),
        "light.override": Telling("人工改灯", "将“{subject}”改为“{after[colour]}”"),
        "light.end_override": Telling("撤销人工改灯", "撤销“{subject}”的人工改灯"),
    }
)

register(
    {
        "case.raise": Telling("提请协调", "提请协调“{subject}”：{after[wanted]}"),
        "case.ask_more": Telling("退请补充", "请“{subject}”的提请单位补充"),
        "case.supplement": Telling("补充协调事项", "补充“{subject}”"),
        "case.route": Telling("转请答复", "将“{subject}”转请{after[to]}答复"),
        "case.escalate": Telling("逾期上提", "“{subject}”逾期未答复，上提至{after[to]}"),
        "case.answer": Telling("答复协调事项", "答复“{subject}”"),
        "case.answer_at_once": Telling("直接答复协调事项", "直接答复“{subject}”"),
        "case.ask_again": Telling("再次提请协调", "“{subject}”未解决，再次提请"),
        "case.close": Telling("销结协调事项", "销结“{subject}”"),
        "case.reopen": Telling("重新办理协调事项", "重新办理“{subject}”"),
        "case.withdraw": Telling("撤回协调事项", "撤回“{subject}”"),
        "directive.give": Telling("登记交办", "交办{after[owner]}，{after[due_on]}前完成：“{subject}”"),
        "directive.report": Telling("报办理结果", "报“{subject}”的办理结果"),
        "directive.confirm": Telling("核实落实", "核实“{subject}”已落实"),
        "directive.send_back": Telling("退回继续办理", "退回“{subject}”继续办理"),
        "directive.cancel": Telling("取消交办", "取消“{subject}”"),
        "meeting.call": Telling("安排调度会", "安排“{subject}”，议题{after[cases]}项"),
    }
)

register(
    {
        "adjustment.apply": Telling("申请延期或调整", "申请“{subject}”：{after[text]}"),
        "adjustment.approve": Telling("同意延期或调整", "同意“{subject}”：{after[text]}"),
        "adjustment.refuse": Telling("不同意延期或调整", "不同意“{subject}”：{after[text]}"),
        "adjustment.revoke": Telling("撤销同意", "撤销对“{subject}”的同意：{after[text]}不再执行"),
        "adjustment.withdraw": Telling("撤回延期或调整申请", "撤回“{subject}”"),
        "closing.apply": Telling("申请办结", "申请办结“{subject}”"),
        "closing.verify": Telling("开始核验", "开始核验“{subject}”"),
        "closing.send_back": Telling("退回办结申请", "退回“{subject}”继续办理"),
        "closing.close": Telling("办结", "办结“{subject}”"),
        "closing.write_off": Telling("销号", "销号“{subject}”"),
        "closing.reopen": Telling("重新办理", "重新办理“{subject}”"),
        "closing.withdraw": Telling("撤回办结申请", "撤回“{subject}”"),
        "verification.record": Telling("登记核查", "核查“{subject}”（{after[means]}）：{after[found]}"),
    }
)

register(
    {
        "inspection.plan": Telling("拟订督查方案", "拟订“{subject}”的方案，对象{after[units]}个单位"),
        "inspection.change": Telling("修改督查方案", "修改“{subject}”的方案，对象{after[units]}个单位"),
        "inspection.submit": Telling("督查报批", "将“{subject}”报批"),
        "inspection.approve": Telling("批准督查", "批准“{subject}”"),
        "inspection.send_back": Telling("退回督查方案", "退回“{subject}”的方案"),
        "inspection.start": Telling("开始督查", "开始“{subject}”"),
        "inspection.conclude": Telling("督查形成结论", "“{subject}”已形成结论"),
        "inspection.cancel": Telling("取消督查", "取消“{subject}”"),
        "conclusion.write": Telling("起草督查结论", "起草“{subject}”的结论，整改要求{after[points]}条"),
        "conclusion.change": Telling("修改督查结论", "修改“{subject}”的结论，整改要求{after[points]}条"),
        "conclusion.serve": Telling(
            "送达督查结论", "以{after[number]}送达“{subject}”的结论，{after[until]}前可以提出异议"
        ),
        "conclusion.object": Telling("对结论提出异议", "对“{subject}”的结论提出异议，{after[until]}前复核"),
        "conclusion.decide": Telling("复核决定", "复核“{subject}”的结论：{after[text]}"),
        "rectification.report": Telling("报整改情况", "报整改情况：“{subject}”"),
        "rectification.return": Telling("退回整改", "退回“{subject}”继续整改"),
        "rectification.confirm": Telling("核实整改", "核实整改：“{subject}”"),
        "urging.give": Telling("催办", "{after[step]}：“{subject}”，{after[reply_by]}前回复"),
        "urging.reply": Telling("回复催办", "回复“{subject}”"),
    }
)

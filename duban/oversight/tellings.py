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
        "directive.postpone": Telling("调整交办期限", "将“{subject}”的完成期限由{before[due_on]}调整为{after[due_on]}"),
        "meeting.call": Telling("安排调度会", "安排“{subject}”，议题{after[cases]}项"),
        "meeting.change": Telling("修改调度会安排", "修改“{subject}”的安排，议题{after[cases]}项"),
        "meeting.hold": Telling("登记调度会召开", "登记“{subject}”已召开"),
        "meeting.decide": Telling("登记议定意见", "登记“{subject}”对“{after[case]}”的意见，交办{after[directives]}项"),
        "meeting.issue": Telling("印发纪要", "印发“{subject}”的纪要"),
        "meeting.cancel": Telling("取消调度会", "取消“{subject}”"),
        "instruction.note": Telling("登记批示", "登记对“{after[about]}”的批示（{after[shown]}）"),
        "instruction.show": Telling("调整批示可见范围", "将批示“{subject}”调整为{after[shown]}"),
        "instruction.withdraw": Telling("撤销批示登记", "撤销批示“{subject}”的登记"),
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
    }
)

register(
    {
        "urging.prepare": Telling("拟稿催办", "拟稿“{subject}”，{after[reply_by]}前回复，共{after[points]}项"),
        "urging.give": Telling("提醒", "发出“{subject}”，{after[reply_by]}前回复"),
        "urging.issue": Telling("签发督办函", "签发“{subject}”，{after[number]}，{after[reply_by]}前回复"),
        "urging.ask": Telling("约谈报批", "将“{subject}”报区领导审批"),
        "urging.approve": Telling("同意约谈", "同意“{subject}”"),
        "urging.decline": Telling("不同意约谈", "不同意“{subject}”"),
        "urging.reply": Telling("回复催办", "回复“{subject}”"),
        "urging.record_talk": Telling("记录约谈", "记录“{subject}”"),
        "urging.settle": Telling("催办了结", "“{subject}”的事由已消除"),
        "urging.withdraw": Telling("撤回催办", "撤回“{subject}”"),
    }
)

register(
    {
        "office_rating.give": Telling("督查室评价", "评价“{subject}”：{after[rating]}"),
        "office_rating.reply": Telling("说明评价差距", "说明“{subject}”"),
        "office_rating.withdraw": Telling("撤销督查室评价", "撤销“{subject}”的评价"),
        "ratings.export": Telling("导出三方评价", "导出“{subject}”的三方评价{after[count]}行"),
        "sample.draw": Telling("核查抽样", "抽取“{subject}”：从{after[candidates]}项中抽{after[picks]}项"),
        "sample.confirm": Telling("确认抽样", "确认“{subject}”，待核查{after[picks]}项"),
        "sample.discard": Telling("作废抽样", "作废“{subject}”"),
        "verification.object": Telling("对核查提出异议", "对“{subject}”的核查提出异议"),
        "verification.decide": Telling("复核核查异议", "复核“{subject}”：{after[text]}"),
        "verification.correct": Telling("要求更正", "因核查“{subject}”请单位更正报告"),
        "verification.export": Telling("导出核查", "导出核查{after[count]}行"),
    }
)

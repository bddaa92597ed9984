"""How the verbs of units, people, notices and the ledger are told."""

from __future__ import annotations

from duban.audit.models import Event
from duban.audit.presenters import Telling, register, show

KINDS = {
    "clerk": "经办人",
    "office_head": "办公室负责人",
    "deputy": "分管领导",
    "principal": "主要领导",
    "supervisor": "督查员",
    "supervisor_head": "督查室主任",
    "leader": "区领导",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
}
FIELDS = {
    "name": "名称",
    "full_name": "全称",
    "kind": "类别",
    "level": "层级",
    "position": "排序",
    "active_from": "启用日期",
    "active_to": "停用日期",
    "end": "终止日期",
    "start": "起始日期",
    "state": "状态",
    "reason": "理由",
    "value": "目标值",
    "unit": "计量单位",
    "units": "单位",
    "title": "标题",
}


def _facts(event: Event) -> str:
    """Which facts of a unit changed, from what to what."""
    from duban.orgs.enums import UnitKind, UnitLevel

    words = {**dict(UnitKind.choices), **dict(UnitLevel.choices)}
    before, after = event.before or {}, event.after or {}
    parts = []
    for field, value in after.items():
        old, new = (words.get(str(each), show(each)) for each in (before.get(field), value))
        parts.append(f"{FIELDS.get(field, field)}由“{old or '空'}”改为“{new or '空'}”")
    return f"修改“{event.subject_label}”：{'；'.join(parts)}"


def _post(event: Event) -> str:
    after = event.after or {}
    kind = KINDS.get(after.get("kind", ""), after.get("kind", ""))
    title = f"（{after['title']}）" if after.get("title") else ""
    return f"在“{after.get('unit', '')}”设岗位：{kind}{title}"


SETTINGS = {"office_head_check": "送签前由办公室负责人审核", "sign_clerical_again": "文字更正须重新签字"}


def _setting(event: Event) -> str:
    """Which settings of a unit changed, to what."""
    after = event.after or {}
    parts = [f"“{SETTINGS.get(name, name)}”改为{show(value)}" for name, value in after.items()]
    return f"{event.subject_label}的报送设置：{'；'.join(parts)}"


def _started(event: Event) -> str:
    after = event.after or {}
    until = f"，至{show(after.get('end'))}" if after.get("end") else ""
    acting = "，主持工作" if after.get("acting") else ""
    return f"任职：{event.subject_label}，自{show(after.get('start'))}起{until}{acting}"


def _account(event: Event) -> str:
    after, before = event.after or {}, event.before or {}
    parts = []
    if after.get("name") != before.get("name"):
        parts.append(f"姓名由“{before.get('name', '')}”改为“{after.get('name', '')}”")
    if after.get("phone_changed"):
        parts.append("联系电话")
    return f"修改{event.subject_label}的账号资料：{'、'.join(parts)}"


register(
    {
        "unit.create": Telling("新建单位", "新建单位“{subject}”"),
        "unit.rename": Telling("单位更名", "单位更名：“{before[name]}”改为“{after[name]}”"),
        "unit.set": Telling("修改单位", _facts),
        "unit.add_alias": Telling("增加别名", "“{subject}”增加别名“{after[alias]}”"),
        "unit.remove_alias": Telling("删除别名", "“{subject}”删除别名“{before[alias]}”"),
        "unit.add_members": Telling("组内增加单位", "“{subject}”增加成员：{after[units]}"),
        "unit.remove_member": Telling("组内移出单位", "“{subject}”移出成员：{after[unit]}，自{after[end]}起"),
        "unit.merge": Telling("单位合并", "“{subject}”并入“{after[target]}”，自{after[on]}起"),
        "unit.absorb": Telling("并入单位", "“{after[source]}”并入“{subject}”，自{after[on]}起"),
        "unit.undo_merge": Telling("撤销合并", "撤销“{subject}”并入“{after[target]}”"),
        "post.create": Telling("设岗位", _post),
        "appointment.start": Telling("任职", _started),
        "appointment.end": Telling("结束任职", "结束任职：{subject}，自{after[end]}起（接任人：{after[successor]}）"),
        "account.create": Telling("开立账号", "为{after[name]}开立账号“{after[username]}”"),
        "account.edit": Telling("修改账号资料", _account),
        "account.deactivate": Telling("停用账号", "停用{subject}的账号"),
        "account.reactivate": Telling("启用账号", "重新启用{subject}的账号，给出新的初始密码"),
        "account.reset_password": Telling("重置密码", "重置{subject}的密码"),
        "account.change_password": Telling("修改密码", "{subject}修改了自己的密码"),
        "account.reveal_phone": Telling("查看电话", "查看{subject}的完整联系电话"),
        "trail.verify": Telling("校验留痕", "校验留痕：{after[result]}"),
        "trail.export": Telling("导出留痕", "导出留痕 {after[count]} 条"),
    }
)

register(
    {
        "upload": Telling("上传来文", "上传来文《{subject}》"),
        "requeue": Telling("重新识别", "重新识别来文《{subject}》"),
        "read": Telling("识别来文", "识别来文《{subject}》：事项 {after[items]} 项，提示 {after[findings]} 条"),
        "fail": Telling("无法识别", "来文《{subject}》无法识别"),
        "correct": Telling("校对来文", "校对来文《{subject}》（第 {after[seq]} 处）"),
        "undo": Telling("撤销校对", "撤销来文《{subject}》的第 {after[seq]} 处校对"),
        "redo": Telling("恢复校对", "恢复来文《{subject}》的第 {after[seq]} 处校对"),
        "decide": Telling("答复提示", "对来文《{subject}》作出决定"),
        "discard": Telling("放弃来文", "放弃来文《{subject}》"),
        "notice.confirm": Telling(
            "确认来文",
            "确认“{subject}”，入台账：事项 {after[matters]} 项，承办关系 {after[assignments]} 条，"
            "量化目标 {after[targets]} 个",
        ),
        "matter.create": Telling("列入台账", "“{subject}”列入台账"),
        "matter.replace": Telling("更正事项", "“{subject}”按更正列入台账，替代原事项"),
        "matter.correct_units": Telling("更正承办单位", "更正“{subject}”的承办单位"),
        "matter.withdraw": Telling("撤销事项", "撤销“{subject}”"),
        "matter.split": Telling("拆分事项", "拆分“{subject}”：{after[clauses]}"),
        "matter.keep_whole": Telling("不拆分", "“{subject}”不拆分"),
        "assignment.add": Telling("增加承办单位", "“{subject}”增加承办单位：{after[unit]}"),
        "assignment.change": Telling("改派", "“{subject}”的承办单位由{before[unit]}改为{after[unit]}"),
        "assignment.end": Telling("终止承办", "{before[unit]}不再承办“{subject}”"),
        "assignment.confirm_lead": Telling("确认牵头", "确认{after[unit]}牵头“{subject}”"),
        "target.add": Telling("增加量化目标", "“{subject}”增加量化目标：{after[phrase]}"),
        "target.correct": Telling(
            "更正量化目标", "更正“{subject}”的量化目标“{after[phrase]}”：{before[value]}改为{after[value]}{after[unit]}"
        ),
        "target.revise": Telling(
            "调整量化目标",
            "按{after[document_number]}调整“{subject}”的量化目标“{after[phrase]}”：{before[value]}改为"
            "{after[value]}{after[unit]}",
        ),
        "target.dismiss": Telling("不作为指标", "“{subject}”中的“{after[phrase]}”不作为指标"),
        "target.restore": Telling("恢复量化目标", "“{subject}”中的“{after[phrase]}”恢复为指标"),
        "link.confirm": Telling("确认同一目标", "“{subject}”与“{after[other]}”为同一目标"),
        "link.reject": Telling("不是同一目标", "“{subject}”与“{after[other]}”不是同一目标"),
        "view.save": Telling("保存视图", "保存台账视图“{subject}”"),
        "view.default": Telling("默认视图", "台账默认视图改为“{after[默认视图]}”"),
        "view.delete": Telling("删除视图", "删除台账视图“{subject}”"),
        "ledger.export": Telling("导出台账", "导出台账 {after[项数]} 项（{after[格式]}；条件：{after[条件]}）"),
    }
)

register(
    {
        "period.create": Telling("设报告期", "设报告期“{subject}”，{after[due_on]}前报送"),
        "period.open": Telling("开启报告期", "开启报告期“{subject}”：应报单位 {after[units]} 个，{after[lines]} 项"),
        "period.adjust": Telling(
            "调整报告期日期",
            "“{subject}”的日期调整：开始报送{after[opens_on]}，报送期限由{before[due_on]}改为{after[due_on]}，"
            "截止补报{after[closes_on]}",
        ),
        "period.remove": Telling("删除报告期", "删除未开启的报告期“{before[name]}”"),
        "period.special": Telling("设专项报告", "设专项报告“{subject}”，{after[due_on]}前报送"),
        "period.close": Telling("关闭报告期", "关闭报告期“{subject}”：仍未报送 {after[unfiled]} 个单位"),
        "obligation.end_waiver": Telling("撤销免报", "撤销“{subject}”的免报"),
        "obligation.extend": Telling("延期报送", "“{subject}”延期至{after[due_on]}"),
        "obligation.waive": Telling("免报", "“{subject}”免报"),
        "obligation.promise": Telling("约定报送日", "“{subject}”约定{after[promised_on]}报送"),
        "report.create": Telling("起草报告", "起草“{subject}”"),
        "report.submit": Telling("送审", "“{subject}”送办公室审核"),
        "report.send_to_sign": Telling("送签", "“{subject}”送主要领导签字"),
        "report.pass_check": Telling("审核通过", "“{subject}”审核通过，送签"),
        "report.fail_check": Telling("退回经办人", "“{subject}”退回经办人"),
        "report.recall": Telling("撤回", "撤回“{subject}”"),
        "report.refuse": Telling("不同意", "主要领导不同意“{subject}”"),
        "report.sign": Telling("签字报送", "签字报送“{subject}”"),
        "report.record_paper": Telling("登记纸质签字", "登记“{subject}”的纸质签字"),
        "report.send_back": Telling("退回报告", "退回“{subject}”"),
        "report.accept": Telling("受理报告", "受理“{subject}”"),
        "report.supersede": Telling("更正替代", "“{subject}”由更正后的版本替代"),
        "report.upload_form": Telling("上传附件5", "为“{subject}”上传填好的附件5，读到 {after[rows]} 项，待核对"),
        "report.fill_in": Telling("回填", "从附件5填入“{subject}”事项 {after[lines]} 项、完成值 {after[figures]} 个"),
        "report.undo_fill_in": Telling("撤回回填", "撤回从上传的附件5填入“{subject}”的内容"),
        "report.correct": Telling("更正报告", "更正“{subject}”，形成第 {after[version]} 版"),
        "plan.create": Telling("制订方案", "制订“{subject}”"),
        "plan.submit": Telling("报送方案", "报送“{subject}”"),
        "plan.recall": Telling("撤回方案", "撤回“{subject}”"),
        "plan.send_back": Telling("退回方案", "退回“{subject}”"),
        "plan.accept": Telling("通过方案", "通过“{subject}”"),
        "plan.revise": Telling("修订方案", "修订“{subject}”，形成第 {after[version]} 版"),
        "plan.supersede": Telling("方案替代", "“{subject}”由新版替代"),
        "share.set": Telling("定区级份额", "“{subject}”的份额定为 {after[value]}（{after[unit]}）"),
        "assignment.sign_for": Telling("签收", "签收“{subject}”"),
        "progress.export": Telling("导出", "导出{after[what]} {after[count]} 条（{after[kind]}）"),
        "dispute.raise": Telling("提出异议", "提出“{subject}”"),
        "dispute.uphold": Telling("异议成立", "“{subject}”成立"),
        "dispute.reject": Telling("维持交办", "“{subject}”不成立，维持交办"),
        "dispute.withdraw": Telling("撤回异议", "撤回“{subject}”"),
        "liaison.save": Telling("报送联络员", "更新“{subject}”的联络员名单"),
        "liaison.reveal": Telling("查看电话", "查看联络员{subject}的完整电话"),
        "evidence.add": Telling("上传佐证材料", "“{subject}”上传佐证材料“{after[file]}”"),
        "evidence.withdraw": Telling("撤回佐证材料", "“{subject}”撤回佐证材料“{before[file]}”"),
        "line.decide": Telling("逐项审核", "审核“{subject}”"),
        "measure.create": Telling("设指标", "设指标“{subject}”"),
        "measure.describe": Telling("修改指标", "修改指标“{subject}”"),
        "measure.succeed": Telling("设后续指标", "设后续指标“{subject}”，接替原指标"),
        "measure.merge": Telling("合并指标", "指标“{subject}”并入“{after[into]}”"),
        "measure.undo_merge": Telling("撤销合并指标", "指标“{subject}”不再并入“{before[into]}”"),
        "report.send_carried": Telling("报送，沿用签字", "文字更正“{subject}”报送，沿用上一版签字"),
        "report.pass_carried": Telling("审核通过，沿用签字", "文字更正“{subject}”审核通过并报送，沿用上一版签字"),
        "report.amend": Telling("随受理更正", "督查室受理时更正“{subject}”的文字，沿用上一版签字"),
        "report.concur": Telling("同意沿用签字", "同意“{subject}”沿用上一版签字"),
        "report.object": Telling("不同意沿用签字", "不同意“{subject}”沿用上一版签字，须重新签字"),
        "signature.verify": Telling("核验签字", "核验签字：{after[result]}"),
        "delegation.end": Telling("终止授权", "提前终止授权代签：{subject}（{after[basis]}）"),
        "setting.change": Telling("报送设置", _setting),
        "delegation.create": Telling("授权代签", "授权代签：{subject}，{after[start]}至{after[end]}"),
    }
)

register(
    {
        "message.choose": Telling("消息设置", "{subject}修改了自己的消息设置"),
        "account.set_email": Telling("登记邮箱", "{subject}修改了自己的邮箱"),
        "account.test_email": Telling("测试邮箱", "{subject}向自己的邮箱发送测试邮件"),
        "calendar.make": Telling("订阅日历", "{subject}生成了日历订阅地址"),
        "calendar.revoke": Telling("停用日历", "{subject}停用了日历订阅地址"),
        "channel.add": Telling("登记机器人", "登记群机器人“{subject}”（{after[kind]}）"),
        "channel.end": Telling("停用机器人", "停用群机器人“{subject}”"),
        "channel.test": Telling("测试机器人", "向群机器人“{subject}”发送测试消息"),
        "delivery.retry": Telling("重新发送", "重新发送：{subject}"),
    }
)

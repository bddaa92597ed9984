"""How the verbs of appraisal are told."""

from __future__ import annotations

from duban.audit.presenters import Telling, register

register(
    {
        "appraisal_rule.publish": Telling("发布考核规则", "发布“{subject}”：{after[text]}"),
        "appraisal.begin": Telling("开始考核", "开始“{subject}”，依据截至{after[as_of]}，{after[units]}个单位"),
        "appraisal.compute": Telling("重新测算考核", "重新测算“{subject}”，依据截至{after[as_of]}"),
        "appraisal.show": Telling("考核送单位核对", "将“{subject}”送各单位核对，{after[until]}前可以提出异议"),
        "appraisal.take_back": Telling("收回考核结果", "收回“{subject}”重新测算"),
        "appraisal.submit": Telling("考核报批", "将“{subject}”报批"),
        "appraisal.send_back": Telling("退回考核", "退回“{subject}”"),
        "appraisal.approve": Telling("批准考核", "批准“{subject}”，结果已固定"),
        "appraisal.supersede": Telling("更正考核", "“{subject}”由“{after[by]}”替代"),
        "appraisal.agree": Telling("确认考核结果", "确认“{subject}”无异议"),
        "appraisal.object": Telling("对考核提出异议", "提出“{subject}”：{after[about]}"),
        "appraisal_objection.withdraw": Telling("撤回考核异议", "撤回“{subject}”"),
        "appraisal_objection.uphold": Telling(
            "考核异议成立", "复核“{subject}”：异议成立，结果由{before[result]}改为{after[result]}"
        ),
        "appraisal_objection.reject": Telling("维持考核结果", "复核“{subject}”：维持原结果"),
    }
)

"""How the verbs of circulars are told."""

from __future__ import annotations

from duban.audit.presenters import Telling, register

register(
    {
        "circular.begin": Telling("起草通报或表彰", "起草“{subject}”，模板：{after[template]}，数据截至{after[as_of]}"),
        "circular.save": Telling("修改草稿", "修改“{subject}”"),
        "circular.set_day": Telling("改截至日期", "“{subject}”的数据截至日期由{before[as_of]}改为{after[as_of]}"),
        "circular.exempt": Telling("撤销点名", "“{subject}”不点名{after[unit]}：{after[naming]}{after[matter]}"),
        "circular.restore": Telling("恢复点名", "“{subject}”恢复点名{after[unit]}：{after[naming]}"),
        "circular.praise": Telling("选择表彰单位", "“{subject}”选择表彰单位{after[count]}个：{after[units]}"),
        "circular.give_source": Telling(
            "写明数字出处", "“{subject}”中没有引用数据的{after[number]}，出处：{after[source]}"
        ),
        "circular.show": Telling("送单位核对", "“{subject}”送{after[units]}个单位核对，{after[reply_by]}前回复"),
        "circular.submit": Telling("报批通报", "“{subject}”报区领导批准"),
        "circular.submit_at_once": Telling("直接报批", "“{subject}”报区领导批准"),
        "circular.recall": Telling("撤回修改", "撤回“{subject}”修改"),
        "circular.approve": Telling("批准通报", "批准“{subject}”"),
        "circular.send_back": Telling("退回通报", "退回“{subject}”修改"),
        "circular.reopen": Telling("撤回重办", "撤回“{subject}”重办"),
        "circular.issue": Telling("印发通报", "印发“{subject}”：{after[number]}"),
        "circular.cancel": Telling("作废通报", "作废“{subject}”"),
        "circular_part.see": Telling("阅看核对内容", "阅看“{subject}”的核对内容"),
        "circular_part.reply": Telling("回复核对", "回复“{subject}”：{after[agrees]}"),
        "circular_part.handle": Telling("登记采纳情况", "登记“{subject}”的采纳情况"),
        "circular_template.publish": Telling("发布通报模板", "发布模板“{subject}”"),
    }
)

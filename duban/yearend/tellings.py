"""How the verbs of the year's end are told."""

from __future__ import annotations

from duban.audit.presenters import Telling, register

register(
    {
        "settlement.settle": Telling("对账", "对账“{subject}”：{after[text]}"),
        "settlement.withdraw": Telling("撤销对账", "撤销“{subject}”的对账"),
        "carry_over.decide": Telling("结转", "“{subject}”：{after[text]}"),
        "carry_over.withdraw": Telling("撤销结转", "撤销“{subject}”的结转"),
        "package.make": Telling("归档", "制作“{subject}”，{after[files]} 个文件，清单摘要 {after[manifest]}"),
    }
)

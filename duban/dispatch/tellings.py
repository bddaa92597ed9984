"""How the verbs of dispatch are told."""

from __future__ import annotations

from duban.audit.presenters import Telling, register

register(
    {
        "dispatch.issue": Telling("印发文件", "印发{subject}（签发：{after[approved_by]}；更正：{after[corrects]}）"),
        "dispatch.read": Telling("阅读文件", "阅读{subject}"),
        "letterhead.set": Telling("发文设置", "{subject}的版头：{after[code]}，{after[mark]}，署名{after[issuer]}"),
        "series.start": Telling("登记纸质文号", "{subject}〔{after[year]}〕登记纸质文号，已用到 {after[paper]} 号"),
    }
)

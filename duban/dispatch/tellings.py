"""How the verbs of dispatch are told."""

from __future__ import annotations

from duban.audit.presenters import Telling, register

register(
    {
        "dispatch.issue": Telling("印发文件", "印发{subject}（签发：{after[approved_by]}；更正：{after[corrects]}）"),
        "dispatch.read": Telling("阅读文件", "阅读{subject}"),
        "paper_draft.prepare": Telling(
            "起草发文稿", "起草{subject}，拟由{after[signer]}签发（更正：{after[corrects]}）"
        ),
        "paper_draft.revise": Telling("修改发文稿", "修改{subject}，拟由{after[signer]}签发"),
        "paper_draft.submit": Telling("送签", "{subject}送{after[signer]}签发"),
        "paper_draft.recall": Telling("撤回修改", "{subject}撤回修改"),
        "paper_draft.approve": Telling("签发", "签发{subject}"),
        "paper_draft.send_back": Telling("退回修改", "退回{subject}"),
        "paper_draft.reopen": Telling("撤回重办", "{subject}签发后撤回重办"),
        "paper_draft.issue": Telling("印发", "{subject}印发为{after[number]}"),
        "paper_draft.cancel": Telling("作废", "{subject}作废"),
        "letterhead.set": Telling("发文设置", "{subject}的版头：{after[code]}，{after[mark]}，署名{after[issuer]}"),
        "series.start": Telling("登记纸质文号", "{subject}〔{after[year]}〕登记纸质文号，已用到 {after[paper]} 号"),
    }
)

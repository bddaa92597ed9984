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

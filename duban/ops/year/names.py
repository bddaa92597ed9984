"""Invented people of the demo. Any likeness is chance: names are put together from two short lists."""

from __future__ import annotations

from duban.ops.year.dice import Dice

SURNAMES = (
    "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 罗 高 梁 宋 唐 许 邓 冯 韩 曹 曾 彭 "
    "萧 蔡 潘 田 董 袁 于 余 叶 蒋 杜 苏 魏 程 吕 丁 沈 任 姚 卢 傅 钟 姜 崔 谭 廖 范 汪 陆 金"
).split()
GIVEN = (
    "伟 敏 静 磊 洋 艳 勇 军 杰 娟 涛 明 超 霞 平 刚 桂兰 志强 海燕 文博 晓东 雅琴 建国 丽华 思远 子涵 "
    "宇航 佳怡 俊峰 春梅 国栋 红梅 立新 玉洁 永康 慧敏 家豪 诗雨 振华 秀珍 天宇 婉清 正阳 若兰 景行 书瑶 "
    "怀瑾 亦凡 知行 青禾 云舟 望舒 嘉言 梓萱 一鸣 清扬 博文 采薇 承泽 悦然 安澜 予安"
).split()


def person(*keys: object) -> str:
    """The name of the person who is asked for by the keys."""
    dice = Dice("姓名", *keys)
    return dice.pick(SURNAMES) + dice.pick(GIVEN)


def mobile(number: int) -> str:
    """A mobile number that is well-formed and, with its row of zeros, plainly nobody's."""
    return f"1990000{number:04d}"


def office_phone(number: int) -> str:
    """An office number of the same sort."""
    return f"027-8800{number:04d}"

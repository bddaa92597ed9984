"""Classes of words around figures (all general office Chinese; none belongs to one document)."""

from __future__ import annotations

import re

from duban.core.text.patterns import regex


def one_of(words: str) -> str:
    """A pattern for the words, longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True)) + ")"


class Affixes:
    """Words taken off an end of a text as long as one fits: always the longest, never with backtracking."""

    def __init__(self, *words: str) -> None:
        longest_first = sorted({word for group in words for word in group.split()}, key=len, reverse=True)
        self._by_first: dict[str, list[str]] = {}
        self._by_last: dict[str, list[str]] = {}
        for word in longest_first:
            self._by_first.setdefault(word[0], []).append(word)
            self._by_last.setdefault(word[-1], []).append(word)

    def once(self, text: str, start: int) -> int:
        """Place behind the longest word at ``start``; ``start`` if none fits."""
        for word in self._by_first.get(text[start : start + 1], ()):
            if text.startswith(word, start):
                return start + len(word)
        return start

    def behind(self, text: str, start: int = 0) -> int:
        """Place behind the words that stand at ``start``."""
        at = start
        while (step := self.once(text, at)) > at:
            at = step
        return at

    def last(self, text: str, end: int) -> str:
        """The longest word that ends at ``end``, empty if none does."""
        if end > 0:
            for word in self._by_last.get(text[end - 1], ()):
                if text.endswith(word, 0, end):
                    return word
        return ""

    def before(self, text: str) -> int:
        """Place where the words at the end of the text begin."""
        at = len(text)
        while word := self.last(text, at):
            at -= len(word)
        return at


# Verbs that announce something that can be counted when it is done (动作).
DOING = (
    "已完成 已建成 已新增 已开工 已竣工 已发放 已改造 "
    "新改扩建 新建改扩建 新建扩建 新建改建 新改建 新扩建 新建 改扩建 改建 扩建 续建 复建 修建 建设 建成 "
    "建改 兴建 共建 援建 在建 建立 搭建 创建 构建 组建 筹建 "
    "开工建设 开工 复工 完工 竣工 投产 投用 开通 打通 贯通 畅通 通车 开业 开园 开行 开设 开办 开辟 开展 开发 开播 "
    "改造 提升改造 改造提升 提升 提标 提质 升级 优化 完善 整治 治理 清理 清淤 疏浚 疏捞 疏通 修复 修缮 修整 "
    "整修 维护 维修 更新 更换 拆除 淘汰 关停 "
    "完成 实施 推进 推动 推广 推出 推行 加快 启动 打造 培育 培养 培训 引进 引育 引导 招引 招募 招聘 "
    "招录 招收 选派 选聘 选拔 选育 选树 选定 遴选 评选 认定 命名 "
    "新增 增加 增设 增建 增配 增开 新设 新开 新引进 新签约 新开工 新入库 新认定 新培育 新选派 配备 配置 "
    "配建 配套 配齐 购置 购买 采购 安装 加装 改装 适配 安置 安排 布设 布局 布点 设立 设置 部署 铺设 敷设 "
    "架设 "
    "举办 承办 组织 组织开展 组织实施 参加 发布 发放 发展 提供 给予 补贴 补助 资助 救助 帮扶 扶持 扶助 支持 "
    "帮助 保障 解决 受理 办理 办结 办好 办成 承接 接待 服务 惠及 覆盖 受益 涉及 "
    "征收 征集 征迁 收储 收购 筹集 筹建 争取 到位 落地 签约 对接 转化 入库 申报 申请 获评 获批 创成 建档 "
    "审批 出让 供应 盘活 化解 处置 压减 减少 减免 降低 削减 压缩 缩短 "
    "种植 栽植 造林 植树 营造 恢复 保护 监测 检测 抽检 检查 筛查 体检 排查 抽查 巡查 查处 检验 "
    "接种 救治 托养 入住 签约服务 安置就业 转移就业 吸纳 脱贫 摘帽 "
    "制定 修订 编制 出台 印发 立项 攻克 突破 孵化 聚集 集聚 累计 形成 力争 确保 促进 带动 拉动 做好 "
    "做强 实行 纳入 放映 演出 巡演 投放 "
    "升级改造 提档升级 优化调整 调整 创办 领办 兴办 举行 挂牌 揭牌 拨付 落实 支付 报销 "
    "返还 维修改造 整合 合并 打捆 拓宽 拓展 硬化 亮化 美化 加固 加密 延伸 扩容 扩面 改善 新栽 补植 净增 "
    "利用"
)
# Actions that may follow another one (改造提升…, 建设筹集…); words that begin nouns (保障性, 培训) are not here.
DOING_ON = (
    "新建 新改扩建 新改建 改扩建 改建 扩建 续建 建设 建成 改造 提升 完善 整治 治理 修复 修缮 维护 更新 筹集 "
    "培育 培养 引进 新增 "
    "增加 打造 创建 建立 设立 推进 推动 推广 开展 实施 完成 落地 转化 对接 储备 征集 开工 投产 投用 竣工 "
    "安置 发放 种植 举办 组织 淘汰 拆除 优化 调整"
)
# Names of actions that stand behind the counted thing.
TAILS = (
    "建设 改造 提升 征收 收尾 优化 升级 提档升级 优化升级 美化 亮化 整治 治理 修复 修缮 新建 扩建 改建 "
    "改扩建 迁建 征迁 拆除 更新 更换 "
    "任务 工作 打造 创建 创建工作 试点 力度 打通 落地 开工 竣工 投产 投用"
)
# Adverbs and times that stand before the action and belong to no phrase.
ADVERBS = (
    "力争 确保 争取 全面 全力 全年 年内 年度 全市 全区 全县 全省 全州 全旗 全镇 全国 全域 全县域 今年 本年 "
    "年底 年末 当年 每年 每月 每季度 每周 每天 每日 着力 大力 积极 持续 继续 深入 扎实 有序 稳步 加快 加大 "
    "进一步 重点 同步 同时 并 并且 以及 及 和 与 或 其中 计划 预计 基本 稳定 确保全年 到年底 "
    "至年底 又 共 总计 合计 平均 年均 分别 均 我市 我区 我县 我省 市级 免费 至少 切实 努力 高标准 高质量 "
    "高水平 一是 二是 三是 四是 五是 六是 分批 逐步 按期 如期 按时 继续推进 实现 使 让 将 把"
)
# Words between the thing and its figure (达到, 突破 …).
LINKS = (
    "达到 达成 达 突破 超过 超 增长到 增长 增加到 增加至 增加 提高到 提高至 提高 提升到 提升至 提升 上升到 "
    "上升至 上升 扩大到 扩大至 下降到 下降至 下降 降低到 降低至 降低 减少到 减少至 减少 降至 降到 "
    "压减到 压减至 压减 压缩到 压缩至 压缩 缩短到 缩短至 缩短 控制在 保持在 稳定在 维持在 完成 实现 为 至 "
    "到 约 近 共 共计 合计 总计 均 分别 力争 累计 年均 同比 平均 占 高 低 下浮 上浮 多 不少于 不低于 "
    "不超过 不高于 不小于 不突破 不大于 不多于 不得低于 不得少于 不得超过 高于 低于 少于 多于 大于 小于 "
    "至少 最少 最多 最高 最低 力争达到 增幅 增速 每年 每月 左右 各 再 从 由 新 是 在 每人每年 每人每月 每人 "
    "每户 每"
)
GROWTH = tuple(
    "增长 提高 提升 上升 增加 下降 降低 减少 压减 下浮 上浮 增幅 增速 降幅 涨幅 递增 翻 同比 高 低 缩短 "
    "压缩 扩大".split()
)
CHANGED_TO = regex(
    r"^[^，,。；;、]{0,12}?(?:提高|提升|增加|增长|上升|上调|扩大|扩展|放宽|调整|调高|调增|延长|下降|降低|减少|下调|压缩|压减|缩短|降|减|增|升|涨|调|变)?(?:到|至|为)"
)
DOING_START = regex(one_of(DOING))

"""What a statement is about: its wording without figures and without the general words of office papers."""

from __future__ import annotations

from duban.core.targets.words import ADVERBS, DOING_ON, LINKS
from duban.core.text.patterns import regex

# Words that stand in every second item of any government and tell nothing apart. Longest first where they overlap.
GENERAL = """
    深化 加强 强化 健全 完善 创新 探索 提高 提升 推行 深入 持续 不断 切实 进一步 充分 发挥 作用 做好 做优 做强
    做大 做实 狠抓 抓好 抓实 落实 落地 落细 坚持 坚决 围绕 聚焦 体系 机制 工作 能力 水平 质量 效能 成效 行动
    工程 项目 重点 领域 方面 环节 措施 政策 制度 模式 方式 方法 要求 目标 任务 责任 建设 发展 服务 管理 改革
    治理 保障 支持 鼓励 引导 促进 推动 推进 加快 着力 力争 确保 打造 构建 营造 形成 实现 满足 需求 更好 更加
    更多 优质 高质量 国家 国家级 省级 市级 区级 县级 先行 示范区 示范 试点 基地 平台 中心 城市 城区 城镇 农村
    资源 优势 特色 产业 企业 重大 主要 核心 关键 一批 一系列 系列 活动 专项 统筹 协调 融合 联动 协同 开放 共享
    提供 组织 开展 举办 覆盖 规范 优化 升级 培育 引进 壮大 扩大 加大 力度 有效 有力 积极 大力 全面 全力 扎实
    稳步 有序 严格 深度 综合 整体 及其 以及 等 和 与 的 为 在 对 将 把 以 让 及 持续打好 保卫战 攻坚战 实施 运行
    建立 制定 取得 新 各类 各项 各方 相关 社会 经济 群众 人民 生活 环境 品质 空间 精细化 常态化 数字化 智能化
    便捷化 规范化 标准化 一体化 生产 防线 整治 监管 监督 进行 增强 激发 活力 高效 精准 积极性 影响力 引领 驱动
    牵头 主导 供给 布局 格局 高标准 高水平 高品质 底线 攻坚 计划 方案 规划 决策 部署 精神 事项 流程 效率 便民
    利民 惠民 及时 回应 关切 竞争力 基础 基层 夯实 坚实 设施 要素 考核 要素整合 力量 招商方式 生态 绿色 文化
    数字 技术 科技 全生命周期 合作 交流 保护 利用 改善 解决 问题 办法 加速 成长 培训 创建 创成 争创 贯彻 部门
    单位 街道 社区 我市 我区 安全 风险 防范 化解 防控 应对 稳定 平稳 健康 突出 高地 集聚 集群 集聚区 示范点 第一
    先进 扶持
    做强做优 处置 体制 队伍 人才 作风 成果 转化 行业 业态 场景 网络 信息 系统 功能 内涵 形象 建成 投用 交付 使用 开业
    提速 扩容 增效 提质 拓展 拓面 巩固 延伸 平方公里 平方米 立方米 公里 公顷 人次 场次 资金 投资 政府 行政
    全过程 全链条 全方位 多元 多元化 分级 分类 统一 直达快享 实体化 常态 发展型 万里 综合体 中小 小型 大型 年度
    专业 基本 一定 有条件 符合条件 符合 条件 困难 重要 特别 尤其 主题 系列活动 特殊 定期 方向 范围 内容 标准
    数量 总量 总数 规模 比例 占比 以上 以下 左右
"""
_FIGURE = regex(r"[0-9０-９.．]+ ?(?:万亿|[万亿千百])?")
_QUOTED = regex(r"[“\"]([^“”\"]{2,12})[”\"]")
_SPLIT = regex(r"[，,。；;:：！!？?\n〈〉]| {2,}")
_SUFFIXES = frozenset("性化型式")
_RUN = regex(r"[^\W\d_]{2,}")


class _General:
    """General words by first character, longest first."""

    def __init__(self, *groups: str) -> None:
        self.by_first: dict[str, list[str]] = {}
        for word in sorted({word for group in groups for word in group.split()}, key=len, reverse=True):
            self.by_first.setdefault(word[0], []).append(word)

    def masked(self, text: str) -> str:
        """The text with ``|`` for each general word."""
        kept, at = [], 0
        while at < len(text):
            word = next((w for w in self.by_first.get(text[at], ()) if text.startswith(w, at)), "")
            kept.append("|" if word else text[at])
            at += len(word) or 1
            if word and text[at : at + 1] in _SUFFIXES:  # 保障性: the ending belongs to the general word
                at += 1
        return "".join(kept)


_WORDS = _General(GENERAL, DOING_ON, ADVERBS, LINKS)


def statements(text: str) -> list[str]:
    """The text between pauses, unit tags blanked."""
    return [piece.strip() for piece in _SPLIT.split(text) if piece.strip()]


def quoted_names(text: str) -> list[str]:
    """What stands in quotes."""
    return _QUOTED.findall(text)


def content(text: str) -> frozenset[str]:
    """Pairs of characters that say what a statement is about.

    >>> sorted(content("持续推进老旧燃气管网改造400公里"))
    ['旧燃', '气管', '燃气', '管网', '老旧']
    """
    masked = _WORDS.masked(_FIGURE.sub("|", text)) + "".join(f"|{name}" for name in _QUOTED.findall(text))
    return frozenset(run[i : i + 2] for run in _RUN.findall(masked) for i in range(len(run) - 1))

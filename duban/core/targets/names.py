"""Why a figure sets nothing, first half: it belongs to a name, a date, an ordinal, or it counts nothing.

Each rule is a small function ``(scene, index) -> bool``. :mod:`duban.core.targets.reasons` asks them in order.
"""

from __future__ import annotations

import string

from duban.core.targets import bounds, measures
from duban.core.targets.lexer import Figure
from duban.core.targets.scene import Scene, within
from duban.core.targets.words import DOING_START, one_of
from duban.core.text.patterns import HAN, regex

MANY = 12  # up to which Chinese numerals make names: 八个统筹, 十大行动, 十二项制度
_LETTERS = frozenset(string.ascii_letters)
_SIGNS = frozenset("+×*/^№#x")
_ORDINAL = regex(one_of("第 前 首 编号 排名 排 位列 星 初 高 逢 后") + "$")
_NO_ORDINAL = regex(one_of("减排 安排 直排 提高 创新高 事后 最高 之后 增高 幅高 率高 先后 今后") + "$")
_BEFORE_TIME = regex(r"[底末月日年节之以会0-9]前$")
_NOUN = regex(HAN + '|[“"]')
_BARE_BOUND = frozenset({"<=", ">=", "<", ">"})
_PAUSE_NEXT = frozenset(["", *",，。；;、\n )"])

_STAGE = regex(one_of("工程 项目 建设 段 地块 厂 开工 竣工 投产 投用 完工 扩建 改造 和 、 及 ( )"))
_STAGE_AHEAD = regex(one_of("项目 工程 号线 园 港 厂 中心 机场 大厦 分 医院 小区") + "$")

# A numeral in Chinese counts only behind such a word: 建成三个中心. 两个确立 and 三级联动 have none.
_CHINESE_DOING = regex(
    one_of(
        "建成 建设 新建 改建 扩建 新改扩建 新改建 改扩建 续建 完成 新增 增加 打造 培育 引进 实施 创建 举办 开展 开工 "
        "改造 提升 打通 推出 推进 启动 整治 治理 设立 新设 组建 配备 购置 安装 修建 修复 争取 力争 开通 "
        "制定 出台 招引 认定 "
        "拆除 淘汰 投用 不少于 不低于 至少 超过 突破 达到 达 提高 下降 降低 增长 组织 建立 布局 发布 签约 "
        "落地 等 的 建好 "
        "办好 办成 落户 竣工 完工 共 优化 新开工 发展 选派 搭建 创办 每年 每月 每季度 每周 翻 占 实现"
    )
    + r"(?:[^，,。；;:0-9“”]|“[^“”]{0,30}”){0,30}$"
)
_CHINESE_NOT = regex(
    one_of(
        "方面 层面 维度 全面 重点任务 确保 维护 毫不 意识 自信 确立 坚持 关系 环节 关口 体系 机制 问题 战略 "
        "规划 原则 字 必须 不 "
        "结合 统一 倡议 主义 文明 率先 先行 争先 满意 百年 阶段 批 领域 渠道 关键 优势 支撑 抓手 短板 方向 "
        "理念 目标 制度 责任 纲要 "
        "决定 规定 报告 意见 要求 指标 工作 民生实事 实事 性 式 体 化 级 能 性 高 大 新 转变 到位 延伸 协同 "
        "融合 覆盖 联动"
    )
)
_SERVICE = regex(
    one_of(
        "提供 开展 开放 举办 组织 不少于 不低于 每天 每日 每周 每月 每年 每人 免费 托管 保证 至少 培训 延长 运行 运营"
    )
    + r"[^，,。；;0-9]{0,12}$"
)
_LIMIT = regex(
    r"(?:之|以)?内(?:"
    + one_of(
        "完成 办结 办理 办好 出 送达 到达 响应 处理 处置 解决 反馈 制定 答复 审批 完 予以 审核 受理 支付 "
        "拨付 回复 全部 发放 兑付 "
        "印发 报送 提交 整改 接通 到场 ， 。 , ； ; 、 ”"
    )
    + "|$)"
)
_SHORTER = regex(
    one_of("压缩 压减 缩短 减少 精简 控制 降 减 不超过 不少于 不低于 不多于 提前") + r"[到至为在]?[^，,。；;0-9]{0,4}$"
)
_FREE_WITHIN = regex(r"(?:以|之)内的?免费")
_ALL_DAY = {("24", "小时"), ("365", "天"), ("7", "天"), ("48", "小时"), ("72", "小时")}
_DURATION = regex(r"(?:天数|日数|时长)(?:达到?|不少于|不低于|超过|为|稳定在|保持在)?$")
_CIRCLE = regex(r"[^，,。；;]{0,10}圈")
_REACH = regex(one_of("范围 半径 覆盖 服务 见 内 以内 可达 就能 即可 之内 辐射"))


def left(scene: Scene, figure: Figure, size: int = 16) -> str:
    """The characters before a figure."""
    return scene.text[max(0, figure.start - size) : figure.start]


def right(scene: Scene, figure: Figure, size: int = 24) -> str:
    """The characters behind a figure."""
    return scene.text[figure.end : figure.end + size]


def is_calendar(scene: Scene, index: int) -> bool:
    """2023年, 35至64岁, 4月, 23届."""
    return bool(scene.figures[index].calendar)


def has_letters(scene: Scene, index: int) -> bool:
    """5G, G6PD, 4A级, PM2.5, 1+8, 7×24."""
    figure, text = scene.figures[index], scene.text
    ahead = text[max(0, figure.start - 2) : figure.start]
    if ahead and (ahead[-1] in _LETTERS or (ahead[-1] in _SIGNS and ahead[0] != ahead[-1])):  # ** is mark-up
        return True
    if len(ahead) == 2 and ahead[1] in "-.:" and ahead[0].isascii() and ahead[0].isalnum() and not figure.high:
        return True
    behind = text[figure.number_end : figure.number_end + 1]
    glued = behind in _LETTERS and figure.end == figure.number_end
    return glued or behind in ("+", "×", "*")


def in_title(scene: Scene, index: int) -> bool:
    """Inside 《…》 or a document number."""
    return within(scene.titled, scene.figures[index].start) is not None


def is_ratio(scene: Scene, index: int) -> bool:
    """5:5, 1:200."""
    figure, text = scene.figures[index], scene.text
    behind = text[figure.end : figure.end + 1] == ":" and text[figure.end + 1 : figure.end + 2].isdigit()
    ahead = figure.start > 1 and text[figure.start - 1] == ":" and text[figure.start - 2].isdigit()
    return behind or ahead


def is_stage(scene: Scene, index: int) -> bool:
    """地铁8号线二期, 1期工程: a stage of building. 举办培训班12期 is counted."""
    figure = scene.figures[index]
    if figure.unit != "期":
        return False
    return figure.chinese or bool(_STAGE_AHEAD.search(left(scene, figure)) or _STAGE.match(scene.text, figure.end))


def is_ordinal(scene: Scene, index: int) -> bool:
    """第五次, 前10名, 首批, 排名第3."""
    ahead = left(scene, scene.figures[index], 4)
    return bool(_ORDINAL.search(ahead)) and not _BEFORE_TIME.search(ahead) and not _NO_ORDINAL.search(ahead)


def counts_nothing(scene: Scene, index: int) -> bool:
    """A bare number, unless it is 10万 before or behind a thing, or an index with a bound (不超过1.70)."""
    figure, text = scene.figures[index], scene.text
    if figure.unit or figure.calendar:
        return False
    if figure.low:
        return not scene.figures[index + 1].unit
    if figure.chinese:
        return True
    if figure.scaled:
        aged = index + 1 < len(scene.figures) and scene.figures[index + 1].start == figure.end  # 41.3万0-59周岁残疾人
        return not (aged or bounds.after(text, figure)[0] or _NOUN.match(text, figure.end))
    pause = text[figure.end : figure.end + 1] in _PAUSE_NEXT or bounds.after(text, figure)[0]
    return not pause or bounds.before(text, figure)[0] not in _BARE_BOUND


def is_chinese_name(scene: Scene, index: int) -> bool:
    """A Chinese numeral counts only behind a verb and with a common measure: 建成三个中心, not 两个确立."""
    figure = scene.figures[index]
    if not figure.chinese:
        return False
    ahead = bounds.before(scene.text, figure)[0]
    if scene.text[figure.start : figure.number_end] == "二":  # 二次供水: one counts with 两
        return True
    if figure.value == 0 or (
        figure.value == 1 and figure.unit != "番" and ahead != ">=" and not bounds.at_least(scene, figure)
    ):
        return True
    if figure.unit not in measures.CHINESE_MEASURES or within(scene.quoted, figure.start):
        return True
    if _CHINESE_NOT.match(scene.text, figure.end):
        return True
    if figure.unit in measures.SHARES and bounds.after(scene.text, figure)[0]:  # 八成以上
        return False
    if figure.value > MANY and figure.number_end - figure.start > 1 and not is_ordinal(scene, index):
        return False  # 亿元以上项目二十六个: so great a number is written out to count, not to name
    return not (ahead or _CHINESE_DOING.search(left(scene, figure, 40)))


def is_quoted_name(scene: Scene, index: int) -> bool:
    """“12分钟文体圈”, “13条”, “3550”: a quoted name, not a quoted promise (“开办企业3个工作日内完成”)."""
    figure = scene.figures[index]
    span = within(scene.quoted, figure.start)
    if span is None:
        return False
    content = scene.text[span[0] + 1 : span[1] - 1]
    bound = bounds.before(scene.text, figure)[0] or bounds.after(scene.text, figure)[0]
    return not (len(content) >= 8 and (bound or DOING_START.match(content)))


def is_circle(scene: Scene, index: int) -> bool:
    """15分钟养老服务圈, 500米覆盖率, 5公里范围."""
    figure = scene.figures[index]
    if figure.unit in measures.TIMES:
        return bool(_CIRCLE.match(scene.text, figure.end))
    return figure.unit in ("米", "公里", "千米", "里") and bool(_REACH.match(scene.text, figure.end))


def is_mere_time(scene: Scene, index: int) -> bool:
    """Times are targets only as a service (30天免费游泳) or as a limit (3个工作日内完成, 压缩至1天)."""
    figure = scene.figures[index]
    if figure.unit not in measures.TIMES or figure.low or figure.high:
        return False
    if figure.scaled:  # 志愿服务时长120万小时
        return False
    if _FREE_WITHIN.match(scene.text, figure.end):  # 提供7天以内免费住宿
        return False
    if (str(figure.value), figure.unit) in _ALL_DAY and not bounds.before(scene.text, figure)[0]:
        return True
    ahead, behind = left(scene, figure), right(scene, figure, 10)
    if _DURATION.search(ahead):  # 优良天数295天以上
        return False
    if figure.unit == "学年" or _LIMIT.match(behind) or _SHORTER.search(ahead):
        return figure.unit == "学年"
    if behind.startswith(("内", "以内", "之内", "以上", "制", "的", "前", "后")):
        return True
    return not _SERVICE.search(ahead)

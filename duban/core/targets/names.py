"""Why a figure sets nothing: it belongs to a name, a date, an age, a threshold, a condition, a baseline …

Each rule is a small function ``(scene, index) -> bool``; :func:`reason` gives the name of the first that holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from duban.core.targets import bounds, measures
from duban.core.targets.lexer import Figure
from duban.core.targets.scene import Scene, within
from duban.core.targets.words import CHANGED_TO, DOING_START, one_of

_ASCII = re.compile(r"[A-Za-z]")
_ORDINAL = re.compile(r"(?:第|前|№|首|编号|排名|排|位列|星|初|高|逢|后)$")
_BEFORE_TIME = re.compile(r"(?:底|末|月|日|年|节|之|以|会|[0-9])前$")
_ROUND = re.compile(
    r"^(?:服务|生活|便民|文体|健身|医疗|养老|经济|交通|通勤|阅读|办事|社区|党群|就业|应急|救援|就医|医保|政务)*圈|^范围|^半径"
)
_PLACE_REACH = re.compile(r"^(?:范围|半径|覆盖|服务|见|内|以内|可达|就能|即可|之内|辐射)")
_HEAD_SIZED = re.compile(
    r"^(?:的)?[^，,。；;、:\n0-9]{0,12}?(?:项目|企业|工程|园区|产业|村|小区|社区|基地|学校|医院|城市|楼宇|商圈|集群|单位|机构|锅炉|线路|变电站|平台|集团|市场|公厕|水库|码头|户型|机组|船舶|宾馆|饭店|车间|地块|客户|贷款|品种)"
)
_SIZED = re.compile(
    r"(?:总投资|投资额|投资|占地|占地面积|用地面积|总面积|面积|建筑面积|总建筑面积|全长|总长|长|长约|宽|高|深|注册资本|概算|总概算|估算|营收|产值|营业收入|销售收入|主营业务收入|年销售额|年产值|年营收|投资约|占地约|规模|日处理|库容|总库容|直径|半径|装机|人口|常住人口)(?:超|超过|约|达|达到|不低于|为|近|在|共|共计)?$"
)
_SIZED_ALWAYS = re.compile(
    r"(?:占地|占地面积|建筑面积|总建筑面积|全长|总长|宽|路宽|红线宽|直径|注册资本|总概算)(?:约|达|为|近|共)?$"
)
_EXCLUDED = re.compile(r"(?:不含|不包括|不包含|除去|扣除|剔除|不计)[^()，,。；;]{0,12}$")
_CONDITION = re.compile(r"的[，,]")
_CONDITION_LEFT = re.compile(r"(?:凡|对|若|如|超过|达到|满|符合|少于|低于|以上|以下|的)")
_FROM = re.compile(r"(?:从|由)[^，,。；;、到至]{0,14}$")
_NOUN = re.compile(r"[一-鿿“\"]")
_BARE_BOUND = frozenset({"<=", ">=", "<", ">"})
_CHINESE_DOING = re.compile(
    one_of(
        "建成 建设 新建 改建 扩建 新改扩建 新改建 改扩建 续建 完成 新增 增加 打造 培育 引进 实施 创建 举办 "
        "开展 开工 开工建设 改造 提升改造 改造提升 打通 推出 推进 启动 提升 整治 "
        "治理 设立 新设 组建 配备 购置 安装 修建 修复 争取 力争 开通 制定 出台 招引 认定 拆除 淘汰 投用 "
        "不少于 不低于 至少 超过 突破 达到 达 提高 下降 降低 增长 组织 建立 续建 布局 发布 签约 落地 "
        "等 的 建好 办好 办成 落户 竣工 完工 共 优化 新开工 发展 选派 搭建 创办 每年 每月 每季度 每周"
    )
    + r"(?:[^，,。；;、:0-9一二两三四五六七八九十“”]|“[^“”]{0,30}”){0,30}$"
)
_CHINESE_NOT = re.compile(
    r"^(?:方面|层面|维度|全面|重点任务|确保|维护|毫不|意识|自信|确立|坚持|关系|环节|关口|体系|机制|问题|战略|规划|原则|字|必须|不|结合|统一|倡议|主义|文明|率先|先行|争先|满意|百年|阶段|批|领域|渠道|关键|优势|支撑|抓手|短板|方向|理念|目标|制度|责任|纲要|决定|规定|报告|意见|要求|指标|工作|民生实事|实事|性|式|体|化|级|能)"
)
_CHINESE_MEASURE = frozenset(
    "个 家 条 项 座 所 处 栋 幢 套 间 场 户 名 台 辆 部 艘 架 件 批次 场次 次 只 个百分点 百分点 倍 番 成 "
    "人 期 亩 公里 万亩 支 种 株 片 块 元".split()
)
_SERVICE_TIME = re.compile(
    r"(?:提供|开展|开放|举办|组织|不少于|不低于|每天|每日|每周|每月|每年|每人|免费|托管|保证|至少|培训|延长|运行|运营|培训)[^，,。；;0-9]{0,12}$"
)
_LIMIT_TIME = re.compile(
    r"^(?:之)?(?:以)?内(?:完成|办结|办理|办好|出|送达|到达|响应|处理|处置|解决|反馈|制定|答复|审批|完|予以|审核|受理|支付|拨付|回复|全部|发放|兑付|印发|报送|提交|整改|接通|到场|。|，|,|；|;|、|”|$)"
)
_TIME_AHEAD = re.compile(
    r"(?:压缩|压减|缩短|减少|精简|控制|降|减|不超过|不少于|不低于|不多于|提前)(?:到|至|为|在)?[^，,。；;0-9]{0,4}$"
)
_ALL_DAY = {("24", "小时"), ("365", "天"), ("7", "天"), ("48", "小时"), ("72", "小时")}
_PROJECT_FACT = re.compile(r"^(?:的|，的)")


def reason(scene: Scene, index: int) -> str:
    """Name of the rule by which this figure is no target; empty if it is one."""
    for name, rule in RULES:
        if rule(scene, index):
            return name
    return ""


def _left(scene: Scene, figure: Figure, size: int = 16) -> str:
    return scene.text[max(0, figure.start - size) : figure.start]


def _right(scene: Scene, figure: Figure, size: int = 24) -> str:
    return scene.text[figure.end : figure.end + size]


def _calendar(scene: Scene, index: int) -> bool:
    """2023年, 35至64岁, 4月, 23届. 30日内 after 之日起 is a time limit."""
    figure = scene.figures[index]
    if not figure.calendar:
        return False
    return True


def _letters(scene: Scene, index: int) -> bool:
    """5G, G6PD, 4A级, PM2.5, 1+8, 7×24."""
    figure, text = scene.figures[index], scene.text
    left, right = text[max(0, figure.start - 2) : figure.start], text[figure.number_end : figure.number_end + 1]
    if left and (
        _ASCII.match(left[-1])
        or left[-1] in "+×*/^№#＋x"
        or (left[-1] in "-.:" and len(left) > 1 and left[0].isalnum() and left[0].isascii() and not figure.high)
    ):
        return True
    return bool(right) and (bool(_ASCII.match(right)) and figure.end == figure.number_end or right in "+×*:")


def _title(scene: Scene, index: int) -> bool:
    """Inside 《…》 or a document number."""
    return within(scene.titled, scene.figures[index].start) is not None


def _ordinal(scene: Scene, index: int) -> bool:
    """第五次, 前10名, 首批, 排名第3."""
    left = _left(scene, scene.figures[index], 4)
    return (
        bool(_ORDINAL.search(left))
        and not _BEFORE_TIME.search(left)
        and not left.endswith(("提高", "创新高", "事后", "最高", "之后", "增高", "幅高"))
    )


def _no_measure(scene: Scene, index: int) -> bool:
    """A bare number, unless it is 10万 before or behind a thing, or an index with a bound (不超过1.70)."""
    figure, text = scene.figures[index], scene.text
    if figure.unit or figure.calendar:
        return False
    if figure.low:
        return not scene.figures[index + 1].unit
    right = text[figure.end : figure.end + 1]
    if figure.chinese:
        return True
    if figure.scaled:
        aged = index + 1 < len(scene.figures) and scene.figures[index + 1].start == figure.end  # 41.3万0-59周岁残疾人
        return not (aged or bounds.after(text, figure)[0] or _NOUN.match(right or " "))
    return bounds.before(text, figure)[0] not in _BARE_BOUND or not (_at_pause(text, figure.end))


def _at_pause(text: str, at: int) -> bool:
    return text[at : at + 1] in ("", ",", "，", "。", "；", ";", "、", "\n", " ", ")") or text[at : at + 2] in (
        "以下",
        "以内",
        "以上",
        "左右",
    )


def _quoted_name(scene: Scene, index: int) -> bool:
    """“12分钟文体圈”, “13条”, “3550”: a quoted name, not a quoted promise (“开办企业3个工作日内完成”)."""
    figure = scene.figures[index]
    span = within(scene.quoted, figure.start)
    if span is None:
        return False
    content = scene.text[span[0] + 1 : span[1] - 1]
    promise = len(content) >= 8 and (
        bounds.before(scene.text, figure)[0] or bounds.after(scene.text, figure)[0] or DOING_START.match(content)
    )
    return not promise


def _circle(scene: Scene, index: int) -> bool:
    """15分钟养老服务圈, 500米覆盖率, 5公里范围."""
    figure = scene.figures[index]
    if figure.unit in measures.TIMES and re.match(r"[^，,。；;]{0,10}圈", _right(scene, figure)):
        return True
    if figure.unit in ("米", "公里", "千米", "里") and _PLACE_REACH.match(_right(scene, figure, 4)):
        return True
    return False


def _time(scene: Scene, index: int) -> bool:
    """Times are targets only as a service (30天免费游泳) or as a limit (3个工作日内完成, 压缩至1天)."""
    figure = scene.figures[index]
    if figure.unit not in measures.TIMES or figure.unit == "学年":
        return figure.unit == "学年"
    if (str(figure.value), figure.unit) in _ALL_DAY and not bounds.before(scene.text, figure)[0]:
        return True
    left, right = _left(scene, figure), _right(scene, figure, 10)
    if figure.low or figure.high:
        return False
    if _LIMIT_TIME.match(right) or _TIME_AHEAD.search(left):
        return False
    if right.startswith(("内", "以内", "之内")):
        return True
    return not _SERVICE_TIME.search(left) or right.startswith(("以上", "制", "的", "前", "后"))


def _compared(scene: Scene, index: int) -> bool:
    """5:5, 1:200 and other ratios."""
    figure, text = scene.figures[index], scene.text
    return (
        text[figure.end : figure.end + 1] == ":"
        and text[figure.end + 1 : figure.end + 2].isdigit()
        or (figure.start > 1 and text[figure.start - 1] == ":" and text[figure.start - 2].isdigit())
    )


def _sized(scene: Scene, index: int) -> bool:
    """投资50亿元以上项目, 100户以上自然村, 35蒸吨及以下燃煤锅炉, 10千伏线路607千米: the figure tells which things."""
    figure, text = scene.figures[index], scene.text
    size_unit = (
        figure.unit in measures.SIZES
        or figure.unit in measures.MONEY
        or figure.unit in measures.PEOPLE
        or "吨级" in _right(scene, figure, 2)
    )
    if not size_unit:
        return False
    bound, end = bounds.after(text, figure)
    right = text[end : end + 24]
    if figure.end and right.startswith("级") or text[figure.end : figure.end + 1] == "级":
        return True
    if bound and figure.unit not in ("人次",) and _HEAD_SIZED.match(right):
        return True
    if figure.unit in ("千伏", "蒸吨", "kV", "马力", "米") and _HEAD_SIZED.match(right):
        return True
    return _counted_by_next(scene, index, bound, end)


def _counted_by_next(scene: Scene, index: int, bound: str, end: int) -> bool:
    """The thing behind this figure is counted by the next one: 300亩以上连片基地5个."""
    if index + 1 >= len(scene.figures) or not bound:
        return False
    follower = scene.figures[index + 1]
    between = scene.text[end : follower.start]
    if not between or len(between) > 24 or re.search(r"[，,。；;、:\n和及与共约每达]|参加|参与", between):
        return False
    return follower.unit in measures.COUNTS


def _project_fact(scene: Scene, index: int) -> bool:
    """总投资12亿元的…项目, (全长3.5公里), 占地500亩."""
    figure = scene.figures[index]
    if figure.unit not in measures.SIZES and figure.unit not in measures.MONEY and figure.unit not in ("人",):
        return False
    left = _left(scene, figure)
    if _SIZED_ALWAYS.search(left):
        return True
    if not _SIZED.search(left):
        return False
    right = scene.text[bounds.after(scene.text, figure)[1] :][:2]
    return right.startswith("的") or within(scene.bracketed, figure.start) is not None


def _excluded(scene: Scene, index: int) -> bool:
    """(不含进影院3000场)."""
    return bool(_EXCLUDED.search(_left(scene, scene.figures[index], 20)))


def _condition(scene: Scene, index: int) -> bool:
    """…在职职工人数25%(…)并签订…的,可申请…: the figure says who may apply."""
    figure = scene.figures[index]
    around = within(scene.bracketed, figure.start)
    end = scene.clause(around[1] if around else figure.start)[1]
    tail = scene.text[end - 1 : end + 1]
    if not _CONDITION.match(tail) or end >= len(scene.text):
        return False
    return bool(_CONDITION_LEFT.search(scene.text[max(0, figure.start - 40) : figure.start]))


def _baseline(scene: Scene, index: int) -> bool:
    """A of 由A提高到B, 从A降至B."""
    return base_of_next(scene, index)


def base_of_next(scene: Scene, index: int) -> bool:
    """Whether this figure is where the change to the next figure starts from."""
    if index + 1 >= len(scene.figures):
        return False
    figure, follower = scene.figures[index], scene.figures[index + 1]
    if follower.start - figure.end > 20 or not _FROM.search(_left(scene, figure, 18)):
        return False
    between = scene.text[figure.end : follower.start]
    return bool(CHANGED_TO.match(between))


def _chinese(scene: Scene, index: int) -> bool:
    """A Chinese numeral counts only behind a verb and with a common measure: 建成三个中心, not 两个确立."""
    figure, text = scene.figures[index], scene.text
    if not figure.chinese:
        return False
    if figure.value == 0:
        return True
    if figure.unit not in _CHINESE_MEASURE:
        return True
    if within(scene.quoted, figure.start):
        return True
    left = _left(scene, figure, 40)
    ahead = bounds.before(text, figure)[0]
    if figure.value == 1 and ahead != ">=" or not scene.text[figure.start : figure.number_end].strip():
        return True
    if _CHINESE_NOT.match(_right(scene, figure)):
        return True
    return not (ahead or _CHINESE_DOING.search(left))


def _people_fact(scene: Scene, index: int) -> bool:
    """3人及以上户, 超过100人的企业."""
    figure = scene.figures[index]
    return figure.unit == "人" and _right(scene, figure, 1) == "的" and bool(bounds.before(scene.text, figure)[0])


RULES: tuple[tuple[str, Callable[[Scene, int], bool]], ...] = (
    ("calendar", _calendar),
    ("letters", _letters),
    ("title", _title),
    ("ratio", _compared),
    ("no measure", _no_measure),
    ("ordinal", _ordinal),
    ("chinese", _chinese),
    ("quoted name", _quoted_name),
    ("circle", _circle),
    ("time", _time),
    ("baseline", _baseline),
    ("size of the thing", _sized),
    ("project fact", _project_fact),
    ("excluded", _excluded),
    ("people fact", _people_fact),
    ("condition", _condition),
)

// Charts: each <figure data-chart="id"> is drawn from the JSON beside it when it comes into view. Without this file the
// sentence and the table beside it say the same. Colours and sizes follow the page (large text, high contrast).

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const size = () => parseFloat(getComputedStyle(document.documentElement).fontSize) || 14;
const colours = () => ({
  ink: style("--ink"), soft: style("--ink-2"), line: style("--line"), link: style("--link"), bad: style("--bad"), ground: style("--ground-3"), mark: style("--mark"),
  blue: style("--light-blue"), green: style("--light-green"), yellow: style("--light-yellow"), red: style("--light-red"), grey: style("--light-grey"),
});
const day = (text) => `${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日`;
const figure = (value) => Number(value.toFixed(4)).toLocaleString("zh-CN");
// Two patterns beside the colour, so that lights differ without it.
const decal = { red: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: 0.785 }, yellow: { symbol: "triangle", symbolSize: 0.6 } };

const base = (c, px) => ({
  animation: false,
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: px * 0.86, color: c.ink },
  tooltip: { renderMode: "richText", confine: true, textStyle: { fontSize: px * 0.93, color: c.ink } },
  grid: { left: 8, right: 16, top: px * 3, bottom: 8, containLabel: true },
  legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 10, textStyle: { color: c.ink, fontSize: px * 0.86 } },
});
const axis = (c, px) => ({
  axisLabel: { color: c.soft, fontSize: px * 0.86 }, axisLine: { lineStyle: { color: c.soft } }, axisTick: { show: false }, splitLine: { lineStyle: { color: c.line } },
});

const looks = (c) => ({
  expected: { lineStyle: { color: c.soft, type: "dashed", width: 2 }, itemStyle: { color: c.soft }, showSymbol: false },
  actual: { lineStyle: { color: c.link, width: 2 }, itemStyle: { color: c.link }, symbol: "circle", symbolSize: 9 },
  provisional: { lineStyle: { width: 0 }, itemStyle: { color: c.ground, borderColor: c.link, borderWidth: 2 }, symbol: "circle", symbolSize: 10 },
  target: { lineStyle: { color: c.ink, width: 1.5 }, itemStyle: { color: c.ink }, showSymbol: false },
});

// Shades of squares: from one blue to white. The colours of lights are for lights only.
const mix = (hex, part) => `rgb(${[1, 3, 5].map((at) => Math.round(255 - (255 - parseInt(hex.slice(at, at + 2), 16)) * part)).join(",")})`;
const shades = (c) => ({ strong: mix(c.link, 0.42), weak: mix(c.link, 0.14), none: "#fff", soft: c.ground, marked: c.mark });

// What the shades, the signs and the flag of squares mean; it wraps where the sheet is narrow.
function legend(data, c) {
  const list = document.createElement("ul");
  list.className = "chart-key";
  const add = (sign, word, ground, edge) => {
    const item = document.createElement("li");
    const box = document.createElement("span");
    box.textContent = sign;
    Object.assign(box.style, { background: ground, borderColor: edge });
    item.append(box, word);
    list.append(item);
  };
  for (const look of data.looks) add(look.sign, look.word, shades(c)[look.shade], c.soft);
  if (data.cells.some((cell) => cell[5])) add(data.flag, data.flagged, "#fff", c.bad);
  return list;
}

const makers = {
  trajectory(data, c, px) {
    const look = looks(c);
    return {
      ...base(c, px),
      tooltip: { ...base(c, px).tooltip, trigger: "axis", formatter: (rows) => [day(rows[0].value[0]), ...rows.map((r) => `${r.seriesName}：${figure(r.value[1])}${data.unit}`)].join("\n") },
      xAxis: { type: "time", min: data.from, max: data.to, ...axis(c, px), splitLine: { show: false }, axisLabel: { ...axis(c, px).axisLabel, hideOverlap: true, formatter: (at) => `${new Date(at).getMonth() + 1}月` } },
      yAxis: { type: "value", name: data.unit, nameTextStyle: { color: c.soft, align: "left" }, ...axis(c, px), scale: true },
      series: data.lines.map((line) => ({ type: "line", name: line.name, data: line.points, ...look[line.style] })),
    };
  },
  stack(data, c, px) {
    return {
      ...base(c, px),
      tooltip: { ...base(c, px).tooltip, trigger: "axis" },
      xAxis: { type: "category", data: data.places, ...axis(c, px) },
      yAxis: { type: "value", minInterval: 1, ...axis(c, px) },
      series: data.series.map((row) => ({ type: "bar", stack: "all", name: row.name, data: row.values, barMaxWidth: 56, itemStyle: { color: c[row.colour], borderColor: "#fff", borderWidth: 1, ...(decal[row.colour] ? { decal: { ...decal[row.colour], color: "rgba(255,255,255,.45)" } } : {}) } })),
    };
  },
  bars(data, c, px) {
    return {
      ...base(c, px),
      legend: { show: false },
      grid: { left: 8, right: px * 4, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: "value", minInterval: 1, ...axis(c, px) },
      yAxis: { type: "category", inverse: true, data: data.rows.map((row) => row.name), ...axis(c, px), axisLabel: { ...axis(c, px).axisLabel, width: px * 12, overflow: "truncate" } },
      series: [{ type: "bar", barMaxWidth: 20, data: data.rows.map((row) => ({ value: row.value, itemStyle: { color: row.late ? c.bad : c.soft } })), label: { show: true, position: "right", color: c.ink, formatter: (p) => `${p.value}${data.unit}` } }],
    };
  },
  squares(data, c, px, width) {
    const names = Math.min(px * 11, width * 0.36);
    const column = (width - names - 24) / data.columns.length;
    const cells = [...data.cells].sort((one, other) => one[5] - other[5]).map(([x, y, look, tip, href, flagged]) => ({
      value: [x, y, look], tip, href,
      label: { color: c.ink, fontWeight: flagged ? "bold" : "normal", formatter: data.looks[look].sign + (flagged && column > px * 2.2 ? data.flag : "") },
      itemStyle: flagged ? { borderColor: c.bad, borderWidth: 2 } : { borderColor: "#fff", borderWidth: 1 },
    }));
    return {
      ...base(c, px),
      legend: { show: false },
      tooltip: { ...base(c, px).tooltip, formatter: (p) => p.data.tip },
      grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: data.columns, position: "top", ...axis(c, px), splitLine: { show: false }, axisLabel: { ...axis(c, px).axisLabel, interval: 0, rotate: column < px * 4.4 ? 60 : 0, width: px * 8, overflow: "truncate" } },
      yAxis: { type: "category", inverse: true, data: data.rows, ...axis(c, px), axisLabel: { ...axis(c, px).axisLabel, width: names, overflow: "truncate", interval: 0 } },
      visualMap: { type: "piecewise", show: false, dimension: 2, pieces: data.looks.map((look, place) => ({ value: place, color: shades(c)[look.shade] })) },
      series: [{ type: "heatmap", data: cells, cursor: "pointer", label: { show: true, fontSize: px * 0.86 } }],
    };
  },
};

const height = (data, px) => (data.kind === "bars" ? data.rows.length * px * 2.2 + px * 3 : data.kind === "squares" ? data.rows.length * px * 1.7 + px * 7 : px * 20);

async function draw(place) {
  const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const { init } = await import(new URL(place.dataset.library, document.baseURI).href);
  const sheet = document.createElement("div");
  sheet.className = "chart-sheet";
  sheet.setAttribute("role", "img");
  sheet.setAttribute("aria-label", data.summary);
  sheet.style.height = `${height(data, size())}px`;
  place.prepend(sheet);
  const chart = init(sheet, null, { renderer: "canvas" });
  chart.setOption(makers[data.kind](data, colours(), size(), sheet.clientWidth));
  if (data.kind === "squares") {
    sheet.after(legend(data, colours()));
    chart.on("click", (at) => { if (at.data?.href) location.assign(at.data.href); });
  }
  place.dataset.drawn = "1";
  new ResizeObserver(() => chart.resize()).observe(sheet);
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    draw(entry.target).catch((error) => { entry.target.dataset.drawn = "0"; console.error(error); });
  }
}, { rootMargin: "200px" });
for (const place of document.querySelectorAll("figure[data-chart]")) seen.observe(place);

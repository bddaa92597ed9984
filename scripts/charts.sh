#!/bin/sh
# 重新生成 duban/web/static/vendor/echarts.min.js：从 npm 取 Apache ECharts，只打包用到的图形。需要 Node.js 和网络。
# 只在升级 ECharts 或增减图形时运行，产物随源码提交，构建和运行都不需要它。
set -eu
cd "$(dirname "$0")/.."
ECHARTS=6.1.0 ESBUILD=0.28.2
VENDOR="$PWD/duban/web/static/vendor"
WORK="$(mktemp -d)"
trap 'rm -rf "$WORK"' EXIT
cd "$WORK"
npm install --no-audit --no-fund --ignore-scripts --prefix . "echarts@$ECHARTS" "esbuild@$ESBUILD" >/dev/null
cat > entry.js <<'JS'
import { use } from "echarts/core";
import { BarChart, HeatmapChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapPiecewiseComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
use([BarChart, HeatmapChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapPiecewiseComponent, CanvasRenderer]);
export { init } from "echarts/core";
JS
{
  echo "/*! Apache ECharts $ECHARTS, cut to line, bar and heat map. Apache-2.0: echarts.LICENSE.txt */"
  node_modules/@esbuild/*/bin/esbuild entry.js --bundle --minify --format=esm --legal-comments=none \
    --define:process.env.NODE_ENV='"production"' --log-level=warning
} > "$VENDOR/echarts.min.js"
{
  cat node_modules/echarts/NOTICE
  printf '\n\n---- Apache ECharts %s (LICENSE) ----\n\n' "$ECHARTS"
  cat node_modules/echarts/LICENSE
  printf '\n\n---- zrender (LICENSE), inside the bundle ----\n\n'
  cat node_modules/zrender/LICENSE
  printf '\n\n---- tslib, inside the bundle ----\n\n'
  cat node_modules/tslib/CopyrightNotice.txt
} > "$VENDOR/echarts.LICENSE.txt"
ls -l "$VENDOR"/echarts.*

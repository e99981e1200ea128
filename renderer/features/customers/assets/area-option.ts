import type { CustomerOverview } from '#contract/ipc/customers.ts'
import { fenPerWan, formatWan } from '#domain/money/money.ts'
import type { AssetClass } from '#domain/products/records.ts'
import {
  assetColours,
  axisStyle,
  type ChartOption,
  type ChartTable,
} from '../../../components/chart/option.ts'
import { shownSeries, totals } from './asset-trend.ts'

type Trend = CustomerOverview['trend']

/** `2026-11` as the axis writes it: `26-11`. */
function shortMonth(month: string): string {
  return month.slice(2)
}

/** Stacked areas of the asset classes in 万, axis from zero, direct colours, no legend of its own. */
export function areaOption(trend: Trend, name: (asset: AssetClass) => string): ChartOption {
  return {
    grid: { left: 44, right: 10, top: 10, bottom: 24 },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value) => formatWan(Math.round(Number(value) * fenPerWan)),
    },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: trend.months.map(shortMonth),
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, interval: 'auto', hideOverlap: true },
    },
    yAxis: { type: 'value', splitNumber: 3, ...axisStyle },
    series: shownSeries(trend).map(({ assetClass, averagesFen }) => ({
      type: 'line',
      name: name(assetClass),
      stack: 'assets',
      symbol: 'none',
      color: assetColours[assetClass],
      lineStyle: { width: 1 },
      areaStyle: { opacity: 0.82 },
      data: averagesFen.map((fen) => fen / fenPerWan),
    })),
  }
}

/** The same numbers as a table, newest month first. */
export function areaTable(
  trend: Trend,
  words: { month: string; total: string; asset: (asset: AssetClass) => string },
): ChartTable {
  const series = shownSeries(trend)
  const sums = totals(trend)
  return {
    columns: [words.month, ...series.map((one) => words.asset(one.assetClass)), words.total],
    rows: trend.months
      .map((month, index) => [
        month,
        ...series.map((one) => formatWan(one.averagesFen[index] ?? 0)),
        formatWan(sums[index] ?? 0),
      ])
      .reverse(),
  }
}

import type { WorkbenchPanels } from '#contract/ipc/workbench-views.ts'
import { fenPerWan, formatWan } from '#domain/money/money.ts'
import { type AssetClass, assetClasses } from '#domain/products/asset-classes.ts'
import {
  assetColours,
  axisStyle,
  type ChartOption,
  type ChartTable,
} from '../../../components/chart/option.ts'

const inWan = (value: unknown) => formatWan(Math.round(Number(value) * fenPerWan))

/** AUM of the book by day, in 万; the axis need not begin at zero, because it is a line. */
export function trendOption(trend: WorkbenchPanels['trend'], name: string): ChartOption {
  return {
    grid: { left: 52, right: 12, top: 10, bottom: 22 },
    tooltip: { trigger: 'axis', valueFormatter: inWan },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: trend.map(({ on }) => on.slice(5)),
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, interval: 29, hideOverlap: true },
    },
    yAxis: { type: 'value', scale: true, splitNumber: 3, ...axisStyle },
    series: [
      {
        type: 'line',
        name,
        symbol: 'none',
        color: assetColours.deposit,
        lineStyle: { width: 2 },
        data: trend.map(({ fen }) => fen / fenPerWan),
      },
    ],
  }
}

/** The same numbers, the latest day first. */
export function trendTable(
  trend: WorkbenchPanels['trend'],
  words: { day: string; aum: string },
): ChartTable {
  return {
    columns: [words.day, words.aum],
    rows: trend.map(({ on, fen }) => [on, formatWan(fen)]).reverse(),
  }
}

type Days = WorkbenchPanels['maturities']

const fenOf = (day: Days[number], asset: AssetClass) =>
  day.amounts.find(({ assetClass }) => assetClass === asset)?.fen ?? 0

/** Classes that end within the days, in their fixed order. */
export function endingClasses(days: Days): AssetClass[] {
  return assetClasses.filter((asset) => days.some((day) => fenOf(day, asset) > 0))
}

/** What ends on each day, stacked by class, in 万, from zero. */
export function maturityOption(days: Days, name: (asset: AssetClass) => string): ChartOption {
  return {
    grid: { left: 44, right: 8, top: 10, bottom: 22 },
    tooltip: { trigger: 'axis', valueFormatter: inWan },
    xAxis: {
      type: 'category',
      data: days.map(({ on }) => String(Number(on.slice(8)))),
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, interval: 0, hideOverlap: true },
    },
    yAxis: { type: 'value', splitNumber: 2, ...axisStyle },
    series: endingClasses(days).map((asset) => ({
      type: 'bar',
      name: name(asset),
      stack: 'ends',
      barMaxWidth: 16,
      color: assetColours[asset],
      data: days.map((day) => fenOf(day, asset) / fenPerWan),
    })),
  }
}

/** The same numbers by day; days without anything are left out. */
export function maturityTable(
  days: Days,
  words: { day: string; total: string; asset: (asset: AssetClass) => string },
): ChartTable {
  const classes = endingClasses(days)
  return {
    columns: [words.day, ...classes.map(words.asset), words.total],
    rows: days
      .filter(({ amounts }) => amounts.length > 0)
      .map((day) => [
        day.on,
        ...classes.map((asset) => formatWan(fenOf(day, asset))),
        formatWan(day.amounts.reduce((sum, { fen }) => sum + fen, 0)),
      ]),
  }
}

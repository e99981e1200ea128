import type {
  BarSeriesOption,
  GraphSeriesOption,
  LineSeriesOption,
  SankeySeriesOption,
  ScatterSeriesOption,
} from 'echarts/charts'
import type {
  GridComponentOption,
  LegendComponentOption,
  MarkAreaComponentOption,
  MarkLineComponentOption,
  TooltipComponentOption,
} from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { AssetClass } from '#domain/products/records.ts'

export type { SankeySeriesOption }

/** What a chart of ours may be made of. */
export type ChartOption = ComposeOption<
  | BarSeriesOption
  | GraphSeriesOption
  | LineSeriesOption
  | SankeySeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | MarkAreaComponentOption
  | MarkLineComponentOption
  | TooltipComponentOption
>

/** The same numbers as a table: the first column names the row. */
export interface ChartTable {
  columns: readonly string[]
  rows: readonly (readonly string[])[]
}

/** Colours of the asset classes, fixed everywhere. */
export const assetColours: Readonly<Record<AssetClass, string>> = {
  deposit: '#0b7464',
  wealth: '#4c84c4',
  fund: '#7d6cb4',
  insurance: '#c79a3b',
  bond: '#7c8b8f',
  metal: '#c4765a',
  trust: '#5d7a3a',
  other: '#a7afae',
}

/** Colours of a flow by what a band means: its node, and the band itself. */
export const flowColours = {
  in: { node: '#86c4b8', band: '#ddefeb' },
  out: { node: '#a7b8b4', band: '#e1e6e6' },
  leaked: { node: '#c4765a', band: '#e2b5a6' },
  kept: { node: '#1b8c7a', band: '#c3e0da' },
  drawn: { node: '#7c8b8f', band: '#ebefee' },
  customer: '#2f3a38',
  label: { color: '#14201e', fontSize: 12 },
} as const

/** Axis and grid lines in the colours of the design. */
export const axisStyle = {
  axisLine: { lineStyle: { color: '#cbd3d3' } },
  axisTick: { show: false },
  axisLabel: { color: '#5f6b68', fontSize: 11.5 },
  splitLine: { lineStyle: { color: '#e1e6e6' } },
} as const

/** Colours of the lines of a tier: what lies there, its average, the floor, what every day needs. */
export const tierLineColours = {
  balance: '#7c8b8f',
  average: '#0b7464',
  floor: '#9a6f1b',
  need: '#a44a2f',
} as const

/** Colours of what is spent a month: a whole month, one in part, and the mean. */
export const spendingColours = { whole: '#4c84c4', part: '#cbd3d3', mean: '#2f3a38' } as const

/** A line that carries its own name at its end, so that no legend is needed. */
export function namedLine(name: string, data: readonly number[], color: string): LineSeriesOption {
  return {
    type: 'line',
    name,
    data: [...data],
    color,
    symbol: 'none',
    lineStyle: { width: 2 },
    endLabel: { show: true, formatter: '{a}', color, fontSize: 12 },
    labelLayout: { moveOverlap: 'shiftY' },
  }
}

/** A forecast continues a line in dashes. */
export function forecastLine(name: string, data: readonly (number | null)[], color: string) {
  return {
    ...namedLine(name, [], color),
    data: [...data],
    lineStyle: { width: 2, type: 'dashed' },
  } satisfies LineSeriesOption
}

/** Lying bars from zero, each with its number beside it. */
export function labelledBars(data: readonly number[], color: string): BarSeriesOption {
  return {
    type: 'bar',
    data: [...data],
    color,
    barWidth: 14,
    label: { show: true, position: 'right', color: '#2f3a38', fontSize: 12 },
  }
}

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

/** Axis and grid lines in the colours of the design. */
export const axisStyle = {
  axisLine: { lineStyle: { color: '#cbd3d3' } },
  axisTick: { show: false },
  axisLabel: { color: '#5f6b68', fontSize: 11.5 },
  splitLine: { lineStyle: { color: '#e1e6e6' } },
} as const

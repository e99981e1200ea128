import type { ConsumptionView } from '#contract/ipc/customers.ts'
import { formatFen } from '#domain/money/money.ts'
import {
  axisStyle,
  type ChartOption,
  type ChartTable,
  spendingColours,
} from '../../../components/chart/option.ts'

type Profile = NonNullable<ConsumptionView['profile']>

/** Words of the drawing; amounts in 元. */
export interface MonthWords {
  month: string
  amount: string
  mean: string
  /** Beside a month of which not every day was looked at. */
  partly: string
}

const inYuan = (fen: number) => Math.round(fen / 100)

/** A bar a month, lighter where the month is not whole, and the mean the last one is held against. */
export function monthOption({ months, last }: Profile, words: MonthWords): ChartOption {
  return {
    grid: { left: 8, right: last === null ? 8 : 72, top: 12, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: months.map(({ month }) => month.slice(2)), ...axisStyle },
    yAxis: { type: 'value', splitNumber: 3, name: '', ...axisStyle },
    series: [
      {
        type: 'bar',
        name: words.amount,
        barMaxWidth: 26,
        color: spendingColours.whole,
        data: months.map(({ fen, whole }) => ({
          value: inYuan(fen),
          itemStyle: { color: whole ? spendingColours.whole : spendingColours.part },
        })),
        ...(last === null
          ? {}
          : {
              markLine: {
                symbol: 'none',
                silent: true,
                lineStyle: { color: spendingColours.mean, type: 'dashed' as const },
                label: { formatter: words.mean, color: spendingColours.mean, fontSize: 11.5 },
                data: [{ yAxis: inYuan(last.averageFen) }],
              },
            }),
      },
    ],
  }
}

/** The same numbers as a table, the newest month first. */
export function monthTable({ months }: Profile, words: MonthWords): ChartTable {
  return {
    columns: [words.month, words.amount],
    rows: months
      .map(({ month, whole, fen }) => [whole ? month : `${month} ${words.partly}`, formatFen(fen)])
      .reverse(),
  }
}

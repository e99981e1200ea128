import type { AverageExplanation } from '#contract/ipc/customers.ts'
import { addDays } from '#domain/time/day.ts'
import { fenPerWan, formatWan, wanStepFen, wanSteps } from '#domain/money/money.ts'
import {
  axisStyle,
  type ChartOption,
  type ChartTable,
  tierLineColours,
} from '../../../components/chart/option.ts'

/** Words and lines of the chart of a period. */
export interface TierChart {
  explanation: AverageExplanation
  /** All days of the period. */
  days: number
  /** Floor of the next tier, 分, with its name. */
  floor: { fen: number; name: string }
  /** What every day left must average, 分; null where nothing is aimed at. */
  needFen: number | null
  words: { balance: string; average: string; need: string; day: string }
}

/** The daily average so far, day by day, 分. */
export function runningAverages(dailyFen: readonly number[]): number[] {
  let sum = 0
  return dailyFen.map((fen, index) => {
    sum += fen
    return Math.round(sum / (index + 1))
  })
}

const inWan = (fen: number) => wanSteps(fen) / (fenPerWan / wanStepFen)

/** Balances and running average up to today, the floor, and what every day left must average. */
export function tierChartOption({
  explanation,
  days,
  floor,
  needFen,
  words,
}: TierChart): ChartOption {
  const { dailyFen, from } = explanation
  const known = dailyFen.length
  const line = (
    name: string,
    color: string,
    data: (number | null)[],
    width: number,
    dashed = false,
  ) => ({
    type: 'line' as const,
    name,
    symbol: 'none',
    color,
    data,
    lineStyle: { width, type: dashed ? ('dashed' as const) : ('solid' as const) },
    endLabel: { show: true, formatter: '{a}', color, fontSize: 11.5 },
    // Where lines end at one height their names stand below each other.
    labelLayout: { moveOverlap: 'shiftY' as const },
  })
  const need =
    needFen === null
      ? []
      : [
          line(
            words.need,
            tierLineColours.need,
            Array.from({ length: days }, (_, index) => (index >= known ? inWan(needFen) : null)),
            2,
            true,
          ),
        ]
  return {
    grid: { left: 44, right: 92, top: 12, bottom: 22 },
    tooltip: { trigger: 'axis', valueFormatter: (value) => (value === null ? '—' : String(value)) },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: Array.from({ length: days }, (_, index) => addDays(from, index).slice(5)),
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, interval: 'auto', hideOverlap: true },
    },
    yAxis: { type: 'value', scale: true, splitNumber: 3, ...axisStyle },
    series: [
      line(words.balance, tierLineColours.balance, dailyFen.map(inWan), 1),
      line(words.average, tierLineColours.average, runningAverages(dailyFen).map(inWan), 2),
      line(
        floor.name,
        tierLineColours.floor,
        Array.from({ length: days }, () => inWan(floor.fen)),
        1,
        true,
      ),
      ...need,
    ],
  }
}

/** The same numbers as a table, newest day first. */
export function tierChartTable({ explanation, words }: TierChart): ChartTable {
  const averages = runningAverages(explanation.dailyFen)
  return {
    columns: [words.day, words.balance, words.average],
    rows: explanation.dailyFen
      .map((fen, index) => [
        addDays(explanation.from, index),
        formatWan(fen),
        formatWan(averages[index] ?? 0),
      ])
      .reverse(),
  }
}

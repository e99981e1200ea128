import type { FundFlowView } from '#contract/ipc/customers.ts'
import { type FlowClass, leakingClasses } from '#domain/flow/classes.ts'
import { formatWan } from '#domain/money/money.ts'
import {
  type ChartOption,
  type ChartTable,
  flowColours,
  type SankeySeriesOption,
} from '../../../components/chart/option.ts'

type ClassFlow = FundFlowView['classes'][number]

/** A band of the drawing: a class, several small ones together, or what stayed or was drawn on. */
export interface FlowBand {
  key: string
  side: 'in' | 'out'
  /** Null for several classes together and for the net. */
  flowClass: FlowClass | null
  /** Classes it stands for; 0 for the net. */
  classes: number
  fen: number
}

/** Bands of classes on each side, so that the drawing has at most twelve nodes. */
const mostBands = 5

const tells = ({ flowClass, direction }: ClassFlow) =>
  direction === 'out' && leakingClasses.includes(flowClass)

/** The classes of one side, the largest first; those that leaked come first, small ones together. */
function bandsOf(classes: readonly ClassFlow[], side: 'in' | 'out'): FlowBand[] {
  const own = classes
    .filter(({ direction }) => direction === side)
    .sort((a, b) => Number(tells(b)) - Number(tells(a)) || b.fen - a.fen)
  const kept = own.length > mostBands ? own.slice(0, mostBands - 1) : own
  const rest = own.slice(kept.length)
  const bands = kept.map(({ flowClass, fen }): FlowBand => {
    return { key: `${side} ${flowClass}`, side, flowClass, classes: 1, fen }
  })
  if (rest.length === 0) return bands
  const fen = rest.reduce((sum, each) => sum + each.fen, 0)
  return [...bands, { key: `${side} rest`, side, flowClass: null, classes: rest.length, fen }]
}

/** Everything the drawing shows; both sides add up to the same, the net makes them even. */
export function flowBands(flow: Pick<FundFlowView, 'classes' | 'netFen'>): FlowBand[] {
  const net = { flowClass: null, classes: 0, fen: Math.abs(flow.netFen) }
  return [
    ...bandsOf(flow.classes, 'in'),
    ...(flow.netFen < 0 ? [{ ...net, key: 'in net', side: 'in' as const }] : []),
    ...bandsOf(flow.classes, 'out'),
    ...(flow.netFen > 0 ? [{ ...net, key: 'out net', side: 'out' as const }] : []),
  ]
}

const centre = 'customer'

/** A band is its own colour: what leaked, what stayed or was drawn on, and all others in grey. */
function colourOf({ side, flowClass, classes }: FlowBand): { node: string; band: string } {
  if (classes === 0) return side === 'out' ? flowColours.kept : flowColours.drawn
  if (side === 'in') return flowColours.in
  return flowClass !== null && leakingClasses.includes(flowClass)
    ? flowColours.leaked
    : flowColours.out
}

/** Left to right: where money came from, the customer, where it went. `name` gives a band's words. */
export function sankeyOption(
  bands: readonly FlowBand[],
  name: (band: FlowBand) => string,
): ChartOption {
  const words = new Map(bands.map((band) => [band.key, `${name(band)}  ${formatWan(band.fen)}`]))
  const label = ({ key }: FlowBand) => words.get(key) ?? ''
  /** A band is pointed at by itself or by its node; a link is named by both its ends. */
  const tellOf = (pointed: unknown): string => {
    const { name: key } = pointed as { name?: string }
    const ends = (key ?? '').split(' > ')
    return ends.map((end) => words.get(end)).find((text) => text !== undefined) ?? ''
  }
  const series: SankeySeriesOption = {
    type: 'sankey',
    left: 4,
    right: 190,
    top: 6,
    bottom: 8,
    nodeWidth: 8,
    nodeGap: 16,
    layoutIterations: 0,
    draggable: false,
    emphasis: { disabled: true },
    data: [
      ...bands.map((band) => ({
        name: band.key,
        depth: band.side === 'in' ? 0 : 2,
        itemStyle: { color: colourOf(band).node, borderWidth: 0 },
        label: { position: 'right' as const, formatter: label(band), ...flowColours.label },
      })),
      {
        name: centre,
        depth: 1,
        itemStyle: { color: flowColours.customer, borderWidth: 0 },
        label: { show: false },
      },
    ],
    links: bands.map((band) => ({
      source: band.side === 'in' ? band.key : centre,
      target: band.side === 'in' ? centre : band.key,
      value: band.fen,
      lineStyle: { color: colourOf(band).band, opacity: 0.9, curveness: 0.5 },
    })),
  }
  return {
    tooltip: { trigger: 'item', formatter: (pointed) => tellOf(pointed) },
    series: [series],
  }
}

/** The same in words: direction, class, amount in 万. */
export function sankeyTable(
  bands: readonly FlowBand[],
  name: (band: FlowBand) => string,
  words: { side: string; class: string; amount: string; in: string; out: string },
): ChartTable {
  return {
    columns: [words.class, words.side, words.amount],
    rows: bands.map((band) => [name(band), words[band.side], formatWan(band.fen)]),
  }
}

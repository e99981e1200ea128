import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flowClasses } from '#domain/flow/classes.ts'
import {
  type FlowBand,
  flowBands,
  sankeyOption,
  sankeyTable,
} from '../../../../renderer/features/customers/flow/sankey-option.ts'

const flowOf = (
  classes: { flowClass: (typeof flowClasses)[number]; direction: 'in' | 'out'; fen: number }[],
) => {
  const side = (direction: string) =>
    classes.reduce((sum, each) => (each.direction === direction ? sum + each.fen : sum), 0)
  return {
    classes: classes.map((each) => ({ ...each, count: 1, monthsFen: [each.fen] })),
    netFen: side('in') - side('out'),
  }
}

const anyFlow = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...flowClasses)),
    fc.uniqueArray(fc.constantFrom(...flowClasses)),
    fc.infiniteStream(fc.integer({ min: 1, max: 10 ** 12 })),
  )
  .map(([into, out, fens]) => {
    const next = (): number => Number(fens.next().value)
    return flowOf([
      ...into.map((flowClass) => ({ flowClass, direction: 'in' as const, fen: next() })),
      ...out.map((flowClass) => ({ flowClass, direction: 'out' as const, fen: next() })),
    ])
  })

const sum = (bands: readonly FlowBand[], side: 'in' | 'out') =>
  bands.reduce((all, band) => (band.side === side ? all + band.fen : all), 0)

describe('the drawing of a flow', () => {
  test('has at most twelve nodes, and both sides add up to the same', () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const bands = flowBands(flow)
        expect(bands.length + 1).toBeLessThanOrEqual(12)
        expect(sum(bands, 'in')).toBe(sum(bands, 'out'))
        expect(new Set(bands.map(({ key }) => key)).size).toBe(bands.length)
        const told = bands.reduce((all, { classes }) => all + classes, 0)
        expect(told).toBe(flow.classes.length)
      }),
    )
  })

  test('never hides what leaked among the rest', () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const shown = flowBands(flow).map(({ key }) => key)
        for (const { flowClass, direction } of flow.classes) {
          const leaks = flowClass === 'own_elsewhere' || flowClass === 'securities'
          if (leaks && direction === 'out') expect(shown).toContain(`out ${flowClass}`)
        }
      }),
    )
  })

  test('says in the table what it draws', () => {
    const bands = flowBands(
      flowOf([
        { flowClass: 'payroll', direction: 'in', fen: 12_000_000 },
        { flowClass: 'own_elsewhere', direction: 'out', fen: 9_000_000 },
      ]),
    )
    const name = ({ flowClass }: FlowBand) => flowClass ?? 'kept'
    const words = { side: 'side', class: 'class', amount: 'wan', in: 'in', out: 'out' }
    expect(sankeyTable(bands, name, words).rows).toEqual([
      ['payroll', 'in', '12.00'],
      ['own_elsewhere', 'out', '9.00'],
      ['kept', 'out', '3.00'],
    ])
    const [series] = [sankeyOption(bands, name).series].flat()
    expect(series).toMatchObject({
      type: 'sankey',
      links: [
        { source: 'in payroll', target: 'customer', value: 12_000_000 },
        { source: 'customer', target: 'out own_elsewhere', value: 9_000_000 },
        { source: 'customer', target: 'out net', value: 3_000_000 },
      ],
    })
  })
})

import { AppError } from '#contract/errors.ts'
import { customerRecord } from '#db/customers/record.ts'
import { maskName } from '#domain/customers/mask.ts'
import type { FlowClass } from '#domain/flow/classes.ts'
import type { FundFlow } from '#domain/flow/fund-flow.ts'
import type { Handler } from '../../dispatch/dispatch.ts'
import type { Cell, Sheet } from '../../files/cell.ts'
import { reportCurrency } from '../assets.ts'
import { reckonFlow } from '../fund-flow.ts'
import { requireInside, scopeOf } from '../scope.ts'
import { keepFile } from '../../files/keep-file.ts'
import { type FlowWords, flowWords } from './flow-words.ts'
import { exportWords } from './words.ts'

const fen = (hundredths: number): Cell => ({ hundredths })

/** Classes by month as they stand on the tab; what came in first, each side with its sum, then the net. */
function flowRows(flow: FundFlow, words: FlowWords): Cell[][] {
  const side = (direction: 'in' | 'out'): Cell[][] => {
    const own = flow.classes
      .filter((each) => each.direction === direction)
      .sort((a, b) => b.fen - a.fen)
    const sums = flow.months.map((_, month) =>
      own.reduce((sum, { monthsFen }) => sum + (monthsFen[month] ?? 0), 0),
    )
    const name = (flowClass: FlowClass) => words.classes[flowClass]
    return [
      ...own.map((each): Cell[] => [
        words[direction],
        name(each.flowClass),
        ...each.monthsFen.map(fen),
        fen(each.fen),
      ]),
      [words[direction], words.total, ...sums.map(fen), fen(flow[`${direction}Fen`])],
    ]
  }
  const net = flow.months.map((_, month) =>
    flow.classes.reduce(
      (sum, { direction, monthsFen }) =>
        sum + (monthsFen[month] ?? 0) * (direction === 'in' ? 1 : -1),
      0,
    ),
  )
  return [...side('in'), ...side('out'), [words.net, '', ...net.map(fen), fen(flow.netFen)]]
}

/**
 * `customers.exportFlow`: the classes by month of one customer as a file, the name masked. The usage record
 * is durable before the file is there.
 */
export const exportFlow: Handler<'customers.exportFlow'> = async (request, context) => {
  const { customerId, period, language } = request
  const words = flowWords[language]
  const scope = scopeOf(context)
  const currency = reportCurrency(context)
  const { flow, range, name } = context.cache((db) => {
    requireInside(db, scope, customerId)
    const record = customerRecord(db, customerId, scope.on)
    if (!record) throw new AppError('customer.notFound')
    return {
      ...reckonFlow(db, scope, customerId, period, currency),
      name: maskName(record.customer.name),
    }
  })
  if (flow.counted.length === 0) throw new AppError('export.nothing')
  const title = `${words.title} ${name} ${range.from} ${range.to}`
  const sheet: Omit<Sheet, 'watermark'> = {
    titles: [words.side, words.class, ...flow.months, words.sum],
    rows: flowRows(flow, words),
  }
  const reason = { code: request.reason, words: exportWords[language].reasons[request.reason] }
  const file = { title: words.title, about: title, sheet, reason }
  const { path, rows, exportNo } = await keepFile(context, request, file)
  return { path, rows, exportNo }
}

import { AppError } from '#contract/errors.ts'
import type { Received } from '#contract/ipc.ts'
import { type ListedCustomer, listCustomers } from '#db/customers/list.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import type { CallContext } from '../../dispatch/call-context.ts'
import type { Handler } from '../../dispatch/dispatch.ts'
import { filterGround } from '../filter-ground.ts'
import { customerSheet } from './customer-sheet.ts'
import { keepFile } from '../../files/keep-file.ts'
import { exportWords } from './words.ts'

type Request = Received<'customers.export'>

/** The customers asked for. */
function gather(request: Request, context: CallContext): ListedCustomer[] {
  const groundOf = filterGround(context)
  const { filter, sort, descending, customerIds: only } = request
  return context.cache((db) => {
    const ground = { ...groundOf(db), only }
    const limit = parameterInForce(db, 'export.rows', ground.scope.on)
    const { total, rows } = listCustomers(db, ground, filter, {
      sort,
      descending,
      offset: 0,
      limit,
    })
    if (total > limit) throw new AppError('export.tooManyRows', { rows: total, limit })
    if (total === 0) throw new AppError('export.nothing')
    return rows
  })
}

/** `customers.export`: the list as a file; phones masked always, names as asked. */
export const exportList: Handler<'customers.export'> = async (request, context) => {
  const { names, columns } = request
  const words = exportWords[request.language]
  const customers = gather(request, context)
  const on = context.businessDate
  const sheet = customerSheet(customers, { columns, names, words, on })
  const reason = { code: request.reason, words: words.reasons[request.reason] }
  const file = { title: words.title, sheet, names, reason }
  const { path, rows, exportNo } = await keepFile(context, request, file)
  return { path, rows, exportNo }
}

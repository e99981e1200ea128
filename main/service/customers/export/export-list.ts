import { AppError } from '#contract/errors.ts'
import type { Received } from '#contract/ipc.ts'
import { type ListedCustomer, listCustomers } from '#db/customers/list.ts'
import { unitName } from '#db/organisation/units.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { shownOffsetMs } from '#domain/time/day.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import type { CallContext } from '../../dispatch/call-context.ts'
import type { Handler } from '../../dispatch/dispatch.ts'
import { csvFile } from '../../files/csv.ts'
import { writeWhole } from '../../files/write.ts'
import { xlsxFile } from '../../files/xlsx.ts'
import { filterGround } from '../filter-ground.ts'
import { customerSheet } from './customer-sheet.ts'
import { exportWords } from './words.ts'

type Request = Received<'customers.export'>

/** `2026-11-22 10:21` of a moment, shown time. */
function momentText(ms: number): string {
  return new Date(ms + shownOffsetMs).toISOString().slice(0, 16).replace('T', ' ')
}

/** The customers asked for and what the file needs to say about its origin. */
function gather(
  request: Request,
  context: CallContext,
): { customers: ListedCustomer[]; branch: string } {
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
    return { customers: rows, branch: unitName(db, context.actor.branchId) ?? '' }
  })
}

/**
 * `customers.export`: the list as a file. The usage record names reason, size and hash of the file
 * and is durable before the file is there; neither it nor the file's name says anything of a customer.
 */
export const exportList: Handler<'customers.export'> = async (request, context) => {
  const { format, names, reason, columns } = request
  const words = exportWords[request.language]
  const { customers, branch } = gather(request, context)
  const { staffNo, name } = context.actor
  const now = momentText(context.clock.now())
  const exportNo = context.newId().slice(-12).toUpperCase()
  const watermark = [
    'OCRM',
    `${staffNo} ${name}`,
    branch,
    now,
    words.reasons[reason],
    `${words.exportNo} ${exportNo}`,
  ].join(' · ')
  const on = context.businessDate
  const sheet = customerSheet(customers, { columns, names, words, on, watermark })
  const content =
    format === 'csv' ? csvFile(sheet) : xlsxFile(sheet, { title: words.title, exportNo })
  const rows = customers.length
  await context.testify({ reason, rows, names, format, exportNo, sha256: sha256Hex(content) })
  const day = now.slice(0, 10).replaceAll('-', '')
  const path = writeWhole(
    context.exportFolder,
    `${words.title}-${day}-${exportNo}.${format}`,
    content,
  )
  return { path, rows, exportNo }
}

import { AppError } from '#contract/errors.ts'
import type { Received } from '#contract/ipc.ts'
import { type CustomerRecord, customerRecord } from '#db/customers/record.ts'
import { type OpenCorrection, openCorrections } from '#db/customers/ties.ts'
import { isValidValue, normaliseValue, type ProposedChange } from '#domain/customers/correction.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { requireInside, scopeOf } from './scope.ts'

type Changes = Received<'customers.proposeCorrection'>['changes']

/**
 * The changes as head office will judge them: from the value that stands (one that waits for the
 * checker stands before the recorded one) to the normalised new one. Unchanged fields are left out.
 */
export function proposals(
  { customer }: CustomerRecord,
  waiting: readonly OpenCorrection[],
  changes: Changes,
): ProposedChange[] {
  if (new Set(changes.map(({ field }) => field)).size !== changes.length) {
    throw new AppError('request.invalid', { field: 'changes' })
  }
  const proposed = changes.flatMap(({ field, to }) => {
    const value = normaliseValue(to)
    if (!isValidValue(field, value)) throw new AppError('correction.invalidValue', { field })
    const open = waiting.find((correction) => correction.field === field)
    const from = open ? open.new_value : customer[field]
    return value === from ? [] : [{ field, from, to: value }]
  })
  if (proposed.length === 0) throw new AppError('correction.nothingChanged')
  return proposed
}

/**
 * `customers.proposeCorrection`: other values for fields of a profile, with evidence. Refused with
 * `correction.conflict` where the customer's row is no longer the one the person saw.
 */
export const proposeCorrection: Handler<'customers.proposeCorrection'> = async (
  { customerId, seenRev, changes: wanted, evidence: typed },
  context,
) => {
  const scope = scopeOf(context)
  const evidence = normaliseValue(typed)
  if (evidence === null) throw new AppError('correction.evidenceMissing')
  const changes = context.cache((db) => {
    requireInside(db, scope, customerId)
    const record = customerRecord(db, customerId, scope.on)
    if (!record) throw new AppError('customer.notFound')
    if (record.rev !== seenRev) throw new AppError('correction.conflict')
    return proposals(record, openCorrections(db, customerId), wanted)
  })
  const commandId = await context.submit({
    name: 'customer.proposeCorrection',
    customerId,
    baseRevs: { [`customer:${customerId}`]: seenRev },
    payload: {
      correctionIds: changes.map(() => context.newId()),
      customerId,
      changes,
      evidence,
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}

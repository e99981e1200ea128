import { AppError } from '#contract/errors.ts'
import type { Received, Response } from '#contract/ipc.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { customerRecord } from '#db/customers/record.ts'
import { revealCounts } from '#db/usage/sessions.ts'
import { isMaskedField } from '#domain/customers/mask.ts'
import { brokenRevealLimit, type RevealLimits, revealLimits } from '#domain/customers/reveal.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'

type Request = Received<'customers.reveal'>

const hourMs = 3_600_000

/** The limits in force; the product's own before the branch's data is on the PC. */
export function limitsOf(context: CallContext): RevealLimits {
  try {
    return context.cache((db) => parameterInForce(db, 'reveal.limits', context.businessDate))
  } catch (error) {
    if (error instanceof AppError && error.code === 'cache.notReady') return revealLimits
    throw error
  }
}

/** Throws where one more look would break a limit; the ledger counts, so a restart forgets nothing. */
export function checkLimits(context: CallContext, limits: RevealLimits): void {
  const nowMs = context.clock.now()
  const counts = context.journal((journal) =>
    revealCounts(journal, context.actor.staffId, nowMs - hourMs, nowMs - 24 * hourMs),
  )
  const broken = brokenRevealLimit(counts, limits)
  if (broken === 'hour') throw new AppError('reveal.quotaHour', { limit: limits.perHour })
  if (broken === 'day') throw new AppError('reveal.quotaDay', { limit: limits.perDay })
}

async function reveal(
  { customerId, field, reason }: Request,
  context: CallContext,
): Promise<Response<'customers.reveal'>> {
  const scope = await readingScope(context, customerId)
  if (!isMaskedField(field)) throw new AppError('request.invalid', { field })
  const { value, limits } = context.cache((db) => {
    requireInside(db, scope, customerId)
    return {
      value: customerRecord(db, customerId, scope.on)?.customer[field] ?? null,
      limits: parameterInForce(db, 'reveal.limits', scope.on),
    }
  })
  if (value !== null) {
    checkLimits(context, limits)
    await context.reveal({ customerId, field, reason })
  }
  return { value, seconds: limits.shownSeconds }
}

/**
 * `customers.reveal`: one masked field in full. Role and scope, then the limits, then the audit
 * record, durable, and only then the value. Calls wait for each other, so that two at once cannot
 * both take the last look.
 */
export function createReveal(): Handler<'customers.reveal'> {
  let before: Promise<unknown> = Promise.resolve()
  return (request, context) => {
    const mine = before.then(() => reveal(request, context))
    before = mine.catch(() => undefined)
    return mine
  }
}

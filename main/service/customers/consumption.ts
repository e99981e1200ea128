import type { ConsumptionView } from '#contract/ipc/customers.ts'
import { AppError } from '#contract/errors.ts'
import { consentsOf } from '#db/customers/consents.ts'
import { customerRecord } from '#db/customers/record.ts'
import { consumptionRuleVersion } from '#domain/consumption/categories.ts'
import { isInForce, whySilent } from '#domain/consumption/consent.ts'
import { homePlaceOf } from '#domain/consumption/places.ts'
import { consumptionOf, firstDayOfTwelve } from '#domain/consumption/profile.ts'
import type { Consent } from '#domain/customers/records.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { reportCurrency } from './assets.ts'
import { reckonFlow } from './fund-flow.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'

/** The consent to profiling that is in force, else the one that was last withdrawn. */
function profilingConsent(consents: readonly Consent[], on: string): ConsumptionView['consent'] {
  const profiling = consents.filter(({ purpose }) => purpose === 'profiling')
  const told = profiling.findLast((consent) => isInForce(consent, on)) ?? profiling.at(-1)
  if (!told) return null
  const { given_on: givenOn, withdrawn_on: withdrawnOn, text_version: textVersion } = told
  return { givenOn, withdrawnOn, textVersion }
}

/**
 * `customers.consumption`: 消费画像 of twelve months. Consent to profiling is looked at first, at every
 * call: without one in force no transaction is read.
 */
export const showConsumption: Handler<'customers.consumption'> = async (
  { customerId },
  context,
) => {
  const scope = await readingScope(context, customerId)
  const currency = reportCurrency(context)
  const { on } = scope
  return context.cache((db): ConsumptionView => {
    requireInside(db, scope, customerId)
    const record = customerRecord(db, customerId, on)
    if (!record) throw new AppError('customer.notFound')
    const { customer } = record
    const consents = consentsOf(db, customerId)
    const askedFrom = firstDayOfTwelve(on)
    const home = homePlaceOf(customer.address)
    const told = {
      from: askedFrom,
      to: on,
      askedFrom,
      ruleVersion: consumptionRuleVersion,
      consent: profilingConsent(consents, on),
      homeKnown: home !== null,
    }
    const silence = whySilent(customer, consents, on)
    if (silence !== null) return { ...told, silence, profile: null }
    const period = { from: askedFrom, to: on }
    const { flow, range } = reckonFlow(db, scope, customerId, period, currency)
    const profile = consumptionOf(flow.counted, home, range)
    return { ...told, ...range, silence: profile === null ? 'tooFew' : null, profile }
  })
}

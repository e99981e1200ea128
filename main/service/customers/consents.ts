import { AppError } from '#contract/errors.ts'
import type { ConsentView } from '#contract/ipc/customers.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { type KnownConsent, knownConsents } from '#db/customers/consents.ts'
import { customerRecord } from '#db/customers/record.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { isInForce } from '#domain/consumption/consent.ts'
import { consentProblem, consentPurposes } from '#domain/customers/consent.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { readingScope } from './reading.ts'
import { requireInside, scopeOf } from './scope.ts'

const viewOf = (consent: KnownConsent): ConsentView => ({
  id: consent.id,
  purpose: consent.purpose,
  channel: consent.channel,
  way: consent.way,
  textVersion: consent.text_version,
  givenOn: consent.given_on,
  givenByName: consent.given_by_name,
  withdrawnOn: consent.withdrawn_on,
  withdrawnChannel: consent.withdrawn_channel,
  withdrawnByName: consent.withdrawn_by_name,
  queued: consent.queued,
})

function ownCustomer(db: ReadDatabase, scope: CustomerScope, customerId: string) {
  requireInside(db, scope, customerId)
  const record = customerRecord(db, customerId, scope.on)
  if (!record) throw new AppError('customer.notFound')
  return record.customer
}

/** `customers.consents`: what stands for each purpose, and how it came about. */
export const showConsents: Handler<'customers.consents'> = async ({ customerId }, context) => {
  const scope = await readingScope(context, customerId)
  return context.cache((db) => {
    const customer = ownCustomer(db, scope, customerId)
    const known = knownConsents(db, customerId)
    return {
      purposes: consentPurposes.map((purpose) => {
        const own = known.filter((consent) => consent.purpose === purpose)
        const standing = own.find((consent) => isInForce(consent, scope.on))
        const latest = standing ?? own[0]
        return { purpose, inForce: standing !== undefined, latest: latest ? viewOf(latest) : null }
      }),
      history: known.map(viewOf),
      textVersions: [...parameterInForce(db, 'consent.texts', scope.on).versions],
      needsGuardian: consentProblem(customer, 'guardian', scope.on) === null,
      deceased: customer.deceased_on !== null,
    }
  })
}

/** `customers.recordConsent`: the customer consents to a purpose; durable before it is answered. */
export const recordConsent: Handler<'customers.recordConsent'> = async (request, context) => {
  const { customerId, purpose, channel, way, textVersion } = request
  const scope = scopeOf(context)
  context.cache((db) => {
    const problem = consentProblem(ownCustomer(db, scope, customerId), way, scope.on)
    if (problem !== null) throw new AppError(`consent.${problem}`)
    const { versions } = parameterInForce(db, 'consent.texts', scope.on)
    if (!versions.includes(textVersion)) {
      throw new AppError('request.invalid', { field: 'textVersion' })
    }
  })
  const commandId = await context.submit({
    name: 'consent.record',
    customerId,
    payload: {
      consentId: context.newId(),
      customerId,
      purpose,
      channel,
      way,
      textVersion,
      on: scope.on,
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}

/** `customers.withdrawConsent`: the customer takes it back; what it opened closes at once. */
export const withdrawConsent: Handler<'customers.withdrawConsent'> = async (request, context) => {
  const { customerId, purpose, channel } = request
  const scope = scopeOf(context)
  context.cache((db) => requireInside(db, scope, customerId))
  const commandId = await context.submit({
    name: 'consent.withdraw',
    customerId,
    payload: { customerId, purpose, channel, on: scope.on, atMs: context.clock.now() },
  })
  return { commandId }
}

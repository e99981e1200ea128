import { z } from 'zod'
import { tiers } from '#domain/customers/tiers.ts'
import { classRules, flowClasses, insideRules } from '#domain/flow/classes.ts'
import { leakageSilences } from '#domain/flow/leakage.ts'
import { partyKinds } from '#domain/flow/parties.ts'
import { flowPeriods } from '#domain/flow/period.ts'
import { channel } from './channel.ts'
import { bookRoles, exportReasons } from './customer-list.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const flowClass = z.enum(flowClasses)
const direction = z.enum(['in', 'out'])

const ofPeriod = z.strictObject({
  customerId: z.string().max(64),
  /** An own range ends on the business date at the latest (`domain/flow/period.ts`). */
  period: z.union([z.enum(flowPeriods), z.strictObject({ from: day, to: day })]),
})

/** The other side of a movement; people's names masked (`domain/flow/parties.ts`). */
export const partySchema = z.strictObject({
  kind: z.enum(partyKinds),
  name: z.string().nullable(),
  bank: z.string().nullable(),
  tail: z.string().nullable(),
})
export type FlowParty = z.infer<typeof partySchema>

/** 资金流向 of a customer over a period; money in 分, all of it in the currency of report. */
export const fundFlowSchema = z.strictObject({
  /** First and last day reckoned. */
  from: day,
  to: day,
  /** First day asked for; before `from` where this PC has no transactions of those days. */
  askedFrom: day,
  /** Version of the rules that classify. */
  ruleVersion: z.string(),
  inFen: z.int(),
  outFen: z.int(),
  netFen: z.int(),
  count: z.int(),
  /** `YYYY-MM`, the first and the last perhaps in part. */
  months: z.array(z.string()),
  classes: z.array(
    z.strictObject({
      flowClass,
      direction,
      fen: z.int(),
      count: z.int(),
      monthsFen: z.array(z.int()),
    }),
  ),
  /** Money that only moved between the customer's own accounts and forms in this bank. */
  removed: z.strictObject({ count: z.int(), inFen: z.int(), outFen: z.int() }),
  /** Movements that are not reckoned, and currencies of accounts that are not. */
  aside: z.strictObject({
    future: z.int(),
    currency: z.int(),
    currencies: z.array(z.string()),
  }),
  leakage: z.strictObject({
    ownElsewhereFen: z.int(),
    securitiesFen: z.int(),
    leakedFen: z.int(),
    days: z.int(),
    sumFenDays: z.int(),
    meanAumFen: z.int().nullable(),
    rateBp: z.int().nullable(),
    silence: z.enum(leakageSilences).nullable(),
  }),
  /** What left and has not come back: all of it, and the largest. */
  recoverable: z.strictObject({
    fen: z.int(),
    count: z.int(),
    rows: z.array(
      z.strictObject({
        txnNo: z.string(),
        on: day,
        flowClass,
        outFen: z.int(),
        leftFen: z.int(),
        days: z.int(),
        party: partySchema,
      }),
    ),
  }),
  /** The largest other sides; `txnNo` is a movement with each, by which its movements are asked for. */
  parties: z.strictObject({
    rows: z.array(
      z.strictObject({
        txnNo: z.string(),
        party: partySchema,
        flowClass,
        count: z.int(),
        inFen: z.int(),
        outFen: z.int(),
        /** Whether it has a name by which its class may be set right, and whether it was. */
        correctable: z.boolean(),
        corrected: z.boolean(),
      }),
    ),
    /** All others together. */
    rest: z.strictObject({ parties: z.int(), count: z.int(), inFen: z.int(), outFen: z.int() }),
  }),
})
export type FundFlowView = z.infer<typeof fundFlowSchema>

/** A movement with the rule that gave its class; `flowClass` null where it does not count. */
export const flowMovementSchema = z.strictObject({
  txnNo: z.string(),
  postedOn: day,
  postedAtMs: z.int().nullable(),
  account: z.string(),
  direction,
  amountFen: z.int(),
  operation: z.string(),
  purpose: z.string().nullable(),
  party: partySchema,
  flowClass: flowClass.nullable(),
  /** Null for what is set aside: no rule was asked. */
  rule: z.enum([...classRules, ...insideRules]).nullable(),
  /** What the rule saw: a code of purpose or operation, or a word in a name. */
  word: z.string().nullable(),
})
export type FlowMovement = z.infer<typeof flowMovementSchema>

/** Which movements of a flow: of a class, with the other side of a movement, or those left out. */
export const flowPartSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('class'), flowClass, direction }),
  z.strictObject({ kind: z.literal('party'), txnNo: z.string().max(64) }),
  z.strictObject({ kind: z.literal('removed') }),
  z.strictObject({ kind: z.literal('aside') }),
])
export type FlowPart = z.infer<typeof flowPartSchema>

/** How others of the same tier in the branch stand; `medianBp` null where they are too few to say. */
export const flowPeersSchema = z.strictObject({
  tier: z.enum(tiers),
  /** Peers whose leakage could be reckoned, the customer not among them. */
  count: z.int(),
  medianBp: z.int().nullable(),
  /** Whether the tier has more customers than were looked at. */
  sampled: z.boolean(),
})
export type FlowPeersView = z.infer<typeof flowPeersSchema>

/** 资金流向: one call a view, and the movements behind a figure of it. */
export const customerFlowChannels = {
  'customers.fundFlow': channel(bookRoles, ofPeriod, fundFlowSchema, 'customers'),
  'customers.flowMovements': channel(
    bookRoles,
    ofPeriod.extend({
      part: flowPartSchema,
      offset: z.int().min(0),
      limit: z.int().min(1).max(200),
    }),
    z.strictObject({
      total: z.int(),
      inFen: z.int(),
      outFen: z.int(),
      rows: z.array(flowMovementSchema),
    }),
    'customers',
  ),
  /** 同级客户中位: leakage of others of the same tier in this branch over the same period. */
  'customers.flowPeers': channel(bookRoles, ofPeriod, flowPeersSchema, 'customers'),
  /** 分类有误: to which class payments with the other side of a movement belong; null: as the rules say. */
  'customers.classifyParty': channel(
    bookRoles,
    ofPeriod.extend({ txnNo: z.string().max(64), flowClass: flowClass.nullable() }),
    z.strictObject({ commandId: z.string() }),
    'customers',
  ),
  /** The classes by month as a file: masked, with a reason, recorded before it is there. */
  'customers.exportFlow': channel(
    bookRoles,
    ofPeriod.extend({
      reason: z.enum(exportReasons),
      format: z.enum(['xlsx', 'csv']),
      language: z.enum(['zh', 'en']),
    }),
    z.strictObject({ path: z.string(), rows: z.int(), exportNo: z.string() }),
    'customers',
  ),
}

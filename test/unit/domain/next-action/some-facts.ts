import { defaultTierFloors } from '#domain/customers/tier.ts'
import type { ActionFacts, OpenReason, ShelfProduct } from '#domain/next-action/facts.ts'
import type { CustomerNeed, Refusal } from '#domain/next-action/records.ts'
import { defaultNextActionRule } from '#domain/next-action/rule.ts'
import { instantOfDay } from '#domain/time/day.ts'

export const today = '2026-11-27'

/** A gold customer of 45 with C3, a consent, and nothing to do. */
export const someFacts = (over: Partial<ActionFacts> = {}): ActionFacts => ({
  on: today,
  rule: defaultNextActionRule,
  floors: defaultTierFloors,
  tier: 'gold',
  suitability: {
    riskLevel: 3,
    riskValidTo: '2027-06-30',
    age: 45,
    doNotContact: false,
    deceased: false,
  },
  frozen: false,
  elderOutflow: false,
  consent: true,
  lastOutcome: null,
  lastCallOn: null,
  callCapDays: 7,
  messages: [],
  aumFen: 30_000_000,
  held: ['deposit', 'wealth', 'fund', 'insurance', 'bond', 'metal', 'trust'],
  reasons: [],
  fraudCard: null,
  leaked: null,
  shelf: [],
  refusals: [],
  needs: [],
  ...over,
})

export const aReason = (over: Partial<OpenReason> = {}): OpenReason => ({
  taskId: 'task-idle',
  kind: 'idle_cash',
  dueOn: '2026-12-15',
  amountFen: 10_000_000,
  expiresOn: null,
  ...over,
})

export const aProduct = (id: string, over: Partial<ShelfProduct> = {}): ShelfProduct => ({
  id,
  name: id,
  assetClass: 'fund',
  riskLevel: 2,
  rateBp: null,
  termDays: null,
  minAmountFen: 100,
  ...over,
})

export const aRefusal = (over: Partial<Refusal> = {}): Refusal => ({
  branch_id: 'branch',
  id: 'refusal',
  customer_id: 'customer',
  action: 'idle_cash',
  task_id: null,
  asset_class: null,
  product_id: null,
  said_by: 'customer',
  reason: 'yield',
  until: '2027-01-31',
  note: null,
  staff_id: 'staff',
  at: instantOfDay('2026-11-20'),
  taken_back_at: null,
  taken_back_by: null,
  ...over,
})

export const aNeed = (over: Partial<CustomerNeed> = {}): CustomerNeed => ({
  branch_id: 'branch',
  id: 'need',
  customer_id: 'customer',
  kind: 'retirement',
  words: '想为退休多存一点',
  amount_fen: 5_000_000,
  by_day: null,
  state: 'open',
  staff_id: 'staff',
  stated_at: instantOfDay('2026-11-20'),
  settled_at: null,
  settled_by: null,
  met_by: null,
  met_on: null,
  product_id: null,
  contact_id: null,
  reason: null,
  note: null,
  ...over,
})

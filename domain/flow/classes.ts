/** Classes of a movement of money between a customer and the outside (rule 4.6), in order of screens. */
export const flowClasses = [
  'own_elsewhere',
  'securities',
  'payroll',
  'business',
  'family',
  'people',
  'consumption',
  'third_party_pay',
  'repayment',
  'property_car',
  'cash',
  'tax',
  'interest_fee',
  'other',
] as const

/** A class of the closed list {@link flowClasses}. */
export type FlowClass = (typeof flowClasses)[number]

/** Classes whose outflow is money that left for an account or an investment of the customer's own. */
export const leakingClasses: readonly FlowClass[] = ['own_elsewhere', 'securities']

/**
 * Rules that decide on a movement, in the order in which they are asked: the first that fits gives
 * the class. The rules of `insideRules` find money that did not leave or enter the customer's hands.
 */
export const insideRules = ['own_account_here', 'own_bank', 'form_change', 'paired'] as const
export const classRules = [
  'corrected',
  'purpose_elsewhere',
  'purpose',
  'word',
  'own_name',
  'own_bank_unsaid',
  'operation',
  'relative_account',
  'relative_name',
  'person',
  'organisation',
  'unnamed',
] as const

/** Why a movement does not count. */
export type InsideRule = (typeof insideRules)[number]
/** Why a movement has its class. */
export type ClassRule = (typeof classRules)[number]

/**
 * What was decided on a movement: its class, or null where the money only moved inside the bank.
 * `word` is what the rule saw: a code of the purpose or the operation, or the word in a name.
 */
export type Verdict =
  | { flowClass: FlowClass; rule: ClassRule; word: string | null }
  | { flowClass: null; rule: InsideRule; word: string | null }

/** Version of the rules that classify, named wherever a figure is explained. */
export const flowRuleVersion = 'flow-1'

/**
 * When the rules speak up and how long they wait, days; sums in 分 (domain rules 1.4 and 4.4;
 * parameters of the bank).
 */
export const leadDays = {
  /** Before a deposit or product ends. */
  maturity: [30, 15, 7, 1],
  /** Before an instalment or a card statement is due. */
  payment: [7, 3, 1],
  birthday: [7, 0],
  riskTest: [30, 7],
  idExpiry: [90, 30],
  /** After a sale. */
  afterSale: [7, 30],
} as const

/** Days within which each follow-up after a sale is to be made, and within which movements count. */
export const afterSaleSpan = 7
export const movementSpan = 7

/** Days on which the current accounts must not have fallen below the idle sum. */
export const idleDays = 15
/** Least idle sum, 5 万. */
export const idleFen = 5_000_000
/** Least maturing sum worth a conversation, 1 万. */
export const leastMaturityFen = 1_000_000
/** Day of the month from which the tier cliff is spoken about. */
export const cliffFromDay = 20
/** How far below a floor, in basis points of it, an average may be for the tier to be in reach. */
export const cliffReachBp = 800
/** How long a promised contact is waited for after its day, days. */
export const followUpSpan = 30

/**
 * Urgency in steps: 0 for what is past or within the shortest lead, one more for each longer lead;
 * null where the day is farther off than the longest. Leads are falling.
 */
export function leadStep(daysLeft: number, leads: readonly number[]): number | null {
  const within = leads.filter((lead) => daysLeft <= lead).length
  return within === 0 ? null : leads.length - within
}

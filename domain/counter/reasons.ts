/**
 * Why a customer at the counter is referred to a manager: a product that matures, money that lies
 * idle, a risk test that is due, or because the customer asked for it.
 */
export const referralReasons = ['maturity', 'idle_cash', 'risk_test', 'wish'] as const
export type ReferralReason = (typeof referralReasons)[number]

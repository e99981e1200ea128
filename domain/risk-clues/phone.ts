/** Why a risk officer sees a number in full: 核实情况 劝阻提醒 追回资金. */
export const riskPhoneReasons = ['verify', 'warn', 'recover'] as const
/** A word of the closed list {@link riskPhoneReasons}. */
export type RiskPhoneReason = (typeof riskPhoneReasons)[number]

import type { KeyEvent } from './events.ts'

/** What to do first, said by a sentence of the screens; `sells` where it leads to an offer. */
const words = {
  verify_fraud: { sells: false },
  ask_use_keep: { sells: true },
  ask_use_return: { sells: true },
  ask_cash_use: { sells: false },
  ask_out_use: { sells: false },
  ask_why_close: { sells: false },
  compare_pledge: { sells: true },
  ask_new_work: { sells: false },
  ask_need_day: { sells: true },
  confirm_source_plan: { sells: true },
  thank_paid_off: { sells: false },
  welcome_wages: { sells: true },
} as const satisfies Record<string, { sells: boolean }>

/** A suggestion of the closed list. */
export type SuggestionCode = keyof typeof words

/** Codes of all suggestions. */
export const suggestionCodes = Object.keys(words) as SuggestionCode[]

/** The suggestion of the way of 反诈: the only one it has, and it offers nothing. */
export type FraudSuggestion = { way: 'anti_fraud'; code: 'verify_fraud' }
export type ServiceSuggestion = {
  way: 'service'
  code: Exclude<SuggestionCode, 'verify_fraud'>
}

const ofEvent: Readonly<Record<KeyEvent, ServiceSuggestion['code']>> = {
  own_transfer_out: 'ask_use_keep',
  securities_out: 'ask_use_return',
  cash_out: 'ask_cash_use',
  large_out: 'ask_out_use',
  account_closing: 'ask_why_close',
  early_withdrawal: 'compare_pledge',
  payroll_stop: 'ask_new_work',
  redemption: 'ask_need_day',
  large_in: 'confirm_source_plan',
  loan_payoff: 'thank_paid_off',
  payroll_start: 'welcome_wages',
}

/** Whether a suggestion leads to an offer. */
export const sells = (code: SuggestionCode): boolean => words[code].sells

/** What to do about a card: its leading event decides, unless fraud is to be ruled out first. */
export function suggestionFor(
  event: KeyEvent,
  antiFraud: boolean,
): FraudSuggestion | ServiceSuggestion {
  return antiFraud
    ? { way: 'anti_fraud', code: 'verify_fraud' }
    : { way: 'service', code: ofEvent[event] }
}

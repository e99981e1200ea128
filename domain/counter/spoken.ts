import type { CounterAction } from './advice.ts'

/** Sentences spoken to a customer, `counter.say.<key>` of the language files. */
export const spokenKeys = [
  'maturity',
  'idleCash',
  'riskTest',
  'mobile',
  'mobileMissing',
  'document',
  'documentMissing',
  'occupation',
  'address',
  'employer',
  'industry',
] as const
export type SpokenKey = (typeof spokenKeys)[number]

/**
 * The sentence that goes with an action. It may quote how the customer is addressed and the
 * manager's surname, and nothing else: others hear it, and what was said aloud the customer would no
 * longer prove. So the customer says the number, and the person behind the counter compares.
 */
export function spokenKey(action: CounterAction): SpokenKey {
  switch (action.kind) {
    case 'refer':
      if (action.reason === 'maturity') return 'maturity'
      return action.reason === 'idle_cash' ? 'idleCash' : 'riskTest'
    case 'mobile':
      return action.known ? 'mobile' : 'mobileMissing'
    case 'document':
      return action.expired ? 'document' : 'documentMissing'
    case 'field':
      return action.field
  }
}

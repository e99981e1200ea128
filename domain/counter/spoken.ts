import type { CorrectableField } from '../customers/correction.ts'
import type { CounterAction } from './advice.ts'

/** Sentences spoken to a customer, `counter.say.<key>` of the language files. */
export type SpokenKey =
  | 'maturity'
  | 'idleCash'
  | 'riskTest'
  | 'mobile'
  | 'mobileMissing'
  | 'document'
  | 'documentMissing'
  | 'occupation'
  | 'address'
  | 'employer'
  | 'industry'

const fieldLines: Partial<Record<CorrectableField, SpokenKey>> = {
  occupation: 'occupation',
  address: 'address',
  employer: 'employer',
  industry: 'industry',
}

/**
 * The sentence that goes with an action. It may quote how the customer is addressed and the
 * manager's surname, and nothing else: others hear it, and what it said aloud the customer would no
 * longer prove. So the customer says the number, and the person behind the counter compares.
 */
export function spokenKey(action: CounterAction): SpokenKey | null {
  switch (action.kind) {
    case 'refer':
      if (action.reason === 'maturity') return 'maturity'
      return action.reason === 'idle_cash' ? 'idleCash' : 'riskTest'
    case 'mobile':
      return action.known ? 'mobile' : 'mobileMissing'
    case 'document':
      return action.expired ? 'document' : 'documentMissing'
    case 'field':
      return fieldLines[action.field] ?? null
  }
}

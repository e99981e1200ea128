import type { FlowMovement, FlowParty } from '#contract/ipc/customers.ts'
import type { FlowClass } from '#domain/flow/classes.ts'
import { useText } from '../../../locales/use-text.ts'
import { operationOf, purposeOf } from '../transactions/transaction-words.ts'

/** Classes, other sides and reasons of a fund flow in the language on screen. */
export function useFlowText() {
  const { t } = useText()

  function className(flowClass: FlowClass): string {
    return t(`customers.flow.name.${flowClass}`)
  }

  /** Who stands on the other side; one without a name is told by the class. */
  function party({ kind, name, bank, tail }: FlowParty, flowClass: FlowClass | null): string {
    if (kind === 'own') {
      return t('customers.flow.parties.own', { bank: bank ?? '', tail: tail ?? '' }).trim()
    }
    if (name === null) {
      const what = flowClass === null ? (bank ?? '—') : className(flowClass)
      return t('customers.flow.parties.unnamed', { what })
    }
    return name
  }

  /** A code of purpose or operation in words; anything else as the source wrote it. */
  function codeWord(code: string): string {
    const purpose = purposeOf(code)
    if (purpose) return t(`customers.transactions.purpose.${purpose}`)
    const operation = operationOf(code)
    return operation ? t(`customers.transactions.operation.${operation}`) : code
  }

  /** Why a movement has its class, in a sentence. */
  function reason({ rule, word }: Pick<FlowMovement, 'rule' | 'word'>): string {
    if (rule === null) return t('customers.flow.movements.notJudged')
    return t(`customers.flow.rule.${rule}`, { word: word === null ? '' : codeWord(word) })
  }

  /** What was done, and what for where that says more. */
  function kind({ operation, purpose }: Pick<FlowMovement, 'operation' | 'purpose'>): string {
    const done = codeWord(operation)
    const aim = purpose === null ? done : codeWord(purpose)
    return aim === done ? done : `${done} · ${aim}`
  }

  return { className, party, reason, kind }
}

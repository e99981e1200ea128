import type { TransactionView } from '#contract/ipc/customers.ts'
import { useText } from '../../../locales/use-text.ts'
import { operationOf, purposeOf } from './transaction-words.ts'

/** What a transaction was, in the language on screen. */
export function useTransactionText() {
  const { t } = useText()

  function operation(row: TransactionView): string {
    const word = operationOf(row.operation)
    return word ? t(`customers.transactions.operation.${word}`) : row.operation
  }

  /** What it was for; '' where that only repeats the operation. */
  function purpose(row: TransactionView): string {
    if (row.purpose === null) return ''
    const word = purposeOf(row.purpose)
    const said = word ? t(`customers.transactions.purpose.${word}`) : row.purpose
    return said === operation(row) ? '' : said
  }

  /** Who stands on the other side, and where; '' where the source says neither. */
  function counterparty({ party: { kind, name, bank, tail } }: TransactionView): string {
    if (kind === 'own') {
      return t('customers.flow.parties.own', { bank: bank ?? '', tail: tail ?? '' }).trim()
    }
    return [name, bank].filter((part) => part !== null).join(' · ')
  }

  return { operation, purpose, counterparty }
}

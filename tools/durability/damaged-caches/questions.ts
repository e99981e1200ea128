import { noFilter } from '#contract/ipc/no-filter.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import type { DeskTerminal } from './terminal.ts'

/** Answers of a terminal by question. */
export type Answers = ReadonlyMap<string, string>

const page = (offset: number) => ({
  filter: noFilter,
  sort: 'name' as const,
  descending: false,
  offset,
  limit: 200,
})

/** Everything a manager can see of the own customers: the list, each record, the search. */
export async function askAll(terminal: DeskTerminal): Promise<Answers> {
  const answers = new Map<string, string>()
  const keep = (question: string, answer: unknown) =>
    answers.set(question, sha256Hex(JSON.stringify(answer)))
  const list = await terminal.call('customers.list', page(0))
  keep('list', list)
  for (const { id, name } of list.rows) {
    keep(`open ${id}`, await terminal.call('customers.open', { customerId: id }))
    const { hits } = await terminal.call('customers.search', { text: name.slice(0, 1), limit: 50 })
    keep(`search ${id}`, hits)
  }
  return answers
}

/** Questions whose answers differ. */
export function differing(expected: Answers, answers: Answers): string[] {
  const questions = new Set([...expected.keys(), ...answers.keys()])
  return [...questions].filter((question) => expected.get(question) !== answers.get(question))
}

import { purposes } from '#domain/accounts/purposes.ts'
import { purposeWords } from '#domain/accounts/transaction-words.ts'
import { purposeMeant } from '#domain/flow/classify.ts'
import { plainName } from '#domain/flow/movement.ts'
import { listed, quoted } from '#platform/sql/literals.ts'

/** SQL of `plainName` in `domain/flow/movement.ts`. */
export const plain = (text: string) => `regexp_replace(normalize(${text}, NFKC), '\\s', '', 'g')`

const words = purposes
  .flatMap((code) => purposeWords[code])
  .map((word) => plainName(word).toLowerCase())
const meanings = [...new Set(words)].flatMap((word) => {
  const code = purposeMeant(word)
  // A word that is a code stands for itself.
  return code === null || code === word ? [] : [`when ${quoted(word)} then ${quoted(code)}`]
})

/** SQL of `purposeMeant` in `domain/flow/classify.ts`: a code, or null where the words stand for none. */
export function purposeOf(column: string): string {
  return `case when ${column} is null then null
    when ${column} in (${listed(purposes)}) then ${column}
    else case lower(${plain(column)}) ${meanings.join(' ')}
      ${purposes.map((code) => `when ${quoted(code)} then ${quoted(code)}`).join(' ')} end end`
}

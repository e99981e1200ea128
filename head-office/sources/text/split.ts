/** How a file separates and quotes its values. `quote` null: quotes have no meaning. */
export interface Dialect {
  delimiter: string
  quote: '"' | null
  /** Whether a quoted value may contain line ends. */
  multiline: boolean
}

/** What became of a text: its values, or how its quoting is broken. `open` asks for another line. */
export type Split = { fields: string[] } | { broken: 'open' | 'trailing' }

/**
 * Splits one record strictly: a quoted value begins and ends at a delimiter, quotes inside it are
 * doubled, and a quote inside an unquoted value stands for itself.
 */
export function splitRecord(text: string, { delimiter, quote }: Dialect): Split {
  if (quote === null || !text.includes(quote)) return { fields: text.split(delimiter) }
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (text[at] !== quote) {
      const end = text.indexOf(delimiter, at)
      if (end < 0) {
        fields.push(text.slice(at))
        return { fields }
      }
      fields.push(text.slice(at, end))
      at = end + delimiter.length
      continue
    }
    let value = ''
    let from = at + 1
    for (;;) {
      const end = text.indexOf(quote, from)
      if (end < 0) return { broken: 'open' }
      value += text.slice(from, end)
      if (text[end + 1] !== quote) {
        at = end + 1
        break
      }
      value += quote
      from = end + 2
    }
    fields.push(value)
    if (at === text.length) return { fields }
    if (!text.startsWith(delimiter, at)) return { broken: 'trailing' }
    at += delimiter.length
  }
}

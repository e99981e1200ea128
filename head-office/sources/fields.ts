import { type Day, isDay } from '#domain/time/day.ts'
import { parseFen } from '#domain/money/money.ts'
import type { ReasonCode } from './reasons.ts'

/** What reading a value gave: the value, or why it cannot be taken. */
export type Parsed<T> = { value: T } | { reason: ReasonCode; detail?: string }

/** Reads one value of a column; the text is trimmed already. */
export type Parse<T> = (text: string) => Parsed<T>

/** A column of a file: how its values are read, or that they are not used. */
export interface Column<T> {
  parse: Parse<T>
  /** False for a column the product has no place for; said in the report. */
  used: boolean
}

const column = <T>(parse: Parse<T>): Column<T> => ({ parse, used: true })

/** Text of at most `max` characters that must not be empty. */
export const required = (max = 200): Column<string> =>
  column((text) => {
    if (text === '') return { reason: 'required' }
    return [...text].length > max ? { reason: 'too_long', detail: `≤ ${max}` } : { value: text }
  })

/** Text of at most `max` characters; empty or blank is null. */
export const optional = (max = 200): Column<string | null> =>
  column((text) => {
    if (text === '') return { value: null }
    return [...text].length > max ? { reason: 'too_long', detail: `≤ ${max}` } : { value: text }
  })

/** Digits that name a record; leading zeros are part of the name. */
export const reference = (): Column<string> =>
  column((text) => {
    if (text === '') return { reason: 'required' }
    return /^\d{1,18}$/.test(text) ? { value: text } : { reason: 'number' }
  })

/** A whole number from 0 to `most`. */
export const whole = (most = 2_147_483_647): Column<number> =>
  column((text) => {
    if (text === '') return { reason: 'required' }
    const value = /^\d{1,15}$/.test(text) ? Number(text) : null
    return value === null || value > most ? { reason: 'number' } : { value }
  })

/** An amount of money as 分; never rounded. `sign` says whether it may be negative. */
export const amount = (sign: 'any' | 'positive' = 'any'): Column<number> =>
  column((text) => {
    if (text === '') return { reason: 'required' }
    const fen = parseFen(text)
    if (fen === null || (sign === 'positive' && fen < 0)) return { reason: 'number' }
    return { value: fen }
  })

/** A day in one of the formats; `century` completes two-digit years. */
export type DayFormat = { pattern: RegExp; century?: number }

/** `YYYY-MM-DD`. */
export const isoDay: DayFormat = { pattern: /^(\d{4})-(\d{2})-(\d{2})$/ }

/** `YYYYMMDD`. */
export const plainDay: DayFormat = { pattern: /^(\d{4})(\d{2})(\d{2})$/ }

/** `YYMMDD`, all of one century; a time of midnight may follow. */
export const shortDay = (century: number): DayFormat => ({
  pattern: /^(\d{2})(\d{2})(\d{2})(?: 00:00:00)?$/,
  century,
})

/** A day, read by a format; null where the text is another format or the day does not exist. */
export function parseDay(text: string, { pattern, century = 0 }: DayFormat): Day | null {
  const [, year = '', month = '', date = ''] = pattern.exec(text) ?? []
  const day = `${String(century + Number(year)).padStart(4, '0')}-${month}-${date}`
  return isDay(day) ? day : null
}

/** A day that must be there and must not lie after `latest`. */
export const day = (format: DayFormat, latest: Day): Column<Day> =>
  column((text) => {
    if (text === '') return { reason: 'required' }
    const value = parseDay(text, format)
    if (value === null) return { reason: 'date' }
    return value > latest ? { reason: 'future', detail: `> ${latest}` } : { value }
  })

/** A day that may be missing; future ones are allowed (an ID that expires). */
export const optionalDay = (format: DayFormat): Column<Day | null> =>
  column((text) => {
    if (text === '') return { value: null }
    const value = parseDay(text, format)
    return value === null ? { reason: 'date' } : { value }
  })

/** A code of a closed table; every other one is refused. An empty value needs an entry of its own. */
export const code = <T>(table: Readonly<Record<string, T>>): Column<T> =>
  column((text) => {
    const value = Object.hasOwn(table, text) ? table[text] : undefined
    if (value !== undefined) return { value }
    return { reason: text === '' ? 'required' : 'code' }
  })

/** A column read by a function of the profile's own. */
export const custom = <T>(parse: Parse<T>): Column<T> => column(parse)

/** A column that is there and that the product has no place for. */
export const unused = (): Column<null> => ({ parse: () => ({ value: null }), used: false })

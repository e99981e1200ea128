import { z } from 'zod'

/**
 * How a field is stored and travels. `text` UTF-8; `int` a safe integer (分, days, basis points);
 * `day` `YYYY-MM-DD`; `instant` milliseconds since 1970 UTC; `flag` a boolean; `json` JSON text
 * kept exactly as written.
 */
export type Wire = 'text' | 'int' | 'day' | 'instant' | 'flag' | 'json'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const dayPattern = /^\d{4}-\d{2}-\d{2}$/

/** A record's id: UUIDv7, or UUIDv8 for imported records. */
export const id = () => z.string().regex(uuidPattern).meta({ wire: 'text' })

/** Text of at most `max` characters. */
export const text = (max = 200) => z.string().max(max).meta({ wire: 'text' })

/** One of a closed list of words. */
export const word = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words).meta({ wire: 'text' })

/** A safe integer: a count, a level, days, basis points. */
export const integer = () => z.int().meta({ wire: 'int' })

/** An amount of money in 分 (hundredths of the database's currency); may be negative. */
export const fen = () => z.int().meta({ wire: 'int' })

/** A calendar day, `YYYY-MM-DD`. */
export const day = () => z.string().regex(dayPattern).meta({ wire: 'day' })

/** A moment, milliseconds since 1970 UTC. */
export const instant = () => z.int().meta({ wire: 'instant' })

/** Yes or no. */
export const flag = () => z.boolean().meta({ wire: 'flag' })

/** JSON text, kept byte for byte. */
export const json = () => z.string().meta({ wire: 'json' })

/** Wire kind and nullability of a field built with this module's functions. */
export function fieldKind(schema: z.ZodType): { wire: Wire; nullable: boolean } {
  const nullable = schema instanceof z.ZodNullable
  const inner = nullable ? (schema.unwrap() as z.ZodType) : schema
  const wire = inner.meta()?.['wire'] as Wire | undefined
  if (!wire) throw new Error('a record field was not built with domain/record/field')
  return { wire, nullable }
}

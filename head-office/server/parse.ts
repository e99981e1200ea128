import type { z } from 'zod'
import { AppError } from '#contract/errors.ts'

/** The value a schema makes of input from outside; `request.invalid` where it does not fit. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (!result.success) throw new AppError('request.invalid')
  return result.data
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text is an id as head office stores it; anything else must not reach a uuid column. */
export function isId(text: string): boolean {
  return uuidPattern.test(text)
}

import { z } from 'zod'

/** Longest time for which a terminal may ask to be kept waiting, ms. */
export const longestPokeMs = 60_000

/** Most scopes that one question may name. */
export const mostPokeScopes = 8

/**
 * Heads by scope, as JSON in the query of `GET /v1/poke`: how far the terminal's cache is. A scope
 * that is not named is not waited for.
 */
export const pokeHeadsSchema = z
  .record(z.string().max(64), z.int().min(0))
  .refine((heads) => Object.keys(heads).length <= mostPokeScopes)

/**
 * Why a poke was answered: `news` a named scope has a newer head; `quiet` none had one in the time it
 * was held; `later` this head office waits with nobody else now; `ended` the device session is over.
 */
export const pokeEnds = ['news', 'quiet', 'later', 'ended'] as const
export type PokeEnd = (typeof pokeEnds)[number]

/**
 * The answer to `GET /v1/poke`, after as long as nothing happened. It brings heads and never a row.
 * While it is held, white space comes in front of it: a sign that head office looked into its database
 * and found nothing.
 */
export const pokeReplySchema = z.object({
  epoch: z.string(),
  end: z.enum(pokeEnds),
  /** Heads of the named scopes as last seen; may lack some where nobody has looked yet. */
  heads: z.record(z.string(), z.int()),
  /** With `news`: many are woken at once; pull at a moment by chance within so long, ms. */
  spreadMs: z.int().min(0),
  /** With `later`: do not ask again for so long, ms. */
  againAfterMs: z.int().min(0),
})
export type PokeReply = z.infer<typeof pokeReplySchema>

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { AppError } from '#contract/errors.ts'
import { sourceOf } from '../key-transactions/feed-keys.ts'
import { reversalSchema, reverseBookings } from '../key-transactions/reverse-bookings.ts'
import { takeArrivals } from '../key-transactions/take-arrivals.ts'
import type { HeadOffice } from '../server/context.ts'
import { parseInput } from '../server/parse.ts'

/** Most bookings and reversals of one delivery, and its bytes. */
export const maxArrivals = 500
const maxBytes = 512 * 1024

/** A delivery: bookings as {@link takeArrivals} reads them, each judged by itself, and reversals. */
const deliverySchema = z.strictObject({
  bookings: z.array(z.unknown()).default([]),
  reversals: z.array(reversalSchema).default([]),
})

/**
 * `POST /v1/arrivals`: core banking delivers bookings of the running day, and reversals (冲正) of them,
 * under a key of its own. A delivery that is none, or too large, is refused as a whole; of one that is,
 * each booking is taken whole or named with why not. Delivered again it changes nothing, so a sender that
 * got no answer sends the same once more.
 */
export function arrivalRoutes(app: FastifyInstance, office: HeadOffice): void {
  app.post('/v1/arrivals', { bodyLimit: maxBytes }, async (request) => {
    const source = await sourceOf(office.pool, request.headers.authorization)
    const { bookings, reversals } = parseInput(deliverySchema, request.body)
    const count = bookings.length + reversals.length
    if (count > maxArrivals) throw new AppError('request.tooLarge', { limit: maxArrivals })
    office.pace.admit('feed', source, Math.max(1, count))
    const nowMs = office.clock.now()
    const taken = await takeArrivals(office.pool, bookings, nowMs, source)
    const reversed = await reverseBookings(office.pool, reversals, nowMs, source)
    office.pokes.noticed()
    const refused = taken.refused.length + reversed.refused.length
    if (refused > 0) {
      office.logger.log('warn', 'arrivals.refused', { area: source, count: refused })
    }
    return { epoch: office.life.epoch, bookings: taken, reversals: reversed }
  })
}

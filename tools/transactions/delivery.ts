import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Transaction } from '#domain/accounts/records.ts'

/** How long until a delivery that did not get through is sent again, ms. */
const againMs = 3_000
const patienceMs = 15_000

const answerSchema = z.object({
  bookings: z.object({
    taken: z.int(),
    cards: z.int(),
    refused: z.array(z.object({ txnNo: z.string(), reason: z.string() })),
  }),
})

/** What became of a delivery. */
export type Delivered = z.infer<typeof answerSchema>['bookings']

/** Delivers bookings to head office as core banking does: over and over, until it says it has them. */
export class Delivery {
  readonly #url: string
  readonly #key: string
  #cut = false

  constructor(headOfficeUrl: string, key: string) {
    this.#url = new URL('/v1/arrivals', headOfficeUrl).href
    this.#key = key
  }

  /** Sends bookings; null where it was stopped before they arrived. Throws where they are refused. */
  async send(bookings: readonly Transaction[], stop: AbortSignal): Promise<Delivered | null> {
    while (!stop.aborted) {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#key}` },
        body: JSON.stringify({ bookings }),
        signal: AbortSignal.any([stop, AbortSignal.timeout(patienceMs)]),
      }).catch(() => null)
      if (response?.ok) {
        const { bookings: delivered } = answerSchema.parse(await response.json())
        this.#cut = false
        for (const { txnNo, reason } of delivered.refused) console.log(`  ✗ ${txnNo} ${reason}`)
        return delivered
      }
      // Busy, or not there: the same is sent again, which changes nothing where it had arrived.
      if (response && response.status !== 429 && response.status < 500) {
        throw new Error(
          `head office refused the delivery: ${response.status} ${await response.text()}`,
        )
      }
      if (!this.#cut)
        console.log('  … 总行暂时连不上，稍后重发 · head office is away, will send again')
      this.#cut = true
      await sleep(againMs, undefined, { signal: stop }).catch(() => undefined)
    }
    return null
  }
}

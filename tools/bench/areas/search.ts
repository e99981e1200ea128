import { first } from '#db/connection/statements.ts'
import { findCustomers } from '#main/service/customers/search.ts'
import { branchOf, type BranchSize, customer } from '../branch/customers.ts'
import { Random } from '../branch/random.ts'
import { byTurns, leastTimes, median, quantile, type Result, timesOf } from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'
import { makeBenchDesk } from './desk.ts'

type Customer = ReturnType<typeof customer>

/** What people type, by kind. */
const kinds: Record<string, (customer: Customer) => string> = {
  'whole name': ({ name }) => name,
  surname: ({ name }) => [...name][0] ?? '',
  'first two characters': ({ name }) => [...name].slice(0, 2).join(''),
  'given name': ({ name }) => [...name].slice(1).join(''),
  'one inner character': ({ name }) => [...name][1] ?? '',
  'full pinyin': ({ name_pinyin: pinyin }) => pinyin.replaceAll(' ', ''),
  'surname in pinyin': ({ name_pinyin: pinyin }) => pinyin.split(' ')[0] ?? '',
  'three letters': ({ name_pinyin: pinyin }) => pinyin.replaceAll(' ', '').slice(0, 3),
  initials: ({ name_initials: initials }) => initials,
  'given name in pinyin': ({ name_pinyin: pinyin }) => pinyin.split(' ').slice(1).join(''),
  'customer number': ({ customer_no: number }) => number,
  'phone number': ({ mobile }) => mobile ?? '',
  'start of a phone number': ({ mobile }) => (mobile ?? '').slice(0, 7),
  'last four': ({ mobile }) => (mobile ?? '').slice(-4),
  'identity number': ({ id_no: number }) => number ?? '',
}

const queriesPerKind = 40
const shownHits = 20

interface Question {
  kind: string
  text: string
  /** Number of the customer it was made from, for the probe. */
  number: string
}

function questions(size: BranchSize): Question[] {
  const random = new Random(size.seed, 99)
  return Object.entries(kinds).flatMap(([kind, textOf]) =>
    Array.from({ length: queriesPerKind }, () => {
      const asked = customer(size, random.below(size.customers))
      return { kind, text: textOf(asked), number: asked.customer_no }
    }),
  )
}

/** Its sizes. */
export const searchSize: AreaSize = { of: 'customers', usual: 200_000, quick: 20_000 }
/** The sizes of one of a million. */
export const millionSize: AreaSize = { ...searchSize, usual: 1_000_000 }

/** Search: the search box's use case against one probe of an index. */
export async function benchSearch(scale: Scale, asked = searchSize): Promise<Result> {
  const size = branchOf(sizeOn(scale, asked))
  const desk = await makeBenchDesk(size, ['customer', 'customer_summary', 'customer_manager'])
  try {
    const asked = questions(size)
    const probe = ({ number }: Question) =>
      desk.reader.read((db) => first(db, 'SELECT id FROM customer WHERE customer_no = ?', number))
    const search = ({ text }: Question) => findCustomers({ text, limit: shownHits }, desk.context)
    await timesOf(asked, probe)
    await timesOf(asked, search)
    const times = await byTurns(
      () => timesOf(asked, probe),
      () => timesOf(asked, search),
    )
    const limit = leastTimes(times.limit)
    const ours = leastTimes(times.ours)
    const p95 = (only: (question: Question) => boolean) =>
      quantile(
        ours.filter((_, index) => asked[index] && only(asked[index])),
        0.95,
      )
    const byKind = Object.keys(kinds).map((kind) => ({
      kind,
      ms: p95((question) => question.kind === kind),
    }))
    const worst = byKind.reduce((a, b) => (b.ms > a.ms ? b : a))
    return {
      area: 'search',
      what: `${size.customers} customers, ${asked.length} queries of ${byKind.length} kinds, own book first`,
      basis: 'least',
      limitMs: median(limit),
      oursMs: median(ours),
      ratio: median(ours) / median(limit),
      goal: { of: 'p95 ms', most: 10, measured: p95(() => true) },
      details: { 'slowest kind': `${worst.kind}, p95 ${worst.ms.toFixed(2)} ms` },
    }
  } finally {
    desk.remove()
  }
}

import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RecordCopy } from '#db/records/copy.ts'
import { encodeRecord, scanRecords } from '#db/records/format.ts'
import { KnownRecords } from '#db/records/known.ts'
import { type Chance, chance } from '#platform/chance/chance.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('records')
const key = Buffer.alloc(32, 7)

const contentOf = (number: number, bytes: number) =>
  Buffer.from(JSON.stringify({ rows: [], number, text: '文'.repeat(bytes) }), 'utf8')

interface Made {
  bytes: Buffer
  /** Where each record lies; its number is its place, counted from 1. */
  spans: { from: number; to: number }[]
}

function make(count: number, random: Chance): Made {
  const parts: Buffer[] = []
  const spans: Made['spans'] = []
  let at = 0
  for (let number = 1; number <= count; number += 1) {
    const record = encodeRecord(key, number, contentOf(number, random.int(0, 400)))
    parts.push(record)
    spans.push({ from: at, to: at + record.length })
    at += record.length
  }
  return { bytes: Buffer.concat(parts), spans }
}

/** Overwrites 512 bytes at a place with other ones. */
function hole(bytes: Buffer, at: number, random: Chance): { from: number; to: number } {
  const to = Math.min(bytes.length, at + 512)
  for (let place = at; place < to; place += 1)
    bytes[place] = (bytes[place] ?? 0) ^ random.int(1, 255)
  return { from: at, to }
}

const numbers = (bytes: Buffer) => scanRecords(key, bytes).records.map(({ number }) => number)

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

describe('a file of records', () => {
  test('gives back what was written, and nothing is unread', () => {
    const { bytes } = make(50, chance(1))
    const { records, unreadBytes } = scanRecords(key, bytes)
    expect(unreadBytes).toBe(0)
    expect(records.map(({ number }) => number)).toEqual(upTo(50))
    expect(JSON.parse(records[9]?.content.toString() ?? '')).toMatchObject({ number: 10 })
  })

  test('keeps exactly the records that no hole touches', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = chance(seed)
      const { bytes, spans } = make(random.int(1, 60), random)
      const holes = Array.from({ length: random.int(1, 6) }, () =>
        hole(bytes, random.int(0, bytes.length - 1), random),
      )
      const sound = spans.flatMap((span, at) =>
        holes.some(({ from, to }) => from < span.to && span.from < to) ? [] : [at + 1],
      )
      expect(numbers(bytes), `seed ${seed}`).toEqual(sound)
    }
  })

  test('is read to its torn end, and goes on behind it', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = chance(seed)
      const { bytes, spans } = make(12, random)
      const cut = random.int(0, bytes.length)
      const whole = spans.filter(({ to }) => to <= cut).length
      const torn = bytes.subarray(0, cut)
      expect(numbers(torn), `seed ${seed}`).toEqual(upTo(whole))
      const next = encodeRecord(key, 99, contentOf(99, 30))
      expect(numbers(Buffer.concat([torn, next])), `seed ${seed}`).toEqual([...upTo(whole), 99])
    }
  })

  test('holds nothing for another key, and nothing where it is another file', () => {
    const { bytes } = make(5, chance(2))
    expect(scanRecords(Buffer.alloc(32, 8), bytes).records).toEqual([])
    expect(scanRecords(key, Buffer.alloc(100_000, 'OCRMREC1')).records).toEqual([])
    expect(scanRecords(key, Buffer.from(chance(3).bytes(10_000))).records).toEqual([])
  })

  test('takes no record with another number or of another place for its own', () => {
    const record = encodeRecord(key, 5, contentOf(5, 10))
    record.writeUIntBE(6, 8, 6)
    expect(numbers(record)).toEqual([])
  })

  test('never uses a nonce twice', () => {
    const record = () => encodeRecord(key, 1, contentOf(1, 10)).subarray(18, 30).toString('hex')
    expect(new Set(Array.from({ length: 500 }, record)).size).toBe(500)
  })
})

describe('two copies', () => {
  const read = (...copies: Buffer[]) =>
    new KnownRecords(copies.map((bytes) => scanRecords(key, bytes).records))

  test('know everything while one of them is whole, whatever happens to the other', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = chance(seed)
      const { bytes } = make(40, random)
      const other = Buffer.from(bytes)
      for (let n = random.int(1, 40); n > 0; n -= 1) {
        hole(other, random.int(0, other.length - 1), random)
      }
      const known = read(other, bytes)
      expect([known.missing(-1), known.last], `seed ${seed}`).toEqual([0, 40])
    }
  })

  test('with five holes of 512 bytes in each lose what is touched in both and nothing else', () => {
    let lost = 0
    for (let seed = 1; seed <= 12; seed += 1) {
      const random = chance(seed)
      const { bytes, spans } = make(120, random)
      const copies = [Buffer.from(bytes), Buffer.from(bytes)]
      const holes = copies.map((copy) =>
        upTo(5).map(() => hole(copy, random.int(0, copy.length - 1), random)),
      )
      const touched = (span: Made['spans'][number]) =>
        holes.every((own) => own.some(({ from, to }) => from < span.to && span.from < to))
      const survivors = new Set(copies.flatMap((copy) => numbers(copy)))
      const expected = spans.flatMap((span, at) => (touched(span) ? [] : [at + 1]))
      expect(
        [...survivors].sort((a, b) => a - b),
        `seed ${seed}`,
      ).toEqual(expected)
      lost += 120 - expected.length
    }
    // Holes that never met would prove nothing.
    expect(lost).toBeGreaterThan(0)
  })
})

describe('a copy on disk', () => {
  test('is appended to, replaced whole, and tells what it found', () => {
    const copy = new RecordCopy(join(folder(), 'records'))
    expect(copy.read(key)).toMatchObject({ state: 'missing', records: [] })
    const base = upTo(3).map((number) => encodeRecord(key, number, contentOf(number, 5)))
    copy.replace(base, () => {})
    copy.append(encodeRecord(key, 4, contentOf(4, 5)))
    copy.close()
    expect(copy.read(key).state).toBe('whole')
    expect(numbers(readFileSync(copy.path))).toEqual([1, 2, 3, 4])
    truncateSync(copy.path, readFileSync(copy.path).length - 1)
    expect(copy.read(key)).toMatchObject({ state: 'damaged', records: { length: 3 } })
    expect(copy.read(Buffer.alloc(32, 8)).state).toBe('unreadable')
  })

  test('that was being replaced when the power went is as it was', () => {
    const home = join(folder(), 'records')
    mkdirSync(home)
    const copy = new RecordCopy(home)
    copy.replace([encodeRecord(key, 1, contentOf(1, 5))], () => {})
    writeFileSync(`${copy.path}.new`, 'half')
    copy.append(encodeRecord(key, 2, contentOf(2, 5)))
    copy.close()
    expect(numbers(readFileSync(copy.path))).toEqual([1, 2])
    copy.replace([encodeRecord(key, 3, contentOf(3, 5))], () => {})
    copy.close()
    expect(numbers(readFileSync(copy.path))).toEqual([3])
  })
})

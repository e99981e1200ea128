import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandDefinitions, recordVisitSchema } from '#contract/sync/commands.ts'
import {
  currentPayload,
  earlierVersions,
  isCommandName,
  recordVisit1Schema,
} from '#contract/sync/earlier-versions.ts'
import { foundByWays, visitActs, visitCutOffs, visitStates } from '#domain/counter/visit.ts'

/** Payloads as terminals gave them, one a line, in files named by command and version. */
const recorded = readdirSync('test/fixtures/commands').map((file) => {
  const [, name = '', version = ''] = /^(.+)\.(\d+)\.ndjson$/.exec(file) ?? []
  const text = readFileSync(`test/fixtures/commands/${file}`, 'utf8')
  const payloads = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { name, version: Number(version), payloads }
})

describe('what earlier terminals gave', () => {
  test.each(recorded)('$name $version is read today', ({ name, version, payloads }) => {
    if (!isCommandName(name)) throw new Error(`${name} is no command`)
    expect(payloads.length).toBeGreaterThan(5)
    for (const payload of payloads) {
      const current = currentPayload(name, version, payload)
      expect(commandDefinitions[name].payload.safeParse(current).error).toBeUndefined()
    }
  })

  test('every earlier version has its recorded payloads, and follows the one before', () => {
    for (const [name, versions] of Object.entries(earlierVersions)) {
      if (!isCommandName(name)) throw new Error(name)
      const numbers = [...versions.map(({ version }) => version), commandDefinitions[name].version]
      expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
      for (const { version } of versions) {
        const known = recorded.some((own) => own.name === name && own.version === version)
        expect(known, `${name} ${version} has no recorded payloads`).toBe(true)
      }
    }
  })

  test('a visit keeps when and why it ended', () => {
    const visits = recorded.find(({ name }) => name === 'counter.recordVisit')?.payloads ?? []
    for (const visit of visits) {
      const { state, endedAtMs, cutOff = null } = visit
      const lifted = currentPayload('counter.recordVisit', 1, visit)
      if (typeof lifted === 'string') throw new Error(lifted)
      expect(lifted).toMatchObject({ visitId: visit['visitId'], acts: visit['acts'] })
      expect(lifted.station).toEqual({
        state,
        ...(state !== 'open' && { endedAtMs }),
        ...(state === 'ended' && { cutOff }),
      })
    }
    expect(new Set(visits.map(({ state }) => state))).toEqual(new Set(visitStates))
  })
})

/** Anything the schema of version 1 takes, also what no terminal ever gave. */
const anyVisit1 = fc.record(
  {
    visitId: fc.string({ maxLength: 64 }),
    customerId: fc.string({ maxLength: 64 }),
    openedAtMs: fc.maxSafeInteger(),
    endedAtMs: fc.option(fc.maxSafeInteger()),
    foundBy: fc.constantFrom(...foundByWays),
    suggested: fc.integer({ min: 0, max: 9 }),
    acts: fc.array(fc.constantFrom(...visitActs), { maxLength: visitActs.length }),
    state: fc.constantFrom(...visitStates),
    cutOff: fc.constantFrom(...visitCutOffs),
  },
  {
    requiredKeys: [
      'visitId',
      'customerId',
      'openedAtMs',
      'endedAtMs',
      'foundBy',
      'suggested',
      'acts',
      'state',
    ],
  },
)

test('whatever version 1 of a visit takes is a valid visit of today, and as far as it was', () => {
  fc.assert(
    fc.property(anyVisit1, (visit) => {
      expect(recordVisit1Schema.safeParse(visit).success).toBe(true)
      const lifted = currentPayload('counter.recordVisit', 1, visit)
      if (typeof lifted === 'string') throw new Error(lifted)
      expect(recordVisitSchema.parse(lifted)).toEqual(lifted)
      const order = (state: (typeof visitStates)[number]) => visitStates.indexOf(state)
      expect(order(lifted.station.state)).toBeGreaterThanOrEqual(order(visit.state))
    }),
    { numRuns: 2_000 },
  )
})

describe('what cannot be read', () => {
  const visit = recorded[0]?.payloads[0] ?? {}

  test('is unknown where nobody knows its version, older or newer', () => {
    for (const version of [-1, 0, 3, 99, 1.5]) {
      expect(currentPayload('counter.recordVisit', version, visit)).toBe('unknown')
    }
    expect(currentPayload('contact.log', 2, {})).toBe('unknown')
  })

  test('is malformed where it does not fit the version it names', () => {
    expect(currentPayload('counter.recordVisit', 2, visit)).toBe('payloadMalformed')
    expect(currentPayload('counter.recordVisit', 1, { ...visit, suggested: 10 })).toBe(
      'payloadMalformed',
    )
    const lifted = currentPayload('counter.recordVisit', 1, visit)
    expect(currentPayload('counter.recordVisit', 1, lifted)).toBe('payloadMalformed')
    expect(currentPayload('counter.recordVisit', 2, lifted)).toEqual(lifted)
  })

  test('no visit of today contradicts itself', () => {
    const { visitId, customerId, openedAtMs } = visit
    const same = { visitId, customerId, openedAtMs, foundBy: 'account', suggested: 1, acts: [] }
    for (const station of [
      { state: 'open', endedAtMs: 1 },
      { state: 'open', cutOff: 'locked' },
      { state: 'ended' },
      { state: 'ended', endedAtMs: 1 },
      { state: 'ended', endedAtMs: null, cutOff: null },
      { state: 'waiting', endedAtMs: 1, cutOff: 'locked' },
    ]) {
      expect(recordVisitSchema.safeParse({ ...same, station }).success).toBe(false)
    }
  })
})

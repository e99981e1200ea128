import { describe, expect, test } from 'vitest'
import {
  clockSigns,
  type DeviceRecord,
  silenceSigns,
  silencesOf,
} from '#domain/anomalies/devices.ts'
import { defaultAnomalyRule } from '#domain/anomalies/rule.ts'
import type { TracedSession } from '#domain/anomalies/trace.ts'

const minute = 60_000
const eight = Date.UTC(2026, 9, 12)

/** A heartbeat every five minutes from one minute after eight to another; `stop` closes it. */
function beats(deviceId: string, from: number, to: number, stop = false): DeviceRecord[] {
  const records: DeviceRecord[] = []
  for (let at = from; at <= to; at += 5) {
    records.push({ deviceId, atMs: eight + at * minute, stop: stop && at + 5 > to })
  }
  return records
}
const silences = (...records: DeviceRecord[][]) => silencesOf(records.flat(), defaultAnomalyRule)
const peers = [beats('b', 0, 240), beats('c', 0, 240)]
const session: TracedSession = {
  staffId: 'zhou',
  deviceId: 'a',
  startMs: eight,
  endMs: eight + 200 * minute,
  actionsMs: [],
}

describe('silence while peers are online', () => {
  test('half an hour without a record, while two others write theirs', () => {
    expect(silences(beats('a', 0, 60), beats('a', 90, 240), ...peers)).toEqual([
      { deviceId: 'a', fromMs: eight + 60 * minute, toMs: eight + 90 * minute, peers: 2 },
    ])
  })

  test('a PC that was switched off is none', () => {
    expect(silences(beats('a', 0, 60, true), beats('a', 90, 240), ...peers)).toEqual([])
  })

  test('nor is a branch without power: everybody is silent', () => {
    const all = ['a', 'b', 'c'].flatMap((device) => [beats(device, 0, 60), beats(device, 120, 240)])
    expect(silences(...all)).toEqual([])
  })

  test('nor a heartbeat or two that fell out, nor the evening', () => {
    expect(silences(beats('a', 0, 60), beats('a', 75, 100), ...peers)).toEqual([])
  })

  test('one other device proves nothing', () => {
    expect(silences(beats('a', 0, 60), beats('a', 90, 240), beats('b', 0, 240))).toEqual([])
  })

  test('it is a sign about who was logged in, and nobody else', () => {
    const found = silences(beats('a', 0, 60), beats('a', 90, 240), ...peers)
    const later = { ...session, staffId: 'qian', startMs: eight + 100 * minute }
    const signs = silenceSigns(found, [session, later, { ...session, deviceId: 'b' }])
    expect(signs.map(({ staffId, startsMs }) => [staffId, startsMs])).toEqual([['zhou', [eight]]])
  })
})

test('findings about the clock are one sign a person and device, with what was found', () => {
  const findings = [10, 20, 20].map((at, nth) => {
    const code = nth === 0 ? ('CLOCK_JUMP' as const) : ('CLOCK_BACK' as const)
    return { deviceId: 'a', code, atMs: eight + at * minute }
  })
  const nobody = { deviceId: 'a', code: 'CLOCK_BACK' as const, atMs: eight + 300 * minute }
  expect(clockSigns([...findings, nobody], [session])).toEqual([
    {
      staffId: 'zhou',
      evidence: { kind: 'clock', deviceId: 'a', codes: ['CLOCK_BACK', 'CLOCK_JUMP'], records: 2 },
      startsMs: [eight],
    },
  ])
  expect(clockSigns([nobody], [session])).toEqual([])
})

import { expect, test } from 'vitest'
import { AppError } from '#contract/errors.ts'
import type { JournalSettings } from '#db/journal/settings.ts'
import { DeviceLink } from '#main/sync/device/link.ts'
import type { TerminalMemory } from '#main/sync/memory.ts'
import type { Exchange, Transport } from '#main/sync/transport/exchange.ts'
import { systemClock } from '#platform/clock/clock.ts'

const signal = new AbortController().signal

function memoryOf(known: Partial<JournalSettings>): TerminalMemory {
  const keep = (values: Partial<JournalSettings>) => {
    Object.assign(known, values)
    return Promise.resolve()
  }
  return { get: (name) => known[name] ?? null, remember: keep, enrolled: keep }
}

const device = {
  deviceId: 'pc',
  branchId: 'a',
  branchName: 'A',
  ledgerId: 'l',
  grantKey: 'k',
  demo: true,
}

/** Head office as it knows one PC, by the number of its enrolment. */
class Office {
  enrolment: number
  asked: string[] = []

  constructor(enrolment: number) {
    this.enrolment = enrolment
  }

  transport: Transport = {
    exchange: <Reply>({ path, body }: Exchange<Reply>) => {
      this.asked.push(path)
      return this.#answer(path, body) as Promise<Reply>
    },
    chunk: () => Promise.reject(new Error('nobody asks for chunks')),
  }

  async #answer(path: string, body: unknown): Promise<unknown> {
    await Promise.resolve()
    if (path === 'v1/devices/challenge') return { epoch: 'e', nonce: 'n' }
    if (path === 'v1/devices/enrol') {
      this.enrolment += 1
      return { ...device, epoch: 'e', deviceEpoch: this.enrolment }
    }
    if ((body as { deviceEpoch: number }).deviceEpoch !== this.enrolment) {
      throw new AppError('device.notEnrolled')
    }
    return { epoch: 'e', token: 't', demo: true, lastSeq: 0, revokedStaff: [], scopes: [] }
  }
}

function linkTo(office: Office, known: Partial<JournalSettings>) {
  let enrolled = 0
  /** The epoch that was known when a session opened. */
  const seen: (string | null)[] = []
  const link = new DeviceLink({
    memory: memoryOf(known),
    transport: office.transport,
    config: {
      headOfficeUrl: 'http://localhost/',
      deviceName: 'PC',
      enrolmentCode: 'c',
      demo: true,
    },
    appVersion: '0',
    clock: systemClock,
    enrolled: () => Promise.resolve(void (enrolled += 1)),
    opened: () => Promise.resolve(void seen.push(known.epoch ?? null)),
  })
  return { link, seen, enrolled: () => enrolled }
}

test('a PC whose enrolment a restored database does not remember enrols again', async () => {
  const office = new Office(1)
  const known = { device: { ...device, deviceEpoch: 2 } }
  const { link, enrolled } = linkTo(office, known)
  expect((await link.open(signal)).token).toBe('t')
  expect(enrolled()).toBe(1)
  expect(known.device.deviceEpoch).toBe(2)
  expect(office.asked).toEqual([
    'v1/devices/challenge',
    'v1/session',
    'v1/devices/enrol',
    'v1/devices/challenge',
    'v1/session',
  ])
})

test('one that enrols at another database finds with its session that it is another one', async () => {
  const known: Partial<JournalSettings> = {
    device: { ...device, deviceEpoch: 2 },
    epoch: 'the database before',
  }
  const { link, seen } = linkTo(new Office(0), known)
  await link.open(signal)
  // What that database lacks goes up again only where the two differ.
  expect(seen).toEqual(['the database before'])
})

test('one that is known asks for nothing more', async () => {
  const office = new Office(2)
  const { link, enrolled } = linkTo(office, { device: { ...device, deviceEpoch: 2 } })
  await link.open(signal)
  expect(enrolled()).toBe(0)
  expect(office.asked).toEqual(['v1/devices/challenge', 'v1/session'])
})

import { describe, expect, test } from 'vitest'
import { catchUps, catchUpStarts } from '#domain/customers/catch-up.ts'
import { nextBirthday, upcomingOf } from '#domain/customers/upcoming.ts'
import { whyUnsuitable } from '#domain/products/suitability.ts'

const wan = 1_000_000

describe('the cliff helper from different days on', () => {
  const worked = {
    floorFen: 200 * wan,
    periodFrom: '2026-10-01',
    periodTo: '2026-12-31',
    knownTo: '2026-11-22',
    sumFenDays: 10_160.1 * wan,
    balanceFen: 193.8 * wan,
  }
  const inWan = (fen: number) => Math.round(fen / 10_000) / 100

  test('the worked example: 211.28, 215.79, 233.90 万 a day', () => {
    const starts = catchUpStarts(worked.knownTo, worked.periodTo)
    expect(starts).toEqual(['2026-11-23', '2026-12-01', '2026-12-15'])
    expect(
      catchUps(worked, starts).map(({ from, leftDays, heldDays, perDayFen, moreFen }) => [
        from,
        leftDays,
        heldDays,
        inWan(perDayFen),
        inWan(moreFen),
      ]),
    ).toEqual([
      ['2026-11-23', 39, 0, 211.28, 17.48],
      ['2026-12-01', 31, 8, 215.79, 21.99],
      ['2026-12-15', 17, 22, 233.9, 40.1],
    ])
  })

  test('T = 20 万, n = 30, k = 20, mean 15 万: 30 万 a day', () => {
    const month = {
      floorFen: 20 * wan,
      periodFrom: '2026-11-01',
      periodTo: '2026-11-30',
      knownTo: '2026-11-20',
      sumFenDays: 300 * wan,
      balanceFen: 15 * wan,
    }
    expect(catchUps(month, ['2026-11-21'])[0]?.perDayFen).toBe(30 * wan)
  })

  test('a balance that has been held meets the floor exactly on the last day', () => {
    for (const { heldDays, leftDays, perDayFen } of catchUps(worked, [
      '2026-12-01',
      '2026-12-31',
    ])) {
      const sum = worked.sumFenDays + heldDays * worked.balanceFen + leftDays * perDayFen
      expect(sum).toBeGreaterThanOrEqual(worked.floorFen * 92)
      expect(sum - leftDays).toBeLessThan(worked.floorFen * 92)
    }
  })

  test('no start outside the rest of the period', () => {
    expect(catchUps(worked, ['2026-11-22', '2027-01-01'])).toEqual([])
    expect(catchUpStarts('2026-12-31', '2026-12-31')).toEqual([])
  })
})

describe('suitability', () => {
  const facts = {
    riskLevel: 3,
    riskValidTo: '2026-11-22',
    age: 50,
    doNotContact: false,
    deceased: false,
  }
  const on = '2026-11-22'

  test.each([1, 2, 3, 4, 5])('C%d: products up to the same level, none above', (riskLevel) => {
    for (const level of [1, 2, 3, 4, 5]) {
      const reason = whyUnsuitable({ ...facts, riskLevel }, level, on)
      expect(reason).toBe(level <= riskLevel ? null : 'tooRisky')
    }
  })

  test.each([
    [{ riskLevel: null }, 'noAssessment'],
    [{ riskValidTo: '2026-11-21' }, 'expired'],
    [{ doNotContact: true }, 'doNotContact'],
    [{ deceased: true, riskLevel: null }, 'deceased'],
    [{ age: 17 }, 'minor'],
    [{ age: 18 }, null],
    [{ age: null }, null],
    [{ riskValidTo: null }, null],
  ] as const)('%j → %s', (over, reason) => {
    expect(whyUnsuitable({ ...facts, ...over }, 1, on)).toBe(reason)
  })

  test('from 80 on R4 and R5 need a special procedure', () => {
    const old = { ...facts, riskLevel: 5, age: 80 }
    expect([1, 2, 3, 4, 5].map((level) => whyUnsuitable(old, level, on))).toEqual([
      null,
      null,
      null,
      'elderHighRisk',
      'elderHighRisk',
    ])
  })
})

describe('what is coming', () => {
  test('the birthday of a leap day falls on 1 March in other years', () => {
    expect(nextBirthday('1980-02-29', '2026-11-22')).toBe('2027-03-01')
    expect(nextBirthday('1980-02-29', '2027-11-22')).toBe('2028-02-29')
    expect(nextBirthday('1980-11-22', '2026-11-22')).toBe('2026-11-22')
  })

  test('nearest first; past maturities are gone, expired documents and unpaid instalments stay', () => {
    const facts = {
      birthDate: '1980-12-08',
      idExpiry: '2025-01-01',
      riskValidTo: '2029-01-01',
      maturities: [
        { on: '2026-11-24', amountFen: 5, name: '定期' },
        { on: '2026-11-21', amountFen: 5, name: '已到期' },
      ],
      payments: [
        { what: 'loan' as const, on: '2026-11-10', amountFen: 7, name: '****0001' },
        { what: 'card' as const, on: '2026-12-01', amountFen: 9, name: '****6021' },
      ],
      followUps: [
        { on: '2026-11-23', text: '' },
        { on: '2026-11-01', text: '过去' },
      ],
    }
    expect(upcomingOf(facts, '2026-11-22')).toEqual([
      { kind: 'idExpiry', on: '2025-01-01', amountFen: null, text: null },
      { kind: 'loanDue', on: '2026-11-10', amountFen: 7, text: '****0001' },
      { kind: 'followUp', on: '2026-11-23', amountFen: null, text: null },
      { kind: 'maturity', on: '2026-11-24', amountFen: 5, text: '定期' },
      { kind: 'cardDue', on: '2026-12-01', amountFen: 9, text: '****6021' },
      { kind: 'birthday', on: '2026-12-08', amountFen: null, text: null },
    ])
  })
})

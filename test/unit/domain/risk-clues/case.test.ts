import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  actsFor,
  afterEntry,
  type GivenRiskAct,
  recoveredFen,
  type RiskAct,
  riskActs,
  riskCaseStates,
  riskRefusal,
  riskTextLength,
  seenAgain,
  type StandingCase,
  stateAfter,
} from '#domain/risk-clues/case.ts'
import { mergeLegs, type TransferLeg } from '#domain/risk-clues/legs.ts'

const given = (act: RiskAct, over: Partial<GivenRiskAct> = {}): GivenRiskAct => ({
  act,
  text: '已核实',
  measure: act === 'measure' ? 'phone_check' : null,
  fen: act === 'recover' ? 1 : null,
  entryId: null,
  ...over,
})

let serial = 0
const entry = (act: GivenRiskAct, byId: string) => ({
  ...act,
  id: `e${(serial += 1)}`,
  atMs: serial,
  byId,
})

const fresh: StandingCase = { state: 'new', officerId: null, amountFen: 100, entries: [] }

/** A case after some acts of one officer, each of which has to be allowed. */
function after(...acts: (RiskAct | GivenRiskAct)[]): StandingCase {
  return acts.reduce<StandingCase>((standing, each) => {
    const act = typeof each === 'string' ? given(each) : each
    expect(riskRefusal(standing, act, 'q')).toBeNull()
    return afterEntry(standing, entry(act, 'q'))
  }, fresh)
}

test('a case goes 新线索 → 核查中 → 已处置 or 误报 → 已关闭, and back only for a reason', () => {
  const moves = riskCaseStates.flatMap((state) =>
    riskActs.flatMap((act) => {
      const to = stateAfter(state, act)
      return to === null || to === state ? [] : [`${state} ${act} ${to}`]
    }),
  )
  expect(moves).toEqual([
    'new take checking',
    'checking release new',
    'checking handle handled',
    'checking false_alarm false_alarm',
    'handled reopen checking',
    'handled close closed',
    'false_alarm reopen checking',
    'false_alarm close closed',
  ])
  expect(riskActs.filter((act) => stateAfter('closed', act) !== null)).toEqual([])
})

test('only who has a case in hand moves it; others take it over first', () => {
  expect(riskRefusal(fresh, given('note'), 'q')).toBe('moved')
  const taken = after('take')
  expect(riskRefusal(taken, given('note'), 'other')).toBe('notYours')
  expect(riskRefusal(taken, given('take'), 'q')).toBe('alreadyYours')
  expect(riskRefusal(taken, given('take'), 'other')).toBeNull()
  expect(afterEntry(taken, entry(given('take'), 'other'))).toMatchObject({
    state: 'checking',
    officerId: 'other',
  })
})

test('a case is put back as new only while nothing was recorded', () => {
  expect(after('take', 'release')).toMatchObject({ state: 'new', officerId: null })
  expect(riskRefusal(after('take', 'note'), given('release'), 'q')).toBe('workedOn')
})

test('an act needs its report', () => {
  const taken = after('take')
  const refusal = (act: RiskAct, over: Partial<GivenRiskAct>, at = taken) =>
    riskRefusal(at, given(act, over), 'q')
  expect(refusal('note', { text: ' x ' })).toBe('textMissing')
  expect(refusal('note', { text: null })).toBe('textMissing')
  expect(refusal('note', { text: 'x'.repeat(riskTextLength + 1) })).toBe('textMissing')
  expect(refusal('measure', { measure: null })).toBe('measureMissing')
  expect(refusal('handle', {})).toBe('measureMissing')
  expect(refusal('handle', {}, after('take', 'measure'))).toBeNull()
  expect(refusal('recover', { fen: null })).toBe('sumMissing')
  expect(refusal('recover', { fen: 0 })).toBe('sumMissing')
  expect(refusal('recover', { fen: 0.5 })).toBe('sumMissing')
})

test('a false alarm has nothing to bring back, and a recovery is taken back once', () => {
  const standing = after('take', given('recover', { fen: 60 }))
  expect(riskRefusal(standing, given('false_alarm'), 'q')).toBe('recoveredStands')
  expect(riskRefusal(standing, given('recover', { fen: 41 }), 'q')).toBe('recoveredTooMuch')
  const id = standing.entries[1]?.id ?? ''
  expect(riskRefusal(standing, given('reverse', { entryId: 'none' }), 'q')).toBe('nothingToReverse')
  const reversed = afterEntry(standing, entry(given('reverse', { entryId: id }), 'q'))
  expect(recoveredFen(reversed.entries)).toBe(0)
  expect(riskRefusal(reversed, given('reverse', { entryId: id }), 'q')).toBe('nothingToReverse')
  expect(riskRefusal(reversed, given('false_alarm'), 'q')).toBeNull()
})

const anyAct = fc.record({
  act: fc.constantFrom(...riskActs),
  text: fc.constantFrom('已核实', '', null),
  measure: fc.constantFrom('phone_check' as const, null),
  fen: fc.oneof(fc.integer({ min: -5, max: 80 }), fc.constant(null)),
  nth: fc.integer({ min: 0, max: 8 }),
  by: fc.constantFrom('q', 'other'),
})

test('whatever is done, what came back lies between nothing and what the case is about', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 60 }), (acts) => {
      let standing = fresh
      let ledger = 0
      for (const { nth, by, ...act } of acts) {
        const entryId = standing.entries.at(nth)?.id ?? null
        const one = { ...act, entryId }
        const offered = actsFor(standing, by).includes(act.act)
        const refusal = riskRefusal(standing, one, by)
        // What is offered is refused only for what is filled in, and nothing else is allowed.
        if (!offered) expect(refusal).not.toBeNull()
        else if (refusal !== null) expect(refusal).toMatch(/Missing|TooMuch|nothingToReverse/)
        if (refusal !== null) continue
        if (act.act === 'recover') ledger += act.fen ?? 0
        if (act.act === 'reverse') {
          ledger -= standing.entries.find(({ id }) => id === entryId)?.fen ?? 0
        }
        standing = afterEntry(standing, entry(one, by))
        expect(recoveredFen(standing.entries)).toBe(ledger)
        expect(ledger).toBeGreaterThanOrEqual(0)
        expect(ledger).toBeLessThanOrEqual(standing.amountFen)
        expect(standing.state === 'new').toBe(standing.officerId === null)
        if (standing.state === 'false_alarm') expect(ledger).toBe(0)
      }
    }),
    { numRuns: 300 },
  )
})

test('a finding stands as its officer found it; settled, it is raised again where money moved since', () => {
  const known = { falseAlarm: false, toDay: 50 }
  expect(seenAgain({ ...known, state: 'new' }, 50)).toBe('update')
  expect(seenAgain({ ...known, state: 'checking' }, 60)).toBe('frozen')
  expect(seenAgain({ ...known, state: 'closed' }, 50)).toBe('nothing')
  expect(seenAgain({ ...known, state: 'handled' }, 51)).toBe('new_episode')
  expect(seenAgain({ state: 'closed', falseAlarm: true, toDay: 50 }, 80)).toBe('nothing')
  expect(seenAgain({ state: 'closed', falseAlarm: true, toDay: 50 }, 81)).toBe('new_episode')
})

test('a transfer booked on both accounts counts once, one booked on either counts', () => {
  const leg = (ref: string, side: 'in' | 'out', over: Partial<TransferLeg> = {}): TransferLeg => ({
    ref,
    side,
    twice: true,
    payer: 'a',
    receiver: 'b',
    amountFen: 500,
    day: 1,
    ...over,
  })
  const refs = (legs: readonly TransferLeg[]) => mergeLegs(legs).map(({ ref }) => ref)
  expect(refs([leg('i1', 'in'), leg('o1', 'out')])).toEqual(['o1'])
  expect(refs([leg('o1', 'out'), leg('o2', 'out'), leg('i1', 'in')])).toEqual(['o1', 'o2'])
  expect(refs([leg('o1', 'out'), leg('i2', 'in'), leg('i1', 'in')])).toEqual(['o1', 'i2'])
  expect(refs([leg('i1', 'in', { day: 2 }), leg('o1', 'out')])).toEqual(['o1', 'i1'])
  expect(refs([leg('i1', 'in', { twice: false }), leg('i2', 'in', { twice: false })])).toEqual([
    'i1',
    'i2',
  ])
})

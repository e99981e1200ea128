import { describe, expect, test } from 'vitest'
import {
  afterFeedbackAct,
  feedbackActs,
  feedbackActsOf,
  feedbackCounts,
  feedbackStates,
} from '#domain/learning/feedback.ts'
import {
  afterTry,
  drawsTest,
  type GivenTrainingAct,
  testCounts,
  testRefusal,
  type Training,
  type TrainingAct,
  trainingActs,
  trainingRefusal,
  trainingStates,
} from '#domain/learning/training.ts'

describe('feedback', () => {
  test('提交 → 受理 → 答复 → 采纳 or 不采纳, one step at a time', () => {
    const steps = feedbackStates.flatMap((state) =>
      feedbackActs.flatMap((act) => {
        const after = afterFeedbackAct({ state, authorId: 'zhou' }, { act, byId: 'li', text: '好' })
        return 'state' in after ? `${state} ${act} ${after.state}` : []
      }),
    )
    expect(steps).toEqual([
      'submitted accept accepted',
      'accepted answer answered',
      'answered adopt adopted',
      'answered decline declined',
    ])
    expect(feedbackActsOf('answered')).toEqual(['adopt', 'decline'])
  })

  test('nobody deals with the own one, and every answer says something', () => {
    const own = { state: 'submitted', authorId: 'zhou' } as const
    const act = (
      byId: string,
      text: string | null,
      state = own.state as 'submitted' | 'accepted',
    ) =>
      afterFeedbackAct(
        { ...own, state },
        { act: state === 'submitted' ? 'accept' : 'answer', byId, text },
      )
    expect(act('zhou', null)).toEqual({ refusal: 'own' })
    expect(act('li', null)).toEqual({ state: 'accepted' })
    expect(act('li', '  ', 'accepted')).toEqual({ refusal: 'textMissing' })
  })

  test('counts in its month once somebody took it on; an idea in the month it was adopted', () => {
    const all = [
      { state: 'submitted', submittedOn: '2026-10-02', adoptedOn: null },
      { state: 'accepted', submittedOn: '2026-10-31', adoptedOn: null },
      { state: 'adopted', submittedOn: '2026-09-30', adoptedOn: '2026-10-15' },
      { state: 'declined', submittedOn: '2026-10-09', adoptedOn: null },
    ] as const
    expect(feedbackCounts(all, '2026-10-01')).toEqual({ feedback: 2, adopted: 1 })
    expect(feedbackCounts(all, '2026-09-01')).toEqual({ feedback: 1, adopted: 0 })
    expect(feedbackCounts(all, '2026-11-01')).toEqual({ feedback: 0, adopted: 0 })
  })
})

describe('a training in the branch', () => {
  const planned: Training = {
    state: 'planned',
    on: '2026-11-23',
    trainerId: 'tang',
    test: true,
    courseCode: null,
    attendance: [],
    outcome: null,
  }
  const there = (staffId: string, testPoints: number | null = null) => ({
    staffId,
    signedInAtMs: 0,
    testPoints,
    testPassed: null as boolean | null,
    testTries: 0,
  })
  const held: Training = { ...planned, state: 'held', attendance: [there('tang'), there('xu')] }
  const given = (act: TrainingAct, over: Partial<GivenTrainingAct> = {}): GivenTrainingAct => {
    return { act, on: '2026-11-23', staffId: 'xu', testPoints: null, outcome: null, ...over }
  }

  test('takes each act in its states alone', () => {
    const full = { testPoints: 90, outcome: '全员通过' }
    const possible = trainingActs.map((act) => {
      const states = trainingStates.filter((state) => {
        const training = { ...held, state, test: false }
        return trainingRefusal(training, given(act, full)) !== 'moved'
      })
      return `${act}: ${states.join(' ')}`
    })
    expect(possible).toEqual([
      'sign_in: planned held',
      'hold: planned',
      'record_test: held',
      'close: held',
      'cancel: planned',
    ])
  })

  test('nobody signs in before the day, or twice', () => {
    expect(trainingRefusal(planned, given('sign_in'))).toBeNull()
    expect(trainingRefusal(planned, given('sign_in', { on: '2026-11-22' }))).toBe('tooEarly')
    expect(trainingRefusal(held, given('sign_in'))).toBe('signedIn')
  })

  test('is held with somebody beside the trainer', () => {
    const alone = { ...planned, attendance: [there('tang')] }
    expect(trainingRefusal(alone, given('hold'))).toBe('nobodyThere')
    expect(trainingRefusal({ ...held, state: 'planned' }, given('hold'))).toBeNull()
    expect(
      trainingRefusal({ ...held, state: 'planned' }, given('hold', { on: '2026-11-20' })),
    ).toBe('tooEarly')
  })

  test('a test is of who was there, in whole points of a hundred', () => {
    const test_ = (over: Partial<GivenTrainingAct>) =>
      trainingRefusal(held, given('record_test', over))
    expect(test_({ testPoints: 100 })).toBeNull()
    expect(test_({ staffId: 'qian', testPoints: 80 })).toBe('notThere')
    for (const testPoints of [null, -1, 101, 80.5])
      expect(test_({ testPoints })).toBe('pointsWrong')
  })

  test('is closed when every test is known and an outcome stands; the trainer takes none', () => {
    const done = { ...held, attendance: [there('tang'), there('xu', 80)] }
    expect(trainingRefusal(held, given('close', { outcome: '好' }))).toBe('testMissing')
    expect(trainingRefusal(done, given('close', { outcome: ' ' }))).toBe('outcomeMissing')
    expect(trainingRefusal(done, given('close', { outcome: '好' }))).toBeNull()
    expect(trainingRefusal({ ...held, test: false }, given('close', { outcome: '好' }))).toBeNull()
  })

  describe('that goes through a course', () => {
    const drawn: Training = { ...held, courseCode: 'offline' }

    test('has its test drawn: nobody types points, and its results close it', () => {
      expect(drawsTest(drawn)).toBe(true)
      expect(drawsTest({ ...drawn, test: false })).toBe(false)
      expect(trainingRefusal(drawn, given('record_test', { testPoints: 80 }))).toBe('notTyped')
      expect(trainingRefusal(drawn, given('close'))).toBeNull()
      expect(trainingRefusal({ ...drawn, test: false }, given('close'))).toBe('outcomeMissing')
      const typed = given('record_test', { testPoints: 80 })
      expect(trainingRefusal({ ...held, test: false }, typed)).toBe('notTyped')
    })

    test('is tested by who signed in, from its holding to its closing; not by its trainer', () => {
      expect(testRefusal(drawn, 'xu')).toBeNull()
      expect(testRefusal(drawn, 'qian')).toBe('notThere')
      expect(testRefusal(drawn, 'tang')).toBe('trains')
      expect(testRefusal({ ...drawn, state: 'planned' }, 'xu')).toBe('notHeld')
      expect(testRefusal({ ...drawn, state: 'closed' }, 'xu')).toBe('over')
      expect(testRefusal({ ...drawn, state: 'cancelled' }, 'xu')).toBe('over')
      expect(testRefusal(held, 'xu')).toBe('notDrawn')
      expect(testRefusal({ ...drawn, test: false }, 'xu')).toBe('notDrawn')
    })

    test('counts the best try; passed stays passed', () => {
      const before = { testPoints: null, testPassed: null, testTries: 0 }
      const failed = afterTry(before, { shareBp: 6666, passed: false })
      expect(failed).toEqual({ testPoints: 66, testPassed: false, testTries: 1 })
      const passed = afterTry(failed, { shareBp: 7500, passed: true })
      expect(passed).toEqual({ testPoints: 75, testPassed: true, testTries: 2 })
      const worse = afterTry(passed, { shareBp: 0, passed: false })
      expect(worse).toEqual({ testPoints: 75, testPassed: true, testTries: 3 })
    })

    test('comes to heads: who signed in, took it and passed, the trainer not among them', () => {
      const attendance = [
        there('tang'),
        there('xu'),
        { ...there('qian', 50), testPassed: false, testTries: 2 },
        { ...there('sun', 100), testPassed: true, testTries: 1 },
      ]
      expect(testCounts({ trainerId: 'tang', attendance })).toEqual({
        signedIn: 3,
        tested: 2,
        passed: 1,
      })
    })
  })
})

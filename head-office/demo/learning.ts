import type pg from 'pg'
import type { FeedbackAct, FeedbackTopic } from '#domain/learning/feedback.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { actOnFeedback, submitFeedback } from '../learning/feedback.ts'
import { library } from '../learning/library/index.ts'
import { answerQuestion, beginAttempt } from '../learning/quiz.ts'
import { inBranchOf, type LearningScene } from '../learning/scene.ts'
import { assignCourse, readCard } from '../learning/study.ts'
import { actOnTraining, planTraining } from '../learning/trainings.ts'
import { draftInDemo } from './course-draft.ts'
import type { Organisation, OutletPlan, Person } from './organisation.ts'

const hourMs = 3_600_000

/** Who does something in an outlet, so many days before the business date, at an hour of UTC+8. */
interface Moment {
  person: Person
  daysAgo: number
  hour: number
}

/** What the people of one outlet did with courses, trainings and feedback, by head office's own functions. */
class OutletLearning {
  readonly #pool: pg.Pool
  readonly #branchId: string
  readonly #businessDate: Day

  constructor(pool: pg.Pool, branchId: string, businessDate: Day) {
    this.#pool = pool
    this.#branchId = branchId
    this.#businessDate = businessDate
  }

  day(daysAgo: number): Day {
    return addDays(this.#businessDate, -daysAgo)
  }

  #ms({ daysAgo, hour }: Moment): number {
    return instantOfDay(this.day(daysAgo)) + hour * hourMs
  }

  async as<Result>(moment: Moment, act: (scene: LearningScene) => Promise<Result>) {
    const { id: staffId } = moment.person
    const where = { staffId, branchId: this.#branchId, nowMs: this.#ms(moment) }
    return inBranchOf(this.#pool, where, act)
  }

  /** Reads a course up to a unit; all of it where none is named. */
  async reads(moment: Moment, code: string, unitsRead = Infinity): Promise<void> {
    const course = library.find((each) => each.code === code)
    for (const [at, { id: unitId, cards }] of (course?.units ?? []).entries()) {
      if (at >= unitsRead) return
      await this.as(moment, (scene) => readCard(scene, { code, unitId, card: cards.length }))
    }
  }

  /** Takes the quiz of a course, or the test of a training, with so many wrong answers. */
  async takes(
    moment: Moment,
    code: string,
    { wrong = 0, sessionId = null }: { wrong?: number; sessionId?: string | null } = {},
  ): Promise<void> {
    const course = library.find((each) => each.code === code)
    const taker = { staffId: moment.person.id, branchId: this.#branchId }
    const nowMs = this.#ms(moment)
    const begun = await beginAttempt(this.#pool, { code, sessionId }, taker, nowMs)
    let { question } = begun
    for (let nth = 0; question; nth += 1) {
      const { id: questionId, options } = question
      const right = course?.bank.find(({ id }) => id === questionId)?.right
      const other = options.find(({ id }) => id !== right)?.id
      const optionId = (nth < wrong ? other : right) ?? ''
      const given = { attemptId: begun.id, questionId, optionId }
      const answered = await answerQuestion(this.#pool, given, taker, nowMs + nth * 20_000)
      question = answered.next.question
    }
  }

  /** Reads a course and passes its quiz. */
  async passes(moment: Moment, ...codes: string[]): Promise<void> {
    for (const code of codes) {
      await this.reads(moment, code)
      await this.takes(moment, code)
    }
  }

  /** Writes a feedback, and lets line managers deal with it one day after the other. */
  async writes(
    moment: Moment,
    { topic, words }: { topic: FeedbackTopic; words: string },
    by: Person,
    ...steps: readonly [FeedbackAct, string | null][]
  ): Promise<void> {
    const id = nameBasedId('demo', 'feedback', `${this.#branchId} ${words}`)
    await this.as(moment, (scene) => submitFeedback(scene, { id, topic, words }))
    for (const [nth, [act, text]] of steps.entries()) {
      const next = { person: by, daysAgo: moment.daysAgo - nth - 1, hour: 15 }
      await this.as(next, (scene) => actOnFeedback(scene, { id, act, text }))
    }
  }
}

const of = ({ people }: OutletPlan, role: Person['role'], nth = 0): Person | undefined =>
  people.filter((one) => one.role === role)[nth]

/** Courses: some passed by their quiz, one of them at the second try, one half read, two assigned. */
async function learn(outlet: OutletPlan, learning: OutletLearning): Promise<void> {
  const head = of(outlet, 'branch_head')
  const manager = of(outlet, 'customer_manager')
  const second = of(outlet, 'customer_manager', 1)
  const other = of(outlet, 'teller', 1)
  if (manager) {
    await learning.passes({ person: manager, daysAgo: 44, hour: 9 }, 'suitability')
    await learning.reads({ person: manager, daysAgo: 2, hour: 17 }, 'offline', 1)
  }
  if (second) {
    await learning.reads({ person: second, daysAgo: 41, hour: 12 }, 'suitability')
    await learning.takes({ person: second, daysAgo: 41, hour: 12.5 }, 'suitability', { wrong: 3 })
    await learning.takes({ person: second, daysAgo: 40, hour: 12 }, 'suitability')
  }
  if (!head) return
  await learning.passes({ person: head, daysAgo: 40, hour: 9 }, 'suitability')
  const assign = (person: Person, code: string, reason: string) =>
    learning.as({ person: head, daysAgo: 3, hour: 9 }, (scene) =>
      assignCourse(scene, { staffId: person.id, code, dueOn: learning.day(-12), reason }),
    )
  if (second) await assign(second, 'offline', '上周断网时登记流程不熟')
  if (other) await assign(other, 'counter-care', '转介登记下月起由柜员直接办')
}

type DemoAct = 'sign_in' | 'hold' | 'record_test' | 'close'

/**
 * A training that is over, with points that were typed; one whose test is open, taken by some; and one that is
 * planned.
 */
async function train(outlet: OutletPlan, learning: OutletLearning): Promise<void> {
  const head = of(outlet, 'branch_head')
  const trainer = of(outlet, 'customer_manager')
  if (!head || !trainer) return
  const id = (name: string) => nameBasedId('demo', 'training_session', `${outlet.id} ${name}`)
  const plan = (daysAgo: number, training: Parameters<typeof planTraining>[1]) =>
    learning.as({ person: head, daysAgo, hour: 9 }, (scene) => planTraining(scene, training))
  const act = (
    sessionId: string,
    moment: Moment,
    name: DemoAct,
    over: { staffId?: string; testPoints?: number; outcome?: string } = {},
  ) =>
    learning.as(moment, (scene) =>
      actOnTraining(scene, sessionId, {
        act: name,
        staffId: over.staffId ?? null,
        testPoints: over.testPoints ?? null,
        outcome: over.outcome ?? null,
      }),
    )
  const known = (...people: readonly (Person | undefined)[]) =>
    people.filter((one): one is Person => one !== undefined)

  const past = id('past')
  await plan(16, {
    id: past,
    on: learning.day(12),
    title: '断网时怎么登记',
    material: '本网点断网演练记录；同步中心的操作步骤',
    trainerId: trainer.id,
    test: true,
    courseCode: null,
  })
  const signed = known(of(outlet, 'lobby_manager'), of(outlet, 'teller'), of(outlet, 'teller', 1))
  for (const [nth, person] of [trainer, ...signed].entries()) {
    await act(past, { person, daysAgo: 12, hour: 16 + nth / 30 }, 'sign_in')
  }
  const after = { person: trainer, daysAgo: 12, hour: 17 }
  await act(past, after, 'hold')
  for (const [nth, { id: staffId }] of signed.entries()) {
    await act(past, after, 'record_test', { staffId, testPoints: [90, 80, 100][nth] ?? 80 })
  }
  await act(past, { person: head, daysAgo: 11, hour: 9 }, 'close', {
    outcome: '都会在断网时登记和核对；同步中心里“被退回”的处理再练一次。',
  })

  const open = id('open')
  const code = 'assessment'
  await plan(3, {
    id: open,
    on: learning.day(1),
    title: '考核怎么算，怎么不吃亏',
    material: '课程“考核怎么算”；上月本网点考核结果',
    trainerId: head.id,
    test: true,
    courseCode: code,
  })
  const there = known(trainer, of(outlet, 'lobby_manager'), of(outlet, 'teller'))
  for (const [nth, person] of [head, ...there].entries()) {
    await act(open, { person, daysAgo: 1, hour: 16 + nth / 30 }, 'sign_in')
  }
  await act(open, { person: head, daysAgo: 1, hour: 17 }, 'hold')
  for (const [nth, person] of there.slice(0, 2).entries()) {
    const moment = { person, daysAgo: 1, hour: 17.2 + nth / 10 }
    await learning.takes(moment, code, { wrong: nth * 2, sessionId: open })
  }

  await plan(1, {
    id: id('next'),
    on: learning.day(-4),
    title: '适当性：测评过期怎么说',
    material: '课程“适当性：能不能卖，怎么说”，第 2 节；各自管户中测评过期的名单',
    trainerId: trainer.id,
    test: true,
    courseCode: 'suitability',
  })
}

/** Feedback in each state. */
async function say(outlet: OutletPlan, learning: OutletLearning, by: Person): Promise<void> {
  const manager = of(outlet, 'customer_manager')
  const lobby = of(outlet, 'lobby_manager')
  const teller = of(outlet, 'teller')
  const supervisor = of(outlet, 'operations_supervisor')
  if (manager) {
    await learning.writes(
      { person: manager, daysAgo: 21, hour: 10 },
      { topic: 'idea', words: '到期承接名单希望带上客户上次到期后资金的去向，打电话时好开口。' },
      by,
      ['accept', null],
      ['answer', '有道理，数据已经有，列入下一版名单。'],
      ['adopt', '下月起名单增加“上次去向”一列。'],
    )
    await learning.writes(
      { person: manager, daysAgo: 2, hour: 18 },
      { topic: 'rule', words: '联系周期里，长期在外务工的客户按 60 天算偏紧，建议单列。' },
      by,
    )
  }
  if (lobby) {
    await learning.writes(
      { person: lobby, daysAgo: 6, hour: 16 },
      { topic: 'fault', words: '柜面速查在窄窗口下，第四条建议要滚动才看得到，容易漏。' },
      by,
      ['accept', null],
    )
  }
  if (teller) {
    await learning.writes(
      { person: teller, daysAgo: 9, hour: 11 },
      { topic: 'data', words: '两位同名同村的客户查出来排在一起，希望直接显示出生年月。' },
      by,
      ['accept', null],
      ['answer', '查询结果将显示出生年份和地址村名，正在测试。'],
    )
  }
  if (supervisor) {
    await learning.writes(
      { person: supervisor, daysAgo: 15, hour: 9 },
      { topic: 'idea', words: '希望能在系统里代柜员签到，省得每人登录一次。' },
      by,
      ['accept', null],
      ['answer', '签到证明的是本人到场，需要本人登录。'],
      ['decline', '代签与签到的目的不符。'],
    )
  }
}

/**
 * Lets the first two outlets have learnt: courses passed, half read and assigned, a training that is over, one
 * whose test is open and one that is planned, feedback in each state. Everything by the functions that do it in earnest, so the seeds
 * of tries are chance. Nothing where somebody has learnt already.
 */
export async function learnInDemo(
  pool: pg.Pool,
  businessDate: Day,
  { outlets, people }: Organisation,
): Promise<void> {
  const line = people.find(({ role }) => role === 'line_manager')
  const begun = await pool.query('select from course_attempt limit 1')
  if (!line || (begun.rowCount ?? 0) > 0) return
  await draftInDemo(pool, businessDate, people)
  for (const [nth, outlet] of outlets.slice(0, 2).entries()) {
    const learning = new OutletLearning(pool, outlet.id, businessDate)
    await learn(outlet, learning)
    await train(outlet, learning)
    if (nth === 0) await say(outlet, learning, line)
  }
}

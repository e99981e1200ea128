import type { TrainingView } from '#contract/ipc/learning.ts'
import { AppError, type ErrorCode } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { colleaguesOf } from '#db/learning/courses.ts'
import {
  attendanceOfBranch,
  type CachedAttendance,
  type CachedTraining,
  trainingsOfBranch,
} from '#db/learning/trainings.ts'
import {
  type Training,
  type TrainingAct,
  trainingActs,
  trainingRefusal,
  type TrainingRefusal,
} from '#domain/learning/training.ts'
import { type Day, dayOfInstant, isDay } from '#domain/time/day.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { colleagueOf } from './courses.ts'

const isHead = ({ actor }: CallContext) => actor.roles.includes('branch_head')

function known(row: CachedTraining, people: readonly CachedAttendance[]): Training {
  return {
    state: row.state,
    on: row.on_day,
    trainerId: row.trainer_id,
    test: row.test === 1,
    attendance: people.map((one) => ({
      staffId: one.staff_id,
      signedInAtMs: one.signed_in_at,
      testPoints: one.test_points,
    })),
    outcome: row.outcome,
  }
}

/** What stands in the way of an act whatever is written into it: these are told when it is given. */
const toldWhenGiven: ReadonlySet<TrainingRefusal> = new Set([
  'outcomeMissing',
  'pointsWrong',
  'notThere',
])

/** What a person may do with a training on a day. */
function actsOf(
  training: Training,
  { staffId, leads, today }: { staffId: string; leads: boolean; today: Day },
): TrainingAct[] {
  return trainingActs.filter((act) => {
    if (act !== 'sign_in' && !leads) return false
    if (act === 'record_test' && (!training.test || training.attendance.length === 0)) return false
    const given = { act, on: today, staffId, testPoints: null, outcome: null }
    const refusal = trainingRefusal(training, given)
    return refusal === null || toldWhenGiven.has(refusal)
  })
}

function viewOf(
  row: CachedTraining,
  people: readonly CachedAttendance[],
  context: CallContext,
): TrainingView {
  const { staffId } = context.actor
  const leads = row.trainer_id === staffId || isHead(context)
  const today = dayOfInstant(context.clock.now())
  return {
    id: row.id,
    on: row.on_day,
    title: row.title,
    material: row.material,
    trainerId: row.trainer_id,
    trainerName: row.trainer_name ?? '',
    test: row.test === 1,
    state: row.state,
    outcome: row.outcome,
    people: people.map((one) => ({
      staffId: one.staff_id,
      name: one.name ?? '',
      signedInAtMs: one.signed_in_at,
      testPoints: leads || one.staff_id === staffId ? one.test_points : null,
    })),
    here: people.some((one) => one.staff_id === staffId),
    acts: actsOf(known(row, people), { staffId, leads, today }),
    queued: row.queued === 1 || people.some(({ queued }) => queued === 1),
  }
}

/** `learning.trainings`: the trainings of the branch, and who works there. */
export const listTrainings: Handler<'learning.trainings'> = (_request, context) =>
  context.cache((db) => {
    const people = Map.groupBy(attendanceOfBranch(db), ({ session_id: id }) => id)
    return {
      trainings: trainingsOfBranch(db).map((row) => viewOf(row, people.get(row.id) ?? [], context)),
      colleagues: colleaguesOf(db, context.actor.branchId).map(colleagueOf),
      head: isHead(context),
      today: dayOfInstant(context.clock.now()),
    }
  })

/** `learning.planTraining`: the head plans any, others what they hold themselves. */
export const planTraining: Handler<'learning.planTraining'> = async (plan, context) => {
  const { actor, clock } = context
  if (plan.title === '' || plan.material === '') throw new AppError('learning.textMissing')
  if (!isDay(plan.on)) throw new AppError('request.invalid', { field: 'on' })
  const here = context.cache((db) => colleaguesOf(db, actor.branchId))
  if (!here.some(({ id }) => id === plan.trainerId)) throw new AppError('learning.notFound')
  if (!isHead(context) && plan.trainerId !== actor.staffId) throw new AppError('request.forbidden')
  const commandId = await context.submit({
    name: 'training.plan',
    customerId: null,
    payload: { sessionId: context.newId(), ...plan, atMs: clock.now() },
  })
  return { commandId }
}

const refusals: Record<TrainingRefusal, ErrorCode> = {
  moved: 'learning.moved',
  tooEarly: 'learning.tooEarly',
  signedIn: 'learning.moved',
  notThere: 'learning.notFound',
  nobodyThere: 'learning.nobodyThere',
  testMissing: 'learning.testMissing',
  outcomeMissing: 'assessment.reasonMissing',
  pointsWrong: 'request.invalid',
}

function trainingOf(db: ReadDatabase, id: string): Training {
  const row = trainingsOfBranch(db).find((one) => one.id === id)
  if (!row) throw new AppError('learning.notFound')
  return known(
    row,
    attendanceOfBranch(db).filter(({ session_id: of }) => of === id),
  )
}

/** `learning.actOnTraining`: everybody signs in for him- or herself; trainer and head do the rest. */
export const actOnTraining: Handler<'learning.actOnTraining'> = async (request, context) => {
  const { id, act, testPoints, outcome } = request
  const { actor, clock } = context
  const own = act === 'sign_in'
  const staffId = own ? actor.staffId : request.staffId
  const training = context.cache((db) => trainingOf(db, id))
  if (!own && training.trainerId !== actor.staffId && !isHead(context)) {
    throw new AppError('request.forbidden')
  }
  const given = { act, on: dayOfInstant(clock.now()), staffId, testPoints, outcome }
  const refusal = trainingRefusal(training, given)
  if (refusal !== null) throw new AppError(refusals[refusal])
  const commandId = await context.submit({
    name: 'training.act',
    customerId: null,
    payload: {
      sessionId: id,
      act,
      staffId: act === 'record_test' ? staffId : null,
      testPoints: act === 'record_test' ? testPoints : null,
      outcome: act === 'close' || act === 'cancel' ? outcome : null,
      atMs: clock.now(),
    },
  })
  return { commandId }
}

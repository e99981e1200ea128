import type pg from 'pg'
import { AppError, type ErrorCode } from '#contract/errors.ts'
import {
  type Attendance,
  type GivenTrainingAct,
  type Training,
  type TrainingAct,
  trainingRefusal,
  type TrainingRefusal,
  type TrainingState,
} from '#domain/learning/training.ts'
import { type Day, dayOfInstant } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { placeOf, reasonGiven } from '../assessment/deciders.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { inTransaction } from '../store/transaction.ts'

/** A training that is planned in the planner's branch. */
export interface TrainingPlan {
  on: Day
  title: string
  material: string
  trainerId: string
  test: boolean
}

/** The branch head's own branch and number. Throws `request.forbidden`. */
async function branchHead(
  client: pg.ClientBase,
  staffId: string,
): Promise<{ branchId: string; staffNo: string }> {
  const { rows } = await client.query<{ branchId: string; staffNo: string }>(
    `select s.branch_id::text as "branchId", s.staff_no as "staffNo" from staff s
     join staff_role r on r.branch_id = s.branch_id and r.staff_id = s.id
     join staff_credential c on c.branch_id = s.branch_id and c.staff_id = s.id
     where s.id = $1 and s.active and c.revoked_at is null
       and r.role = 'branch_head' and r.org_unit_id = s.branch_id`,
    [isId(staffId) ? staffId : null],
  )
  if (!rows[0]) throw new AppError('request.forbidden')
  return rows[0]
}

/**
 * Plans a training in the branch of its head. Returns its id. Throws `request.forbidden`,
 * `learning.textMissing` without a title or material, and `learning.notFound` for a trainer nobody knows.
 */
export async function planTraining(
  pool: pg.Pool,
  { on, title, material, trainerId, test }: TrainingPlan,
  byId: string,
  nowMs: number,
): Promise<string> {
  if (title.trim() === '' || material.trim() === '') throw new AppError('learning.textMissing')
  return inTransaction(pool, 'write', async (client) => {
    const { branchId, staffNo } = await branchHead(client, byId)
    if ((await placeOf(client, trainerId)) === null) throw new AppError('learning.notFound')
    const id = uuidV7(nowMs)
    await client.query(
      `insert into training_session (branch_id, id, on_day, title, material, trainer_id, test, state,
         planned_by, planned_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'planned', $8, $9)`,
      [branchId, id, on, title.trim(), material.trim(), trainerId, test, byId, new Date(nowMs)],
    )
    const entry = { branchId, actor: staffNo, action: 'training.plan', object: id }
    await recordAudit(client, { ...entry, detail: { on, test } }, nowMs)
    return id
  })
}

async function lockTraining(
  client: pg.ClientBase,
  branchId: string,
  id: string,
): Promise<Training> {
  const { rows } = await client.query<Omit<Training, 'attendance'>>(
    `select state, to_char(on_day, 'YYYY-MM-DD') as on, trainer_id::text as "trainerId", test, outcome
     from training_session where branch_id::text = $1 and id = $2 for update`,
    [branchId, isId(id) ? id : null],
  )
  const [row] = rows
  if (!row) throw new AppError('learning.notFound')
  const { rows: attendance } = await client.query<Attendance>(
    `select staff_id::text as "staffId", test_points as "testPoints",
       (extract(epoch from signed_in_at) * 1000)::float8 as "signedInAtMs"
     from training_attendance where branch_id = $1 and session_id = $2`,
    [branchId, id],
  )
  return { ...row, attendance }
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

const reached: Partial<Record<TrainingAct, TrainingState>> = {
  hold: 'held',
  close: 'closed',
  cancel: 'cancelled',
}

/**
 * Takes an act on a training of a branch. A person of the branch signs in for him- or herself; everything
 * else is done by the trainer or the branch head. Throws by the reason: `learning.moved`,
 * `learning.tooEarly`, `learning.nobodyThere`, `learning.testMissing`, `learning.notFound`,
 * `assessment.reasonMissing`, `request.invalid` and `request.forbidden`.
 */
export async function actOnTraining(
  pool: pg.Pool,
  about: { branchId: string; id: string },
  given: Omit<GivenTrainingAct, 'on'>,
  byId: string,
  nowMs: number,
): Promise<void> {
  const { branchId, id } = about
  await inTransaction(pool, 'write', async (client) => {
    const training = await lockTraining(client, branchId, id)
    const own = given.act === 'sign_in'
    const place = await placeOf(client, byId)
    if (place === null) throw new AppError('request.forbidden')
    if (own) {
      if (place.branchId !== branchId) throw new AppError('request.forbidden')
    } else if (training.trainerId !== byId) {
      const head = await branchHead(client, byId)
      if (head.branchId !== branchId) throw new AppError('request.forbidden')
    }
    const act = { ...given, on: dayOfInstant(nowMs), ...(own ? { staffId: byId } : {}) }
    const refusal = trainingRefusal(training, act)
    if (refusal !== null) throw new AppError(refusals[refusal])
    const ends = act.act === 'close' || act.act === 'cancel'
    const outcome = ends ? reasonGiven(act.outcome ?? '') : null
    if (own) {
      await client.query(
        `insert into training_attendance (branch_id, session_id, staff_id, signed_in_at)
         values ($1, $2, $3, $4)`,
        [branchId, id, byId, new Date(nowMs)],
      )
    } else if (act.act === 'record_test') {
      await client.query(
        `update training_attendance set test_points = $4
         where branch_id = $1 and session_id = $2 and staff_id = $3`,
        [branchId, id, act.staffId, act.testPoints],
      )
    } else {
      await client.query(
        `update training_session set state = $3, outcome = $4 where branch_id = $1 and id = $2`,
        [branchId, id, reached[act.act], outcome],
      )
    }
    const action = `training.${act.act}`
    const detail = act.testPoints === null ? {} : { testPoints: act.testPoints }
    await recordAudit(client, { branchId, actor: place.staffNo, action, object: id, detail }, nowMs)
  })
}

import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { Grant, LoginReply, LoginRequest } from '#contract/sync/login.ts'
import type { LockoutLimits } from '#domain/organisation/lockout.ts'
import { onlineOnlyRoles } from '#domain/organisation/roles.ts'
import type { Day } from '#domain/time/day.ts'
import { checkPassword, demoCost, hashPassword, standardCost } from '#platform/crypto/password.ts'
import { signJson } from '#platform/crypto/signature.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { cacheKeyOf } from '../devices/cache-key.ts'
import { userKeyOf } from '../devices/user-key.ts'
import type { DeviceSession } from '../devices/session.ts'
import { parameterInForce } from '../parameters/in-force.ts'
import type { HeadOffice } from '../server/context.ts'
import { inTransaction } from '../store/transaction.ts'
import { mayAct, staffStanding, type StaffStanding } from './standing.ts'

const dayMs = 86_400_000

interface Attempt {
  staffId: string
  passwordHash: string
}

/**
 * Counts the attempt before the password is looked at, so that killing the connection wins nothing.
 * As many failures in a row as the parameter `lock.failures` allows lock for its minutes. Null for an unknown staff number.
 */
async function countAttempt(
  pool: pg.Pool,
  staffNo: string,
  nowMs: number,
  limits: LockoutLimits,
): Promise<Attempt | null> {
  const { rows } = await pool.query<Attempt>(
    `update staff_credential
     set failures = case when locked_until is null then failures + 1 else 1 end,
         locked_until = case when locked_until is null and failures + 1 >= $3
                             then $4::timestamptz end
     where staff_no = $1 and (locked_until is null or locked_until <= $2)
     returning staff_id::text as "staffId", password_hash as "passwordHash"`,
    [staffNo, new Date(nowMs), limits.beforeWait, new Date(nowMs + limits.waitMinutes * 60_000)],
  )
  if (rows[0]) return rows[0]
  const locked = await pool.query<{ until: Date }>(
    'select locked_until as until from staff_credential where staff_no = $1',
    [staffNo],
  )
  const until = locked.rows[0]?.until
  if (!until) return null
  throw new AppError('session.lockedOut', {
    minutes: Math.max(1, Math.ceil((until.getTime() - nowMs) / 60_000)),
  })
}

const nobodies = new Map<boolean, Promise<string>>()

/** Makes an unknown staff number take as long as a wrong password. */
function nobody(demo: boolean): Promise<string> {
  const known = nobodies.get(demo) ?? hashPassword('nobody', demo ? demoCost : standardCost)
  nobodies.set(demo, known)
  return known
}

/**
 * Who a staff number and password belong to. Attempts are counted whoever asks; unknown numbers and wrong
 * passwords answer alike. Throws `session.wrongPassword` and `session.lockedOut`.
 */
export async function provePassword(
  pool: pg.Pool,
  { staffNo, password }: Pick<LoginRequest, 'staffNo' | 'password'>,
  { demo, businessDate }: { demo: boolean; businessDate: Day },
  nowMs: number,
): Promise<string> {
  const unknown = nobody(demo)
  const limits = await parameterInForce(pool, 'lock.failures', businessDate)
  const attempt = await countAttempt(pool, staffNo, nowMs, limits)
  const hash = attempt?.passwordHash ?? (await unknown)
  if (!(await checkPassword(password, hash)) || !attempt) {
    throw new AppError('session.wrongPassword')
  }
  await pool.query(
    'update staff_credential set failures = 0, locked_until = null where staff_id = $1',
    [attempt.staffId],
  )
  return attempt.staffId
}

async function provenStaff(
  office: HeadOffice,
  session: DeviceSession,
  request: LoginRequest,
  nowMs: number,
): Promise<StaffStanding> {
  const staffId = await provePassword(office.pool, request, session, nowMs)
  const staff = await staffStanding(office.pool, staffId, session.branchId)
  if (!staff || staff.revoked) throw new AppError('session.staffUnknown')
  if (!mayAct(staff)) throw new AppError('session.staffOtherBranch')
  return staff
}

async function grantOf(
  office: HeadOffice,
  session: DeviceSession,
  staff: StaffStanding,
  nowMs: number,
): Promise<Grant> {
  const days = await parameterInForce(office.pool, 'lease.offline_days', session.businessDate)
  const onlineOnly = staff.roles.every((role) => onlineOnlyRoles.includes(role))
  return {
    grantId: uuidV7(nowMs),
    staffId: staff.id,
    staffNo: staff.staffNo,
    name: staff.name,
    post: staff.post,
    roles: staff.roles,
    branchId: session.branchId,
    deviceId: session.deviceId,
    credentialVersion: staff.credentialVersion,
    issuedAtMs: nowMs,
    notAfterMs: onlineOnly ? nowMs : nowMs + days * dayMs,
  }
}

async function recordGrant(client: pg.ClientBase, grant: Grant): Promise<void> {
  await client.query(
    `insert into issued_grant (branch_id, device_id, grant_id, staff_id, credential_version,
       issued_at, not_after)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      grant.branchId,
      grant.deviceId,
      grant.grantId,
      grant.staffId,
      grant.credentialVersion,
      new Date(grant.issuedAtMs),
      new Date(grant.notAfterMs),
    ],
  )
  await recordAudit(
    client,
    {
      branchId: grant.branchId,
      actor: grant.staffNo,
      action: 'staff.login',
      object: grant.deviceId,
    },
    grant.issuedAtMs,
  )
}

/**
 * Logs a person in on a device: password, lockout, revocation, and a role over the device's branch
 * or a unit above it. The grant holds only the roles that cover the branch; roles that are online
 * only get a grant that ends at once. Unknown staff numbers and wrong passwords answer alike.
 */
export async function login(
  office: HeadOffice,
  session: DeviceSession,
  request: LoginRequest,
): Promise<LoginReply> {
  const nowMs = office.clock.now()
  const staff = await provenStaff(office, session, request, nowMs)
  const grant = await grantOf(office, session, staff, nowMs)
  const keys = await inTransaction(office.pool, 'write', async (client) => {
    await recordGrant(client, grant)
    const cacheKey = await cacheKeyOf(client, office.master, session, nowMs)
    const owner = { ...session, staffId: staff.id }
    return { ...cacheKey, sealedUserKey: await userKeyOf(client, office.master, owner, nowMs) }
  })
  return {
    epoch: session.epoch,
    grant: signJson(office.grantKeys.privateKey, grant),
    ...keys,
  }
}

import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { protocolVersion } from '#contract/sync/protocol.ts'
import {
  type DeviceRequest,
  type DeviceStanding,
  deviceVerdict,
} from '#contract/sync/states/device.ts'
import { sessionProof, type SessionReply, type SessionRequest } from '#contract/sync/session.ts'
import { randomKey, sha256Hex } from '#platform/crypto/hash.ts'
import { verifyText } from '#platform/crypto/signature.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { parameterInForce } from '../parameters/in-force.ts'
import { isId } from '../server/parse.ts'
import { revokedStaffOf } from '../staff/revocation.ts'
import { nationalId, scopeName } from '../store/scope-version.ts'
import { retireCacheKey } from './cache-key.ts'
import { takeChallenge } from './challenge.ts'
import { peersOf } from './peers.ts'

const sessionLifeMs = 12 * 3_600_000
const dayMs = 86_400_000

/** How a device in this state of its record stands; its protocol does not matter yet. */
function standingOf(state: string): DeviceStanding {
  return state === 'revoked' || state === 'incident' ? state : 'active'
}

/** Refuses what a device of a standing may not ask for. */
function admit(standing: DeviceStanding, request: DeviceRequest): void {
  const verdict = deviceVerdict(standing, request)
  if (verdict !== 'served') throw new AppError(verdict)
}

interface DeviceRow {
  branch_id: string
  epoch: number
  signing_key: string
  ledger_id: string
  state: string
}

async function provenDevice(
  pool: pg.Pool,
  request: SessionRequest,
  nowMs: number,
): Promise<DeviceRow> {
  if (!isId(request.deviceId)) throw new AppError('device.notEnrolled')
  const { rows } = await pool.query<DeviceRow>(
    `select branch_id::text, epoch, signing_key, ledger_id::text, state from device where id = $1`,
    [request.deviceId],
  )
  const device = rows[0]
  if (!device || device.epoch !== request.deviceEpoch) throw new AppError('device.notEnrolled')
  const fresh = await takeChallenge(pool, request.deviceId, request.nonce, nowMs)
  const proof = sessionProof(request.deviceId, request.deviceEpoch, request.nonce)
  if (!fresh) throw new AppError('headOffice.refused')
  // Epochs count within one life of the database: a restored one may hold another PC's under a number
  // that this PC got from its later life, or an enrolment of this PC that it has left, with numbers it
  // never gave in this one. Only a new code helps, so it is told as one unknown is.
  const isProven = verifyText(device.signing_key, proof, request.signature)
  if (!isProven || device.ledger_id !== request.ledgerId) throw new AppError('device.notEnrolled')
  admit(standingOf(device.state), 'session')
  return device
}

async function lastSeq(pool: pg.Pool, device: DeviceRow, deviceId: string): Promise<number> {
  const { rows } = await pool.query<{ last_seq: number }>(
    `select last_seq::float8 from device_cursor
     where branch_id = $1 and device_id = $2 and device_epoch = $3`,
    [device.branch_id, deviceId, device.epoch],
  )
  return rows[0]?.last_seq ?? 0
}

/**
 * Opens a session of twelve hours for a device that signed its nonce. A terminal of another protocol
 * gets one as well, because it may push; only pulling asks for an upgrade. It hears over how long to
 * spread what can wait (`spreadMs`). Throws
 * `device.notEnrolled` (also for a signature by other keys than those enrolled, or another enrolment), `device.revoked`, or
 * `headOffice.refused` for a nonce that is used or too old.
 */
export async function openSession(
  pool: pg.Pool,
  request: SessionRequest,
  spreadMs: number,
  nowMs: number,
): Promise<SessionReply> {
  const device = await provenDevice(pool, request, nowMs)
  const token = randomKey(32).toString('base64url')
  await pool.query(
    `insert into device_session (token_hash, branch_id, device_id, device_epoch, protocol,
       expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      sha256Hex(token),
      device.branch_id,
      request.deviceId,
      device.epoch,
      request.protocol,
      new Date(nowMs + sessionLifeMs),
    ],
  )
  await pool.query(
    `update device set last_session_at = $2, app_version = $3, clock_offset_ms = $4, witness_at = $5
     where id = $1`,
    [
      request.deviceId,
      new Date(nowMs),
      request.appVersion,
      nowMs - request.deviceTimeMs,
      request.witnessAt ? JSON.stringify(request.witnessAt) : null,
    ],
  )
  const info = await readDatabaseInfo(pool)
  if (!info) throw new Error('the database has no info row')
  const leaseDays = await parameterInForce(pool, 'lease.scope_days', info.businessDate)
  const branchId = device.branch_id
  const revokedStaff = await revokedStaffOf(pool, branchId, request.deviceId)
  await retireCacheKey(pool, { branchId, deviceId: request.deviceId }, revokedStaff)
  return {
    epoch: info.epoch,
    token,
    serverTimeMs: nowMs,
    businessDate: info.businessDate,
    currency: info.currency,
    demo: info.demo,
    scopes: [scopeName(nationalId), scopeName(branchId)],
    scopeLeaseUntilMs: nowMs + leaseDays * dayMs,
    lastSeq: await lastSeq(pool, device, request.deviceId),
    revokedStaff,
    spreadMs,
    peers: await peersOf(pool, branchId, request.deviceId, nowMs),
  }
}

/** The device behind a request, with the database's life as of now. */
export interface DeviceSession {
  deviceId: string
  deviceEpoch: number
  branchId: string
  sealingKey: string
  epoch: string
  demo: boolean
  businessDate: string
  /** When it was opened, ms: whatever is sent with it was made later. */
  openedAtMs: number
}

/**
 * Finds the session of a token, for a device that may make the request. Throws what
 * {@link deviceVerdict} says.
 */
export async function authenticateDevice(
  pool: pg.Pool,
  token: string | undefined,
  request: DeviceRequest,
  nowMs: number,
): Promise<DeviceSession> {
  if (token === undefined || token.length > 100) throw new AppError('session.required')
  const { rows } = await pool.query<DeviceSession & { state: string; protocol: number }>(
    `select s.device_id::text as "deviceId", s.device_epoch as "deviceEpoch",
       s.branch_id::text as "branchId", s.protocol, d.state, d.sealing_key as "sealingKey",
       (extract(epoch from s.expires_at) * 1000)::float8 - ${sessionLifeMs} as "openedAtMs",
       i.epoch::text, i.demo, to_char(i.business_date, 'YYYY-MM-DD') as "businessDate"
     from device_session s join device d on d.id = s.device_id cross join database_info i
     where s.token_hash = $1 and s.expires_at > $2 and d.epoch = s.device_epoch`,
    [sha256Hex(token), new Date(nowMs)],
  )
  const session = rows[0]
  if (!session) throw new AppError('session.required')
  const { state, protocol, ...rest } = session
  admit(standingOf(state), request)
  if (protocol !== protocolVersion) admit('otherProtocol', request)
  return rest
}

/** The branch id of a wire scope the device may see (the national one too), or null. */
export function allowedScope(session: DeviceSession, scope: string): string | null {
  for (const id of [nationalId, session.branchId]) if (scopeName(id) === scope) return id
  return null
}

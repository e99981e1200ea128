import type pg from 'pg'
import { breakingCodes, type Finding } from '#domain/usage/chain.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { LedgerPlace } from './first-key.ts'

/**
 * Keeps findings, each once, and opens a case of the device where none is open; returns those that are
 * new. Nobody is judged by them: a person looks at the case.
 */
export async function keepFindings(
  client: pg.ClientBase,
  { branchId, ledgerId, epoch, deviceId }: LedgerPlace,
  findings: readonly Finding[],
  detail: Record<string, string | number>,
  nowMs: number,
): Promise<Finding[]> {
  const fresh: Finding[] = []
  for (const finding of findings) {
    const { rowCount } = await client.query(
      `insert into usage_finding (branch_id, ledger_id, epoch, seq, code, device_id, found_at, detail)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [
        branchId,
        ledgerId,
        epoch,
        finding.seq,
        finding.code,
        deviceId,
        new Date(nowMs),
        JSON.stringify(detail),
      ],
    )
    if (rowCount === 1) fresh.push(finding)
  }
  const [first] = fresh
  if (first) await openCase(client, { branchId, deviceId }, first, fresh.length, nowMs)
  return fresh
}

async function openCase(
  client: pg.ClientBase,
  { branchId, deviceId }: Pick<LedgerPlace, 'branchId' | 'deviceId'>,
  first: Finding,
  count: number,
  nowMs: number,
): Promise<void> {
  const { rowCount } = await client.query(
    `update usage_case set findings = findings + $3
     where branch_id = $1 and device_id = $2 and decided_at is null`,
    [branchId, deviceId, count],
  )
  if (rowCount !== 0) return
  await client.query(
    `insert into usage_case (branch_id, id, device_id, opened_at, first_code, findings)
     values ($1, $2, $3, $4, $5, $6)`,
    [branchId, uuidV7(nowMs), deviceId, new Date(nowMs), first.code, count],
  )
}

/** Whether something was found that a chain is not gone on with after. */
export async function isBroken(
  client: pg.ClientBase,
  { branchId, ledgerId, epoch }: LedgerPlace,
): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (select from usage_finding where branch_id = $1 and ledger_id = $2 and epoch = $3
       and code = any($4::text[])) as found`,
    [branchId, ledgerId, epoch, [...breakingCodes]],
  )
  return rows[0]?.found ?? false
}

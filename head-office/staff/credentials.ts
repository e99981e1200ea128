import type pg from 'pg'
import { hashPassword } from '#platform/crypto/password.ts'

/** A member of staff who gets a password. `branchId` is the unit of the staff row. */
export interface NewCredential {
  staffId: string
  staffNo: string
  branchId: string
  password: string
}

/**
 * Sets passwords: new ones, or replacements, which raise the credential's version, clear its
 * failures and undo a revocation. `cost` is scrypt's N; demo data and tests lower it.
 */
export async function setPasswords(
  db: pg.Pool | pg.ClientBase,
  credentials: readonly NewCredential[],
  cost?: number,
): Promise<void> {
  for (const { staffId, staffNo, branchId, password } of credentials) {
    await db.query(
      `insert into staff_credential (staff_id, staff_no, branch_id, password_hash, version)
       values ($1, $2, $3, $4, 1)
       on conflict (staff_id) do update
         set staff_no = excluded.staff_no, branch_id = excluded.branch_id,
             password_hash = excluded.password_hash, version = staff_credential.version + 1,
             failures = 0, locked_until = null, revoked_at = null`,
      [staffId, staffNo, branchId, await hashPassword(password, cost)],
    )
  }
}

import { all, type ReadDatabase } from '../connection/statements.ts'

/** A person who looks after customers. */
export interface BranchManager {
  id: string
  name: string
  staff_no: string
}

/** The customer managers of this branch who may work, by number. */
export function managersOfBranch(db: ReadDatabase): BranchManager[] {
  return all(
    db,
    `SELECT st.id, st.name, st.staff_no FROM staff st
     WHERE st.active = 1 AND EXISTS (SELECT 1 FROM staff_role r
       WHERE r.staff_id = st.id AND r.role = 'customer_manager')
     ORDER BY st.staff_no`,
  )
}

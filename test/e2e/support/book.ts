import type { Page } from 'playwright/test'
import type pg from 'pg'
import type { DemoUser } from '#head-office/demo/fill.ts'
import type { BranchPc } from './bank.ts'
import { customersShown, logIn } from './pages.ts'

/** A customer as a story knows him or her. */
export interface Known {
  id: string
  customer_no: string
  name: string
}

/** A fresh PC of the person's branch, the person logged in, 我的客户 drawn. */
export async function openBook(
  newPc: (branchId: string) => Promise<BranchPc>,
  user: DemoUser,
): Promise<Page> {
  const page = (await (await newPc(user.branchId)).open()).window
  await logIn(page, user)
  await customersShown(page)
  return page
}

/**
 * An own customer of a manager for whom a condition on `c` (customer) and `y` (its summary) holds;
 * the richest.
 */
export async function ownCustomer(
  pool: pg.Pool,
  manager: DemoUser,
  condition: string,
): Promise<Known> {
  const { rows } = await pool.query<Known>(
    `select c.id, c.customer_no, c.name from customer_manager m
       join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
       join customer c on c.branch_id = m.branch_id and c.id = m.customer_id
       join customer_summary y on y.branch_id = m.branch_id and y.customer_id = m.customer_id
      where s.staff_no = $1 and m.valid_to is null and ${condition}
      order by y.aum_fen desc, c.customer_no limit 1`,
    [manager.staffNo],
  )
  const [found] = rows
  if (!found) throw new Error(`nobody: ${condition}`)
  return found
}

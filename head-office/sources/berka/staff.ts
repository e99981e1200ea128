import type { Staff, StaffRole } from '#domain/organisation/records.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { czechName } from '../../names/czech.ts'
import { berkaId, outletId } from './world.ts'

const posts: readonly { digit: string; post: string; role: Role }[] = [
  { digit: '1', post: '网点主任', role: 'branch_head' },
  { digit: '2', post: '运营主管', role: 'operations_supervisor' },
  { digit: '3', post: '客户经理', role: 'customer_manager' },
  { digit: '4', post: '客户经理', role: 'customer_manager' },
  { digit: '5', post: '客户经理', role: 'customer_manager' },
  { digit: '6', post: '柜员', role: 'teller' },
  { digit: '7', post: '柜员', role: 'teller' },
]

/** Number of a member of staff: district in three digits, post in one. */
function staffNo(district: string, digit: string): string {
  return `B${district.padStart(3, '0')}${digit}`
}

/** A number drawn from a name: the same one in every import. */
export function drawFrom(kind: string, key: string): number {
  return Number.parseInt(berkaId(kind, key).slice(0, 8), 16)
}

/** The customer manager of a client at an outlet: one of three, by the client's number. */
export function managerOf(district: string, client: string): string {
  const managers = posts.filter(({ role }) => role === 'customer_manager')
  const post = managers[Number(client) % managers.length]
  return berkaId('staff', staffNo(district, post?.digit ?? '3'))
}

/** Made-up people of an outlet: the source names nobody. */
export function outletStaff(district: string): { staff: Staff; role: StaffRole }[] {
  const branch_id = outletId(district)
  return posts.map(({ digit, post, role }) => {
    const no = staffNo(district, digit)
    const draw = drawFrom('staff-name', no)
    const id = berkaId('staff', no)
    return {
      staff: {
        branch_id,
        id,
        staff_no: no,
        name: czechName(draw % 2 === 0 ? 'F' : 'M', draw >>> 1),
        post,
        active: true,
      },
      role: { branch_id, staff_id: id, role, org_unit_id: branch_id },
    }
  })
}

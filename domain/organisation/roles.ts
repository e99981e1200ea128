/** Roles of `staff_role`; a person may hold several, each over an organisation unit. */
export const roles = [
  'teller',
  'lobby_manager',
  'customer_manager',
  'operations_supervisor',
  'branch_head',
  'line_manager',
  'risk_officer',
  'system_admin',
  'security_admin',
  'audit_admin',
] as const

/** A role of the closed list {@link roles}. */
export type Role = (typeof roles)[number]

/** Roles that may log in only while head office answers: the three administrators. */
export const onlineOnlyRoles: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin']

/** What a role may see of a customer of the terminal's branch. */
export type CustomerAccess = 'own_book' | 'branch' | 'present' | 'none'

const access: Record<Role, CustomerAccess> = {
  teller: 'present',
  lobby_manager: 'present',
  customer_manager: 'own_book',
  operations_supervisor: 'branch',
  branch_head: 'branch',
  line_manager: 'none',
  risk_officer: 'none',
  system_admin: 'none',
  security_admin: 'none',
  audit_admin: 'none',
}

const width: readonly CustomerAccess[] = ['none', 'present', 'own_book', 'branch']

/** The widest access that any of the roles gives. */
export function customerAccess(held: readonly Role[]): CustomerAccess {
  return held
    .map((role) => access[role])
    .reduce<CustomerAccess>((a, b) => (width.indexOf(b) > width.indexOf(a) ? b : a), 'none')
}

import { describe, expect, test } from 'vitest'
import type { SessionView } from '#contract/ipc/session.ts'
import { roles, type Role } from '#domain/organisation/roles.ts'
import { navigation } from '#renderer/frame/navigation.ts'

function entriesOf(...held: Role[]): string[] {
  const session = { roles: held } as unknown as SessionView
  return navigation.flatMap(({ entries }) =>
    entries.filter((entry) => entry.may(session)).map((entry) => entry.route),
  )
}

describe('the navigation', () => {
  test('gives people with a book their customers', () => {
    for (const role of ['customer_manager', 'branch_head'] as const) {
      expect(entriesOf(role)).toEqual(['workbench', 'customers', 'sync'])
    }
    expect(entriesOf('operations_supervisor')).toEqual(['customers', 'sync'])
  })

  test('never shows customers to administrators and tellers, and leaves nobody without a page', () => {
    for (const role of ['teller', 'system_admin', 'security_admin', 'audit_admin'] as const) {
      expect(entriesOf(role)).toEqual(['home', 'sync'])
    }
    for (const role of roles) expect(entriesOf(role).length).toBeGreaterThan(1)
  })

  test('follows the widest of several roles', () => {
    expect(entriesOf('teller', 'customer_manager')).toEqual(['workbench', 'customers', 'sync'])
  })
})

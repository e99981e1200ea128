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
    expect(entriesOf('customer_manager')).toEqual(['workbench', 'customers', 'training', 'sync'])
    expect(entriesOf('branch_head')).toEqual([
      'workbench',
      'customers',
      'counter',
      'training',
      'sync',
    ])
    expect(entriesOf('operations_supervisor')).toEqual(['customers', 'training', 'sync'])
  })

  test('gives the counter to who receives customers', () => {
    for (const role of ['teller', 'lobby_manager'] as const) {
      expect(entriesOf(role)).toEqual(['counter', 'training', 'sync'])
    }
  })

  test('never shows customers to administrators and tellers, and leaves nobody without a page', () => {
    for (const role of roles) expect(entriesOf(role).length).toBeGreaterThan(1)
    for (const role of ['system_admin', 'security_admin', 'audit_admin'] as const) {
      expect(entriesOf(role)).toEqual(['home', 'training', 'sync'])
    }
    expect(entriesOf('teller')).not.toContain('customers')
  })

  test('follows the widest of several roles', () => {
    expect(entriesOf('teller', 'customer_manager')).toEqual([
      'workbench',
      'customers',
      'counter',
      'training',
      'sync',
    ])
  })
})

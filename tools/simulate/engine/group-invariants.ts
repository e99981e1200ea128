import { scopeStates } from '#db/cache/scopes.ts'
import { all, first, type ReadDatabase } from '#db/connection/statements.ts'
import type { Given } from './desk.ts'
import type { CommandState } from './invariants.ts'
import type { Machine } from './machine.ts'
import { demand } from './trace.ts'

const isOpen = ({ state }: CommandState): boolean => state === 'waiting' || state === 'sent'

/** Whether a command's effect is put on top of the base: it waits, or was taken and is not held yet. */
const liesOnTop = (command: CommandState): boolean =>
  isOpen(command) ||
  (command.settled === 0 && ['applied', 'applied_with_changes'].includes(command.state))

/** I7 of groups: a new one is there, once; its members are those of whatever was given last. */
export function checkOwnGroups(
  machine: Machine,
  db: ReadDatabase,
  commands: readonly CommandState[],
  given: ReadonlyMap<string, Given>,
): void {
  const { name } = machine.state
  const epoch = machine.life?.memory.get('epoch') ?? null
  // What a restored database answered once more is laid on its own rows, which come with the next pull.
  const isOfAnswers = scopeStates(db).every((scope) => epoch === null || scope.epoch === epoch)
  /** What was given last of a group and a customer. */
  const wanted = new Map<string, { groupId: string; customerId: string; stands: boolean }>()
  const unsteady = new Set<string>()
  for (const command of commands) {
    const own = given.get(command.command_id)
    if (!own?.name.startsWith('group.')) continue
    if (own.name === 'group.create') {
      const rows = all<{ rev: number }>(db, 'SELECT rev FROM customer_group WHERE id = ?', own.mark)
      const shown = !liesOnTop(command) || rows.length === 1
      demand(shown, 'I7', () => `${name}: group ${own.mark} (${command.state}) is not shown`)
      const nothing = ['rejected', 'quarantined', 'withdrawn'].includes(command.state)
      const gone = !nothing || rows.every(({ rev }) => rev > 0)
      demand(gone, 'I7', () => `${name}: group ${own.mark} (${command.state}) is still shown`)
    }
    if (!own.members) {
      // Whether a group stood when its members were given depends on these.
      if (own.name !== 'group.change') unsteady.add(command.command_id)
      continue
    }
    const { groupId, add, remove } = own.members
    const stands = liesOnTop(command)
    for (const customerId of [...add, ...remove]) {
      const key = `${groupId} ${customerId}`
      if (!stands) continue
      if (!isOpen(command) && !isOfAnswers) {
        wanted.delete(key)
        continue
      }
      wanted.set(key, { groupId, customerId, stands: add.includes(customerId) })
    }
  }
  const steady = !commands.some((own) => unsteady.has(own.command_id) && liesOnTop(own))
  if (!steady) return
  for (const { groupId, customerId, stands } of wanted.values()) {
    const here =
      first(db, 'SELECT 1 FROM customer WHERE id = ?', customerId) !== undefined &&
      first(db, 'SELECT 1 FROM customer_group WHERE id = ? AND deleted_at IS NULL', groupId) !==
        undefined
    const member = first<{ removed_at: number | null }>(
      db,
      'SELECT removed_at FROM customer_group_member WHERE group_id = ? AND customer_id = ?',
      groupId,
      customerId,
    )
    const isMember = member !== undefined && member.removed_at === null
    demand(
      !here || isMember === stands,
      'I7',
      () => `${name}: ${customerId} in group ${groupId}: ${isMember}, given ${stands}`,
    )
  }
}

import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { asAppError, call } from '../../../bridge/call.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'
import type { FilterRule } from './rule-of-filter.ts'

/** Tables whose change may move a count of a group. */
export const groupTables: readonly TableName[] = [
  'reckoning',
  'customer',
  'customer_summary',
  'customer_value',
  'customer_manager',
  'customer_group',
  'customer_group_member',
  'consent',
  'account',
  'contact',
  'task',
]

/** What the list hands over to a new group: its filter as a rule. */
export const useGroupSeed = defineStore('group-seed', () => {
  const seed = shallowRef<FilterRule | null>(null)
  /** Counts the seeds, so that each begins a form of its own. */
  const serial = ref(0)

  function sow(rule: FilterRule): void {
    seed.value = rule
    serial.value += 1
  }

  function take(): FilterRule | null {
    const taken = seed.value
    seed.value = null
    return taken
  }

  return { serial, sow, take }
})

/** Deletes a group and offers to give it back. */
export function useGroupDeletion(after: (restoredId: string | null) => void) {
  const { t, errorText } = useText()
  const notices = useNotices()

  async function restore(group: { id: string; name: string }): Promise<void> {
    try {
      await call('groups.restore', { groupId: group.id })
      notices.confirm(t('customers.groups.restored', { name: group.name }))
      after(group.id)
    } catch (thrown) {
      notices.fail(errorText(asAppError(thrown).code))
    }
  }

  return async (group: { id: string; name: string }): Promise<void> => {
    await call('groups.delete', { groupId: group.id })
    after(null)
    notices.confirm(t('customers.groups.deleted', { name: group.name }), {
      label: t('customers.groups.undo'),
      run: () => restore(group),
    })
  }
}

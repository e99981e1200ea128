import type { Handle } from '../dispatch/dispatch.ts'
import { changeGroup, createGroup, deleteGroup, restoreGroup, setMembers } from './acts.ts'
import { countGroup } from './count.ts'
import { listGroups, listMembers } from './list.ts'
import { groupVisits } from './visits.ts'

/** Registers every channel of customer groups. */
export function registerGroups(handle: Handle): void {
  handle('groups.list', listGroups)
  handle('groups.count', countGroup)
  handle('groups.members', listMembers)
  handle('groups.visits', groupVisits)
  handle('groups.create', createGroup)
  handle('groups.change', changeGroup)
  handle('groups.setMembers', setMembers)
  handle('groups.delete', deleteGroup)
  handle('groups.restore', restoreGroup)
}

import { AppError } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { groupById, type KnownGroup } from '#db/groups/groups.ts'
import { mayChangeGroup, seesGroup } from '#domain/groups/records.ts'

/** A group the person sees, also a deleted one where that is asked for; throws `group.notFound`. */
export function ownGroup(
  db: ReadDatabase,
  staffId: string,
  groupId: string,
  which: 'standing' | 'deleted' = 'standing',
): KnownGroup {
  const group = groupById(db, groupId)
  const fits = group && (group.deleted_at !== null) === (which === 'deleted')
  if (!fits || !seesGroup(group, staffId)) throw new AppError('group.notFound')
  return group
}

/** The same, once the person may change it; throws `group.notYours`. */
export function changeableGroup(
  db: ReadDatabase,
  { staffId, seesBranch }: { staffId: string; seesBranch: boolean },
  groupId: string,
  which: 'standing' | 'deleted' = 'standing',
): KnownGroup {
  const group = ownGroup(db, staffId, groupId, which)
  if (!mayChangeGroup(group, staffId, seesBranch)) throw new AppError('group.notYours')
  return group
}

import { join } from 'node:path'
import { ChildRecord } from '#tools/processes/children.ts'
import { stateDir } from '#tools/start/state.ts'

/** Everything a run keeps: how far it is, folders of rounds, what it has started. */
export const durabilityDir = join(stateDir, 'durability')

/**
 * Processes of this and earlier runs, each the leader of a group of its own: a part notes what it
 * starts, and a run that is killed leaves nothing the next one does not end.
 */
export const startedChildren = new ChildRecord(join(durabilityDir, 'children'))

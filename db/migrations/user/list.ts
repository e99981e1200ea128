import type { Migration } from '../run.ts'
import { userTables } from './0001-drafts.ts'
import { ownLists } from './0003-own-lists.ts'

/** All migrations of `user_<staff id>.db`, oldest first. Only ever appended to. */
export const userMigrations: readonly Migration[] = [userTables, ownLists]

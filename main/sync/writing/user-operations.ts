import { changeFileKey, openFile } from '#db/connection/open.ts'
import { isDamage } from '#db/connection/failure.ts'
import { atomically } from '#db/connection/statements.ts'
import { userMigrations } from '#db/migrations/user/list.ts'
import { migrateFile } from '#db/migrations/run.ts'
import { rememberOpened, setFavourite } from '#db/user/customers.ts'
import { discardDraft, putUserSetting, saveDraft } from '#db/user/drafts.ts'
import { dropView, keepView, type KeptView } from '#db/user/views.ts'
import { setAside, type WriterFiles } from './files.ts'

/** Operations on the file of the person who is logged in. */
export function userOperations(files: WriterFiles) {
  /** Opens a file of which every page can be read; whether it can is returned. */
  async function open(path: string, key: Uint8Array): Promise<boolean> {
    try {
      await migrateFile(path, key, userMigrations)
      files.userFile = openFile(path, key, { mode: 'write', kind: 'lasting' })
      // It is small. A damaged page that is met later would stop the same work again and again.
      if (files.userFile.pragma('quick_check(1)', { simple: true }) === 'ok') return true
    } catch (error) {
      if (!isDamage(error)) throw error
    }
    files.close('userFile')
    return false
  }

  return {
    /**
     * Opens or makes a person's file; one that a former key opens gets the present key. One that
     * neither opens, or of which a page cannot be read, is damaged: it is set aside and a fresh one
     * made.
     */
    async 'user.open'(args: {
      path: string
      key: Uint8Array
      nowMs: number
      formerKey?: Uint8Array | null
    }) {
      files.close('userFile')
      if (args.formerKey) changeFileKey(args.path, args.formerKey, args.key)
      if (await open(args.path, args.key)) return
      setAside(args.path, args.nowMs)
      if (!(await open(args.path, args.key))) throw new Error('a fresh personal file is damaged')
    },

    'user.close'() {
      files.close('userFile')
    },

    'user.saveDraft'(args: { key: string; value: string; nowMs: number }) {
      atomically(files.user, () => saveDraft(files.user, args.key, args.value, args.nowMs))
    },

    'user.discardDraft'(args: { key: string }) {
      atomically(files.user, () => discardDraft(files.user, args.key))
    },

    'user.putSetting'(args: { key: string; value: string }) {
      atomically(files.user, () => putUserSetting(files.user, args.key, args.value))
    },

    'user.keepView'(args: KeptView) {
      atomically(files.user, () => keepView(files.user, args))
    },

    'user.dropView'(args: { id: string }) {
      atomically(files.user, () => dropView(files.user, args.id))
    },

    'user.setFavourite'(args: { customerId: string; favourite: boolean; nowMs: number }) {
      atomically(files.user, () =>
        setFavourite(files.user, args.customerId, args.favourite, args.nowMs),
      )
    },

    'user.rememberOpened'(args: { customerId: string; nowMs: number }) {
      atomically(files.user, () => rememberOpened(files.user, args.customerId, args.nowMs))
    },
  }
}

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
  async function open(path: string, key: Uint8Array): Promise<void> {
    await migrateFile(path, key, userMigrations)
    files.userFile = openFile(path, key, { mode: 'write', synchronous: 'FULL' })
  }

  return {
    /**
     * Opens or makes a person's file; one that a former key opens gets the present key. One that
     * neither opens is damaged: it is set aside and a fresh one made.
     */
    async 'user.open'(args: {
      path: string
      key: Uint8Array
      nowMs: number
      formerKey?: Uint8Array | null
    }) {
      files.close('userFile')
      if (args.formerKey) changeFileKey(args.path, args.formerKey, args.key)
      try {
        await open(args.path, args.key)
      } catch (error) {
        if (!isDamage(error)) throw error
        setAside(args.path, args.nowMs)
        await open(args.path, args.key)
      }
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

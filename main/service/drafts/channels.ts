import { draftValue, userSetting } from '#db/user/drafts.ts'
import type { TerminalMemory } from '#main/sync/memory.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import type { Handle } from '../dispatch/dispatch.ts'
import type { UserFile } from '../session/user-file.ts'

/**
 * Registers `drafts.*`, what a person has chosen for the own screen, and the language, which follows
 * the person, and before a login the PC.
 */
export function registerDrafts(
  handle: Handle,
  userFile: UserFile,
  writer: Writer,
  memory: TerminalMemory,
): void {
  handle('drafts.load', ({ key }) => {
    const value = userFile.read((db) => draftValue(db, key))
    return value === null ? null : { key, value }
  })
  handle('drafts.save', async ({ key, value }, { clock }) => {
    await writer.call('user.saveDraft', { key, value, nowMs: clock.now() })
    return null
  })
  handle('drafts.discard', async ({ key }) => {
    await writer.call('user.discardDraft', { key })
    return null
  })
  handle('app.language', async () => {
    const own = userFile.isOpen ? userFile.read((db) => userSetting(db, 'language')) : null
    if (own !== 'zh' && own !== 'en') return memory.get('language') ?? 'zh'
    // The lock and login screens speak the language of whoever worked here last.
    if (memory.get('language') !== own) await memory.remember({ language: own })
    return own
  })
  handle('app.setLanguage', async ({ language }) => {
    await memory.remember({ language })
    if (userFile.isOpen) await writer.call('user.putSetting', { key: 'language', value: language })
    return null
  })
  handle('app.preferences', () => ({
    characterKeys: userFile.read((db) => userSetting(db, 'character_keys')) !== 'off',
    risingColour:
      userFile.read((db) => userSetting(db, 'rising_colour')) === 'green' ? 'green' : 'red',
    cardSound: userFile.read((db) => userSetting(db, 'card_sound')) !== 'off',
  }))
  handle('app.setPreferences', async ({ characterKeys, risingColour, cardSound }) => {
    const put = (key: string, value: string) => writer.call('user.putSetting', { key, value })
    await put('character_keys', characterKeys ? 'on' : 'off')
    await put('rising_colour', risingColour)
    await put('card_sound', cardSound ? 'on' : 'off')
    return null
  })
}

import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Preferences } from '#contract/ipc/app.ts'
import { call } from '../bridge/call.ts'

/** What stands before anybody has chosen. */
const usual: Preferences = { characterKeys: true, risingColour: 'red', cardSound: true }

/** What a person has chosen for the own screen; kept in the person's own file. */
export const usePreferences = defineStore('preferences', () => {
  const current = ref<Preferences>(usual)

  function show(preferences: Preferences): void {
    current.value = preferences
    document.documentElement.dataset['rising'] = preferences.risingColour
  }

  async function refresh(): Promise<void> {
    show(await call('app.preferences'))
  }

  async function choose(change: Partial<Preferences>): Promise<void> {
    const preferences = { ...current.value, ...change }
    show(preferences)
    await call('app.setPreferences', preferences)
  }

  return { current, refresh, choose, forget: () => show(usual) }
})

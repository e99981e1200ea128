import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { HelpFunctionName } from '#domain/help/functions.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { call } from '../bridge/call.ts'
import { usePractice } from './practice.ts'
import { useSession } from './session.ts'

/** The tip of the day: asked for once a person and day, however often the page it stands on is opened. */
export const useDailyTip = defineStore('daily-tip', () => {
  const session = useSession()
  const practice = usePractice()
  const name = shallowRef<HelpFunctionName | null>(null)
  let asked = ''

  /** Without an answer there is no tip, and the next page asks again: nobody waits for one. None in practice. */
  async function ask(): Promise<void> {
    const key = `${session.current?.staffNo ?? ''} ${dayOfInstant(Date.now())}`
    if (practice.active || key === asked) return
    asked = key
    name.value = null
    try {
      name.value = await call('help.tip')
    } catch {
      asked = ''
    }
  }

  /** Never shows it again; it stands again where that was refused. */
  async function dismiss(): Promise<void> {
    const { value } = name
    if (value === null) return
    name.value = null
    try {
      await call('help.dismissTip', { name: value })
    } catch (thrown) {
      name.value = value
      throw thrown
    }
  }

  return { name, ask, dismiss }
})

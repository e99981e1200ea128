import { defineStore } from 'pinia'
import { ref } from 'vue'
import { call } from '../bridge/call.ts'
import { i18n, type Language } from '../locales/index.ts'

/** The language of the screen. Kept on the PC, so the login page speaks it too. */
export const useLanguage = defineStore('language', () => {
  const current = ref<Language>('zh')

  function show(language: Language): void {
    current.value = language
    i18n.global.locale.value = language
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }

  async function refresh(): Promise<void> {
    show(await call('app.language'))
  }

  // Windows of one terminal speak the same language.
  const others = new BroadcastChannel('language')
  others.onmessage = ({ data }: MessageEvent<Language>) => show(data)

  async function choose(language: Language): Promise<void> {
    show(language)
    others.postMessage(language)
    await call('app.setLanguage', { language })
  }

  return { current, refresh, choose, toggle: () => choose(current.value === 'zh' ? 'en' : 'zh') }
})

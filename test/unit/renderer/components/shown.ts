import { createPinia, setActivePinia } from 'pinia'
import { type Component, createSSRApp, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { i18n, type Language } from '#renderer/locales/index.ts'
import { useLanguage } from '#renderer/stores/language.ts'

/** A component as markup, in a language; comments of the renderer left out. */
export async function markup(
  component: Component,
  props: Record<string, unknown>,
  language: Language = 'zh',
): Promise<string> {
  const pinia = createPinia()
  setActivePinia(pinia)
  i18n.global.locale.value = language
  useLanguage().current = language
  const html = await renderToString(
    createSSRApp(() => h(component, props))
      .use(pinia)
      .use(i18n),
  )
  return html.replaceAll(/<!--[\s\S]*?-->/g, '')
}

/** What a person reads of it: no markup, nothing that only screen readers say. */
export async function shown(...about: Parameters<typeof markup>): Promise<string> {
  const html = await markup(...about)
  return html
    .replaceAll(/<span class="unseen"[^>]*>[^<]*<\/span>/g, '')
    .replaceAll(/<[^>]+>/g, '')
    .trim()
}

import elementEn from 'element-plus/es/locale/lang/en.mjs'
import elementZh from 'element-plus/es/locale/lang/zh-cn.mjs'
import { createI18n } from 'vue-i18n'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** Languages of the screen. */
export type Language = 'zh' | 'en'

/** Sentences of both languages, for the application and for tests. */
export const messages = { zh, en }

/** Words inside Element Plus' own parts. */
export const elementLocales = { zh: elementZh, en: elementEn }

/** The translator. Messages are compiled without `eval`, as the page's policy demands. */
export const i18n = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages })

import { useI18n } from 'vue-i18n'
import type { ErrorCode } from '#contract/errors.ts'
import type { Paths } from './sentences.ts'
import type { zh } from './zh.ts'

/** Path of a sentence, such as `login.title`. */
export type TextKey = Paths<typeof zh>

/** Values a sentence quotes. */
export type TextValues = Record<string, string | number>

/** Gives a sentence; `plural` chooses between `one | many` in languages that have them. */
export type Translate = (key: TextKey, values?: TextValues, plural?: number) => string

/** Sentences of the language on screen. Unlike `$t`, a path that does not exist does not compile. */
export function useText(): { t: Translate; errorText: (code: ErrorCode) => string } {
  const { t } = useI18n()
  const translate: Translate = (key, values = {}, plural) =>
    plural === undefined ? t(key, values) : t(key, values, plural)
  return { t: translate, errorText: (code) => translate(`errors.${code}`) }
}

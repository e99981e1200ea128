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

/** Sentences kept of one language at most. */
const mostKnown = 5000
/** Sentences as they were given, by language: rows of lists ask for the same ones again and again. */
const given = new Map<string, Map<string, string>>()

function knownIn(language: string): Map<string, string> {
  const before = given.get(language)
  if (before && before.size < mostKnown) return before
  const known = new Map<string, string>()
  given.set(language, known)
  return known
}

/** Sentences of the language on screen. Unlike `$t`, a path that does not exist does not compile. */
export function useText(): { t: Translate; errorText: (code: ErrorCode) => string } {
  const { t, locale } = useI18n()
  const translate: Translate = (key, values, plural) => {
    const quoted = values === undefined ? key : `${key} ${JSON.stringify(values)}`
    const known = knownIn(locale.value)
    const asked = plural === undefined ? quoted : `${quoted} ${plural}`
    const before = known.get(asked)
    if (before !== undefined) return before
    const text = plural === undefined ? t(key, values ?? {}) : t(key, values ?? {}, plural)
    known.set(asked, text)
    return text
  }
  return { t: translate, errorText: (code) => translate(`errors.${code}`) }
}

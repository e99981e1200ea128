import { computed, type Ref, ref } from 'vue'
import type { AppError } from '#contract/errors.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { type Draft, useDraft } from '../../../bridge/use-draft.ts'

/** How something ends in a word of a list, and a remark. */
export interface EndingDraft<Word extends string> {
  word: Word | null
  remark: string
}

/** What an ending is told with: the word, null where none is needed, and the remark, null for none. */
export interface Ending<Word extends string> {
  word: Word | null
  remark: string | null
}

/** The form of an ending. */
export interface EndingForm<Word extends string> {
  draft: Draft<EndingDraft<Word>>
  /** Whether the word misses; said only after the first attempt. */
  missing: Readonly<Ref<boolean>>
  busy: Readonly<Ref<boolean>>
  error: Readonly<Ref<AppError | null>>
  /** Ends it; resolves to whether that is kept. Without a word that is needed nothing happens. */
  submit: () => Promise<boolean>
}

/** What an ending is about. */
export interface EndingOptions<Word extends string> {
  /** Key of the draft. */
  key: string
  words: readonly Word[]
  /** Whether a word must be chosen; without, none is told. */
  needed: () => boolean
  /** Does it. */
  end: (ending: Ending<Word>) => Promise<unknown>
}

/** Ending something with a word and a remark; kept as a draft until it is said. */
export function useEnding<Word extends string>({
  key,
  words,
  needed,
  end,
}: EndingOptions<Word>): EndingForm<Word> {
  /** Reads a kept draft; null where the content is none of this form. */
  function draftFrom(stored: unknown): EndingDraft<Word> | null {
    if (typeof stored !== 'object' || stored === null) return null
    const { word, remark } = stored as Partial<Record<keyof EndingDraft<Word>, unknown>>
    return {
      word: words.find((each) => each === word) ?? null,
      remark: typeof remark === 'string' ? remark : '',
    }
  }

  const draft = useDraft<EndingDraft<Word>>(key, () => ({ word: null, remark: '' }), draftFrom)
  const tried = ref(false)
  const wordless = computed(() => needed() && draft.form.value.word === null)
  const act = useAct(() => {
    const { word, remark } = draft.form.value
    return end({ word: needed() ? word : null, remark: remark.trim() || null })
  })

  async function submit(): Promise<boolean> {
    tried.value = true
    if (wordless.value || !(await act.run())) return false
    await draft.discard()
    return true
  }

  return {
    draft,
    missing: computed(() => tried.value && wordless.value),
    busy: act.busy,
    error: act.error,
    submit,
  }
}

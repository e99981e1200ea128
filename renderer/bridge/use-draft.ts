import { onScopeDispose, type Ref, ref, watch } from 'vue'
import { asAppError, call } from './call.ts'
import { currentWorld } from './world.ts'

const saveAfterMs = 400

/** Drafts with changes that are not written yet, by world and key. */
const unsaved = new Map<string, () => Promise<void>>()

/** Drafts that could not be written, as JSON by world and key: the service was away, or went with the session. */
const unwritten = new Map<string, string>()

/** Forgets what could not be written: another person has come. */
export function forgetUnwritten(): void {
  unwritten.clear()
  unsaved.clear()
}

/** Writes every draft that waits; to be awaited before the session is locked or ended. */
export async function flushDrafts(): Promise<void> {
  await Promise.all([...unsaved.values()].map((save) => save()))
}

/** A form whose content outlives the window, a lock and a crash. */
export interface Draft<Form> {
  form: Ref<Form>
  /** Whether something was found from an earlier time. */
  restored: Readonly<Ref<boolean>>
  /** Whether the last change is in the person's file. */
  saved: Readonly<Ref<boolean>>
  /** Resolves when the earlier content, if any, stands in `form`. */
  loaded: Promise<void>
  /** Forgets the draft and puts the empty form back; after it was submitted or thrown away. */
  discard: () => Promise<void>
  /** Forgets the draft and leaves the form as it stands; after it was submitted, where the form goes. */
  forget: () => Promise<void>
}

/**
 * Keeps a form as a draft in the person's own file. `key` names the form and what it is about, such
 * as `contact:<customerId>`. `parse` accepts stored content of today's shape or gives null.
 */
export function useDraft<Form extends object>(
  key: string,
  empty: () => Form,
  parse: (stored: unknown) => Form | null,
): Draft<Form> {
  const form = ref(empty()) as Ref<Form>
  /** What is typed in practice never meets what is typed in the branch. */
  const born = currentWorld()
  const place = `${born} ${key}`
  const restored = ref(false)
  const saved = ref(true)
  let timer: ReturnType<typeof setTimeout> | null = null
  let quiet = false

  async function save(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    unsaved.delete(place)
    const value = JSON.stringify(form.value)
    unwritten.set(place, value)
    if (currentWorld() !== born) return
    try {
      await call('drafts.save', { key, value })
      if (unwritten.get(place) === value) unwritten.delete(place)
      saved.value = true
    } catch (thrown) {
      // Tried again with the next change, before a lock, and when the form is opened again.
      if (unwritten.get(place) === value) unsaved.set(place, save)
      asAppError(thrown)
    }
  }

  function replace(content: Form): void {
    quiet = true
    form.value = content
  }

  watch(
    form,
    () => {
      if (quiet) {
        quiet = false
        return
      }
      saved.value = false
      unsaved.set(place, save)
      if (timer) clearTimeout(timer)
      timer = setTimeout(() => void save(), saveAfterMs)
    },
    { deep: true, flush: 'sync' },
  )

  async function load(): Promise<void> {
    try {
      const kept = unwritten.get(place)
      const stored = kept ?? (await call('drafts.load', { key }))?.value
      const content = stored === undefined ? null : parse(JSON.parse(stored))
      if (!content || !saved.value) return
      replace(content)
      restored.value = true
      if (kept !== undefined) await save()
    } catch (thrown) {
      asAppError(thrown)
    }
  }

  async function forget(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    unsaved.delete(place)
    unwritten.delete(place)
    restored.value = false
    saved.value = true
    await call('drafts.discard', { key })
  }

  onScopeDispose(() => {
    if (unsaved.has(place)) void save()
  })

  return {
    form,
    restored,
    saved,
    loaded: load(),
    discard: () => {
      replace(empty())
      return forget()
    },
    forget,
  }
}

import { computed, type Ref, ref } from 'vue'
import type { AppError } from '#contract/errors.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { type Draft, useDraft } from '../../../bridge/use-draft.ts'
import { useNow } from '../../../stores/now.ts'
import { useCommandNotice } from '../use-command-notice.ts'
import {
  type ContactDraft,
  contactDraftFrom,
  type ContactProblems,
  contactProblems,
  contactRequest,
  emptyContact,
  isTouched,
} from './contact-draft.ts'

/** The form of one contact with one customer. */
export interface ContactForm {
  draft: Draft<ContactDraft>
  /** Today at UTC+8, the first day a next step may be on. */
  today: Readonly<Ref<string>>
  /** What misses; shown only after the first attempt to save. */
  problems: Readonly<Ref<ContactProblems>>
  busy: Readonly<Ref<boolean>>
  error: Readonly<Ref<AppError | null>>
  /** Logs the contact. Resolves to whether it is kept. */
  save: () => Promise<boolean>
}

/**
 * Logs a contact with a customer; what was typed is kept as a draft until it is logged. `about` is what
 * the content begins with where there is no draft.
 */
export function useContactForm(customer: { id: string; name: string }, about: string): ContactForm {
  const now = useNow()
  const confirm = useCommandNotice()
  const draft = useDraft(`contact:${customer.id}`, emptyContact, contactDraftFrom)
  const today = computed(() => dayOfInstant(now.ms))
  const tried = ref(false)
  const act = useAct((request: Parameters<typeof call<'customers.logContact'>>[1]) =>
    call('customers.logContact', request),
  )

  void draft.loaded.then(() => {
    if (about !== '' && !isTouched(draft.form.value)) draft.form.value.summary = about
  })

  async function save(): Promise<boolean> {
    tried.value = true
    const request = contactRequest(customer.id, draft.form.value, today.value)
    if (!request) return false
    const logged = await act.run(request)
    if (!logged) return false
    tried.value = false
    confirm('contact', logged.value.commandId, { name: customer.name })
    await draft.discard()
    return true
  }

  return {
    draft,
    today,
    problems: computed(() => (tried.value ? contactProblems(draft.form.value, today.value) : {})),
    busy: act.busy,
    error: act.error,
    save,
  }
}

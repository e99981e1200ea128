import { computed, type Ref } from 'vue'
import { contactOutcomes } from '#domain/customers/contact-words.ts'
import { addDays } from '#domain/time/day.ts'
import { useMoments } from '../format/use-moments.ts'
import { useText } from '../locales/use-text.ts'
import type { CallForm } from './call-result.ts'

/** What may be chosen in the two fields of a call; `next` is the day of the second, `none` for no day. */
export function useCallFields(form: Ref<CallForm>, today: () => string) {
  const { t } = useText()
  const moments = useMoments()
  const outcomes = computed(() =>
    contactOutcomes.map((value) => ({ value, label: t(`words.outcome.${value}`) })),
  )
  const days = computed(() => [
    { value: 'none', label: t('workbench.round.nextNone') },
    ...[1, 3, 7, 30].map((count) => {
      const day = addDays(today(), count)
      return { value: day, label: moments.day(day) }
    }),
  ])
  const next = computed({
    get: () => form.value.nextOn ?? 'none',
    set: (value: string | null) => (form.value.nextOn = value === 'none' ? null : value),
  })
  return { outcomes, days, next }
}

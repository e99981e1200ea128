import { computed, type ComputedRef, ref, watch } from 'vue'
import { useNow } from '../stores/now.ts'

/**
 * Time that is left of a job, ms, from how fast it went since it was first looked at; null until
 * five seconds and one per cent are past, because earlier guesses jump.
 */
export function useRest(doneBp: () => number): ComputedRef<number | null> {
  const now = useNow()
  const start = ref<{ atMs: number; bp: number } | null>(null)

  watch(
    doneBp,
    (bp) => {
      if (bp > 0 && (start.value === null || bp < start.value.bp)) {
        start.value = { atMs: now.ms, bp }
      }
    },
    { immediate: true },
  )

  return computed(() => {
    if (!start.value) return null
    const gone = now.ms - start.value.atMs
    const made = doneBp() - start.value.bp
    if (gone < 5000 || made < 100) return null
    return Math.round((gone / made) * (10_000 - doneBp()))
  })
}

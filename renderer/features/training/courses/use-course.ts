import { computed, onMounted, ref, watch } from 'vue'
import { call } from '../../../bridge/call.ts'
import { asRefresh } from '../../../bridge/cause.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { useDataChanged } from '../../../bridge/use-event.ts'

/** Where somebody stands in a course: a unit and one of its cards, from 1. */
export interface CoursePlace {
  unitId: string
  card: number
}

/** A course that is open, and the card in front; reading one is kept, also without the line. */
export function useCourse(code: () => string) {
  const opened = useCall((of: string) => call('learning.course', { code: of }))
  const view = computed(() => opened.value.value)
  const place = ref<CoursePlace | null>(null)

  const units = computed(() => view.value?.course.units ?? [])
  const unit = computed(() => units.value.find(({ id }) => id === place.value?.unitId) ?? null)
  const unitAt = computed(() => units.value.findIndex(({ id }) => id === place.value?.unitId))
  const card = computed(() => unit.value?.cards[(place.value?.card ?? 1) - 1] ?? null)
  const lastCard = computed(() => place.value?.card === unit.value?.cards.length)

  /** Opens where the person stopped; once everything is read, at the beginning. */
  async function open(): Promise<void> {
    const answer = await opened.run(code())
    if (!answer) return
    const known = answer.course.units.find(({ id }) => id === place.value?.unitId)
    if (known && (place.value?.card ?? 0) <= known.cards.length) return
    place.value = answer.line.next ?? { unitId: answer.course.units[0]?.id ?? '', card: 1 }
  }

  /** Keeps that the card in front was read. A failure shows in the sync centre and holds nobody up. */
  async function keepRead(): Promise<void> {
    const now = place.value
    if (!now) return
    await call('learning.read', { code: code(), ...now })
    await asRefresh(open)
  }

  /** The card after the one in front; null after the last one. */
  const next = computed((): CoursePlace | null => {
    const now = place.value
    if (!now || !unit.value) return null
    if (!lastCard.value) return { unitId: now.unitId, card: now.card + 1 }
    const following = units.value[unitAt.value + 1]
    return following ? { unitId: following.id, card: 1 } : null
  })
  const previous = computed((): CoursePlace | null => {
    const now = place.value
    if (!now) return null
    if (now.card > 1) return { unitId: now.unitId, card: now.card - 1 }
    const before = units.value[unitAt.value - 1]
    return before ? { unitId: before.id, card: before.cards.length } : null
  })

  onMounted(open)
  watch(code, () => {
    place.value = null
    opened.set(null)
    void open()
  })
  useDataChanged(
    ['course', 'course_progress', 'course_certificate', 'course_assignment'],
    () => void open(),
  )

  return { opened, view, place, unit, unitAt, card, lastCard, next, previous, keepRead }
}

import { computed, onMounted, watch } from 'vue'
import type { ReviewAct } from '#contract/sync/course-review.ts'
import { call } from '../../../bridge/call.ts'
import { asRefresh } from '../../../bridge/cause.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { useMoments } from '../../../format/use-moments.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'
import { useStatus } from '../../../stores/status.ts'

/** What waits for a review and what was decided: read when the page opens and when the line goes or comes. */
export function useReviews() {
  const status = useStatus()
  const list = useCall(() => call('learning.reviews'))
  const ask = () => list.run()
  onMounted(ask)
  watch(
    () => status.offline,
    () => void asRefresh(ask),
  )
  return { list, ask }
}

/** A version that is open, and the decision about it. */
export function useOneReview(id: () => string) {
  const { t } = useText()
  const moments = useMoments()
  const status = useStatus()
  const notices = useNotices()
  const opened = useCall((of: string) => call('learning.review', { id: of }))
  const ask = () => opened.run(id())
  const file = computed(() => opened.value.value?.file ?? null)

  const decision = useAct(async (act: ReviewAct, note: string | null) => {
    const round = file.value?.round ?? 0
    const { validFrom } = await call('learning.decideReview', { id: id(), round, act, note })
    notices.confirm(
      validFrom === null
        ? t('reviews.returned')
        : t('reviews.published', { day: moments.day(validFrom) }),
    )
  })

  onMounted(ask)
  watch(id, ask)
  watch(
    () => status.offline,
    () => void asRefresh(ask),
  )
  return { opened, view: computed(() => opened.value.value), file, ask, decision }
}

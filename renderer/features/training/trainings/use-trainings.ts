import { computed, onMounted } from 'vue'
import type { Request } from '#contract/ipc.ts'
import { call } from '../../../bridge/call.ts'
import { asRefresh } from '../../../bridge/cause.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { useDataChanged } from '../../../bridge/use-event.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'
import { useStatus } from '../../../stores/status.ts'

/** What an act says beyond its name. */
export type TrainingContent = Pick<
  Request<'learning.actOnTraining'>,
  'staffId' | 'testPoints' | 'outcome'
>

/** The trainings of the branch, and what is done with them; all of it works without the line. */
export function useTrainings() {
  const { t } = useText()
  const status = useStatus()
  const notices = useNotices()
  const list = useCall(() => call('learning.trainings'))

  function confirm(what: string): void {
    notices.confirm(status.offline ? t('learning.trainings.later', { what }) : what)
    asRefresh(() => void list.run())
  }

  const act = useAct(
    async (
      id: string,
      name: Request<'learning.actOnTraining'>['act'],
      content: Partial<TrainingContent> = {},
    ) => {
      const nothing: TrainingContent = { staffId: null, testPoints: null, outcome: null }
      await call('learning.actOnTraining', { id, act: name, ...nothing, ...content })
      confirm(t(`learning.trainings.done.${name}`))
    },
  )
  const plan = useAct(async (given: Request<'learning.planTraining'>) => {
    await call('learning.planTraining', given)
    confirm(t('learning.trainings.planned'))
  })

  onMounted(() => list.run())
  useDataChanged(
    ['training_session', 'training_attendance', 'staff', 'course'],
    () => void list.run(),
  )

  return {
    list,
    trainings: computed(() => list.value.value?.trainings ?? []),
    colleagues: computed(() => list.value.value?.colleagues ?? []),
    courses: computed(() => list.value.value?.courses ?? []),
    head: computed(() => list.value.value?.head ?? false),
    today: computed(() => list.value.value?.today ?? ''),
    act,
    plan,
  }
}

import { onMounted, ref, shallowRef, watch } from 'vue'
import type { Request } from '#contract/ipc.ts'
import type { AnsweredView, QuizStandingView, RunningAttemptView } from '#contract/sync/learning.ts'
import { call } from '../../../bridge/call.ts'
import { asRefresh } from '../../../bridge/cause.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { useStatus } from '../../../stores/status.ts'

/** A quiz as it goes on: head office draws each question and tells what is right with the answer. */
export function useQuiz(asked: () => Request<'learning.quiz'>) {
  const status = useStatus()
  const reading = useCall((of: Request<'learning.quiz'>) => call('learning.quiz', of))
  const standing = shallowRef<QuizStandingView | null>(null)
  const attempt = shallowRef<RunningAttemptView | null>(null)
  /** What the answer to the question in front came to; null before. */
  const told = shallowRef<AnsweredView | null>(null)
  const result = ref<AnsweredView['result']>(null)

  /** Reads how the person stands; without the line there is nothing to read. */
  async function look(): Promise<void> {
    if (status.offline) return
    standing.value = (await reading.run(asked())) ?? standing.value
  }

  const begin = useAct(async () => {
    attempt.value = await call('learning.begin', asked())
    told.value = null
    result.value = null
  })

  const answer = useAct(async (optionId: string) => {
    const now = attempt.value
    if (!now?.question) return
    told.value = await call('learning.answer', {
      attemptId: now.id,
      questionId: now.question.id,
      optionId,
    })
  })

  /** To the next question, or after the last one to the result. */
  function goOn(): void {
    const last = told.value
    if (!last) return
    told.value = null
    if (last.result === null) attempt.value = last.next
    else {
      result.value = last.result
      attempt.value = null
      asRefresh(() => void look())
    }
  }

  onMounted(look)
  watch(
    () => Object.values(asked()).join(' '),
    () => {
      attempt.value = null
      told.value = null
      result.value = null
      standing.value = null
      void look()
    },
  )
  // When the line is back, what could not be read is read.
  watch(
    () => status.offline,
    (offline) => {
      if (!offline) asRefresh(() => void look())
    },
  )

  return { reading, standing, attempt, told, result, begin, answer, goOn, look }
}

import { nextTick, ref } from 'vue'
import type { Response } from '#contract/ipc.ts'
import type { PaperWay } from '#domain/workbench/papers.ts'
import { call } from '../../bridge/call.ts'
import { useAct } from '../../bridge/use-act.ts'
import { useText } from '../../locales/use-text.ts'
import { useNotices } from '../../stores/notices.ts'
import { usePractice } from '../../stores/practice.ts'

/** Who printed, and when: what the watermark of a page says. */
export type Stamp = Response<'workbench.print'>

/**
 * Puts a page on paper: its usage record first (`record`), then the watermark, then printer or PDF. In practice
 * there is no record, so the page stays on screen.
 */
export function usePaper(record: (way: PaperWay) => Promise<Stamp>) {
  const { t } = useText()
  const notices = useNotices()
  const practice = usePractice()
  const stamp = ref<Stamp | null>(null)

  const print = useAct(async (way: PaperWay) => {
    const recorded = await record(way)
    stamp.value = recorded
    await nextTick()
    const { printId } = recorded
    if (practice.active) notices.confirm(t(`common.paper.practised.${way}`))
    else if (way === 'printer') {
      await call('window.print', { printId })
      notices.confirm(t('common.paper.printed'))
    } else {
      const { path } = await call('window.savePdf', { printId })
      notices.confirm(t('common.paper.saved', { path }))
    }
  })

  return { stamp, print }
}

import { nextTick, ref } from 'vue'
import type { Response } from '#contract/ipc.ts'
import type { Paper, PaperWay } from '#domain/workbench/papers.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'
import { usePractice } from '../../../stores/practice.ts'

/** Who printed, and when: what the watermark of a page says. */
export type Stamp = Response<'workbench.print'>

/**
 * Puts a page on paper: the usage record first, then the watermark, then printer or PDF. In practice there is
 * no record, so the page stays on screen.
 */
export function usePaper(document: () => Paper, lines: () => number) {
  const { t } = useText()
  const notices = useNotices()
  const practice = usePractice()
  const stamp = ref<Stamp | null>(null)

  const print = useAct(async (way: PaperWay) => {
    const record = await call('workbench.print', { document: document(), way, lines: lines() })
    stamp.value = record
    await nextTick()
    const { printId } = record
    if (practice.active) notices.confirm(t(`workbench.paper.practised.${way}`))
    else if (way === 'printer') {
      await call('window.print', { printId })
      notices.confirm(t('workbench.paper.printed'))
    } else {
      const { path } = await call('window.savePdf', { printId })
      notices.confirm(t('workbench.paper.saved', { path }))
    }
  })

  return { stamp, print }
}

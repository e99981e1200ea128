import { nextTick, ref } from 'vue'
import type { Response } from '#contract/ipc.ts'
import type { Paper, PaperWay } from '#domain/workbench/papers.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'

/** Who printed, and when: what the watermark of a page says. */
export type Stamp = Response<'workbench.print'>

/** Puts a page on paper: the usage record first, then the watermark, then printer or PDF. */
export function usePaper(document: () => Paper, lines: () => number) {
  const { t } = useText()
  const notices = useNotices()
  const stamp = ref<Stamp | null>(null)

  const print = useAct(async (way: PaperWay) => {
    const record = await call('workbench.print', { document: document(), way, lines: lines() })
    stamp.value = record
    await nextTick()
    const { printId } = record
    if (way === 'printer') {
      await call('window.print', { printId })
      notices.confirm(t('workbench.paper.printed'))
    } else {
      const { path } = await call('window.savePdf', { printId })
      notices.confirm(t('workbench.paper.saved', { path }))
    }
  })

  return { stamp, print }
}

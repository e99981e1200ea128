import { nextTick, ref } from 'vue'
import type { Response } from '#contract/ipc.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'
import type { Paper } from '../routes.ts'

/** Who printed, and when: what the watermark of a page says. */
export type Stamp = Response<'workbench.print'>

/** Puts a page on paper: the usage record first, then the watermark, then the PDF. */
export function usePaper(document: () => Paper, lines: () => number) {
  const { t } = useText()
  const notices = useNotices()
  const stamp = ref<Stamp | null>(null)

  const print = useAct(async () => {
    stamp.value = await call('workbench.print', { document: document(), lines: lines() })
    await nextTick()
    const { path } = await call('window.savePdf')
    notices.confirm(t('workbench.paper.saved', { path }))
  })

  return { stamp, print }
}

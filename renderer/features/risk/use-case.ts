import { computed, onMounted, watch } from 'vue'
import { AppError } from '#contract/errors.ts'
import type { Request } from '#contract/ipc.ts'
import type { RiskAct } from '#domain/risk-clues/case.ts'
import { call } from '../../bridge/call.ts'
import { asRefresh } from '../../bridge/cause.ts'
import { useAct } from '../../bridge/use-act.ts'
import { useCall } from '../../bridge/use-call.ts'
import { useText } from '../../locales/use-text.ts'
import { useNotices } from '../../stores/notices.ts'
import { useStatus } from '../../stores/status.ts'

/** What an act says beyond its name. */
export type ActContent = Pick<Request<'risk.act'>, 'text' | 'measure' | 'fen' | 'entryId'>

const nothing: ActContent = { text: null, measure: null, fen: null, entryId: null }

/** A case that is open: read again when the line or the own queue moves, and what is done with it. */
export function useCase(caseId: () => string) {
  const { t } = useText()
  const status = useStatus()
  const notices = useNotices()
  const opened = useCall((id: string) => call('risk.open', { caseId: id }))
  const ask = () => void opened.run(caseId())

  /** Takes back that a case was taken: withdrawn while it waits, by an act of its own once it went out. */
  async function putBack(commandId: string): Promise<void> {
    try {
      await call('sync.withdraw', { commandId })
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'command.alreadySent') throw thrown
      await call('risk.act', { caseId: caseId(), act: 'release', ...nothing })
    }
    notices.confirm(t('risk.notice.release'))
    asRefresh(ask)
  }

  const given = useAct(async (act: RiskAct, content: ActContent) => {
    const { commandId } = await call('risk.act', { caseId: caseId(), act, ...content })
    const what = t(`risk.notice.${act}`)
    notices.confirm(
      status.offline ? t('risk.later', { what }) : what,
      act === 'take' ? { label: t('risk.undo'), run: () => putBack(commandId) } : null,
    )
    asRefresh(ask)
  })

  onMounted(ask)
  watch(caseId, ask)
  watch(
    () => [status.offline, status.current?.pending, status.current?.rejected],
    () => asRefresh(ask),
  )

  return {
    opened,
    view: computed(() => opened.value.value),
    file: computed(() => opened.value.value?.file ?? null),
    busy: given.busy,
    error: given.error,
    give: (act: RiskAct, content: Partial<ActContent> = {}) =>
      given.run(act, { ...nothing, ...content }),
  }
}

import type { OwnSession, OwnUse } from '#contract/ipc/training.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import type { UsageModule } from '#domain/usage/modules.ts'
import { formatTime } from '../../format/day.ts'
import { useMoments } from '../../format/use-moments.ts'
import { useText } from '../../locales/use-text.ts'

/** Words for own use. */
export function useUseText() {
  const { t } = useText()
  const moments = useMoments()
  const modules = (names: readonly UsageModule[]): string =>
    names.map((name) => t(`training.modules.${name}`)).join(t('common.listSeparator'))

  return {
    modules,
    /** 11-23 08:29. */
    start: ({ startMs }: Pick<OwnSession, 'startMs'>): string =>
      `${moments.day(dayOfInstant(startMs))} ${formatTime(startMs)}`,
    /** 115 分钟, 40 秒. */
    span: ({ workedMs }: OwnSession): string => moments.span(workedMs),
    actions: ({ actions, modules: names }: OwnSession): string => {
      if (actions === 0) return t('training.noActions')
      if (names.length === 0) return t('training.actions', { count: actions })
      return t('training.ofModule', { count: actions, modules: modules(names) })
    },
    /** How a session counted, or why not. */
    verdict: (
      { verdict, mergedIntoMs, nthOfDay }: OwnSession,
      { leastMs, mostADay }: OwnUse['rule'],
    ): string => {
      if (verdict === 'counted' && nthOfDay !== null && nthOfDay > 1) {
        return t('training.countedNth', { nth: nthOfDay })
      }
      return t(`training.verdict.${verdict}`, {
        time: mergedIntoMs === null ? '' : formatTime(mergedIntoMs),
        seconds: Math.round(leastMs / 1000),
        most: mostADay,
      })
    },
  }
}

import { findSigns } from '#domain/anomalies/find.ts'
import { anomalyVersion, type AnomalyRule, defaultAnomalyRule } from '#domain/anomalies/rule.ts'
import { botsA, sharedBotsA } from './usage/bots-a.ts'
import { botsB, sharedBotsB } from './usage/bots-b.ts'
import { type Family, labelledMonth } from './usage/branches.ts'

/** How many people of a kind there were, and how many were flagged, with the signs that did it. */
export interface FlaggedRate {
  people: number
  flagged: number
  signs: Record<string, number>
}

/** What the signs are worth on made-up branches. */
export interface UsageReport {
  area: 'usage'
  ruleVersion: string
  rule: AnomalyRule
  months: number
  honest: FlaggedRate
  honestByKind: Record<string, FlaggedRate>
  /** Family A, on which the rule was tuned, and B, on which it was not. */
  familyA: FlaggedRate
  familyB: FlaggedRate
  misuseByKind: Record<string, FlaggedRate>
  sessions: number
  sessionsPerSecond: number
}

/** Least share of misuse that is flagged, and most of honest use. */
export const usageTargets = { misuse: 0.95, honest: 0.01 } as const

/** Made-up branches of each family a run looks at. */
export const usualMonths = 400
/** Seeds of the final figure; tuning took others (from 1 on). */
const firstSeed = 1_000_001

const families: Record<'familyA' | 'familyB', Family> = {
  familyA: { single: botsA, shared: sharedBotsA, together: 4 },
  familyB: { single: botsB, shared: sharedBotsB, together: 2 },
}

const nobody = (): FlaggedRate => ({ people: 0, flagged: 0, signs: {} })

function add(rate: FlaggedRate, kinds: readonly string[]): void {
  rate.people += 1
  if (kinds.length > 0) rate.flagged += 1
  for (const kind of new Set(kinds)) rate.signs[kind] = (rate.signs[kind] ?? 0) + 1
}

const share = ({ people, flagged }: FlaggedRate): number => (people === 0 ? 0 : flagged / people)

/** Whether the signs are good enough: both families of misuse, and every honest person. */
export const usageIsGood = ({ honest, familyA, familyB }: UsageReport): boolean =>
  share(familyA) >= usageTargets.misuse &&
  share(familyB) >= usageTargets.misuse &&
  share(honest) <= usageTargets.honest

/** One line of figures. */
export function usageClosing({ honest, familyA, familyB }: UsageReport): string {
  const percent = (rate: FlaggedRate) => `${(share(rate) * 100).toFixed(2)} %`
  return `A ${percent(familyA)}, B ${percent(familyB)} flagged (goal ≥ 95 %); honest ${percent(honest)} (goal ≤ 1 %)`
}

function lines(title: string, rates: Record<string, FlaggedRate>): string[] {
  const rows = Object.entries(rates).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    `${title}:`,
    ...rows.map(([kind, rate]) => {
      const signs = Object.entries(rate.signs).map(([sign, count]) => `${sign} ${count}`)
      return `  ${kind.padEnd(20)} ${rate.flagged} of ${rate.people}  ${signs.join(', ')}`
    }),
  ]
}

/** Looks for signs in made-up branches of both families. */
export function evaluateUsage(
  months: number,
  print: (text: string) => void,
  seed: number = firstSeed,
): UsageReport {
  const report: UsageReport = {
    area: 'usage',
    ruleVersion: anomalyVersion,
    rule: defaultAnomalyRule,
    months,
    honest: nobody(),
    honestByKind: {},
    familyA: nobody(),
    familyB: nobody(),
    misuseByKind: {},
    sessions: 0,
    sessionsPerSecond: 0,
  }
  let spentMs = 0
  for (const name of ['familyA', 'familyB'] as const) {
    for (let nth = 0; nth < months; nth += 1) {
      const month = labelledMonth(
        seed + nth + (name === 'familyB' ? months : 0),
        `2026-${String((nth % 12) + 1).padStart(2, '0')}-01`,
        families[name],
      )
      const started = performance.now()
      const signs = findSigns(month, defaultAnomalyRule)
      spentMs += performance.now() - started
      report.sessions += month.sessions.length
      const kindsOf = Map.groupBy(signs, ({ staffId }) => staffId)
      for (const [staffId, { kind, misuse }] of month.labels) {
        const kinds = (kindsOf.get(staffId) ?? []).map(({ evidence }) => evidence.kind)
        const byKind = misuse ? report.misuseByKind : report.honestByKind
        const label = misuse ? `${name === 'familyA' ? 'A' : 'B'} ${kind}` : kind
        add((byKind[label] ??= nobody()), kinds)
        add(misuse ? report[name] : report.honest, kinds)
      }
    }
    print(`${name}: ${months} branches`)
  }
  report.sessionsPerSecond = Math.round(report.sessions / (spentMs / 1000))
  for (const line of [
    ...lines('honest', report.honestByKind),
    ...lines('misuse', report.misuseByKind),
  ]) {
    print(line)
  }
  return report
}

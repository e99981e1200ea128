import { type Day, addDays, daysBetween } from '../time/day.ts'
import type { ContactCycle } from './contact-cycle.ts'
import type { Tier } from './tiers.ts'

/** Reasons for churn points (rule 4.4), in the order of their weight on screen. */
export const churnReasons = [
  'drop',
  'outflow',
  'payroll',
  'maturity',
  'overdue',
  'activity',
  'complaint',
  'lost',
] as const
/** A word of the closed list {@link churnReasons}. */
export type ChurnReason = (typeof churnReasons)[number]

/** 平稳 黄 橙 红, rising. */
export const churnBands = ['calm', 'yellow', 'orange', 'red'] as const
/** A word of the closed list {@link churnBands}. */
export type ChurnBand = (typeof churnBands)[number]

/** Version of the rule, named wherever points are explained. */
export const churnRuleVersion = 'churn-1'

/** Most points anybody can have. */
export const mostChurnPoints = 100

/** Least points of each band but the lowest. */
export type ChurnBandFloors = Record<Exclude<ChurnBand, 'calm'>, number>

/** The product's bands. */
export const defaultChurnBands: ChurnBandFloors = { yellow: 20, orange: 40, red: 60 }

/** Points of each reason; `steepDrop` in place of `drop` where the fall is steeper. */
export type ChurnPoints = Record<ChurnReason | 'steepDrop', number>

/** The product's points. */
export const defaultChurnPoints: ChurnPoints = {
  drop: 30,
  steepDrop: 45,
  outflow: 20,
  payroll: 15,
  maturity: 10,
  overdue: 10,
  activity: 10,
  complaint: 10,
  lost: 5,
}

/** From where on a reason holds. */
export interface ChurnLimits {
  /** Fall of the 7-day mean AUM below the 90-day one, basis points. */
  dropBp: number
  steepDropBp: number
  /** Money to own accounts elsewhere and to securities in 30 days, of the 90-day mean, basis points. */
  outflowBp: number
  /** Cycles of 31 days without wages, of somebody who had them in so many months before. */
  payrollCycles: number
  payrollMonths: number
  /** Days before a maturity in which somebody should speak with the customer. */
  maturityDays: number
  /** Contact cycles of the tier without a contact. */
  contactCycles: number
  /** Fall of the movements of 30 days below the mean of the 60 before, basis points. */
  activityFallBp: number
  /** So many movements in those 60 days are needed to speak of a fall. */
  activityLeast: number
}

/** The product's limits. */
export const defaultChurnLimits: ChurnLimits = {
  dropBp: 3000,
  steepDropBp: 5000,
  outflowBp: 2000,
  payrollCycles: 2,
  payrollMonths: 3,
  maturityDays: 30,
  contactCycles: 2,
  activityFallBp: 5000,
  activityLeast: 6,
}

/** Days of a cycle of wages: the longest month. */
export const payrollCycleDays = 31

/** Parameters in force that churn points are judged by. */
export interface ChurnRules {
  points: ChurnPoints
  limits: ChurnLimits
  bands: ChurnBandFloors
  contactCycle: ContactCycle
}

/** What churn points are read from, money in 分; null where the data does not say. */
export interface ChurnFacts {
  mean7Fen: number | null
  mean90Fen: number | null
  outElsewhereFen: number | null
  outSecuritiesFen: number | null
  /** Last wages, and in how many months there were any in the 124 days up to then. */
  payroll: { lastOn: Day; months: number } | null
  /** Whether movements reach back too little to know of wages that stopped. */
  payrollUnknown: boolean
  /** The next day on which something of at least 1 万 ends. */
  maturesOn: Day | null
  tier: Tier
  customerSince: Day
  lastContactOn: Day | null
  /** Dead, or not to be contacted: nobody is overdue. */
  leftInPeace: boolean
  moves30: number | null
  /** Movements of the 60 days before those 30. */
  movesBefore: number | null
  /** Null where complaints are not known to this system. */
  openComplaints: number | null
  /** Product classes held 30 days ago and not any more. */
  lost: number
}

/** A reason that holds and its points. */
export interface ChurnFinding {
  reason: ChurnReason
  points: number
}

/** Churn points with the reasons that gave them. */
export interface Churn {
  /** 0 to 100. */
  points: number
  /** Before the cap. */
  sum: number
  band: ChurnBand
  reasons: ChurnFinding[]
  /** Reasons that nobody could judge, because the data does not say. */
  unjudged: ChurnReason[]
}

/** The band of some points. */
export function churnBand(points: number, floors: ChurnBandFloors): ChurnBand {
  if (points >= floors.red) return 'red'
  if (points >= floors.orange) return 'orange'
  return points >= floors.yellow ? 'yellow' : 'calm'
}

/** Share of a part in a whole above zero, basis points, rounded down; null without a whole. */
export function shareBp(partFen: number, wholeFen: number): number | null {
  return wholeFen > 0 ? Math.floor((partFen * 10_000) / wholeFen) : null
}

type Judgement = number | 'unjudged'

function dropOf({ mean7Fen, mean90Fen }: ChurnFacts, rules: ChurnRules): Judgement {
  if (mean7Fen === null || mean90Fen === null) return 'unjudged'
  const bp = shareBp(mean90Fen - mean7Fen, mean90Fen) ?? 0
  if (bp >= rules.limits.steepDropBp) return rules.points.steepDrop
  return bp >= rules.limits.dropBp ? rules.points.drop : 0
}

function outflowOf(facts: ChurnFacts, { limits, points }: ChurnRules): Judgement {
  const { outElsewhereFen, outSecuritiesFen, mean90Fen } = facts
  if (outElsewhereFen === null || outSecuritiesFen === null || mean90Fen === null) return 'unjudged'
  const bp = shareBp(outElsewhereFen + outSecuritiesFen, mean90Fen) ?? 0
  return bp >= limits.outflowBp ? points.outflow : 0
}

function payrollOf(facts: ChurnFacts, on: Day, { limits, points }: ChurnRules): Judgement {
  const { payroll, payrollUnknown } = facts
  const span = limits.payrollCycles * payrollCycleDays
  if (payroll !== null && daysBetween(payroll.lastOn, on) <= span) return 0
  if (payroll !== null && payroll.months >= limits.payrollMonths) return points.payroll
  return payrollUnknown ? 'unjudged' : 0
}

/** Whether something ends soon and nobody has spoken with the customer since it came near. */
export function maturesUncontacted(
  { maturesOn, lastContactOn }: Pick<ChurnFacts, 'maturesOn' | 'lastContactOn'>,
  on: Day,
  { maturityDays }: ChurnLimits,
): boolean {
  if (maturesOn === null || maturesOn < on || daysBetween(on, maturesOn) > maturityDays) {
    return false
  }
  return lastContactOn === null || lastContactOn < addDays(maturesOn, -maturityDays)
}

/** Whether so many cycles of the tier have gone by without a contact; at first since one is a customer. */
export function overdueByCycles(
  facts: Pick<ChurnFacts, 'leftInPeace' | 'lastContactOn' | 'customerSince' | 'tier'>,
  on: Day,
  rules: ChurnRules,
): boolean {
  if (facts.leftInPeace) return false
  const since = facts.lastContactOn ?? facts.customerSince
  return daysBetween(since, on) > rules.limits.contactCycles * rules.contactCycle[facts.tier]
}

function activityOf({ moves30, movesBefore }: ChurnFacts, rules: ChurnRules): Judgement {
  const { limits, points } = rules
  if (moves30 === null || movesBefore === null) return 'unjudged'
  if (movesBefore < limits.activityLeast) return 0
  // 30 days against half of 60.
  const fell = moves30 * 2 * 10_000 <= movesBefore * (10_000 - limits.activityFallBp)
  return fell ? points.activity : 0
}

/**
 * 流失预警 (rule 4.4) of a customer on a business date: the points of the reasons that hold, at most
 * 100. What the data does not say gives no points and is named.
 */
export function churnOf(facts: ChurnFacts, on: Day, rules: ChurnRules): Churn {
  const { points, limits } = rules
  const { openComplaints } = facts
  const judged: Record<ChurnReason, Judgement> = {
    drop: dropOf(facts, rules),
    outflow: outflowOf(facts, rules),
    payroll: payrollOf(facts, on, rules),
    maturity: maturesUncontacted(facts, on, limits) ? points.maturity : 0,
    overdue: overdueByCycles(facts, on, rules) ? points.overdue : 0,
    activity: activityOf(facts, rules),
    complaint: openComplaints === null ? 'unjudged' : openComplaints > 0 ? points.complaint : 0,
    lost: facts.lost > 0 ? points.lost : 0,
  }
  const reasons = churnReasons.flatMap((reason): ChurnFinding[] => {
    const given = judged[reason]
    return given === 'unjudged' || given === 0 ? [] : [{ reason, points: given }]
  })
  const sum = reasons.reduce((all, reason) => all + reason.points, 0)
  const capped = Math.min(mostChurnPoints, sum)
  return {
    points: capped,
    sum,
    band: churnBand(capped, rules.bands),
    reasons,
    unjudged: churnReasons.filter((reason) => judged[reason] === 'unjudged'),
  }
}

/** Reasons that a contact takes away at once; all others wait for the next night's figures. */
export const contactReasons: readonly ChurnReason[] = ['maturity', 'overdue']

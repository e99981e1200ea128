/** 新线索 核查中 已处置 误报 已关闭. */
export const riskCaseStates = ['new', 'checking', 'handled', 'false_alarm', 'closed'] as const
/** One of {@link riskCaseStates}. */
export type RiskCaseState = (typeof riskCaseStates)[number]

/** States in which somebody still has something to do. */
export const openRiskStates: readonly RiskCaseState[] = ['new', 'checking', 'handled']

/** What was done about a case: 电话核实 上门核实 临时限额 暂停非柜面 报告上级 冻结申请 报警. */
export const riskMeasures = [
  'phone_check',
  'visit_check',
  'temporary_limit',
  'suspend_channels',
  'report_superior',
  'freeze_request',
  'police_report',
] as const
/** One of {@link riskMeasures}. */
export type RiskMeasure = (typeof riskMeasures)[number]

/**
 * What an officer does with a case: 领取 退回 登记核查 登记措施 登记追回 冲正追回 处置完成 认定误报
 * 重新核查 关闭.
 */
export const riskActs = [
  'take',
  'release',
  'note',
  'measure',
  'recover',
  'reverse',
  'handle',
  'false_alarm',
  'reopen',
  'close',
] as const
/** One of {@link riskActs}. */
export type RiskAct = (typeof riskActs)[number]

interface Way {
  from: readonly RiskCaseState[]
  /** Where the case stands after it; null where it stays. */
  to: RiskCaseState | null
}

/** The states each act is for, and where it leads. Nothing leads out of 已关闭. */
const ways: Readonly<Record<RiskAct, Way>> = {
  take: { from: ['new', 'checking', 'handled'], to: null },
  release: { from: ['checking'], to: 'new' },
  note: { from: ['checking'], to: null },
  measure: { from: ['checking', 'handled'], to: null },
  recover: { from: ['checking', 'handled'], to: null },
  reverse: { from: ['checking', 'handled'], to: null },
  handle: { from: ['checking'], to: 'handled' },
  false_alarm: { from: ['checking'], to: 'false_alarm' },
  reopen: { from: ['handled', 'false_alarm'], to: 'checking' },
  close: { from: ['handled', 'false_alarm'], to: 'closed' },
}

/** Where an act leads from a state; null where the state does not allow it. */
export function stateAfter(state: RiskCaseState, act: RiskAct): RiskCaseState | null {
  const { from, to } = ways[act]
  if (!from.includes(state)) return null
  return act === 'take' && state === 'new' ? 'checking' : (to ?? state)
}

/** Longest text of an entry, characters. */
export const riskTextLength = 1000

/** Fewest characters that say something. */
export const leastRiskText = 2

/** Working days within which a case is to be dealt with; the parameter `risk.case_days`. */
export const riskCaseDays = 5

/** Acts that say something in words. */
export const actsWithText: readonly RiskAct[] = [
  'note',
  'measure',
  'recover',
  'reverse',
  'handle',
  'false_alarm',
  'reopen',
]

/** An act as it is given. */
export interface GivenRiskAct {
  act: RiskAct
  /** What was seen or done, or why; with {@link actsWithText}. */
  text: string | null
  /** With `measure`. */
  measure: RiskMeasure | null
  /** With `recover`: what came back by this, 分. */
  fen: number | null
  /** With `reverse`: the entry that was wrong. */
  entryId: string | null
}

/** An act that was taken: who, when (ms UTC). The entries of a case are its history and its ledger. */
export interface RiskEntry extends GivenRiskAct {
  id: string
  atMs: number
  byId: string
}

/** A case as its acts find it. */
export interface StandingCase {
  state: RiskCaseState
  /** Who has it in hand; null while it is new. */
  officerId: string | null
  /** What the case is about, 分: no more can come back. */
  amountFen: number
  /** Oldest first. */
  entries: readonly RiskEntry[]
}

/** Ids of entries of the ledger that were taken back. */
export function reversedEntries(entries: readonly RiskEntry[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ act, entryId }) => (act === 'reverse' && entryId ? [entryId] : [])),
  )
}

/** What came back so far, 分: the sum of the ledger without what was taken back. */
export function recoveredFen(entries: readonly RiskEntry[]): number {
  const reversed = reversedEntries(entries)
  return entries.reduce(
    (sum, { act, id, fen }) => sum + (act === 'recover' && !reversed.has(id) ? (fen ?? 0) : 0),
    0,
  )
}

/** What speaks against an act. */
export type RiskRefusal =
  | 'moved'
  | 'notYours'
  | 'alreadyYours'
  | 'workedOn'
  | 'textMissing'
  | 'measureMissing'
  | 'sumMissing'
  | 'recoveredTooMuch'
  | 'nothingToReverse'
  | 'recoveredStands'

const isSaid = (text: string | null) =>
  text !== null && text.trim().length >= leastRiskText && text.length <= riskTextLength

/** Whether a measure was reported. */
export const hasMeasure = (entries: readonly RiskEntry[]): boolean =>
  entries.some(({ act }) => act === 'measure')

/** Whether somebody did more with a case than to take it: it cannot be put back as new. */
export const isWorkedOn = (entries: readonly RiskEntry[]): boolean =>
  entries.some(({ act }) => act !== 'take' && act !== 'release')

function ledgerRefusal(
  { amountFen, entries }: StandingCase,
  { act, fen, entryId }: GivenRiskAct,
): RiskRefusal | null {
  if (act === 'recover') {
    if (fen === null || !Number.isSafeInteger(fen) || fen <= 0) return 'sumMissing'
    return recoveredFen(entries) + fen > amountFen ? 'recoveredTooMuch' : null
  }
  if (act !== 'reverse') return null
  const entry = entries.find(({ id }) => id === entryId)
  const stands = entry?.act === 'recover' && !reversedEntries(entries).has(entry.id)
  return stands ? null : 'nothingToReverse'
}

/**
 * Why an act of an officer cannot be taken, or null. Only who has a case in hand moves it; anybody else
 * takes it over first. A case is dealt with by a measure, no more comes back than it is about, and a
 * false alarm has nothing to bring back.
 */
export function riskRefusal(
  standing: StandingCase,
  given: GivenRiskAct,
  byId: string,
): RiskRefusal | null {
  const { state, officerId, entries } = standing
  const { act, text, measure } = given
  if (stateAfter(state, act) === null) return 'moved'
  if (act === 'take') return officerId === byId ? 'alreadyYours' : null
  if (officerId !== byId) return 'notYours'
  if (actsWithText.includes(act) && !isSaid(text)) return 'textMissing'
  if (act === 'release' && isWorkedOn(entries)) return 'workedOn'
  if (act === 'measure' && measure === null) return 'measureMissing'
  if (act === 'handle' && !hasMeasure(entries)) return 'measureMissing'
  if (act === 'false_alarm' && recoveredFen(entries) > 0) return 'recoveredStands'
  return ledgerRefusal(standing, given)
}

/** The acts that an officer may take now, in the order of {@link riskActs}. */
export function actsFor(standing: StandingCase, byId: string): RiskAct[] {
  const { state, officerId, entries } = standing
  return riskActs.filter((act) => {
    if (stateAfter(state, act) === null) return false
    if (act === 'take') return officerId !== byId
    if (officerId !== byId) return false
    if (act === 'release') return !isWorkedOn(entries)
    if (act === 'handle') return hasMeasure(entries)
    const recovered = recoveredFen(entries)
    if (act === 'reverse') return recovered > 0
    if (act === 'false_alarm') return recovered === 0
    return act !== 'recover' || recovered < standing.amountFen
  })
}

/** A case after an entry, which must not be one that {@link riskRefusal} speaks against. */
export function afterEntry(standing: StandingCase, entry: RiskEntry): StandingCase {
  const { act, byId } = entry
  const officers: Partial<Record<RiskAct, string | null>> = { take: byId, release: null }
  const officer = officers[act]
  return {
    ...standing,
    state: stateAfter(standing.state, act) ?? standing.state,
    officerId: officer === undefined ? standing.officerId : officer,
    entries: [...standing.entries, entry],
  }
}

/** Days after a false alarm in which the same finding is not raised again. */
const quietDays = 30

/**
 * What becomes of a finding whose name is known: kept up to date while nobody has its case; with what it
 * rests on left as the officer found it while somebody has; a new episode where money moved after the
 * case was settled; otherwise nothing. Days since 1970.
 */
export function seenAgain(
  known: { state: RiskCaseState; falseAlarm: boolean; toDay: number },
  toDay: number,
): 'update' | 'frozen' | 'new_episode' | 'nothing' {
  if (known.state === 'new') return 'update'
  if (known.state === 'checking') return 'frozen'
  return toDay > known.toDay + (known.falseAlarm ? quietDays : 0) ? 'new_episode' : 'nothing'
}

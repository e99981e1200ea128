import { isSigned, sha256, Unreadable } from './encoding.ts'

/** What does not add up, at which line of the file, from 1. */
export interface BadLine {
  code: 'SIGNATURE' | 'PART' | 'SUM' | 'FULL' | 'GATE' | 'OUTCOME' | 'AVERAGE' | 'STATE'
  line: number
}

/** What came of the export of a month. */
export interface MonthVerdict {
  month: string
  branch: string
  /** Whether the month is locked; before that it may still change. */
  final: boolean
  watermark: string
  people: number
  found: BadLine[]
}

type Told = Record<string, unknown>

const isTold = (value: unknown): value is Told =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(text: string, line: number): Told {
  try {
    const value: unknown = JSON.parse(text)
    if (isTold(value)) return value
  } catch {
    // Told below.
  }
  throw new Unreadable(`line ${line} is no JSON object`)
}

const numberIn = (told: Told, name: string) => {
  const value = told[name]
  return typeof value === 'number' ? value : Number.NaN
}
const listIn = (told: Told, name: string) => {
  const value = told[name]
  return Array.isArray(value) ? value.filter(isTold) : []
}

/** Rounded half up: both are whole numbers. */
const rounded = (dividend: number, divisor: number) =>
  Math.floor((2 * dividend + divisor) / (2 * divisor))

/** Whether the text is the export of a month, by its first line. */
export function isMonth(text: string): boolean {
  const end = text.indexOf('\n')
  return /"kind":"assessment-month"/.test(end === -1 ? text : text.slice(0, end))
}

/** One person: every part by its arithmetic, their sum, and what the gates make of it. */
function scoreCodes(score: Told): BadLine['code'][] {
  const codes: BadLine['code'][] = []
  const parts = listIn(score, 'parts')
  const judged = parts.filter(({ state }) => state === 'judged')
  const wrong = judged.some((part) => {
    const [have, need, scale] = ['have', 'need', 'scale'].map((name) => numberIn(part, name))
    const full = numberIn(part, 'fullHundredths')
    const done = Math.min((have ?? Number.NaN) * (scale ?? 1), need ?? Number.NaN)
    return rounded(full * done, need ?? 1) !== numberIn(part, 'hundredths')
  })
  if (wrong) codes.push('PART')
  const sumOf = (name: string) => parts.reduce((sum, part) => sum + numberIn(part, name), 0)
  if (judged.length > 0 && sumOf('fullHundredths') !== 10_000) codes.push('FULL')
  const { outcome, hundredths } = score
  const counts = outcome === 'passed' || outcome === 'retrain'
  if (counts && hundredths !== null && sumOf('hundredths') !== hundredths) codes.push('SUM')
  if (!counts && hundredths !== null) codes.push('SUM')
  const gates = listIn(score, 'gates')
  const open = (gate: Told) => numberIn(gate, 'have') >= numberIn(gate, 'need')
  if (gates.some((gate) => open(gate) !== gate['met'])) codes.push('GATE')
  if (counts && (outcome === 'passed') !== gates.every(open)) codes.push('OUTCOME')
  return codes
}

/** The official average a head and the mean score, from the people of the file. */
function averageHolds(average: Told, scores: readonly Told[]): boolean {
  const told = average['score']
  if (!isTold(told)) return false
  const judged = scores.filter(({ outcome }) => outcome === 'passed' || outcome === 'retrain')
  const facts = judged.map(({ facts: of }) => (isTold(of) ? of : {}))
  const sum = (name: string) => facts.reduce((all, of) => all + numberIn(of, name), 0)
  const days = scores.map(({ facts: of }) => (isTold(of) ? numberIn(of, 'workingDays') : 0))
  const tenths = Math.max(0, ...days) * 10
  const duty = sum('dutyTenths')
  const ahead = duty === 0 ? null : rounded(sum('logins') * tenths * 100, duty)
  const points = judged.flatMap(({ hundredths }) =>
    typeof hundredths === 'number' ? hundredths : [],
  )
  const all = points.reduce((total, point) => total + point, 0)
  const mean = points.length === 0 ? null : rounded(all, points.length)
  return told['loginsAHead'] === ahead && told['meanScore'] === mean
}

/**
 * Checks the export of a month: head office's signature over all of it, and that every score follows from
 * the counts beside it. Imports nothing of the product. Throws {@link Unreadable} for a file that is none.
 */
export function verifyMonth(text: string, headOfficeKey: string): MonthVerdict {
  const lines = text.replace(/\n$/, '').split('\n')
  const head = parse(lines[0] ?? '', 1)
  const end = parse(lines.at(-1) ?? '', lines.length)
  const found: BadLine[] = []
  const before = `${lines.slice(0, -1).join('\n')}\n`
  const signature = typeof end['signature'] === 'string' ? end['signature'] : ''
  const signed = `ocrm-assessment-export:${sha256(before)}`
  if (end['kind'] !== 'end' || !isSigned(headOfficeKey, signed, signature)) {
    found.push({ code: 'SIGNATURE', line: lines.length })
  }
  if ((head['state'] === 'locked') !== head['final']) found.push({ code: 'STATE', line: 1 })
  const scores: Told[] = []
  lines.slice(1, -1).forEach((content, at) => {
    const line = at + 2
    const told = parse(content, line)
    if (told['kind'] === 'score') {
      scores.push(told)
      for (const code of scoreCodes(told)) found.push({ code, line })
    } else if (told['kind'] !== 'average') throw new Unreadable(`line ${line} is of no known kind`)
    else if (!averageHolds(told, scores)) found.push({ code: 'AVERAGE', line })
  })
  const mark = isTold(head['watermark']) ? head['watermark'] : {}
  const at = numberIn(mark, 'atMs')
  const when = Number.isFinite(at) ? new Date(at).toISOString() : ''
  return {
    month: String(head['month']),
    branch: `${String(head['branch'])} ${String(head['branchName'])}`,
    final: head['final'] === true,
    watermark: [mark['words'], mark['by'], when].map(String).join(' · '),
    people: scores.length,
    found,
  }
}

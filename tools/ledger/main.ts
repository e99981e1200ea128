/** `npm run ledger`: the independent verifier of usage ledgers, and the export it reads. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '#contract/errors.ts'
import { Unreadable } from './verify/encoding.ts'
import { isMonth, type MonthVerdict, verifyMonth } from './verify/assessment.ts'
import { type Verdict, verifyLedger } from './verify/verify.ts'

const usage = `用法 Usage:
  npm run ledger -- verify <file> --head-office-key <text> [--first-key <file>]
  npm run ledger -- export <device> --out <file> [--epoch N] [--first-key <file>] [--database <name>]
  npm run ledger -- cases [--database <name>]
  npm run ledger -- decide <case> --by <number> (--explained <reason> | --confirmed <reason>)
  npm run ledger -- export-month <YYYY-MM> --branch <code> --out <file> [--database <name>]

  verify             核对导出的使用台账：说明第一条有问题的记录及原因
                     checks an exported usage ledger: names the first bad record and why
                     也核对导出的考核月份 · also checks the export of a month of the assessment
  --head-office-key  总行公钥（由总行另行告知；导出时打印）
                     public key of head office, learnt from it otherwise; printed by the export
  --first-key FILE   首个密钥：verify 读取后核对封印，export 写出（仅供内审）
                     first key: verify reads it to check the seals, export writes it (for internal audit)
  export             从总行数据库导出一台终端的台账，带签名
                     writes the ledger of one PC from head office's database, signed
  export-month       导出一个网点一个月的考核结果，带签名；锁定前为暂定
                     writes a branch's month of the assessment, signed; provisional before it is locked
  <device>           终端名称、编号或台账编号 · name or id of the PC, or id of the ledger
  --epoch N          第几期；默认最新一期 · which epoch; the newest where left out
  cases              待核实的终端：发现了什么 · PCs about which something was found and nobody has decided
  decide             上级条线管理人员说明原因：可以解释，或属实
                     a line manager above the branch says what it was: explained, or confirmed
  --database NAME    演示数据库名 · name of the demo's database (ocrm_demo)`

const typed = (path: string) => resolve(process.env['INIT_CWD'] ?? process.cwd(), path)

/** A mistake in what was asked for; told without a stack. */
class Asked extends Error {}

const { values, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'head-office-key': { type: 'string' },
        'first-key': { type: 'string' },
        out: { type: 'string' },
        epoch: { type: 'string' },
        by: { type: 'string' },
        explained: { type: 'string' },
        confirmed: { type: 'string' },
        branch: { type: 'string' },
        database: { type: 'string', default: 'ocrm_demo' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n${usage}\n`)
    process.exit(2)
  }
})()

function read(path: string): string {
  try {
    return readFileSync(typed(path), 'utf8')
  } catch {
    throw new Asked(`无法读取 ${path} · ${path} cannot be read`)
  }
}

/** Prints what was found; whether nothing was. */
function tell({
  ledgerId,
  epoch,
  records,
  receipts,
  checkpoints,
  sealed,
  found,
}: Verdict): boolean {
  console.log(
    `${ledgerId} / ${epoch}: ${records} records, ${checkpoints} checkpoints, ${receipts} receipts`,
  )
  if (!sealed) console.log('封印未核对：缺首个密钥 · seals not checked: no first key')
  for (const { code, seq, line } of found) console.log(`  ${code} at record ${seq} (line ${line})`)
  const [first] = found
  console.log(first ? `✗ first bad record: ${first.seq} ${first.code}` : '✓ 0 findings')
  return first === undefined
}

async function decided(caseId: string): Promise<boolean> {
  const { by, explained, confirmed, database } = values
  if (by === undefined || (explained === undefined) === (confirmed === undefined)) {
    throw new Asked(`--by, --explained | --confirmed?\n${usage}`)
  }
  const { decide } = await import('./cases.ts')
  const reason = explained ?? confirmed ?? ''
  try {
    await decide(database, { caseId, by, confirmed: confirmed !== undefined, reason })
  } catch (error) {
    if (error instanceof AppError) throw new Asked(error.code)
    throw error
  }
  console.log('✓ 已记录 · kept')
  return true
}

/** Prints what was found in the export of a month; whether nothing was. */
function tellMonth({ month, branch, final, watermark, people, found }: MonthVerdict): boolean {
  console.log(
    `${month} ${branch}: ${people} people, ${final ? '已锁定 · final' : '暂定 · provisional'}`,
  )
  console.log(`  ${watermark}`)
  for (const { code, line } of found) console.log(`  ${code} (line ${line})`)
  const [first] = found
  console.log(first ? `✗ first bad line: ${first.line} ${first.code}` : '✓ 0 findings')
  return first === undefined
}

async function run(): Promise<boolean> {
  const [act, subject, ...more] = positionals
  if (act === 'cases' && subject === undefined) {
    const { caseLines } = await import('./cases.ts')
    const lines = await caseLines(values.database)
    console.log(lines.length > 0 ? lines.join('\n') : '✓ 没有待核实的终端 · 0 open cases')
    return true
  }
  if (!subject || more.length > 0) throw new Asked(usage)
  if (act === 'verify') {
    const key = values['head-office-key']
    if (key === undefined) throw new Asked(`--head-office-key?\n${usage}`)
    const first = values['first-key']
    const firstKey = first === undefined ? null : read(first).trim()
    const text = read(subject)
    if (isMonth(text)) return tellMonth(verifyMonth(text, key))
    return tell(verifyLedger(text, key, firstKey))
  }
  if (act === 'export-month' && values.out !== undefined && values.branch !== undefined) {
    if (!/^\d{4}-\d{2}$/.test(subject)) throw new Asked(usage)
    const { exportMonthFrom } = await import('./export.ts')
    const { headOfficeKey, people } = await exportMonthFrom({
      month: `${subject}-01`,
      branch: values.branch,
      out: typed(values.out),
      database: values.database,
    })
    console.log(`总行公钥 · public key of head office: ${headOfficeKey}`)
    console.log(`✓ ${people} people in ${values.out}`)
    return true
  }
  if (act === 'decide') return decided(subject)
  if (act !== 'export' || values.out === undefined) throw new Asked(usage)
  const { exportFrom } = await import('./export.ts')
  const { headOfficeKey, records } = await exportFrom({
    device: subject,
    out: typed(values.out),
    firstKeyOut: values['first-key'] === undefined ? null : typed(values['first-key']),
    epoch: values.epoch === undefined ? null : Number(values.epoch),
    database: values.database,
  })
  console.log(`总行公钥 · public key of head office: ${headOfficeKey}`)
  console.log(`✓ ${records} records in ${values.out}`)
  return true
}

try {
  process.exitCode = values.help ? 0 : (await run()) ? 0 : 1
  if (values.help) console.log(usage)
} catch (error) {
  if (!(error instanceof Asked || error instanceof Unreadable)) throw error
  process.stderr.write(`✗ ${error.message}\n`)
  process.exitCode = 2
}

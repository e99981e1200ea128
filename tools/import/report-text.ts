import type { FileReport, ImportReport } from '#head-office/sources/report.ts'
import { formatTable } from '#tools/start/table.ts'

const number = (value: number): string => value.toLocaleString('en-US')

function fileTable(files: readonly FileReport[]): string {
  return formatTable(
    [
      '文件 File',
      '读入 Read',
      '采纳 Accepted',
      '新增 New',
      '变更 Changed',
      '未变 Unchanged',
      '搁置 Set aside',
      '秒 s',
    ],
    files.map((file) => [
      file.file,
      number(file.read),
      number(file.accepted),
      number(file.inserted),
      number(file.updated),
      number(file.unchanged),
      number(file.setAside),
      file.seconds.toFixed(1),
    ]),
  )
}

function setAsideText(file: FileReport): string[] {
  if (file.setAside === 0) return []
  const reasons = Object.entries(file.reasons).map(([reason, count]) => `${reason} ${count}`)
  return [
    `  ${file.file}: ${number(file.setAside)} 行搁置 · rows set aside (${reasons.join(', ')})`,
    ...file.examples.flatMap(({ line, reason, zh, en, original }) => [
      `    第 ${line} 行 line ${line}  ${reason}`,
      `      ${zh}`,
      `      ${en}`,
      `      ${original.slice(0, 160)}`,
    ]),
    `    更正后再次导入 · correct and import again: ${file.setAsidePath ?? ''}`,
  ]
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines]
}

/** The report of an import as people read it, Chinese first. */
export function reportText(report: ImportReport): string {
  const { files, tables, findings, notes } = report
  const repeated = files.filter((file) => file.repeated > 0)
  const unused = files.filter((file) => file.columnsNotUsed.length > 0)
  const altered = tables.some((table) => table.inserted + table.updated > 0)
  const lines = [
    '',
    fileTable(files),
    ...section(
      '重复 · Repetitions',
      repeated.map(
        (file) =>
          `  ${file.file}: ${number(file.repeated)} 行与本次先读的文件相同 · rows repeat files read before`,
      ),
    ),
    ...section('搁置 · Set aside', files.flatMap(setAsideText)),
    ...section('表 · Tables', [
      formatTable(
        ['表 Table', '新增 New', '变更 Changed', '未变 Unchanged'],
        tables.map((table) => [
          table.table,
          number(table.inserted),
          number(table.updated),
          number(table.unchanged),
        ]),
      ),
    ]),
    ...section(
      '核对 · Checks',
      findings.flatMap(({ sentence, passed }) => [
        `  ${passed ? '✓' : '✗'} ${sentence.zh}`,
        `    ${sentence.en}`,
      ]),
    ),
    ...section(
      '未使用的列 · Columns not used',
      unused.map((file) => `  ${file.file}: ${file.columnsNotUsed.join(', ')}`),
    ),
    ...section(
      '未识别的文件 · Files not recognised',
      report.notRecognised.map((path) => `  ${path}`),
    ),
    ...section(
      '说明 · Notes',
      notes.flatMap(({ zh, en }) => [`  ${zh}`, `  ${en}`]),
    ),
    '',
    `${report.database}: ${report.seconds.toFixed(1)} s`,
  ]
  if (!altered) {
    lines.push('全部未变：数据库没有改动。 · Everything is unchanged: nothing was altered.')
  }
  return lines.join('\n')
}

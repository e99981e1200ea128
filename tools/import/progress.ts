import type { ImportProgress } from '#head-office/sources/report.ts'

const stepNames: Record<ImportProgress['step'], string> = {
  read: '读取 · reading',
  merge: '合并 · merging',
  conclude: '余额与核对 · balances and checks',
  summarise: '客户汇总 · customer summaries',
  done: '完成 · done',
}

const barWidth = 24
const plainEveryMs = 5_000
const drawEveryMs = 100

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** `12.3 / 27.4 MB  123,456 行 rows  还需 left 0:12`. */
export function progressText(progress: ImportProgress, elapsedMs: number): string {
  const { bytes, totalBytes, rows } = progress
  const megabytes = (count: number): string => (count / 1_000_000).toFixed(1)
  const left = bytes > 0 ? ((elapsedMs / bytes) * (totalBytes - bytes)) / 1000 : 0
  return (
    `${megabytes(bytes)} / ${megabytes(totalBytes)} MB  ` +
    `${rows.toLocaleString('en-US')} 行 rows  还需 left ${clock(left)}`
  )
}

/**
 * Shows progress: one line that is drawn again in a terminal, and plain lines (a file begins, every
 * five seconds, another step) elsewhere.
 */
export function progressPrinter(
  out: { isTTY?: boolean; write: (text: string) => unknown },
  now: () => number,
): (progress: ImportProgress) => void {
  const started = now()
  let lastAt = -Infinity
  let last = ''
  const draw = (progress: ImportProgress): void => {
    const done = progress.totalBytes > 0 ? progress.bytes / progress.totalBytes : 0
    const full = Math.round(done * barWidth)
    const bar = '█'.repeat(full) + '░'.repeat(barWidth - full)
    const percent = `${String(Math.floor(done * 100)).padStart(3)} %`
    out.write(
      `\r\u001b[K${bar} ${percent}  ${progressText(progress, now() - started)}  ${progress.file ?? ''}`,
    )
  }
  return (progress) => {
    const key = `${progress.step}:${progress.file ?? ''}`
    const changed = key !== last
    const every = out.isTTY ? drawEveryMs : plainEveryMs
    if (!changed && now() - lastAt < every) return
    lastAt = now()
    last = key
    if (progress.step === 'read') {
      if (out.isTTY) draw(progress)
      else
        out.write(
          `  ${stepNames.read} ${progress.file ?? ''}  ${progressText(progress, now() - started)}\n`,
        )
    } else if (changed) {
      out.write(`${out.isTTY ? '\r\u001b[K' : ''}  ${stepNames[progress.step]}\n`)
    }
  }
}

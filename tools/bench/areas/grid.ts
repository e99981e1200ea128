import { type BenchBrowser, openBenchBrowser } from '../grid/browser.ts'
import type { GridPage } from '../grid/page.ts'
import { byTurns, leastTimes, median, quantile, type Result } from '../measure.ts'

declare const page: GridPage

/** Frames of one scroll, and px a frame: about four rows. */
const frames = 240
const stepPx = 120
/** Frames whose processor time is read at once: reading costs more than a frame. */
const batch = 20

interface Scrolled {
  /** Processor time of the main thread, ms a frame, by batches. */
  cpuMs: number[]
  /** Wall time of each frame's work, ms. */
  wallMs: number[]
  nodes: number
  firstPaintMs: number
  firstPaintCpuMs: number
}

async function scrolled(
  browser: BenchBrowser,
  kind: 'ours' | 'limit',
  rows: number,
  slowdown: number,
): Promise<Scrolled> {
  const bench = await browser.open(slowdown)
  try {
    const before = await bench.cpuMs()
    const firstPaintMs = await bench.page.evaluate(([what, count]) => page.show(what, count), [
      kind,
      rows,
    ] as const)
    const firstPaintCpuMs = (await bench.cpuMs()) - before
    const cpuMs: number[] = []
    const wallMs: number[] = []
    for (let done = 0; done < frames; done += batch) {
      const start = await bench.cpuMs()
      wallMs.push(
        ...(await bench.page.evaluate(([count, step]) => page.scroll(count, step), [
          batch,
          stepPx,
        ] as const)),
      )
      cpuMs.push(((await bench.cpuMs()) - start) / batch)
    }
    const nodes = await bench.page.evaluate(() => page.nodes())
    return { cpuMs, wallMs, nodes, firstPaintMs, firstPaintCpuMs }
  } finally {
    await bench.close()
  }
}

/** Least figures of the rounds: other work on the machine can only lengthen a frame. */
function least(rounds: readonly Scrolled[]): Scrolled {
  return {
    cpuMs: leastTimes(rounds.map((round) => round.cpuMs)),
    wallMs: leastTimes(rounds.map((round) => round.wallMs)),
    nodes: Math.max(...rounds.map((round) => round.nodes)),
    firstPaintMs: Math.min(...rounds.map((round) => round.firstPaintMs)),
    firstPaintCpuMs: Math.min(...rounds.map((round) => round.firstPaintCpuMs)),
  }
}

/** Frames a second that a frame's work leaves room for, at most the screen's 60. */
function fps(ms: number): string {
  return `${Math.min(60, 1000 / ms).toFixed(0)} fps`
}

/** Scrolling, with the frame's work as processor time of the page's main thread. */
function scrolling(
  area: string,
  what: string,
  most: number,
  ours: Scrolled,
  limit: Scrolled,
): Result {
  const oursMs = median(ours.cpuMs)
  const limitMs = median(limit.cpuMs)
  return {
    area,
    what,
    basis: 'least',
    limitMs,
    oursMs,
    ratio: oursMs / limitMs,
    goal: { of: 'median ms', most, measured: oursMs },
    details: {
      'room for': fps(oursMs),
      'slowest twentieth of batches': `${quantile(ours.cpuMs, 0.95).toFixed(2)} ms processor time a frame`,
      'frame by the wall': `median ${median(ours.wallMs).toFixed(1)} ms, p95 ${quantile(ours.wallMs, 0.95).toFixed(1)} ms`,
      'DOM nodes': ours.nodes,
    },
  }
}

/**
 * The grid with the cells of a customer list, in the machine's browser: work of a frame while it
 * scrolls, at full speed and at a quarter of it, and the time to the first frame. The limit is a
 * pool of rows without framework.
 */
export async function benchGrid(quick: boolean): Promise<Result[]> {
  const browser = await openBenchBrowser()
  try {
    const measure = async (rows: number, slowdown: number) => {
      const found = await byTurns(
        () => scrolled(browser, 'limit', rows, slowdown),
        () => scrolled(browser, 'ours', rows, slowdown),
      )
      return { limit: least(found.limit), ours: least(found.ours) }
    }
    const usual = await measure(10_000, 1)
    const slow = await measure(10_000, 4)
    const long = quick ? usual : await measure(100_000, 1)
    const columns = '9 columns of real cells, 120 px a frame'
    return [
      scrolling('grid', `10000 rows, ${columns}`, 1000 / 60, usual.ours, usual.limit),
      scrolling('grid, 4x slower', `10000 rows, ${columns}`, 1000 / 50, slow.ours, slow.limit),
      scrolling('grid, 100000 rows', columns, 1000 / 50, long.ours, long.limit),
      {
        area: 'grid, first paint',
        what: '10000 rows, from mounting to the end of the first frame',
        basis: 'least',
        limitMs: usual.limit.firstPaintMs,
        oursMs: usual.ours.firstPaintMs,
        ratio: usual.ours.firstPaintMs / usual.limit.firstPaintMs,
        goal: { of: 'median ms', most: 150, measured: usual.ours.firstPaintMs },
        details: { 'processor time': `${usual.ours.firstPaintCpuMs.toFixed(0)} ms` },
      },
    ]
  } finally {
    await browser.close()
  }
}

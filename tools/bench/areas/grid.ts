import { type BenchBrowser, type MainThread, openBenchBrowser } from '../grid/browser.ts'
import type { GridPage } from '../grid/page.ts'
import { basisNow, byTurns, median, type Result } from '../measure.ts'

declare const page: GridPage

/** How long one scroll takes, ms. */
const scrollMs = 1500
const rowPx = 32

/** How one scrolls, px a second: three rows a frame by the wheel, the whole list in seconds by drag. */
const speeds = { wheel: 3 * rowPx * 60, drag: 40 * rowPx * 60 }

/** A list that is scrolled: how long, how fast, and how many times slower the processor is. */
interface Case {
  rows: number
  by: keyof typeof speeds
  slowdown: number
}

/** What one scroll of one list took. */
interface Scrolled {
  /** Frames drawn a second. */
  fps: number
  /** Processor time of the main thread, ms a frame. */
  thread: MainThread
  nodes: number
  firstPaintMs: number
  firstPaintCpuMs: number
}

const parts = ['all', 'script', 'style', 'layout'] as const

const middle = (all: readonly Scrolled[], of: (each: Scrolled) => number) => median(all.map(of))

async function scrolled(
  browser: BenchBrowser,
  kind: 'ours' | 'limit',
  { rows, by, slowdown }: Case,
): Promise<Scrolled> {
  const bench = await browser.open(slowdown)
  try {
    const opened = await bench.spent()
    const firstPaintMs = await bench.page.evaluate(([what, count]) => page.show(what, count), [
      kind,
      rows,
    ] as const)
    const shown = await bench.spent()
    const { frames, ms } = await bench.page.evaluate(([speed, time]) => page.scroll(speed, time), [
      speeds[by],
      scrollMs,
    ] as const)
    const end = await bench.spent()
    const a = (part: keyof MainThread) => (end[part] - shown[part]) / frames
    return {
      fps: (frames * 1000) / ms,
      thread: { all: a('all'), script: a('script'), style: a('style'), layout: a('layout') },
      nodes: await bench.page.evaluate(() => page.nodes()),
      firstPaintMs,
      firstPaintCpuMs: shown.all - opened.all,
    }
  } finally {
    await bench.close()
  }
}

/**
 * Frames a second: those that were drawn. Where other work wants more than all processors, they
 * tell how long the page stood in the queue; then what its processor time leaves room for.
 */
function scrolling(
  area: string,
  { by, rows, slowdown }: Case,
  least: number,
  { ours, limit }: { ours: Scrolled[]; limit: Scrolled[] },
  busy: boolean,
): Result {
  const oursMs = middle(ours, ({ thread }) => thread.all)
  const limitMs = middle(limit, ({ thread }) => thread.all)
  const drawn = middle(ours, ({ fps }) => fps)
  const room = Math.min(60, 1000 / oursMs)
  const split = parts
    .slice(1)
    .map((part) => `${part} ${middle(ours, ({ thread }) => thread[part]).toFixed(2)}`)
  return {
    area,
    what:
      `${rows} rows of 我的客户, ${by === 'wheel' ? 'three rows a frame' : 'forty rows a frame'}` +
      `${slowdown > 1 ? `, processor ${slowdown} times slower` : ''}`,
    basis: 'thread',
    limitMs,
    oursMs,
    ratio: median(
      ours.map(({ thread }, round) => thread.all / (limit[round]?.thread.all ?? Number.NaN)),
    ),
    goal: { of: 'fps', least, measured: busy ? room : drawn },
    details: {
      'frames drawn a second': `${drawn.toFixed(1)} (limit ${middle(limit, ({ fps }) => fps).toFixed(1)})`,
      'frames there is room for': room.toFixed(0),
      'judged by': busy ? 'processor time, because the machine was busy' : 'frames drawn',
      'of it': `${split.join(', ')} ms`,
      'DOM nodes': Math.max(...ours.map(({ nodes }) => nodes)),
    },
  }
}

/**
 * 我的客户 in the machine's browser: frames while it scrolls, at full speed and at a quarter of it,
 * and the time to the first frame. The limit is a pool of rows without framework.
 */
export async function benchGrid(quick: boolean): Promise<Result[]> {
  const browser = await openBenchBrowser()
  try {
    const measure = (each: Case) =>
      byTurns(
        () => scrolled(browser, 'limit', each),
        () => scrolled(browser, 'ours', each),
      )
    const results: Result[] = []
    const bench = async (area: string, each: Case, least: number) => {
      const found = await measure(each)
      results.push(scrolling(area, each, least, found, basisNow() === 'cpu'))
      return found
    }
    const usual = await bench('grid', { rows: 10_000, by: 'wheel', slowdown: 1 }, 60)
    await bench('grid, 4x slower', { rows: 10_000, by: 'wheel', slowdown: 4 }, 50)
    await bench('grid, dragged', { rows: 10_000, by: 'drag', slowdown: 1 }, 60)
    if (!quick) {
      await bench('grid, 100000 rows', { rows: 100_000, by: 'wheel', slowdown: 1 }, 50)
    }
    const first = (all: readonly Scrolled[]) => middle(all, ({ firstPaintMs }) => firstPaintMs)
    const cpuMs = middle(usual.ours, ({ firstPaintCpuMs }) => firstPaintCpuMs)
    const busy = basisNow() === 'cpu'
    results.push({
      area: 'grid, first paint',
      what: '10000 rows, from mounting to the end of the first frame with rows',
      basis: 'wall',
      limitMs: first(usual.limit),
      oursMs: first(usual.ours),
      ratio: first(usual.ours) / first(usual.limit),
      goal: { of: 'median ms', most: 150, measured: busy ? cpuMs : first(usual.ours) },
      details: {
        'processor time': `${cpuMs.toFixed(0)} ms`,
        'judged by': busy ? 'processor time, because the machine was busy' : 'wall time',
      },
    })
    return results
  } finally {
    await browser.close()
  }
}

import { type BenchBrowser, type MainThread, openBenchBrowser } from '../grid/browser.ts'
import type { GridPage } from '../grid/page.ts'
import { turnWheel, type Turned } from '../grid/wheel.ts'
import { basisNow, byTurns, median, type Result } from '../measure.ts'
import type { Scale } from '../options.ts'

declare const page: GridPage

/** Frames of one scroll; it begins after some that are not counted. */
const frames = 90
const warmUp = 10
const rowPx = 32

/** How one scrolls, rows a frame: reading, by a wheel that is spun, by a drag of the scroll bar. */
const speeds = { read: 1, wheel: 3, drag: 40 }
const speedWords = {
  read: 'one row a frame',
  wheel: 'three rows a frame',
  drag: 'forty rows a frame',
}

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

/** Other work can only lengthen what a thread takes. */
const least = (all: readonly Scrolled[], of: (each: Scrolled) => number) => Math.min(...all.map(of))
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
    const scroll = (count: number) =>
      bench.page.evaluate(([step, steps]) => page.scroll(step, steps), [
        speeds[by] * rowPx,
        count,
      ] as const)
    await scroll(warmUp)
    const begun = await bench.spent()
    const { ms } = await scroll(frames)
    const end = await bench.spent()
    const a = (part: keyof MainThread) => (end[part] - begun[part]) / frames
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

/** How far behind the limit ours may be where the limit itself does not reach the goal. */
const mostBehind = 1.3

/**
 * Frames a second: those that were drawn, which the rasteriser has its part in (a machine without a
 * graphics card draws in software); where even the limit is not drawn as often as wanted, within a
 * measure of it. Where other work wants more than all processors, frames tell how long the page stood
 * in the queue; then what its processor time leaves room for.
 */
function scrolling(
  area: string,
  { by, rows, slowdown }: Case,
  wanted: number,
  { ours, limit }: { ours: Scrolled[]; limit: Scrolled[] },
  busy: boolean,
): Result {
  const oursMs = least(ours, ({ thread }) => thread.all)
  const limitMs = least(limit, ({ thread }) => thread.all)
  const drawn = middle(ours, ({ fps }) => fps)
  const limitDrawn = middle(limit, ({ fps }) => fps)
  const room = Math.min(60, 1000 / oursMs)
  const split = parts
    .slice(1)
    .map((part) => `${part} ${least(ours, ({ thread }) => thread[part]).toFixed(2)}`)
  return {
    area,
    what:
      `${rows} rows of 我的客户, ${speedWords[by]}` +
      `${slowdown > 1 ? `, processor ${slowdown} times slower` : ''}`,
    basis: 'thread',
    limitMs,
    oursMs,
    ratio: oursMs / limitMs,
    goal: busy
      ? { of: 'fps', least: wanted, measured: room }
      : { of: 'fps', least: Math.min(wanted, limitDrawn / mostBehind), measured: drawn },
    details: {
      'frames drawn a second': `${drawn.toFixed(1)} (limit ${limitDrawn.toFixed(1)})`,
      'frames there is room for': room.toFixed(0),
      'judged by': busy ? 'processor time, because the machine was busy' : 'frames drawn',
      'of it': `${split.join(', ')} ms`,
      'rasteriser, compositor, queue': `${Math.max(0, 1000 / drawn - oursMs).toFixed(1)} ms a frame`,
      'DOM nodes': Math.max(...ours.map(({ nodes }) => nodes)),
    },
  }
}

/** A brisk turn of the wheel: rows a second, and how long. */
const wheel = { rowsPerSecond: 60, seconds: 2 }

async function turned(
  browser: BenchBrowser,
  kind: 'ours' | 'limit',
  slowdown: number,
): Promise<Turned> {
  const bench = await browser.open(slowdown)
  try {
    await bench.page.evaluate((what) => page.show(what, 10_000), kind)
    await bench.page.evaluate((step) => page.scroll(step, 10), rowPx)
    return await turnWheel(bench.page, kind, wheel.rowsPerSecond * rowPx, wheel.seconds)
  } finally {
    await bench.close()
  }
}

/** What a person sees who turns the wheel: the frames, and what of the view had no row yet. */
async function byWheel(
  browser: BenchBrowser,
  area: string,
  slowdown: number,
  wanted: number,
): Promise<Result[]> {
  const { ours, limit } = await byTurns(
    () => turned(browser, 'limit', slowdown),
    () => turned(browser, 'ours', slowdown),
  )
  const fps = {
    ours: median(ours.map((each) => each.fps)),
    limit: median(limit.map((each) => each.fps)),
  }
  const blank = median(ours.map((each) => each.blank))
  const shared = {
    what: `10000 rows of 我的客户, the wheel turned by ${wheel.rowsPerSecond} rows a second`,
    basis: 'wall' as const,
    limitMs: 1000 / fps.limit,
    oursMs: 1000 / fps.ours,
    ratio: fps.limit / fps.ours,
  }
  return [
    {
      ...shared,
      area,
      goal: { of: 'fps', least: wanted, measured: fps.ours },
      details: {
        'frames drawn a second': `${fps.ours.toFixed(1)} (limit ${fps.limit.toFixed(1)})`,
      },
    },
    {
      ...shared,
      area: `${area}, no row yet`,
      goal: { of: 'share', most: 0.01, measured: blank },
      details: {
        'of the limit': `${(median(limit.map((each) => each.blank)) * 100).toFixed(2)} %`,
      },
    },
  ]
}

/** What the main thread spends on a frame against what may be spent: our code, not the rasteriser. */
function ourCode(result: Result, fps: number): Result {
  return {
    ...result,
    area: `${result.area}, our code`,
    goal: { of: 'median ms', most: 1000 / fps, measured: result.oursMs },
    details: {},
  }
}

/**
 * 我的客户 in the machine's browser: frames while it scrolls, at full speed and at a quarter of it,
 * and the time to the first frame. The limit is a pool of rows without framework.
 */
export async function benchGrid({ quick }: Scale): Promise<Result[]> {
  const browser = await openBenchBrowser()
  try {
    const measure = (each: Case) =>
      byTurns(
        () => scrolled(browser, 'limit', each),
        () => scrolled(browser, 'ours', each),
      )
    const results: Result[] = []
    const bench = async (area: string, each: Case, wanted: number) => {
      const found = await measure(each)
      const result = scrolling(area, each, wanted, found, basisNow() === 'cpu')
      results.push(result, ...(each.slowdown > 1 ? [ourCode(result, wanted)] : []))
      return found
    }
    results.push(...(await byWheel(browser, 'grid by wheel', 1, 60)))
    results.push(...(await byWheel(browser, 'grid by wheel, 4x slower', 4, 50)))
    const usual = await bench('grid', { rows: 10_000, by: 'wheel', slowdown: 1 }, 60)
    await bench('grid, 4x slower', { rows: 10_000, by: 'wheel', slowdown: 4 }, 50)
    await bench('grid, 4x slower, reading', { rows: 10_000, by: 'read', slowdown: 4 }, 50)
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

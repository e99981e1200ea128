import type { CDPSession, Page } from 'playwright'

/** What turning a wheel over a list showed. */
export interface Turned {
  /** Frames the window was drawn a second, wherever they were made. */
  fps: number
  /** Part of the view, in the mean of all scrolls, for which no row was there yet. */
  blank: number
}

/** In the page: begins to sum up what of the view has no row when the page hears of a scroll. */
function watchBlank(kind: 'ours' | 'limit'): void {
  const bare = kind === 'limit'
  const scroller = document.querySelector<HTMLElement>(bare ? '#app' : '.grid__scroller')
  const rows = bare ? scroller?.firstElementChild : scroller?.querySelector('.grid__rows')
  if (!scroller || !rows) throw new Error('nothing is shown')
  const rowPx = 32
  const room = scroller.clientHeight - (bare ? 0 : rowPx)
  const topOf = ({ style }: HTMLElement) =>
    bare
      ? Number(style.transform.slice('translateY('.length).split('px')[0])
      : parseFloat(style.top)
  const seen = { scrolls: 0, blank: 0 }
  Object.assign(window, { seen })
  // Before the list hears of it: what is drawn at this moment with what the list had then.
  const look = (): void => {
    const tops = [...rows.children].map((row) => topOf(row as HTMLElement))
    const above = Math.max(0, Math.min(...tops) - scroller.scrollTop)
    const below = Math.max(0, scroller.scrollTop + room - Math.max(...tops) - rowPx)
    seen.scrolls += 1
    seen.blank += Math.min(1, (above + below) / room)
  }
  scroller.addEventListener('scroll', look, { capture: true, passive: true })
}

/** Frames a second that the browser drew from the first to the last one while `act` ran. */
async function framesOf(session: CDPSession, act: () => Promise<unknown>): Promise<number> {
  const drawnUs: number[] = []
  const note = ({ value }: { value: Record<string, string>[] }): void => {
    for (const { name, ph, ts } of value) {
      if (name === 'Display::DrawAndSwap' && ph !== 'E') drawnUs.push(Number(ts))
    }
  }
  session.on('Tracing.dataCollected', note)
  const traceConfig = { includedCategories: ['viz'] }
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
  await act()
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  session.off('Tracing.dataCollected', note)
  const tookUs = Math.max(...drawnUs) - Math.min(...drawnUs)
  return ((drawnUs.length - 1) * 1e6) / tookUs
}

/**
 * Turns the wheel over the list that is shown, `pxPerSecond` fast for `seconds`: as a person does, so
 * that the browser may move what is drawn before the page has drawn more.
 */
export async function turnWheel(
  page: Page,
  kind: 'ours' | 'limit',
  pxPerSecond: number,
  seconds: number,
): Promise<Turned> {
  await page.evaluate(watchBlank, kind)
  const hand = await page.context().newCDPSession(page)
  const browser = page.context().browser()
  if (!browser) throw new Error('the browser has gone')
  const tracer = await browser.newBrowserCDPSession()
  const fps = await framesOf(tracer, () =>
    hand.send('Input.synthesizeScrollGesture', {
      x: 600,
      y: 400,
      yDistance: -pxPerSecond * seconds,
      speed: pxPerSecond,
      gestureSourceType: 'mouse',
      preventFling: true,
    }),
  )
  const seen = await page.evaluate(
    () => (window as unknown as { seen: { scrolls: number; blank: number } }).seen,
  )
  return { fps, blank: seen.blank / Math.max(1, seen.scrolls) }
}

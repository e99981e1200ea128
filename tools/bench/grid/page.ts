import '#renderer/styles/tokens.css'
import '#renderer/styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import type { BranchBridge, Request, Response } from '#contract/ipc.ts'
import { i18n } from '#renderer/locales/index.ts'
import BenchGrid from './bench-grid.vue'
import { showBareRows } from './bare-rows.ts'
import { benchRow } from './rows.ts'

/** What a scroll was drawn as. */
export interface Scrolled {
  /** Frames that were drawn, and ms they took. */
  frames: number
  ms: number
}

/** What the bench calls in the page. */
export interface GridPage {
  /** Shows a list; resolves to ms from the call to the end of the first frame that shows its rows. */
  show(kind: 'ours' | 'limit', count: number): Promise<number>
  /**
   * Scrolls by `stepPx` in each of `frames` frames, there and back where the list ends: every frame
   * has the same work, on any machine.
   */
  scroll(stepPx: number, frames: number): Promise<Scrolled>
  /** Elements of the list. */
  nodes(): number
}

let scroller: HTMLElement | null = null

/** The next frame's time, ms. */
const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))

/** Resolves when the frame that comes next has been drawn. */
async function drawn(): Promise<void> {
  await frame()
  const after = new MessageChannel()
  await new Promise((resolve) => {
    after.port1.onmessage = resolve
    after.port2.postMessage(null)
  })
}

/** The service as far as a list asks for it: pages out of the synthetic book, copied as a bridge does. */
function bridge(count: number): BranchBridge {
  const list = ({
    offset,
    limit,
  }: Request<'customers.list'>): Promise<{ ok: true; value: Response<'customers.list'> }> => {
    const last = Math.min(count, offset + limit)
    const rows = Array.from({ length: last - offset }, (_, index) => benchRow(offset + index))
    const value = { total: count, offset, sumAumFen: 0, sumAverageFen: 0, rows }
    return Promise.resolve({ ok: true, value: structuredClone(value) })
  }
  return { customers: { list }, on: () => () => undefined } as unknown as BranchBridge
}

async function showOurs(host: HTMLElement, count: number): Promise<void> {
  Object.assign(window, { branch: bridge(count) })
  createApp(BenchGrid).use(createPinia()).use(i18n).mount(host)
  while (!document.querySelector('.grid__row')) await frame()
}

const page: GridPage = {
  async show(kind, count) {
    const host = document.querySelector<HTMLElement>('#app')
    if (!host) throw new Error('no place to draw')
    host.style.cssText = kind === 'limit' ? 'overflow:auto;background:#fff' : 'overflow:hidden'
    const began = performance.now()
    if (kind === 'limit') showBareRows(host, count)
    else await showOurs(host, count)
    await drawn()
    scroller = kind === 'limit' ? host : document.querySelector('.grid__scroller')
    return performance.now() - began
  },

  async scroll(stepPx, frames) {
    const list = scroller
    if (!list) throw new Error('nothing is shown')
    const room = list.scrollHeight - list.clientHeight
    let down = true
    const began = await frame()
    let ended = began
    for (let drawn = 0; drawn < frames; drawn++) {
      if (down && list.scrollTop + stepPx > room) down = false
      else if (!down && list.scrollTop < stepPx) down = true
      list.scrollTop += down ? stepPx : -stepPx
      ended = await frame()
    }
    return { frames, ms: ended - began }
  },

  nodes: () => scroller?.querySelectorAll('*').length ?? 0,
}

Object.assign(window, { page })

import '#renderer/styles/tokens.css'
import '#renderer/styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { kitRow } from '#renderer/features/kit/kit-rows.ts'
import { i18n } from '#renderer/locales/index.ts'
import BenchGrid from './bench-grid.vue'
import { showBareRows } from './bare-rows.ts'

/** What the bench calls in the page. */
export interface GridPage {
  /** Shows a list; resolves to ms from the call to the end of the first frame that shows it. */
  show(kind: 'ours' | 'limit', count: number): Promise<number>
  /**
   * Scrolls by `step` px a frame; resolves to the work of each frame, ms from its first scroll
   * event to the end of its painting.
   */
  scroll(frames: number, step: number): Promise<number[]>
  /** Elements of the list. */
  nodes(): number
}

let scroller: HTMLElement | null = null

/** Resolves when the frame that comes next has been drawn. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const after = new MessageChannel()
      after.port1.onmessage = () => resolve()
      after.port2.postMessage(null)
    })
  })
}

const page: GridPage = {
  async show(kind, count) {
    const host = document.querySelector<HTMLElement>('#app')
    if (!host) throw new Error('no place to draw')
    host.style.overflow = kind === 'limit' ? 'auto' : 'hidden'
    const rows = Array.from({ length: count }, (_, index) => kitRow(index))
    const began = performance.now()
    if (kind === 'limit') showBareRows(host, rows)
    else createApp(BenchGrid, { rows }).use(createPinia()).use(i18n).mount(host)
    await drawn()
    scroller = kind === 'limit' ? host : document.querySelector('.grid__scroller')
    return performance.now() - began
  },

  async scroll(frames, step) {
    const list = scroller
    if (!list) throw new Error('nothing is shown')
    const spent: number[] = []
    let began = 0
    const begin = (): void => {
      began = performance.now()
    }
    window.addEventListener('scroll', begin, { capture: true, passive: true })
    for (let frame = 0; frame < frames; frame++) {
      list.scrollTop += step
      await drawn()
      spent.push(performance.now() - began)
    }
    window.removeEventListener('scroll', begin, { capture: true })
    return spent
  },

  nodes: () => scroller?.querySelectorAll('*').length ?? 0,
}

Object.assign(window, { page })

import type { CustomerRow } from '#contract/ipc/customers.ts'
import { formatWan } from '#domain/money/money.ts'
import { benchRow } from './rows.ts'

const rowHeight = 32
const columns = 10

function cells(row: CustomerRow): string[] {
  return [
    row.name,
    row.tier,
    row.mobile,
    formatWan(row.aumFen),
    formatWan(row.change30Fen),
    row.assets.join(''),
    row.maturityOn ?? '—',
    row.lastContactOn ?? '—',
    `${row.completenessBp / 100}`,
    row.nextTask ?? '—',
  ]
}

/**
 * The limit: a fixed pool of rows whose texts are written anew as one scrolls, without framework,
 * components or marks. `host` scrolls.
 */
export function showBareRows(host: HTMLElement, count: number): void {
  const inner = document.createElement('div')
  inner.style.cssText = `position:relative;height:${count * rowHeight}px`
  const pool = Array.from({ length: Math.ceil(host.clientHeight / rowHeight) + 8 }, () => {
    const line = document.createElement('div')
    line.style.cssText = `position:absolute;left:0;right:0;height:${rowHeight}px;display:grid;grid-template-columns:repeat(${columns},1fr)`
    line.append(...Array.from({ length: columns }, () => document.createElement('span')))
    inner.append(line)
    return { line, shown: -1 }
  })
  host.replaceChildren(inner)

  function draw(): void {
    const first = Math.max(0, Math.floor(host.scrollTop / rowHeight) - 4)
    for (let index = first; index < Math.min(count, first + pool.length); index++) {
      const slot = pool[index % pool.length]
      if (!slot || slot.shown === index) continue
      slot.shown = index
      slot.line.style.transform = `translateY(${index * rowHeight}px)`
      cells(benchRow(index)).forEach((text, at) => {
        const cell = slot.line.children[at]
        if (cell) cell.textContent = text
      })
    }
  }

  host.addEventListener('scroll', draw, { passive: true })
  draw()
}

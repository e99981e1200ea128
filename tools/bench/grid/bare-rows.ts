import { formatWan } from '#domain/money/money.ts'
import type { KitRow } from '#renderer/features/kit/kit-rows.ts'

const rowHeight = 32
const columns = 10

function cells(row: KitRow): string[] {
  return [
    `示例客户 ${row.number}`,
    row.tier,
    String(row.number).padStart(8, '0'),
    formatWan(row.amountFen),
    formatWan(row.amountFen - row.changeFen),
    formatWan(row.changeFen),
    row.dueOn,
    `${row.trend.length}`,
    `199****${row.number % 10_000}`,
    `${row.number % 100}`,
  ]
}

/**
 * The limit: a fixed pool of rows whose texts are written anew as one scrolls, without framework,
 * components or marks. `host` scrolls.
 */
export function showBareRows(host: HTMLElement, rows: readonly KitRow[]): void {
  const count = rows.length
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
      const row = rows[index]
      if (!slot || !row || slot.shown === index) continue
      slot.shown = index
      slot.line.style.transform = `translateY(${index * rowHeight}px)`
      cells(row).forEach((text, at) => {
        const cell = slot.line.children[at]
        if (cell) cell.textContent = text
      })
    }
  }

  host.addEventListener('scroll', draw, { passive: true })
  draw()
}

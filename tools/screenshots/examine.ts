import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright'

/** Something wrong on a screen. */
export interface Finding {
  kind: 'cut off' | 'overlap' | 'small' | 'focus' | 'accessibility'
  what: string
}

/** Text that is cut off although nothing tells the whole: no title, no label. */
function cutOff(): string[] {
  const found: string[] = []
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const own = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    )
    const box = element.getBoundingClientRect()
    if (!own || box.width < 2 || box.height < 2 || element.closest('.unseen')) continue
    const style = getComputedStyle(element)
    const clipped = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
    const told = element.closest('[title], [aria-label]') !== null
    if (clipped && !told && style.overflowX !== 'auto' && style.overflowX !== 'scroll') {
      found.push(element.textContent?.trim().slice(0, 60) ?? '')
    }
  }
  return found
}

/**
 * Controls that lie over each other, or are smaller than 24 px one way or the other. A box in a row
 * of a list is reached by its cell, a control inside a label by the label.
 */
function controls(): { overlaps: string[]; small: string[] } {
  const selector = 'button, a[href], input, textarea, [role="option"], [role="radio"]'
  const visible = [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => {
    const box = element.getBoundingClientRect()
    const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    return shown && middle !== null && (element.contains(middle) || middle.contains(element))
  })
  /** The part of an element that scrolling ancestors let through. */
  const seen = (
    element: HTMLElement,
  ): { left: number; right: number; top: number; bottom: number } => {
    let { left, right, top, bottom } = element.getBoundingClientRect()
    for (let outer = element.parentElement; outer; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflow === 'visible') continue
      const box = outer.getBoundingClientRect()
      left = Math.max(left, box.left)
      right = Math.min(right, box.right)
      top = Math.max(top, box.top)
      bottom = Math.min(bottom, box.bottom)
    }
    return { left, right, top, bottom }
  }
  const name = (element: HTMLElement): string =>
    (element.getAttribute('aria-label') ?? element.textContent ?? element.tagName)
      .trim()
      .slice(0, 40)
  const overlaps: string[] = []
  visible.forEach((one, index) => {
    for (const other of visible.slice(index + 1)) {
      if (one.contains(other) || other.contains(one) || one.closest('label')?.contains(other)) {
        continue
      }
      const a = seen(one)
      const b = seen(other)
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (wide > 2 && high > 2) overlaps.push(`${name(one)} / ${name(other)}`)
    }
  })
  const small = visible
    .filter((element) => {
      const box = (element.closest('label') ?? element).getBoundingClientRect()
      const inRow =
        element.matches('input[type="checkbox"]') &&
        element.closest('td, th, [role="gridcell"], [role="columnheader"]') !== null
      const unseen = element.classList.contains('unseen')
      return !inRow && !unseen && (box.height < 23.5 || box.width < 23.5)
    })
    .map(name)
  return { overlaps, small }
}

/** Examines what is on screen now. */
export async function examine(page: Page): Promise<Finding[]> {
  const { overlaps, small } = await page.evaluate(controls)
  const axe = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return [
    ...(await page.evaluate(cutOff)).map((what): Finding => ({ kind: 'cut off', what })),
    ...overlaps.map((what): Finding => ({ kind: 'overlap', what })),
    ...small.map((what): Finding => ({ kind: 'small', what })),
    ...axe.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }): Finding => ({
        kind: 'accessibility',
        what: `${id}: ${target.join(' ')} ${failureSummary?.split('\n')[1]?.trim() ?? ''}`,
      })),
    ),
  ]
}

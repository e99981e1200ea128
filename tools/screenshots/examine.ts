import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright'

/** Something wrong on a screen. */
export interface Finding {
  kind: 'cut off' | 'overlap' | 'small' | 'focus' | 'accessibility'
  what: string
}

/**
 * Text of which a part cannot be seen and no title tells the whole: cut by its own box, by one
 * around it that does not scroll, or by the window; and hints that are longer than their field.
 */
function cutOff(): string[] {
  const found: string[] = []
  const slack = 1.5
  /** Whether something around the element hides a part of `text` for good. */
  const hidden = (element: HTMLElement, text: DOMRect): boolean => {
    let { left, right, top, bottom } = text
    for (let outer: HTMLElement | null = element; outer; outer = outer.parentElement) {
      const style = getComputedStyle(outer)
      const root = outer === document.documentElement
      const box = root ? new DOMRect(0, 0, innerWidth, innerHeight) : outer.getBoundingClientRect()
      const scrolls = (overflow: string) => /auto|scroll/.test(overflow)
      if (root || style.overflowX !== 'visible') {
        // What scrolls shows any part of itself; from there on its own box counts.
        if (scrolls(style.overflowX)) [left, right] = [box.left, box.right]
        else if (left < box.left - slack || right > box.right + slack) return true
      }
      if (root || style.overflowY !== 'visible') {
        if (scrolls(style.overflowY)) [top, bottom] = [box.top, box.bottom]
        else if (top < box.top - slack || bottom > box.bottom + slack) return true
      }
      if (style.position === 'fixed') return false
    }
    return false
  }
  const range = document.createRange()
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const own = [...element.childNodes].filter(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    )
    const first = own[0]
    const last = own.at(-1)
    if (!first || !last || element.closest('.unseen, [aria-hidden="true"], option')) continue
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    if (element.closest('[title]:not([title=""])')) continue
    if (getComputedStyle(element).clipPath === 'inset(50%)') continue
    range.setStartBefore(first)
    range.setEndAfter(last)
    const text = range.getBoundingClientRect()
    // What waits above the window for the focus, such as a link to the content, is not cut off.
    if (text.width < 2 || text.height < 2 || text.bottom <= 0) continue
    if (hidden(element, text)) found.push(element.textContent?.trim().slice(0, 60) ?? '')
  }
  const pen = document.createElement('canvas').getContext('2d')
  for (const field of document.querySelectorAll<HTMLInputElement>('input[placeholder]')) {
    if (!pen || field.value !== '' || !field.checkVisibility()) continue
    const style = getComputedStyle(field)
    pen.font = style.font
    const room =
      field.clientWidth -
      Number.parseFloat(style.paddingLeft) -
      Number.parseFloat(style.paddingRight)
    const told = field.closest('[title]:not([title=""])')
    if (!told && pen.measureText(field.placeholder).width > room + slack) {
      found.push(`hint: ${field.placeholder}`)
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
  const layers = '.el-popper, .el-overlay, [role="dialog"], .preview'
  /** What the element sticks with while its surroundings scroll; null where nothing. */
  const stuck = (element: HTMLElement): HTMLElement | null => {
    for (let outer: HTMLElement | null = element; outer; outer = outer.parentElement) {
      if (getComputedStyle(outer).position === 'sticky') return outer
    }
    return null
  }
  const overlaps: string[] = []
  const parts = visible.map((element) => ({ element, part: seen(element) }))
  parts.forEach(({ element: one, part: a }, index) => {
    for (const { element: other, part: b } of parts.slice(index + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (wide <= 2 || high <= 2) continue
      if (one.contains(other) || other.contains(one) || one.closest('label')?.contains(other)) {
        continue
      }
      // What opens over the page covers a part of it until Esc.
      if (one.closest(layers) !== other.closest(layers)) continue
      // What sticks, such as a form's last line, has the rest scroll under it.
      if (stuck(one) === stuck(other)) overlaps.push(`${name(one)} / ${name(other)}`)
    }
  })
  const small = visible
    .filter((element) => {
      const box = (element.closest('label, .el-input__wrapper') ?? element).getBoundingClientRect()
      const inRow =
        element.matches('input[type="checkbox"]') &&
        element.closest('td, th, [role="gridcell"], [role="columnheader"]') !== null
      const unseen = element.classList.contains('unseen')
      return !inRow && !unseen && (box.height < 23.5 || box.width < 23.5)
    })
    .map(name)
  return { overlaps, small }
}

/** Which of the elements lie partly under something small that is open: Esc uncovers them. */
function underPopover(selectors: readonly string[]): boolean[] {
  const open = [...document.querySelectorAll<HTMLElement>('.el-popper')].filter((popper) =>
    popper.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
  )
  return selectors.map((selector) => {
    const element = document.querySelector(selector)
    const box = element?.getBoundingClientRect()
    if (!element || !box) return false
    return open.some((popper) => {
      const over = popper.getBoundingClientRect()
      const wide = Math.min(box.right, over.right) - Math.max(box.left, over.left)
      const high = Math.min(box.bottom, over.bottom) - Math.max(box.top, over.top)
      return wide > 0 && high > 0 && !popper.contains(element)
    })
  })
}

/** Breaches of WCAG 2.2 A and AA that axe finds. */
async function accessibility(page: Page): Promise<Finding[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({
      id,
      selector: target.join(' '),
      why: failureSummary?.split('\n')[1]?.trim() ?? '',
    })),
  )
  const covered = await page.evaluate(
    underPopover,
    found.map(({ id, selector }) => (id === 'target-size' ? selector : ':not(*)')),
  )
  return found
    .filter((_, index) => !covered[index])
    .map(({ id, selector, why }) => ({
      kind: 'accessibility',
      what: `${id}: ${selector} ${why}`,
    }))
}

/** Examines what is on screen now. */
export async function examine(page: Page): Promise<Finding[]> {
  const { overlaps, small } = await page.evaluate(controls)
  return [
    ...(await page.evaluate(cutOff)).map((what): Finding => ({ kind: 'cut off', what })),
    ...overlaps.map((what): Finding => ({ kind: 'overlap', what })),
    ...small.map((what): Finding => ({ kind: 'small', what })),
    ...(await accessibility(page)),
  ]
}

import type { Page } from 'playwright'
import type { Finding } from './examine.ts'

/** Steps of Tab on one screen: enough to pass the frame and reach into the page. */
const steps = 30

/** What is wrong with the focus as it is now; null where nothing is. */
function wrongFocus(): string | null {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return null
  const box = element.getBoundingClientRect()
  const name = (element.getAttribute('aria-label') ?? element.textContent ?? element.tagName)
    .trim()
    .slice(0, 40)
  if (box.width < 1 || box.height < 1 || element.closest('.unseen')) return null
  let { left, right, top, bottom } = box
  // Of what is taller than the room it scrolls in, the part that is seen counts.
  for (let outer = element.parentElement; outer; outer = outer.parentElement) {
    if (getComputedStyle(outer).overflow === 'visible') continue
    const room = outer.getBoundingClientRect()
    left = Math.max(left, room.left)
    right = Math.min(right, room.right)
    top = Math.max(top, room.top)
    bottom = Math.min(bottom, room.bottom)
  }
  const middle = document.elementFromPoint(
    Math.min(window.innerWidth - 1, Math.max(0, (left + right) / 2)),
    Math.min(window.innerHeight - 1, Math.max(0, (top + bottom) / 2)),
  )
  // What a person has opened over the page goes with Esc, wherever the focus is.
  const covered =
    middle !== null &&
    middle.closest('.el-popper, .preview, .drawer') === null &&
    !element.contains(middle) &&
    !middle.contains(element) &&
    !element.closest('label')?.contains(middle)
  if (covered) return `${name} is covered by ${middle.className || middle.tagName}`
  const marked = [element, ...element.querySelectorAll('*'), element.parentElement].some((each) => {
    if (!each) return false
    const style = getComputedStyle(each)
    const ringed = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1
    return ringed || style.boxShadow !== 'none'
  })
  return marked ? null : `${name} shows no focus`
}

/** Two frames: of what was done, and of what followed from it. */
const drawn = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => requestAnimationFrame(() => done()))
      }),
  )

/** Goes through a screen with Tab: every stop must show its focus and lie under nothing. */
export async function examineFocus(page: Page): Promise<Finding[]> {
  const found = new Set<string>()
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('Tab')
    // What makes way for the focus does so in the next frame; a person sees nothing before that.
    await drawn(page)
    const wrong = await page.evaluate(wrongFocus)
    if (wrong !== null) found.add(wrong)
  }
  return [...found].map((what) => ({ kind: 'focus', what }))
}

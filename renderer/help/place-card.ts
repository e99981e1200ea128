/** A rectangle on screen, CSS px. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

const gap = 12
const edge = 8
/** Title bar and bar of practice stay in sight, px. */
const top = 84
/** The status bar stays in sight, px. */
const foot = 34
/** What is taller than this share of the window has the card in it, not beside it. */
const tall = 0.45

/**
 * Where the card of a tour stands: below what it speaks of, else above, else to the right or left of it,
 * else over its lower end; over that also where the whole page is spoken of. Always whole inside the window,
 * without an anchor in the lower right corner.
 */
export function placeCard(
  anchor: Box | null,
  card: Pick<Box, 'width' | 'height'>,
  screen: Pick<Box, 'width' | 'height'>,
): Pick<Box, 'left' | 'top'> {
  const lastLeft = Math.max(edge, screen.width - card.width - edge)
  const lastTop = Math.max(edge, screen.height - card.height - foot)
  const inside = (left: number, y: number) => ({
    left: Math.min(Math.max(left, edge), lastLeft),
    top: Math.max(Math.min(Math.max(y, top), lastTop), edge),
  })
  if (anchor === null) return { left: lastLeft, top: lastTop }
  const right = anchor.left + anchor.width
  const bottom = anchor.top + anchor.height
  const whole = anchor.height > screen.height * tall && anchor.width > screen.width / 2
  if (whole) return inside(right - card.width - gap, bottom - card.height - gap)
  if (bottom + gap + card.height + foot <= screen.height) return inside(anchor.left, bottom + gap)
  if (anchor.top - gap - card.height >= top) {
    return inside(anchor.left, anchor.top - gap - card.height)
  }
  if (right + gap + card.width + edge <= screen.width) return inside(right + gap, anchor.top)
  if (anchor.left - gap - card.width >= edge) {
    return inside(anchor.left - gap - card.width, anchor.top)
  }
  return inside(right - card.width - gap, bottom - card.height - gap)
}

const meets = (one: Box, other: Box): boolean =>
  one.left < other.left + other.width &&
  other.left < one.left + one.width &&
  one.top < other.top + other.height &&
  other.top < one.top + one.height

/**
 * Where the card goes out of the way of what has the focus: the first corner that leaves it free; null
 * where the card does not cover it, or no corner would help.
 */
export function stepAside(
  focused: Box,
  card: Box,
  screen: Pick<Box, 'width' | 'height'>,
): Pick<Box, 'left' | 'top'> | null {
  if (!meets(focused, card)) return null
  const right = screen.width - card.width - edge
  const bottom = screen.height - card.height - foot
  const corners = [
    { left: right, top: bottom },
    { left: edge, top: bottom },
    { left: right, top },
    { left: edge, top },
  ]
  // A rectangle of the page has its sides as getters, which spreading leaves out.
  const { width, height } = card
  return corners.find((corner) => !meets(focused, { width, height, ...corner })) ?? null
}

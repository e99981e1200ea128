import { shallowReactive } from 'vue'
import type { Stroke } from './shortcuts.ts'
import { whileShown } from './while-shown.ts'

/** How many components on screen listen to each stroke. */
const listeners = shallowReactive(new Map<Stroke, number>())

function count(strokes: readonly Stroke[], by: 1 | -1): void {
  for (const stroke of strokes) listeners.set(stroke, (listeners.get(stroke) ?? 0) + by)
}

/** Whether something on screen listens to the stroke. */
export function isLive(stroke: Stroke): boolean {
  return (listeners.get(stroke) ?? 0) > 0
}

/** Tells the overlay of strokes that a component handles itself, such as a grid's or a form's. */
export function useLiveStrokes(strokes: readonly Stroke[]): void {
  whileShown(
    () => count(strokes, 1),
    () => count(strokes, -1),
  )
}

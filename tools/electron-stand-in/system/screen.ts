import { EventEmitter } from 'node:events'

/** Electron's `Display`, as far as windows need it. Sizes in device-independent pixels. */
export interface Display {
  id: number
  scaleFactor: number
  size: { width: number; height: number }
  bounds: { x: number; y: number; width: number; height: number }
  workArea: { x: number; y: number; width: number; height: number }
  workAreaSize: { width: number; height: number }
}

/**
 * The screen windows are maximised to: `STANDIN_SCREEN` (`1366x768` when unset, in physical pixels)
 * at `STANDIN_SCALE` (1 when unset; 1.25 is Windows' 125 %).
 */
function display(): Display {
  const match = /^(\d+)x(\d+)$/.exec(process.env['STANDIN_SCREEN'] ?? '')
  const scaleFactor = Number(process.env['STANDIN_SCALE'] ?? 1) || 1
  const size = {
    width: Math.round(Number(match?.[1] ?? 1366) / scaleFactor),
    height: Math.round(Number(match?.[2] ?? 768) / scaleFactor),
  }
  const area = { x: 0, y: 0, ...size }
  return { id: 1, scaleFactor, size, bounds: area, workArea: area, workAreaSize: size }
}

/** Electron's `screen`: one display. */
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: display,
  getAllDisplays: () => [display()],
  getDisplayMatching: display,
  getDisplayNearestPoint: display,
  getCursorScreenPoint: () => ({ x: 0, y: 0 }),
})

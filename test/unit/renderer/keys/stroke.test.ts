import { describe, expect, test } from 'vitest'
import { isPlain, type StrokeEvent, strokeOf } from '#renderer/keys/stroke.ts'

function press(key: string, held: Partial<StrokeEvent> = {}): string | null {
  return strokeOf({
    key,
    keyCode: 0,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    shiftKey: false,
    isComposing: false,
    ...held,
  })
}

describe('a stroke', () => {
  test('names its modifiers', () => {
    expect(press('k', { ctrlKey: true })).toBe('Ctrl+K')
    expect(press('ArrowLeft', { altKey: true })).toBe('Alt+ArrowLeft')
    expect(press('R', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+R')
    expect(press('F5')).toBe('F5')
  })

  test('of a printed character leaves Shift out, because the character says it', () => {
    expect(press('?', { shiftKey: true })).toBe('?')
    expect(press('ArrowDown', { shiftKey: true })).toBe('Shift+ArrowDown')
  })

  test('is none while an input method composes', () => {
    expect(press('c', { isComposing: true })).toBeNull()
    expect(press('Process')).toBeNull()
    expect(press('n', { keyCode: 229 })).toBeNull()
    expect(press('Enter', { keyCode: 229 })).toBeNull()
  })

  test('that is plain belongs to fields', () => {
    expect(['?', 'C', '/', 'Enter', 'Escape'].every(isPlain)).toBe(true)
    expect(['Ctrl+K', 'F5', 'Alt+ArrowLeft'].some(isPlain)).toBe(false)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const renderer = join(import.meta.dirname, '../../../../renderer')

test('who wants no motion gets none', () => {
  const css = readFileSync(join(renderer, 'styles/base.css'), 'utf8')
  const rule = css.slice(css.indexOf('@media (prefers-reduced-motion: reduce)'))
  expect(rule).toMatch(/transition-duration: 0s !important/)
  expect(rule).toMatch(/animation-duration: 0s !important/)
})

test('charts never move, and are no sharper than the eye', () => {
  const engine = readFileSync(join(renderer, 'components/chart/engine.ts'), 'utf8')
  expect(engine).toContain('animation: false')
  expect(engine).toContain('const mostPixelRatio = 1.5')
})

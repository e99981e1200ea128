import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { assetClasses } from '#domain/products/asset-classes.ts'
import { assetColours } from '#renderer/components/chart/option.ts'
import { colourTokens, contrast } from './tokens.ts'

const tokens = colourTokens()

function colour(name: string): string {
  const found = tokens.get(name)
  if (!found) throw new Error(`no token --${name}`)
  return found
}

function between(text: string, ground: string): number {
  return Math.round(contrast(colour(text), colour(ground)) * 100) / 100
}

/** Every text colour with the grounds it stands on. */
const texts: Record<string, readonly string[]> = {
  'neutral-900': ['surface', 'surface-head', 'neutral-50', 'brand-50', 'row-cursor', 'nav', 'bar'],
  'neutral-700': ['surface', 'neutral-50', 'nav', 'bar', 'bar-hover'],
  'neutral-600': ['surface', 'surface-head', 'neutral-50', 'neutral-100', 'brand-50', 'row-cursor'],
  'neutral-500': ['surface', 'surface-head', 'neutral-50'],
  'brand-700': ['surface', 'neutral-50', 'brand-50', 'brand-100', 'ok-tint', 'row-cursor'],
  'brand-600': ['surface', 'neutral-50', 'brand-50'],
  up: ['surface', 'surface-head', 'brand-50', 'row-cursor'],
  down: ['surface', 'surface-head', 'brand-50', 'row-cursor'],
  flat: ['surface', 'surface-head', 'brand-50', 'row-cursor'],
  info: ['surface', 'info-tint'],
  warn: ['surface', 'warn-tint', 'row-cursor'],
  err: ['surface', 'err-tint', 'err-surface', 'bar'],
  'warn-text': ['warn-tint'],
  'err-text': ['err-tint'],
  'warn-on-fill': ['warn-fill', 'warn-fill-hover'],
  'warn-on-bar': ['bar'],
  white: ['brand-600', 'brand-700', 'brand-900', 'notice', 'close-hover'],
  'on-dark': ['brand-900'],
  'on-dark-quiet': ['brand-900', 'notice'],
  'on-gold': ['gold-mark'],
  'on-gold-tint': ['gold-tint'],
  'notice-act': ['notice'],
  'tier-gold-text': ['tier-gold'],
  'tier-platinum-text': ['tier-platinum'],
  'tier-platinum-strong': ['tier-platinum-edge'],
  'tier-diamond-text': ['tier-diamond'],
  'tier-private-text': ['tier-private'],
}

describe('text', () => {
  test.each(Object.entries(texts).flatMap(([text, on]) => on.map((ground) => [text, ground])))(
    '%s on %s has a contrast of at least 4.6',
    (text = '', ground = '') => expect(between(text, ground)).toBeGreaterThanOrEqual(4.6),
  )

  test('of a placeholder has at least 4.4', () => {
    expect(between('placeholder', 'surface')).toBeGreaterThanOrEqual(4.4)
  })
})

describe('what must be told apart', () => {
  test.each([
    ['input-border', 'surface'],
    ['brand-600', 'surface'],
    ['brand-600', 'neutral-50'],
    ['brand-600', 'row-cursor'],
    ['white', 'brand-900'],
    ['notice-mark', 'notice'],
    ['notice-failed', 'notice'],
    ['mark-on-dark', 'brand-900'],
    ['glyph', 'surface'],
  ])('%s on %s has a contrast of at least 3', (mark, ground) => {
    expect(between(mark, ground)).toBeGreaterThanOrEqual(3)
  })
})

describe('colours', () => {
  test('are named in the tokens and nowhere else', () => {
    const root = join(import.meta.dirname, '../../../../renderer')
    const found = globSync('**/*.{vue,css,ts}', { cwd: root })
      .filter((path) => !path.startsWith('styles/') && path !== 'components/chart/option.ts')
      .flatMap((path) =>
        [
          ...readFileSync(join(root, path), 'utf8').matchAll(
            /#(?:[0-9a-f]{6}|[0-9a-f]{3})\b(?=[;'"])/gi,
          ),
        ].map(([hex]) => `${path}: ${hex}`),
      )
    expect(found).toEqual([])
  })

  test('of the charts are those of the tokens', () => {
    for (const asset of assetClasses) expect(assetColours[asset]).toBe(colour(`series-${asset}`))
  })
})

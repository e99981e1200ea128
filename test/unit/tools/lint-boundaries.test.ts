import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ESLint } from 'eslint'
import { beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
let eslint: ESLint

/** Rules that a text breaks when it stands in a file of the project. */
async function broken(file: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, file) })
  return (result?.messages ?? []).map((message) => message.ruleId)
}

/** Any component of the window. */
function someComponent(): string {
  const found = readdirSync(join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
    .sort()
    .find((name) => name.endsWith('.vue'))
  if (!found) throw new Error('the window has no component')
  return join('renderer', found)
}

/** The project's rules on imports alone: they need no types, and reading those takes a minute. */
beforeAll(() => {
  eslint = new ESLint({
    cwd: root,
    ruleFilter: ({ ruleId }) => /^boundaries\/|^no-restricted-imports$/.test(ruleId),
    overrideConfig: {
      files: ['**/*.{ts,vue}'],
      languageOptions: { parserOptions: { projectService: false } },
    },
  })
})

describe('the linter', { timeout: 60_000 }, () => {
  test('refuses an import against the table of layers in TypeScript', async () => {
    const text = `import { sha256Hex } from '#platform/crypto/hash.ts'\nexport const x = sha256Hex\n`
    expect(await broken('domain/money/money.ts', text)).toContain('boundaries/dependencies')
    expect(await broken('head-office/database/info.ts', text)).toEqual([])
  })

  test('refuses it in a Vue component', async () => {
    const text = (from: string) =>
      `<script setup lang="ts">\nimport { x } from '${from}'\nconst y = x\n</script>\n\n<template><p>{{ y }}</p></template>\n`
    const file = someComponent()
    expect(await broken(file, text('#platform/ids/uuid.ts'))).toContain('boundaries/dependencies')
    expect(await broken(file, text('#domain/money/money.ts'))).not.toContain(
      'boundaries/dependencies',
    )
  })

  test('refuses Node in the window, and cryptography outside its folder', async () => {
    const file = "import { readFileSync } from 'node:fs'\nexport const x = readFileSync\n"
    expect(await broken('renderer/format/amount.ts', file)).toContain('no-restricted-imports')
    const hash = "import { createHash } from 'node:crypto'\nexport const x = createHash\n"
    expect(await broken('main/shell/config.ts', hash)).toContain('no-restricted-imports')
  })
})

import { describe, expect, test } from 'vitest'
import { errorCodes } from '#contract/errors.ts'
import { messages } from '#renderer/locales/index.ts'

type Tree = { readonly [key: string]: string | Tree }

function sentence(tree: Tree, code: string): string {
  const found = code
    .split('.')
    .reduce<string | Tree | undefined>(
      (branch, key) => (typeof branch === 'object' ? branch[key] : undefined),
      tree,
    )
  return typeof found === 'string' ? found : ''
}

describe('every error', () => {
  test.each(errorCodes)('%s says what happened and what to do', (code) => {
    // Two statements: the first says what happened, the rest what to do or expect.
    expect(sentence(messages.zh.errors, code)).toMatch(/。.+。$/)
    expect(sentence(messages.en.errors, code)).toMatch(/[.;:] .+\.$/)
  })
})

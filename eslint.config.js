import boundaries from 'eslint-plugin-boundaries'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'
import * as wholeProgram from './tools/lint/whole-program.ts'

/**
 * Folder → the folders it may import. The table of docs/architecture.md; the architecture test
 * checks the same table against packages and Node modules as well.
 */
const layers = {
  platform: [],
  domain: [],
  contract: ['domain'],
  db: ['platform', 'domain', 'contract'],
  'main-service': ['platform', 'domain', 'contract', 'db', 'main-sync'],
  'main-sync': ['platform', 'domain', 'contract', 'db'],
  'main-shell': ['platform', 'contract'],
  'main-root': ['platform', 'domain', 'contract', 'db', 'main-service', 'main-sync', 'main-shell'],
  preload: ['contract'],
  renderer: ['domain', 'contract'],
  'head-office': ['platform', 'domain', 'contract'],
}

/** Matched against the whole path from the root: `test/unit/main/shell` is `test`, not `main-shell`. */
const elements = [
  ['platform', 'platform'],
  ['domain', 'domain'],
  ['contract', 'contract'],
  ['db', 'db'],
  ['main-service', 'main/service'],
  ['main-sync', 'main/sync'],
  ['main-shell', 'main/shell'],
  ['main-root', 'main'],
  ['preload', 'preload'],
  ['renderer', 'renderer'],
  ['head-office', 'head-office'],
  ['tools', 'tools'],
  ['test', 'test'],
].map(([type, pattern]) => ({ type, pattern, partialMatch: false }))

const policies = [
  ...Object.entries(layers).map(([from, to]) => ({
    from: { element: { type: from } },
    allow: { to: { element: { type: [from, ...to] } } },
  })),
  ...['tools', 'test'].map((from) => ({
    from: { element: { type: from } },
    allow: { to: { element: { type: elements.map((element) => element.type) } } },
  })),
]

export default tseslint.config(
  {
    ignores: ['dist/**', 'release/**', 'node_modules/**', '.ocrm/**', 'test-results/**'],
  },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({
    ...config,
    files: ['**/*.{ts,vue}'],
  })),
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    plugins: { boundaries },
    languageOptions: {
      parser: vueParser,
      parserOptions: {
        parser: wholeProgram,
        projectService: true,
        extraFileExtensions: ['.vue'],
      },
    },
    settings: {
      'import/resolver': { typescript: true },
      'boundaries/elements': elements,
    },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'no-eval': 'error',
      'boundaries/dependencies': ['error', { default: 'disallow', policies }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'node:crypto', message: 'All cryptography goes through #platform/crypto.' },
            { name: 'crypto', message: 'All cryptography goes through #platform/crypto.' },
          ],
        },
      ],
    },
  },
  {
    // The verifier of ledgers stands apart: it shares nothing with what it checks.
    files: ['platform/crypto/**', 'tools/electron-stand-in/**', 'tools/ledger/verify/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['renderer/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', 'electron', 'better-sqlite3', 'typeorm'],
              message: 'The renderer has no Node, no SQL and no network.',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'fetch', 'XMLHttpRequest', 'WebSocket', 'localStorage'],
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
    },
  },
  {
    files: ['**/*.vue'],
    // oxfmt lays out templates; these rules would argue with it.
    rules: {
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
    },
  },
  {
    files: ['test/**', 'tools/bench/**'],
    rules: { 'max-lines': ['error', { max: 600 }] },
  },
)

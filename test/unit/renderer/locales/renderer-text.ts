import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../../../renderer')

/** A source file of the renderer without its comments, locales left out. */
export interface SourceText {
  /** Path below `renderer/`. */
  path: string
  code: string
}

/** Drops comments; a `//` inside an address is none. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:])\/\/[^\n]*/g, '$1')
}

/** The only source among the locales: it names the sentences of errors. */
const naming = 'locales/use-text.ts'

/** Every source of the renderer that may show or name a sentence. */
export function rendererSources(): SourceText[] {
  return globSync('**/*.{ts,vue}', { cwd: root })
    .filter((path) => !path.startsWith('locales/') || path === naming)
    .map((path) => ({ path, code: withoutComments(readFileSync(join(root, path), 'utf8')) }))
}

/** A tree of sentences. */
export interface Tree {
  readonly [key: string]: string | Tree
}

/** Sentences by their dotted path. */
export function flat(tree: Tree, above = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[above + key, value]] : [...flat(value, `${above}${key}.`)],
    ),
  )
}

/**
 * Whether the code names the path: in quotes, or as a template with a hole of one or more parts
 * (`words.tier.${tier}`).
 */
export function namedPaths(sources: readonly SourceText[]): (path: string) => boolean {
  const exact = new Set<string>()
  const holed: RegExp[] = []
  for (const { code } of sources) {
    for (const [, text = ''] of code.matchAll(/'([a-z][\w.]*\.[\w.]+)'/gi)) exact.add(text)
    for (const [, text = ''] of code.matchAll(/`([a-z][\w.]*\.?\$\{[^`]+)`/gi)) {
      const pattern = text.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[\\w.]+')
      if (/^[\w.\\[\]+]+$/.test(pattern)) holed.push(new RegExp(`^${pattern}$`))
    }
  }
  return (path) => exact.has(path) || holed.some((pattern) => pattern.test(path))
}

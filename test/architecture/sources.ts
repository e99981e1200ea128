import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The repository's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Folders that hold the project's own code. */
const folders = [
  'platform',
  'domain',
  'contract',
  'db',
  'main',
  'preload',
  'renderer',
  'head-office',
  'test',
  'tools',
]

/** A file of the project; `path` from the repository's root with forward slashes. */
export interface Source {
  path: string
  text: string
  /** TypeScript of the file: all of it, or the script part of a component. */
  script: string
}

function scriptOf(path: string, text: string): string {
  if (!path.endsWith('.vue')) return text
  return /<script[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? ''
}

function read(folder: string): Source[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|mjs|js|vue)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('node_modules/'))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, script: scriptOf(path, text) }
    })
}

/** Every source file of the project. */
export const sources: readonly Source[] = folders.flatMap(read)

/** What a file imports, and whether only types. */
export interface Import {
  from: string
  /** The specifier as written. */
  specifier: string
  /** Path from the root for the project's own files, else the package or Node module. */
  target: string
  own: boolean
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** All imports of a file, static, dynamic and re-exports. */
export function importsOf(source: Source): Import[] {
  const { importedFiles } = ts.preProcessFile(source.script, true, true)
  return importedFiles.map(({ fileName: specifier }) => {
    const relativePath = specifier.startsWith('.')
    const own = relativePath || specifier.startsWith('#')
    const target = relativePath
      ? posix.join(posix.dirname(source.path), specifier)
      : own
        ? specifier.slice(1)
        : packageOf(specifier)
    return { from: source.path, specifier, target, own }
  })
}

/** Parses a file for its syntax alone. */
export function parse(source: Source): ts.SourceFile {
  return ts.createSourceFile(source.path, source.script, ts.ScriptTarget.Latest, true)
}

/** Code without its comments, for searching words in it. Good enough for words, not for parsing. */
export function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

/*
 * A parser for rules that ask for types: one program of all sources, in which a `.vue` file is the
 * script that `vue-eslint-parser` makes of it. A project service would take each component for a
 * file that was edited and reckon types anew from the beginning, which takes most of a run.
 */

/** What ESLint hands a parser, as far as it matters here. */
interface Options {
  filePath?: string
  projectService?: boolean
  programs?: readonly ts.Program[]
}

const typescript = tseslint.parser as unknown as {
  parseForESLint: (code: string, options: Options) => object
}

const root = join(import.meta.dirname, '../..')

/** Scripts of components, and sources that an editor holds and no disk; by path. */
const texts = new Map<string, string>()
let program: ts.Program | null = null

/** The script that the parser of components hands on; it asks for types of that alone. */
function scriptOf(path: string): string {
  let script = ''
  vueParser.parseForESLint(readFileSync(path, 'utf8'), {
    filePath: path,
    sourceType: 'module',
    projectService: true,
    parser: {
      parseForESLint(code: string, options: Options): object {
        if (options.projectService) script = code
        return typescript.parseForESLint(code, { ...options, projectService: false })
      },
    },
  })
  return script
}

function textOf(path: string): string {
  let text = texts.get(path)
  if (text === undefined) texts.set(path, (text = scriptOf(path)))
  return text
}

function build(path: string): ts.Program {
  const file = ts.readConfigFile(join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name))
  const component = { extension: '.vue', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred }
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    file.config as unknown,
    ts.sys,
    root,
    { allowNonTsExtensions: true },
    undefined,
    undefined,
    [component],
  )
  const host = ts.createCompilerHost(options, true)
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (name, ...rest) =>
    name.endsWith('.vue') || texts.has(name)
      ? ts.createSourceFile(name, textOf(name), rest[0], true, ts.ScriptKind.TS)
      : read(name, ...rest)
  const names = fileNames.includes(path) ? fileNames : [...fileNames, path]
  return ts.createProgram(names, options, host)
}

/** Parses like `typescript-eslint`, with types where `projectService` asks for them. */
export function parseForESLint(code: string, options: Options): object {
  const path = options.filePath ?? ''
  if (!options.projectService) return typescript.parseForESLint(code, options)
  program ??= build(path)
  if (program.getSourceFile(path)?.text !== code) {
    texts.set(path, code)
    program = build(path)
  }
  const typed = { ...options, projectService: false, programs: [program] }
  return typescript.parseForESLint(code, typed)
}

/** What ESLint calls this parser in its cache. */
export const meta = { name: 'whole-program', version: '1' }

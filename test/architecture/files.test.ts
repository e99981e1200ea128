import { expect, test } from 'vitest'
import ts from 'typescript'
import { parse, type Source, sources } from './sources.ts'

/** Vite, Vitest, Playwright and ESLint read their configuration from a default export. */
const configured = /(^|\/)[\w-]+\.config\.[jt]s$|\.d\.ts$/

const product = sources.filter(({ path }) => /\.(ts|vue)$/.test(path) && !/\.d\.ts$/.test(path))

test('no file is too long: 400 lines, tests 600', () => {
  const long = sources
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ path, lines }) => lines > (/^(test|tools\/bench)\//.test(path) ? 600 : 400))
  expect(long).toEqual([])
})

test('no file is named for nothing in particular', () => {
  const vague = /(^|[/-])(utils?|helpers?|managers?|misc|common-functions)\.(ts|mjs|js|vue)$/
  expect(sources.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([])
})

test('file names are lower-case words joined by hyphens', () => {
  const odd = sources
    .map(({ path }) => path)
    .filter((path) => !/^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*$/.test(path.split('/').at(-1) ?? ''))
  expect(odd).toEqual([])
})

test('exports have names', () => {
  const nameless = product
    .filter(({ path }) => !/^(test|tools)\//.test(path) && !configured.test(path))
    .filter((source) => parse(source).statements.some((statement) => isDefaultExport(statement)))
  expect(nameless.map(({ path }) => path)).toEqual([])
})

test('enums, namespaces and parameter properties, which type stripping cannot run, are absent', () => {
  const odd = product.filter((source) => {
    const visit = (node: ts.Node): boolean =>
      ts.isEnumDeclaration(node) ||
      (ts.isModuleDeclaration(node) && !isAmbient(node)) ||
      (ts.isParameter(node) && (ts.getModifiers(node) ?? []).length > 0) ||
      ts.forEachChild(node, visit) === true
    return visit(parse(source))
  })
  expect(odd.map(({ path }) => path)).toEqual([])
})

test('every exported name of the product says what it is', () => {
  const silent = product
    .filter(({ path }) => !/^test\//.test(path) && !configured.test(path))
    .flatMap((source) => undocumented(source))
  expect(silent).toEqual([])
})

test('no test is skipped without a printed reason, none runs alone', () => {
  const skipped = sources.filter(
    ({ path, script }) =>
      /\.(test|spec)\.ts$/.test(path) &&
      /\b(test|it|describe)\.(skip|only|todo|fixme)\(\s*['"`][^'"`]*['"`]\s*,\s*(async\s*)?\(/.test(
        script,
      ),
  )
  expect(skipped.map(({ path }) => path)).toEqual([])
})

function isAmbient(node: ts.ModuleDeclaration): boolean {
  return (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
}

function modifiersOf(statement: ts.Statement): readonly ts.ModifierLike[] {
  return ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : []
}

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true
  return modifiersOf(statement).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
}

/** Exported declarations without a doc comment. One comment serves lines that follow without a gap. */
function undocumented(source: Source): string[] {
  const file = parse(source)
  const silent: string[] = []
  let covered = false
  let end = 0
  for (const statement of file.statements) {
    const start = statement.getStart(file)
    const documented = ts.getJSDocCommentsAndTags(statement).some(ts.isJSDoc)
    const adjoins = !/\n\s*\n/.test(source.script.slice(end, start))
    const exported = modifiersOf(statement).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    covered = documented || (covered && adjoins && end > 0)
    end = statement.getEnd()
    if (!exported || covered) continue
    const overload = ts.isFunctionDeclaration(statement) && !statement.body
    if (!overload)
      silent.push(`${source.path}: ${statement.getText(file).slice(0, 60).split('\n')[0]}`)
  }
  return silent
}

import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { mutants } from './list.ts'

/** Name of the environment variable that says which mutant a process runs. */
const name = process.env['OCRM_MUTANT']
const mutant = mutants.find((candidate) => candidate.name === name)
if (!mutant) throw new Error(`no mutant is called ${name}`)

const path = resolve(mutant.file)
const text = readFileSync(path, 'utf8')
if (text.split(mutant.find).length !== 2) {
  throw new Error(`${mutant.file} does not hold the text of the mutant exactly once: ${name}`)
}

/** Loads the one file with the mutant's text in place of the shipped one. */
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (url !== pathToFileURL(path).href) return loaded
    return { ...loaded, source: text.replace(mutant.find, () => mutant.replace) }
  },
})

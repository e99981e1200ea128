import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { mutantVariable } from './chosen-name.ts'
import { mutants } from './list.ts'

const name = process.env[mutantVariable]
const mutant = mutants.find((candidate) => candidate.name === name)
if (!mutant) throw new Error(`no mutant is called ${name}`)

/** The one file that is not as it was shipped. */
export const mutantPath = resolve(mutant.file)

const text = readFileSync(mutantPath, 'utf8')
if (text.split(mutant.find).length !== 2) {
  throw new Error(`${mutant.file} does not hold the text of the mutant exactly once: ${name}`)
}

/** That file with the mutant's text in place of the shipped one. */
export const mutantSource = text.replace(mutant.find, () => mutant.replace)

import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { mutantPath, mutantSource } from './chosen.ts'

const mutantUrl = pathToFileURL(mutantPath).href

/** Loads the one file with the mutant's text in place of the shipped one. */
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    return url === mutantUrl ? { ...loaded, source: mutantSource } : loaded
  },
})

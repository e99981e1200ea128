/** Loaded before the branch service of the bench: puts a ledger that can be silenced in the shipped one's place. */
import { registerHooks } from 'node:module'

const shipped = new URL('../../../main/service/ledger/ledger.ts', import.meta.url).href
const own = new URL('ledger.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const replaced = resolved.url === shipped && context.parentURL !== own
    return replaced ? { ...resolved, url: own } : resolved
  },
})

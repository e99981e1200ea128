import { createBridge } from './bridge.ts'
import { createCodec } from './codec.ts'
import { createPreloadElectron } from './preload-world.ts'

/** Name of the isolated world in which a window's preload runs. */
export const preloadWorld = 'stand-in-preload'

/** Name of the binding through which that world speaks to the host. */
export const binding = '__standInPost'

/** Name of the function through which the host speaks to that world. */
export const receiver = '__standInReceive'

const toPreload = '$stand-in-to-preload'
const toMain = '$stand-in-to-main'

/** Runs first in every document of a window: builds `window[name]` for what the preload exposes. */
export const mainWorldScript = `(() => {
  if (window.top !== window) return
  const freeze = (value) => {
    if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
      if (!ArrayBuffer.isView(value)) Object.freeze(value)
      Object.values(value).forEach(freeze)
    }
    return value
  }
  ;(${createBridge.toString()})((${createCodec.toString()})(), ${JSON.stringify(toPreload)}, ${JSON.stringify(toMain)}, (name, api) => {
    Object.defineProperty(window, name, { value: freeze(api), enumerable: true })
  })
})()`

/**
 * Runs the compiled preload in its isolated world with the module scope of a sandboxed preload: its
 * `require` knows `electron` alone. Frames inside the page get no preload, as in Electron.
 */
export function preloadScript(source: string): string {
  const sandbox = {
    platform: process.platform,
    arch: process.arch,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    versions: { ...process.versions },
    env: {},
  }
  return `(() => {
  if (window.top !== window) return
  const codec = (${createCodec.toString()})()
  const bridge = (${createBridge.toString()})(codec, ${JSON.stringify(toMain)}, ${JSON.stringify(toPreload)}, () => {})
  const electron = (${createPreloadElectron.toString()})(codec, bridge, globalThis.${binding}, (deliver) => {
    globalThis.${receiver} = (text) => deliver(JSON.parse(text))
  })
  const require = (name) => {
    if (name === 'electron') return electron
    throw new Error('module not found: ' + name + ' (a sandboxed preload has electron only)')
  }
  const process = ${JSON.stringify(sandbox)}
  const module = { exports: {} }
  ;(function (require, process, module, exports) {
${source.replace(/^\/\/# sourceMappingURL=.*$/gm, '')}
  })(require, process, module, module.exports)
})()`
}

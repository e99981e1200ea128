/** The command line of `electron`, sorted out. */
export interface Arguments {
  /** Folder of the application. */
  app: string
  /** Port of Node's inspector; 0 is any free one. Undefined: no inspector. */
  inspect: number | undefined
  /** Port of the browser's DevTools for Playwright; undefined: none is opened. */
  debugPort: string | undefined
  /** A module to run before the application (`-r`). */
  preloads: string[]
  /** What the application sees after its own folder. */
  rest: string[]
}

/** Reads the switches that Electron and Playwright use; all others go to the application. */
export function parseArguments(argv: readonly string[]): Arguments {
  const parsed: Arguments = {
    app: '',
    inspect: undefined,
    debugPort: undefined,
    preloads: [],
    rest: [],
  }
  const queue = [...argv]
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    const [name, value = ''] = arg.split('=', 2) as [string, string?]
    if (name === '--inspect') parsed.inspect = Number(value || 9229)
    else if (name === '--remote-debugging-port') parsed.debugPort = value
    else if (name === '-r' || name === '--require') parsed.preloads.push(queue.shift() ?? '')
    else if (name === '--no-sandbox') continue
    else if (!parsed.app && !arg.startsWith('-')) parsed.app = arg
    else parsed.rest.push(arg)
  }
  parsed.app ||= '.'
  return parsed
}

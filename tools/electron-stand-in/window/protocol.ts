/** Answers a request for a URL of a scheme of the application's own. */
export type ProtocolHandler = (request: Request) => Response | Promise<Response>

const handlers = new Map<string, ProtocolHandler>()

/** Electron's `protocol`, as far as `handle` goes. */
export const protocol = {
  /** Accepted and ignored: every handled scheme behaves as standard and secure here. */
  registerSchemesAsPrivileged(_schemes: unknown): void {},
  handle(scheme: string, handler: ProtocolHandler): void {
    if (handlers.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`)
    handlers.set(scheme, handler)
  },
  unhandle(scheme: string): void {
    handlers.delete(scheme)
  },
  isProtocolHandled(scheme: string): boolean {
    return handlers.has(scheme)
  },
}

/** The handler of a URL's scheme, if it has one. */
export function handlerOf(url: string): ProtocolHandler | undefined {
  return handlers.get(url.slice(0, url.indexOf(':')))
}

/**
 * The address Chromium sees. It cannot navigate to a scheme it does not know, so `app://host/path`
 * becomes `http://host.app.localhost/path`: a secure context whose requests never leave the process.
 */
export function toPageUrl(url: string): string {
  const match = /^([a-z][\w+.-]*):\/\/([^/?#]+)(.*)$/i.exec(url)
  if (!match?.[1] || !handlers.has(match[1])) return url
  const [, scheme, host, rest = ''] = match
  return `http://${host}.${scheme}.localhost${rest.startsWith('/') ? rest : `/${rest}`}`
}

/** The address the application sees; the inverse of {@link toPageUrl}. */
export function fromPageUrl(url: string): string {
  const match = /^http:\/\/([^/]+)\.([\w+-]+)\.localhost(?::80)?(\/.*)?$/.exec(url)
  if (!match?.[2] || !handlers.has(match[2])) return url
  return `${match[2]}://${match[1]}${match[3] ?? '/'}`
}

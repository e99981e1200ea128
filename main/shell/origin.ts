/** The scheme of the terminal's own pages. */
export const appScheme = 'app'

/** The one host of that scheme. */
export const appHost = 'branch'

/** The one origin whose pages may call. */
export const appOrigin = `${appScheme}://${appHost}`

/** The page a window opens with. */
export const entryUrl = `${appOrigin}/index.html`

/** Whether a URL belongs to {@link appOrigin}; empty, blank and malformed ones do not. */
export function isAppUrl(url: string): boolean {
  return URL.canParse(url) && url.startsWith(`${appOrigin}/`)
}

/** Web hosts that may be opened in the system's browser. Empty: the terminal links to none yet. */
export const externalHosts: ReadonlySet<string> = new Set<string>()

/** Whether a URL may leave for the system's browser: https, a listed host, standard port, no user. */
export function isAllowedExternal(
  url: string,
  hosts: ReadonlySet<string> = externalHosts,
): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, username, password } = new URL(url)
  const plain = port === '' && username === '' && password === ''
  return protocol === 'https:' && plain && hosts.has(hostname)
}

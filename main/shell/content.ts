import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { appHost, appScheme } from './origin.ts'

/**
 * Nothing but the package's own files: no inline script, no `eval`, no request, no frame, no form.
 * Texts reach `innerHTML` only through the two named Trusted Types policies.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ')

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), clipboard-read=(), display-capture=()',
  'cache-control': 'no-store',
}

/** A path segment as our build names its files; nothing else is ever looked up. */
const segmentPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/

/**
 * Path segments of a URL of our origin, or null when it is not one or names anything unusual:
 * encoded separators, dots, drives, streams, NUL.
 */
export function assetSegments(url: string): string[] | null {
  if (!URL.canParse(url)) return null
  const { protocol, host, pathname, username, password } = new URL(url)
  if (protocol !== `${appScheme}:` || host !== appHost || username || password) return null
  // The raw text as well: the parser has already folded `..` away, and we want no such request.
  if (/(?:^|[/\\])\.\.?(?:[/\\?#]|$)|%2e|%2f|%5c|\\/i.test(url.slice(appScheme.length + 3)))
    return null
  const segments = pathname.slice(1).split('/')
  if (segments.length === 1 && segments[0] === '') return ['index.html']
  return segments.every((segment) => segmentPattern.test(segment)) ? segments : null
}

/** The file a URL names, or null when there is none inside `root`, links followed. */
async function findAsset(root: string, url: string): Promise<string | null> {
  const segments = assetSegments(url)
  if (!segments) return null
  try {
    const [base, file] = await Promise.all([realpath(root), realpath(join(root, ...segments))])
    return file.startsWith(base + sep) ? file : null
  } catch {
    return null
  }
}

/** Answers requests of `app://branch/…` with the built pages in `root`, and 404 for all else. */
export function createContentHandler(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET') return new Response(null, { status: 405, headers })
    const file = await findAsset(root, request.url)
    const type = file === null ? undefined : contentTypes[extname(file)]
    if (file === null || type === undefined) return new Response(null, { status: 404, headers })
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: { ...headers, 'content-type': type },
      })
    } catch {
      return new Response(null, { status: 404, headers })
    }
  }
}

import { session } from './session.ts'
import { fromPageUrl, handlerOf } from './protocol.ts'
import type { PageTarget, PausedRequest } from './page-target.ts'

/** Whether a navigation of the main frame, or a redirect of one, may go on. */
export type NavigationGuard = (url: string, redirected: boolean) => boolean

async function respond(page: PageTarget, paused: PausedRequest, url: string): Promise<void> {
  const body = (paused.request.postDataEntries ?? []).map((part) =>
    Buffer.from(part.bytes ?? '', 'base64'),
  )
  const request = new Request(url, {
    method: paused.request.method,
    headers: paused.request.headers,
    ...(body.length > 0 ? { body: Buffer.concat(body) } : {}),
  })
  const response = await handlerOf(url)?.(request)
  if (!response) throw new Error(`no handler for ${url}`)
  await page.send('Fetch.fulfillRequest', {
    requestId: paused.requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  })
}

/**
 * Decides one request of a page: the guard for navigations, the application's filter for all, then
 * its protocol handler or the network.
 */
export async function decideRequest(
  page: PageTarget,
  paused: PausedRequest,
  guard: NavigationGuard,
): Promise<void> {
  const url = fromPageUrl(paused.request.url)
  const { requestId } = paused
  const fail = (errorReason: string) => page.send('Fetch.failRequest', { requestId, errorReason })
  const isMainNavigation = paused.resourceType === 'Document' && paused.frameId === page.targetId
  try {
    if (isMainNavigation && !guard(url, paused.redirectedRequestId !== undefined)) {
      await fail('Aborted')
      return
    }
    const allowed = await session.defaultSession.allows({
      url,
      method: paused.request.method,
      resourceType: isMainNavigation ? 'mainFrame' : paused.resourceType,
    })
    if (!allowed) await fail('BlockedByClient')
    else if (handlerOf(url)) await respond(page, paused, url)
    else await page.send('Fetch.continueRequest', { requestId })
  } catch (error) {
    console.error('[stand-in]', paused.request.method, url, error)
    await fail('Failed').catch(() => {})
  }
}

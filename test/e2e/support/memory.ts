import type { Page } from 'playwright/test'

/** Which of the texts the page's memory holds after a collection of garbage, as DevTools sees it. */
export async function heldInMemory(page: Page, texts: readonly string[]): Promise<string[]> {
  const devTools = await page.context().newCDPSession(page)
  const pieces: string[] = []
  devTools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => pieces.push(chunk))
  await devTools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await devTools.detach()
  const snapshot = pieces.join('')
  return texts.filter((text) => snapshot.includes(inSnapshot(text)))
}

/** A text as a heap snapshot writes it: ASCII, everything else as \uXXXX. */
function inSnapshot(text: string): string {
  const escaped = (unit: string) =>
    `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  return text.replace(/[^\x20-\x7e]/g, escaped)
}

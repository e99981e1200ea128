import type { ChannelName, Reply, Response } from '#contract/ipc.ts'

type Answer = (request: unknown, cause?: unknown) => Promise<Reply<Response<ChannelName>>>

/**
 * Puts a `window.branch` in place that answers the named channels, and nothing else. There is no
 * service below a renderer's unit tests; the end-to-end tests use the real one.
 */
export function answerChannels(answers: Partial<Record<ChannelName, Answer>>): void {
  const slices: Record<string, Record<string, Answer>> = {}
  for (const [name, answer] of Object.entries(answers)) {
    const [area = '', verb = ''] = name.split('.')
    slices[area] = { ...slices[area], [verb]: answer }
  }
  const branch = { ...slices, on: () => () => undefined }
  Object.assign(globalThis, { window: { branch, dispatchEvent: () => true } })
}

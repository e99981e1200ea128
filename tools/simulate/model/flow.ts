import type { ModelReply, ModelRequest } from './facts.ts'
import type { ModelTerminal } from './terminal.ts'
import type { Work } from './work.ts'

/** One thread of work of a terminal, and what it waits for. */
export interface Flow {
  terminal: ModelTerminal
  work: Work
  request: ModelRequest | null
  /** A reply that has arrived; null: head office cannot be reached; undefined: none yet. */
  reply: ModelReply | null | undefined
  /** A reply on its way. */
  coming: ModelReply | null | undefined
}

/** A flow that has not begun. */
export function flowOf(terminal: ModelTerminal, work: Work): Flow {
  return { terminal, work, request: null, reply: undefined, coming: undefined }
}

/** A request in a word, for the trace. */
export function describe(request: ModelRequest): string {
  if (request.kind === 'push') {
    return `push ${request.commands.map(({ seq, commandId }) => `${seq}=${commandId}`).join(' ')}`
  }
  return request.kind === 'changes' ? `changes after ${request.cursor.ver}` : request.kind
}

/** A reply in a word, for the trace. */
export function describeReply(reply: ModelReply | null): string {
  if (!reply) return 'no reply'
  if (reply.refusal !== null) return `${reply.refusal} (epoch ${reply.epoch})`
  const { answer } = reply
  if (answer.kind === 'push') {
    return answer.results.map(({ commandId, outcome }) => `${commandId} ${outcome}`).join(', ')
  }
  if (answer.kind === 'changes') {
    const { page } = answer
    return `${page.rows.map(({ id, ver }) => `${id}@${ver}`).join(' ')} gone ${page.tombstones.map(({ id, ver }) => `${id}@${ver}`).join(' ')} to ${page.next.ver}`
  }
  return answer.kind === 'session'
    ? `session, last ${answer.lastSeq}, epoch ${reply.epoch}`
    : answer.kind
}

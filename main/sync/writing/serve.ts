import type { MessagePort } from 'node:worker_threads'
import type { AnswerBatch, CallBatch } from './messages.ts'
import { type Answer, failure } from './messages.ts'
import type { Operations } from './operations.ts'

/** Answers are posted at the latest this long after the first of them, ms. */
const longestHold = 2

/** Serves calls from a port strictly one after the other. */
export function serveOperations(port: MessagePort, operations: Operations): void {
  const table = operations as unknown as Record<string, (args: unknown) => unknown>
  let queue: Promise<void> = Promise.resolve()

  async function answer(call: CallBatch['calls'][number]): Promise<Answer> {
    try {
      const act = Object.hasOwn(table, call.name) ? table[call.name] : undefined
      if (!act) throw new Error(`no operation ${call.name}`)
      return { id: call.id, ok: true, value: await act(call.args) }
    } catch (error) {
      return failure(call.id, error)
    }
  }

  async function serve(batch: CallBatch): Promise<void> {
    let answers: Answer[] = []
    let since = performance.now()
    const post = () => {
      if (answers.length > 0) port.postMessage({ answers } satisfies AnswerBatch)
      answers = []
    }
    for (const call of batch.calls) {
      answers.push(await answer(call))
      if (performance.now() - since > longestHold) {
        post()
        since = performance.now()
      }
    }
    post()
  }

  port.on('message', (batch: CallBatch) => {
    queue = queue.then(() => serve(batch))
  })
}

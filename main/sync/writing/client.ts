import { Worker } from 'node:worker_threads'
import { AppError } from '#contract/errors.ts'
import { type AnswerBatch, type CallBatch, thrown } from './messages.ts'
import type { OperationArgs, OperationName, OperationResult } from './operations.ts'

/** The service's door to a writer thread. */
export interface Writer {
  /** Runs an operation; resolves when it is committed. Rejects with `AppError` or `WriterError`. */
  call<Name extends OperationName>(
    name: Name,
    ...args: OperationArgs<Name> extends undefined ? [] : [OperationArgs<Name>]
  ): Promise<OperationResult<Name>>
  /** Ends the thread; unfinished calls are rejected. */
  stop(): Promise<void>
}

interface Waiting {
  resolve: (value: never) => void
  reject: (error: Error) => void
}

/**
 * Starts a writer thread from its entry file. `died` is called when it ends without being asked:
 * the service cannot go on without it.
 */
export function startWriter(entry: string, died: (reason: string) => void): Writer {
  const worker = new Worker(entry, { name: 'writer' })
  const waiting = new Map<number, Waiting>()
  let next = 1
  let batch: CallBatch['calls'] = []
  let stopping = false

  worker.on('message', ({ answers }: AnswerBatch) => {
    for (const answer of answers) {
      const caller = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.ok) caller?.resolve(answer.value as never)
      else caller?.reject(thrown(answer))
    }
  })

  const end = (reason: string) => {
    for (const { reject } of waiting.values()) reject(new AppError('service.unavailable'))
    waiting.clear()
    if (!stopping) died(reason)
    stopping = true
  }
  worker.on('error', (error) => end(String(error)))
  worker.on('exit', (code) => end(`the writer thread ended with ${code}`))

  return {
    call: (name, ...args) =>
      new Promise((resolve, reject) => {
        if (stopping) return reject(new AppError('service.unavailable'))
        const id = next++
        waiting.set(id, { resolve, reject })
        if (batch.length === 0) {
          queueMicrotask(() => {
            worker.postMessage({ calls: batch } satisfies CallBatch)
            batch = []
          })
        }
        batch.push({ id, name, args: args[0] })
      }),
    async stop() {
      stopping = true
      await worker.terminate()
    },
  }
}

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

/** What a writer thread is told when it starts. */
export interface WriterKind {
  /** Its files need not outlive a power cut: practice. */
  fleeting: boolean
}

/** How long a writer may be at one operation before it counts as hung, ms. */
export const writerPatienceMs = {
  /** Of the journal, the cache and a person's file: the longest is a pull of 20,000 rows. */
  main: 60_000,
  /** Of a staging file: indexes and search of a large branch are one operation. */
  staging: 15 * 60_000,
}

/** Looks this often, so many times within the patience. */
const looks = 12

interface Waiting {
  resolve: (value: never) => void
  reject: (error: Error) => void
}

/**
 * Starts a writer thread from its entry file. `died` is called when it ends without being asked, or
 * has been at one operation for longer than `patienceMs`: the service cannot go on without it.
 */
export function startWriter(
  entry: string,
  died: (reason: string) => void,
  patienceMs = writerPatienceMs.main,
  kind: WriterKind = { fleeting: false },
): Writer {
  const worker = new Worker(entry, { name: 'writer', workerData: kind })
  const waiting = new Map<number, Waiting>()
  let next = 1
  let batch: CallBatch['calls'] = []
  let stopping = false
  /** Looks in a row that found calls waiting and none answered. */
  let silent = 0

  worker.on('message', ({ answers }: AnswerBatch) => {
    silent = 0
    for (const answer of answers) {
      const caller = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.ok) caller?.resolve(answer.value as never)
      else caller?.reject(thrown(answer))
    }
  })

  const end = (reason: string) => {
    clearInterval(watch)
    for (const { reject } of waiting.values()) reject(new AppError('service.unavailable'))
    waiting.clear()
    if (!stopping) died(reason)
    stopping = true
  }
  const watch = setInterval(() => {
    silent = waiting.size > 0 ? silent + 1 : 0
    if (silent <= looks) return
    end(`the writer thread has not answered for ${patienceMs} ms`)
    void worker.terminate()
  }, patienceMs / looks)
  watch.unref()
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
      clearInterval(watch)
      await worker.terminate()
    },
  }
}

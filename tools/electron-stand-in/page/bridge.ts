import type { AnyFunction, Codec } from './codec.ts'

/** One end of the bridge between a page's own world and the preload's isolated world. */
export interface Bridge {
  /** Sends `api` to the other world, where it appears as `window[name]`. */
  expose(name: string, api: unknown): void
}

/**
 * Both worlds share one document and nothing else, so calls travel as events of the document, whose
 * dispatch is synchronous: that is what gives `contextBridge` its synchronous returns. Functions
 * cross as numbered references and become functions again on the other side, in either direction.
 * Its source is injected into pages, so it uses nothing from outside.
 */
export function createBridge(
  codec: Codec,
  outbound: string,
  inbound: string,
  onExpose: (name: string, api: unknown) => void,
): Bridge {
  type Outcome =
    | { kind: 'value'; value: unknown }
    | { kind: 'error'; error: unknown }
    | { kind: 'promise' }
  type Message =
    | { kind: 'expose'; name: string; api: string }
    | { kind: 'call'; call: number; fn: number; args: string }
    | {
        kind: 'reply' | 'settle'
        call: number
        outcome: 'value' | 'error' | 'promise'
        value: string
      }

  const exported: AnyFunction[] = []
  const numbers = new Map<AnyFunction, number>()
  const proxies = new Map<number, AnyFunction>()
  const replies = new Map<number, Outcome>()
  const pending = new Map<number, (outcome: Outcome) => void>()
  let calls = 0

  const post = (message: Message) => {
    document.dispatchEvent(new CustomEvent(outbound, { detail: JSON.stringify(message) }))
  }
  const pack = (value: unknown) =>
    codec.pack(value, (fn) => {
      const known = numbers.get(fn)
      if (known !== undefined) return known
      const number = exported.push(fn) - 1
      numbers.set(fn, number)
      return number
    })
  const unpack = (text: string) => codec.unpack(text, proxy)

  const asError = (thrown: unknown) =>
    thrown instanceof Error ? thrown : new Error(String(thrown))

  function proxy(fn: number): AnyFunction {
    const known = proxies.get(fn)
    if (known) return known
    const created: AnyFunction = (...args) => {
      const call = ++calls
      post({ kind: 'call', call, fn, args: pack(args) })
      const reply = replies.get(call)
      replies.delete(call)
      if (!reply) throw new Error('The other world of this page is gone.')
      if (reply.kind === 'value') return reply.value
      if (reply.kind === 'error') throw reply.error
      return new Promise((resolve, reject) => {
        pending.set(call, (outcome) => {
          if (outcome.kind === 'value') resolve(outcome.value)
          else if (outcome.kind === 'error') reject(asError(outcome.error))
        })
      })
    }
    proxies.set(fn, created)
    return created
  }

  function answer(kind: 'reply' | 'settle', call: number, run: () => unknown) {
    try {
      post({ kind, call, outcome: 'value', value: pack(run()) })
    } catch (error) {
      post({ kind, call, outcome: 'error', value: codec.pack(error) })
    }
  }

  function execute(call: number, fn: number, args: string) {
    let result: unknown
    try {
      result = exported[fn]?.(...(unpack(args) as unknown[]))
    } catch (error) {
      answer('reply', call, () => {
        throw error
      })
      return
    }
    const then = (result as { then?: unknown } | null | undefined)?.then
    if (typeof then !== 'function') {
      answer('reply', call, () => result)
      return
    }
    post({ kind: 'reply', call, outcome: 'promise', value: '' })
    ;(result as Promise<unknown>).then(
      (value) => answer('settle', call, () => value),
      (error: unknown) =>
        answer('settle', call, () => {
          throw error
        }),
    )
  }

  document.addEventListener(inbound, (event) => {
    const message = JSON.parse((event as CustomEvent<string>).detail) as Message
    if (message.kind === 'expose') {
      onExpose(message.name, unpack(message.api))
      return
    }
    if (message.kind === 'call') {
      execute(message.call, message.fn, message.args)
      return
    }
    const outcome: Outcome =
      message.outcome === 'promise'
        ? { kind: 'promise' }
        : message.outcome === 'value'
          ? { kind: 'value', value: unpack(message.value) }
          : { kind: 'error', error: unpack(message.value) }
    if (message.kind === 'reply') replies.set(message.call, outcome)
    else {
      pending.get(message.call)?.(outcome)
      pending.delete(message.call)
    }
  })

  return { expose: (name, api) => post({ kind: 'expose', name, api: pack(api) }) }
}

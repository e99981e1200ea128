/** Turns values into text and back, keeping what structured clone keeps. */
export interface Codec {
  /** Functions are refused as uncloneable unless `reference` gives each one a number. */
  pack(value: unknown, reference?: (fn: AnyFunction) => number): string
  unpack(text: string, dereference?: (id: number) => AnyFunction): unknown
}

/** A function whose arguments are only known at run time. */
export type AnyFunction = (...args: unknown[]) => unknown

/**
 * JSON with tags (`{ $: kind, v }`) for what JSON loses: undefined, BigInt, Date, Map, Set, errors,
 * bytes and the odd numbers. Its source is injected into pages, so it uses nothing from outside.
 */
export function createCodec(): Codec {
  type Tagged = { $: string; v?: unknown; t?: string }
  const uncloneable = () => new Error('An object could not be cloned.')

  const bytesToText = (bytes: Uint8Array) => {
    let text = ''
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192))
    }
    return btoa(text)
  }
  const binary: Record<string, (buffer: ArrayBuffer) => unknown> = {
    ArrayBuffer: (buffer) => buffer,
    DataView: (buffer) => new DataView(buffer),
    Int8Array: (buffer) => new Int8Array(buffer),
    Uint8Array: (buffer) => new Uint8Array(buffer),
    Uint8ClampedArray: (buffer) => new Uint8ClampedArray(buffer),
    Int16Array: (buffer) => new Int16Array(buffer),
    Uint16Array: (buffer) => new Uint16Array(buffer),
    Int32Array: (buffer) => new Int32Array(buffer),
    Uint32Array: (buffer) => new Uint32Array(buffer),
    Float32Array: (buffer) => new Float32Array(buffer),
    Float64Array: (buffer) => new Float64Array(buffer),
    BigInt64Array: (buffer) => new BigInt64Array(buffer),
    BigUint64Array: (buffer) => new BigUint64Array(buffer),
  }
  const tagOf = (value: object) => Object.prototype.toString.call(value).slice(8, -1)

  function encode(value: unknown, reference: ((fn: AnyFunction) => number) | undefined): unknown {
    const deep = (inner: unknown) => encode(inner, reference)
    if (value === undefined) return { $: 'undefined' }
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) }
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
      return { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) }
    }
    if (typeof value === 'symbol') throw uncloneable()
    if (typeof value === 'function') {
      if (!reference) throw uncloneable()
      return { $: 'function', v: reference(value as AnyFunction) }
    }
    if (value === null || typeof value !== 'object') return value
    if (value instanceof Promise || value instanceof WeakMap) throw uncloneable()
    if (value instanceof Date) return { $: 'date', v: value.getTime() }
    if (value instanceof Error) return { $: 'error', v: [value.name, value.message] }
    if (value instanceof Map) {
      return { $: 'map', v: [...value].map((pair: unknown[]) => pair.map(deep)) }
    }
    if (value instanceof Set) return { $: 'set', v: [...value].map(deep) }
    if (value instanceof ArrayBuffer) {
      return { $: 'bytes', t: 'ArrayBuffer', v: bytesToText(new Uint8Array(value)) }
    }
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      return { $: 'bytes', t: tagOf(value), v: bytesToText(bytes) }
    }
    if (Array.isArray(value)) return value.map(deep)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key.startsWith('$') ? `$${key}` : key,
        deep(inner),
      ]),
    )
  }

  function decode(value: unknown, dereference: ((id: number) => AnyFunction) | undefined): unknown {
    const deep = (inner: unknown) => decode(inner, dereference)
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(deep)
    if (!Object.hasOwn(value, '$')) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          key.startsWith('$') ? key.slice(1) : key,
          deep(inner),
        ]),
      )
    }
    const tagged = value as Tagged
    switch (tagged.$) {
      case 'undefined':
        return undefined
      case 'bigint':
        return BigInt(tagged.v as string)
      case 'number':
        return Number(tagged.v)
      case 'date':
        // JSON has no NaN: the time of an invalid date comes as null.
        return new Date((tagged.v as number | null) ?? Number.NaN)
      case 'error': {
        const [name, message] = tagged.v as [string, string]
        const error = new Error(message)
        error.name = name
        return error
      }
      case 'map':
        return new Map(
          (tagged.v as unknown[][]).map((pair) => pair.map(deep) as [unknown, unknown]),
        )
      case 'set':
        return new Set((tagged.v as unknown[]).map(deep))
      case 'bytes': {
        const bytes = Uint8Array.from(atob(tagged.v as string), (letter) => letter.charCodeAt(0))
        return (binary[tagged.t ?? ''] ?? binary['Uint8Array'])?.(bytes.buffer)
      }
      case 'function': {
        if (!dereference) throw uncloneable()
        return dereference(tagged.v as number)
      }
      default:
        throw new Error(`unknown tag ${tagged.$}`)
    }
  }

  return {
    pack: (value, reference) => JSON.stringify(encode(value, reference)),
    unpack: (text, dereference) => decode(JSON.parse(text), dereference),
  }
}

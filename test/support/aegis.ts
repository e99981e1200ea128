/**
 * AEGIS-256 (draft-irtf-cfrg-aegis-aead, §4) as a stream of its state, for reading the pages of SQLite
 * files one by one, which their own library does not do. It checks no tag.
 */

/** Words of 32 bits in a block, and in the state of six blocks. */
const blockWords = 4
const stateWords = 6 * blockWords
const blockBytes = 16

/** The round of AES on one column, by the row a byte comes from: substituted and mixed. */
const tables = roundTables()

function roundTables(): Uint32Array[] {
  const double = (value: number) => ((value << 1) ^ (value & 0x80 ? 0x11b : 0)) & 0xff
  const sbox = new Uint8Array(256)
  // Runs through the field by 3 and its inverse at once.
  let [value, inverse] = [1, 1]
  do {
    value = value ^ double(value)
    inverse ^= inverse << 1
    inverse ^= inverse << 2
    inverse ^= inverse << 4
    inverse &= 0xff
    if (inverse & 0x80) inverse ^= 0x09
    const spread = (inverse << 8) | inverse
    sbox[value] =
      (inverse ^ (spread >> 7) ^ (spread >> 6) ^ (spread >> 5) ^ (spread >> 4) ^ 0x63) & 0xff
  } while (value !== 1)
  sbox[0] = 0x63
  const first = Uint32Array.from(sbox, (s) => {
    const twice = double(s)
    return ((twice << 24) | (s << 16) | (s << 8) | (twice ^ s)) >>> 0
  })
  const turned = (by: number) => first.map((word) => ((word >>> by) | (word << (32 - by))) >>> 0)
  return [first, turned(8), turned(16), turned(24)]
}

const [t0, t1, t2, t3] = tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array]

/** One column of a round of AES over the words of a block. */
function column(a: number, b: number, c: number, d: number): number {
  return (
    (t0[a >>> 24] ?? 0) ^
    (t1[(b >>> 16) & 255] ?? 0) ^
    (t2[(c >>> 8) & 255] ?? 0) ^
    (t3[d & 255] ?? 0)
  )
}

const word = (words: Int32Array, at: number) => words[at] ?? 0

/** The words of bytes, with zeros up to whole blocks. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const blocks = Math.ceil(bytes.length / blockBytes)
  const whole = Buffer.alloc(blocks * blockBytes)
  whole.set(bytes)
  return Int32Array.from({ length: blocks * blockWords }, (_, at) => whole.readInt32BE(at * 4))
}

const xored = (a: Int32Array, b: Int32Array) => a.map((value, at) => value ^ word(b, at))

const c0 = wordsOf(Buffer.from('000101020305080d1522375990e97962', 'hex'))
const c1 = wordsOf(Buffer.from('db3d18556dc22ff12011314273b528dd', 'hex'))

/** Moves the state on by the block that stands at `at` in `message`. */
function update(state: Int32Array, message: Int32Array, at: number): void {
  const last = state.slice(stateWords - blockWords)
  for (let to = stateWords - blockWords; to >= 0; to -= blockWords) {
    const from = to === 0 ? last : state.subarray(to - blockWords, to)
    for (let n = 0; n < blockWords; n += 1) {
      const mixed = column(
        word(from, n),
        word(from, (n + 1) % blockWords),
        word(from, (n + 2) % blockWords),
        word(from, (n + 3) % blockWords),
      )
      state[to + n] = mixed ^ word(state, to + n) ^ (to === 0 ? word(message, at + n) : 0)
    }
  }
}

function begin(key: Uint8Array, nonce: Uint8Array): Int32Array {
  const keys = wordsOf(key)
  const mixed = xored(keys, wordsOf(nonce))
  const [k0, k1] = [keys.subarray(0, blockWords), keys.subarray(blockWords)]
  const state = Int32Array.of(...mixed, ...c1, ...c0, ...xored(k0, c0), ...xored(k1, c1))
  for (let turn = 0; turn < 4; turn += 1) {
    for (const words of [keys, mixed]) {
      update(state, words, 0)
      update(state, words, blockWords)
    }
  }
  return state
}

/** Deciphers, or enciphers, under a 32-byte key with a 32-byte nonce. */
function apply(key: Uint8Array, nonce: Uint8Array, data: Uint8Array, opens: boolean): Buffer {
  const state = begin(key, nonce)
  const given = wordsOf(data)
  const other = new Int32Array(given.length)
  for (let at = 0; at < given.length; at += blockWords) {
    for (let n = 0; n < blockWords; n += 1) {
      const of = (block: number) => word(state, block * blockWords + n)
      other[at + n] = word(given, at + n) ^ of(1) ^ of(4) ^ of(5) ^ (of(2) & of(3))
    }
    update(state, opens ? other : given, at)
  }
  const result = Buffer.alloc(other.length * 4)
  other.forEach((value, at) => result.writeInt32BE(value, at * 4))
  return result.subarray(0, data.length)
}

/** What AEGIS-256 enciphered; data that is no whole number of blocks only in its last one. */
export const openAegis = (key: Uint8Array, nonce: Uint8Array, data: Uint8Array): Buffer =>
  apply(key, nonce, data, true)

/** The first bytes of the key stream, which enciphers zeros. */
export const aegisStream = (key: Uint8Array, nonce: Uint8Array, bytes: number): Buffer =>
  apply(key, nonce, Buffer.alloc(bytes), false)

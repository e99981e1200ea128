import { randomBytes, scrypt } from 'node:crypto'
import { equalBytes } from './hash.ts'

/** Parameters of a stretched password; stored beside its result so they can be raised later. */
export interface Stretch {
  algorithm: 'scrypt'
  /** Cost N, a power of two. */
  cost: number
  blockSize: number
  parallel: number
  /** base64url, 16 bytes. */
  salt: string
}

/** Cost of new passwords and key slots: scrypt N=2^17, r=8 (128 MiB, about 0.4 s on a branch PC). */
export const standardCost = 2 ** 17

/** Cost where passwords are printed anyway: made-up people of a demonstration, and tests. */
export const demoCost = 2 ** 12

/** Fresh parameters with a random salt. `cost` is lowered for tests and demo data only. */
export function newStretch(cost = standardCost): Stretch {
  return {
    algorithm: 'scrypt',
    cost,
    blockSize: 8,
    parallel: 1,
    salt: randomBytes(16).toString('base64url'),
  }
}

/** 32 bytes from a password (NFKC-normalised, so that full-width digits of an IME agree). */
export function stretchPassword(password: string, stretch: Stretch): Promise<Buffer> {
  const { cost: N, blockSize: r, parallel: p } = stretch
  const salt = Buffer.from(stretch.salt, 'base64url')
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

/** Hash of a password for head office's staff table: `scrypt$N$r$p$salt$key`. */
export async function hashPassword(password: string, cost = standardCost): Promise<string> {
  const stretch = newStretch(cost)
  const key = await stretchPassword(password, stretch)
  const { blockSize, parallel, salt } = stretch
  return ['scrypt', cost, blockSize, parallel, salt, key.toString('base64url')].join('$')
}

/** Whether `password` is the one behind `hash`; malformed hashes are never matched. */
export async function checkPassword(password: string, hash: string): Promise<boolean> {
  const [algorithm, cost, blockSize, parallel, salt, key] = hash.split('$')
  if (algorithm !== 'scrypt' || !cost || !blockSize || !parallel || !salt || !key) return false
  const stretch: Stretch = {
    algorithm,
    cost: Number(cost),
    blockSize: Number(blockSize),
    parallel: Number(parallel),
    salt,
  }
  return equalBytes(await stretchPassword(password, stretch), Buffer.from(key, 'base64url'))
}

import { z } from 'zod'
import { roles } from '#domain/organisation/roles.ts'

/** `POST /v1/login` over a device session. */
export const loginRequestSchema = z.strictObject({
  staffNo: z.string().min(1).max(20),
  password: z.string().min(1).max(200),
})
export type LoginRequest = z.infer<typeof loginRequestSchema>

/** What a grant says; head office signs its JSON. */
export const grantSchema = z.object({
  grantId: z.string(),
  staffId: z.string(),
  staffNo: z.string(),
  name: z.string(),
  post: z.string(),
  roles: z.array(z.enum(roles)),
  branchId: z.string(),
  deviceId: z.string(),
  credentialVersion: z.int(),
  issuedAtMs: z.int(),
  /** Offline login is possible until then; equal to `issuedAtMs` for roles that are online only. */
  notAfterMs: z.int(),
})
export type Grant = z.infer<typeof grantSchema>

/** A successful login. */
export const loginReplySchema = z.object({
  epoch: z.string(),
  /** `signJson` of a {@link Grant}. */
  grant: z.string(),
  /** The key of the branch's cache, 32 bytes, sealed to the device's sealing key; context below. */
  sealedCacheKey: z.string(),
  /** Grows when the cache key changes; the cache file is named after it. */
  cacheKeyVersion: z.int(),
  /** The key of the person's own file on this device, sealed likewise; context below. */
  sealedUserKey: z.string(),
})
export type LoginReply = z.infer<typeof loginReplySchema>

/** Context that binds a sealed cache key to a device and a key version. */
export function cacheKeyContext(deviceId: string, version: number): string {
  return `cache-key:${deviceId}:${version}`
}

/** Context that binds a sealed user key to a device and a person. */
export function userKeyContext(deviceId: string, staffId: string): string {
  return `user-key:${deviceId}:${staffId}`
}

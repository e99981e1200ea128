import { isIP } from 'node:net'
import { z } from 'zod'

/** How head office is started: environment variables only. */
export interface Settings {
  databaseUrl: string
  host: string
  /** 0 takes any free port. */
  port: number
  dataDir: string
  /** Paths of PEM files; absent on loopback. */
  tls: { cert: string; key: string } | null
}

const environmentSchema = z.object({
  HEAD_OFFICE_DATABASE_URL: z.url(),
  HEAD_OFFICE_HOST: z.string().min(1).default('127.0.0.1'),
  HEAD_OFFICE_PORT: z.coerce.number().int().min(0).max(65_535).default(8350),
  HEAD_OFFICE_DATA_DIR: z.string().min(1),
  HEAD_OFFICE_TLS_CERT: z.string().optional(),
  HEAD_OFFICE_TLS_KEY: z.string().optional(),
})

/** Whether a host to listen on is reached from this machine only. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

/**
 * Reads and checks the environment. Throws a sentence that names the variable at fault, or says that
 * another address than loopback needs TLS.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const result = environmentSchema.safeParse(environment)
  if (!result.success) {
    const [issue] = result.error.issues
    throw new Error(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'invalid'}`)
  }
  const env = result.data
  const { HEAD_OFFICE_TLS_CERT: cert, HEAD_OFFICE_TLS_KEY: key } = env
  const tls = cert && key ? { cert, key } : null
  if (!tls && !isLoopback(env.HEAD_OFFICE_HOST)) {
    throw new Error(
      'HEAD_OFFICE_HOST: plain HTTP is served on loopback only; ' +
        'set HEAD_OFFICE_TLS_CERT and HEAD_OFFICE_TLS_KEY',
    )
  }
  return {
    databaseUrl: env.HEAD_OFFICE_DATABASE_URL,
    host: env.HEAD_OFFICE_HOST,
    port: env.HEAD_OFFICE_PORT,
    dataDir: env.HEAD_OFFICE_DATA_DIR,
    tls,
  }
}

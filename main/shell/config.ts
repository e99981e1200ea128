import { readFile } from 'node:fs/promises'
import { AppError } from '#contract/errors.ts'
import { terminalConfigSchema, type TerminalConfig } from '#contract/terminal-config.ts'

/** Name of the configuration in the terminal's data folder. */
export const configFileName = 'terminal.json'

/** Why a configuration cannot be used; travels as `reason` with `config.invalid`. */
export type ConfigProblem = 'missing' | 'unreadable' | 'notJson' | 'invalid'

function problem(file: string, reason: ConfigProblem, fields = ''): AppError {
  return new AppError('config.invalid', { file, reason, fields })
}

/**
 * Reads `terminal.json`. Throws `config.invalid` with the file, the reason and the names of the
 * fields that are wrong (never their values: one of them is the enrolment code).
 */
export async function loadConfig(file: string): Promise<TerminalConfig> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw problem(file, missing ? 'missing' : 'unreadable')
  }
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw problem(file, 'notJson')
  }
  const parsed = terminalConfigSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')],
  )
  throw problem(file, 'invalid', [...new Set(fields)].filter(Boolean).join(', '))
}

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { sha256Stream } from '#platform/crypto/hash.ts'
import { root } from '#tools/start/state.ts'

/** How far a part is. */
export interface PartProgress {
  /** Rounds that are behind it; the next one has this index. */
  readonly done: number
  readonly sum: Record<string, number>
  readonly broken: readonly string[]
  readonly seconds: number
}

/** What a run is of: only the same goes on. */
export interface RunIdentity {
  readonly seed: number
  readonly short: boolean
  /** {@link codeStamp} of what is proved. */
  readonly code: string
}

const stateSchema = z.strictObject({
  seed: z.int(),
  short: z.boolean(),
  code: z.string(),
  parts: z.record(
    z.string(),
    z.strictObject({
      done: z.int().min(0),
      sum: z.record(z.string(), z.number()),
      broken: z.array(z.string()),
      seconds: z.number(),
    }),
  ),
})

/** What is proved, and what proves it. */
const proved = [
  ...['platform', 'domain', 'contract', 'db', 'main', 'head-office'],
  ...['tools/durability', 'tools/ledger-proof'],
]

/** A digest of everything a run proves and of what proves it. */
export function codeStamp(): string {
  const digest = sha256Stream()
  const files = proved.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  for (const file of [...files, join(root, 'package-lock.json')].sort()) {
    digest.update(Buffer.from(`${file.slice(root.length)}\0`))
    digest.update(readFileSync(file))
  }
  return digest.digestHex().slice(0, 16)
}

/** A run that is kept is one of something else, or cannot be read; the message says what to do. */
export class ResumeError extends Error {}

/** How far a run is, in a file: a run that was killed goes on with the next round. */
export class RunProgress {
  readonly #file: string
  readonly #identity: RunIdentity
  readonly #parts: Record<string, PartProgress>

  private constructor(file: string, identity: RunIdentity, parts: Record<string, PartProgress>) {
    this.#file = file
    this.#identity = identity
    this.#parts = parts
  }

  /** Begins anew; what an earlier run kept is forgotten with its first round. */
  static begin(file: string, identity: RunIdentity): RunProgress {
    return new RunProgress(file, identity, {})
  }

  /** Goes on with what is kept, or begins where nothing is. Throws {@link ResumeError}. */
  static resume(file: string, identity: RunIdentity): RunProgress {
    if (!existsSync(file)) return RunProgress.begin(file, identity)
    const anew = 'Without --resume a run begins anew.'
    let kept: z.infer<typeof stateSchema>
    try {
      kept = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      throw new ResumeError(`${file} cannot be read. ${anew}`)
    }
    if (kept.seed !== identity.seed) {
      throw new ResumeError(
        `The run that was stopped has seed ${kept.seed}, not ${identity.seed}: give --seed ${kept.seed}. ${anew}`,
      )
    }
    if (kept.short !== identity.short) {
      const kind = kept.short ? 'a short one: add --short' : 'a full one: leave --short out'
      throw new ResumeError(`The run that was stopped is ${kind}. ${anew}`)
    }
    if (kept.code !== identity.code) {
      throw new ResumeError(
        `The code has changed since the run was stopped (${kept.code}, now ${identity.code}): its rounds prove another program. ${anew}`,
      )
    }
    return new RunProgress(file, identity, kept.parts)
  }

  /** How far a part is. */
  of(part: string): PartProgress {
    return this.#parts[part] ?? { done: 0, sum: {}, broken: [], seconds: 0 }
  }

  /** Keeps how far a part is; the file is whole at every moment. */
  keep(part: string, progress: PartProgress): void {
    this.#parts[part] = progress
    mkdirSync(dirname(this.#file), { recursive: true })
    const draft = `${this.#file}.${process.pid}`
    writeFileSync(draft, `${JSON.stringify({ ...this.#identity, parts: this.#parts }, null, 2)}\n`)
    renameSync(draft, this.#file)
  }

  /** Forgets a run that is finished. */
  forget(): void {
    rmSync(this.#file, { force: true })
  }
}

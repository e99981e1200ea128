import { berkaProfile } from './berka/profile.ts'
import type { Profile, TargetDatabase } from './profile.ts'
import { ImportRefusal, type Sentence } from './reasons.ts'
import type { ImportReport } from './report.ts'
import { type ImportOptions, inspectFiles, runImport } from './run-import.ts'

/** A profile as commands see it: what it keeps while it runs is its own affair. */
export interface KnownProfile {
  name: string
  title: Sentence
  database: TargetDatabase
  /** Refuses what cannot be imported; changes nothing. */
  inspect: (path: string) => Promise<void>
  run: (options: Omit<ImportOptions<unknown>, 'profile'>) => Promise<ImportReport>
}

function known<World>(profile: Profile<World>): KnownProfile {
  return {
    name: profile.name,
    title: profile.title,
    database: profile.database,
    inspect: async (path) => void (await inspectFiles(profile, path)),
    run: (options) => runImport({ ...options, profile }),
  }
}

/** All profiles, by name. */
export const profiles: readonly KnownProfile[] = [known(berkaProfile)]

/** The profile of a name; refuses an unknown one. */
export function profileNamed(name: string): KnownProfile {
  const profile = profiles.find((one) => one.name === name)
  if (profile) return profile
  const names = profiles.map((one) => one.name).join(', ')
  throw new ImportRefusal(
    `没有名为 ${name} 的导入配置；现有：${names}。`,
    `There is no import profile ${name}; known: ${names}.`,
  )
}

import { join } from 'node:path'

/** The repository's folder, absolute. */
export const root = join(import.meta.dirname, '../..')

/** Everything that demo and development keep: databases, terminals' data, stamps. Not in git. */
export const stateDir = process.env['OCRM_STATE_DIR'] ?? join(root, '.ocrm')

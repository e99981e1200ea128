/** The module `electron`: its parts by name, and all of them as the default. */
export * from './api.ts'
export * as default from './api.ts'

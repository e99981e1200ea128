import { cacheOperations } from './cache-operations.ts'
import { WriterFiles } from './files.ts'
import { journalOperations } from './journal-operations.ts'
import { ledgerOperations } from './ledger-operations.ts'
import type { SearchIndex } from './search-index.ts'
import { stagingOperations } from './staging-operations.ts'
import { userOperations } from './user-operations.ts'

/**
 * Every write of a terminal, by name. Each runs alone, to its end, in the writer thread, which holds
 * `files`.
 */
export function createOperations(search: SearchIndex, files = new WriterFiles()) {
  return {
    ...journalOperations(files),
    ...ledgerOperations(files),
    ...cacheOperations(files, search),
    ...stagingOperations(files, search),
    ...userOperations(files),
  }
}

/** The operations by name. */
export type Operations = ReturnType<typeof createOperations>
/** Name of an operation. */
export type OperationName = keyof Operations
/** What an operation takes. */
export type OperationArgs<Name extends OperationName> = Parameters<Operations[Name]>[0]
/** What an operation gives back. */
export type OperationResult<Name extends OperationName> = Awaited<ReturnType<Operations[Name]>>

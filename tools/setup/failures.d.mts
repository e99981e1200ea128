export declare class SetupFailure extends Error {
  readonly code: string
  constructor(code: string, data?: Record<string, string>)
}
export declare function causeOf(text: string): 'diskFull' | 'noPermission' | 'noNetwork' | null

/** The product's value of the parameter `counter.limits`; free of the schema, so that screens load it alone. */
export const counterLimits = {
  /** Longest time a customer stays open after he or she was found, ms. */
  openMs: 15 * 60_000,
  /** Without input the screen clears itself after this, ms. */
  clearAfterMs: 60_000,
  /** Without input the session of a counter role locks after this, ms. */
  lockAfterMs: 3 * 60_000,
  /** In how much time a teller should be through, ms. */
  glanceMs: 30_000,
  /** Most customers a tail and a name may leave to choose from. */
  mostCandidates: 5,
  /** Tries without a find within `missWindowMs` after which only a whole number is looked for. */
  mostMisses: 8,
  missWindowMs: 10 * 60_000,
} as const

/** Most actions a teller is shown at once. */
export const mostActions = 3

/**
 * What a correction from the counter is based on, as records keep it whatever the language of the
 * screen: read from the document by its reader, or said by the customer in person.
 */
export const counterEvidence = { reader: '证件读卡器读取', present: '客户本人在场确认' } as const

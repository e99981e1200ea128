/** Password of every made-up user; a database that has them is served on loopback only. */
export const demoPassword = 'zhike-demo-2026'

/** scrypt's N for such passwords: they are printed anyway, and a first start should be quick. */
export const demoPasswordCost = 2 ** 12

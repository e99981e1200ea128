/** Password of every made-up user; a database that has them is served on loopback only. */
export const demoPassword = 'zhike-demo-2026'

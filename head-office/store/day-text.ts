/** SQL of a day as text, `YYYY-MM-DD`. */
export const dayText = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`

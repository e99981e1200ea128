/**
 * A text as a literal of SQL. For the program's own words alone: what somebody typed, or a source told, is
 * always a parameter.
 */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
/** Texts as a list of literals, as `in (…)` takes it. */
export const listed = (texts: readonly string[]): string => texts.map(quoted).join(', ')

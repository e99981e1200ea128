/** Sentences of home. */
export const home = { title: 'home' }

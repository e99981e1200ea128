/** Sentences of login. */
export const login = { title: 'login' }

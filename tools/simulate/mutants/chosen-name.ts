/** Name of the environment variable that says which mutant a process runs. */
export const mutantVariable = 'OCRM_MUTANT'

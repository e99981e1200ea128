/** Channel by which the bench says whether the ledger is silent; the service itself knows none of that name. */
export const silenceChannel = 'bench.silence'

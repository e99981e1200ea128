import type { FileReader } from '#db/connection/reader.ts'
import { keySlots } from '#db/journal/slots.ts'
import type { Handle } from '../dispatch/dispatch.ts'
import { sessionView } from './active-session.ts'
import type { Attempts } from './attempts.ts'
import type { Sessions } from './sessions.ts'

/** Registers `session.*`. */
export function registerSession(
  handle: Handle,
  sessions: Sessions,
  attempts: Attempts,
  journal: FileReader,
): void {
  handle('session.accounts', (_request, { clock }) =>
    journal.read(keySlots).map((slot) => {
      const { failures, waitMs } = attempts.standing(slot.staff_no)
      return {
        staffNo: slot.staff_no,
        name: slot.name,
        post: slot.post,
        grantIssuedAtMs: slot.grant_issued_at,
        grantUntilMs: slot.grant_until,
        onlineOnly: slot.online_only === 1,
        failures,
        lockedUntilMs: waitMs === null ? null : clock.now() + waitMs,
      }
    }),
  )
  handle('session.login', (request) => sessions.login(request))
  handle('session.current', () => {
    const session = sessions.current
    return session ? sessionView(session) : null
  })
  handle('session.lock', async () => {
    await sessions.lock()
    return null
  })
  handle('session.unlock', ({ password }) => sessions.unlock(password))
  handle('session.logout', async () => {
    await sessions.end('logout')
    return null
  })
}

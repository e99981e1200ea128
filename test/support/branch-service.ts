import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SessionView } from '#contract/ipc/session.ts'
import { TerminalProcess, type TerminalOptions } from '#tools/fleet/terminal-process.ts'
import { testPassword, type TestStaff } from './branch-data.ts'

/** A terminal of a test, in a folder of its own below the system's temporary folder. */
export class TestTerminal extends TerminalProcess {
  constructor(options: TerminalOptions) {
    super(mkdtempSync(join(tmpdir(), 'ocrm-terminal-')), options)
  }

  /** Logs a test person in. */
  login(staff: TestStaff, offline = false, password = testPassword): Promise<SessionView> {
    return this.call('session.login', { staffNo: staff.staffNo, password, offline })
  }

  /** Ends the process and removes its folder. */
  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}

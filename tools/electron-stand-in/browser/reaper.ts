import { spawn } from 'node:child_process'

/**
 * Waits for the end of its input, which comes when this process ends however it ends (also by
 * SIGKILL), then ends the browser and removes its profile. A line of input dismisses it.
 */
const script = `
if read -r _; then exit 0; fi
n=0
while kill -0 "$1" 2>/dev/null; do
  n=$((n + 1))
  if [ "$n" -eq 30 ]; then kill -9 "$1" 2>/dev/null; fi
  if [ "$n" -gt 50 ]; then break; fi
  sleep 0.1
done
rm -rf "$2" || { sleep 0.5; rm -rf "$2"; }
`

/**
 * Guards a browser and its profile folder against the sudden death of this process; call the result
 * once both are gone. Windows has no such guard: there the profile of a killed session stays in the
 * temporary folder.
 */
export function guard(browserPid: number, profile: string): () => void {
  if (process.platform === 'win32') return () => {}
  const reaper = spawn('sh', ['-c', script, 'stand-in-reaper', String(browserPid), profile], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  reaper.on('error', () => {})
  reaper.stdin.on('error', () => {})
  reaper.unref()
  return () => reaper.stdin.end('done\n')
}

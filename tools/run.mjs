/**
 * The one door to every command: `node tools/run.mjs <task> [arguments]`. Plain JavaScript without
 * dependencies for Node 20 and later. It finishes the set-up where something is missing, then runs
 * the task under the pinned Node 24, by path.
 */
const major = Number(process.versions.node.split('.')[0])
if (major < 20) {
  console.error(
    `✗ 需要 Node 20 或更新版本，当前为 ${process.version}。请先升级 Node。\n` +
      `  Node 20 or later is needed; this is ${process.version}. Please upgrade Node first.`,
  )
  process.exit(1)
}

const { runTask } = await import('./setup/run-task.mjs')
await runTask(process.argv[2], process.argv.slice(3))

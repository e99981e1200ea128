const beatMs = 10_000

function seconds(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`
}

/**
 * Runs one step under a title: a line when it begins, a sign of life every ten seconds where it
 * takes long, and a line with its time when it is done. Writes to stderr, so that a task's own
 * output stays clean.
 */
export async function step(title, work) {
  const begun = Date.now()
  process.stderr.write(`▸ ${title} …\n`)
  const beat = setInterval(() => process.stderr.write(`  … ${seconds(begun)}\n`), beatMs)
  try {
    const result = await work()
    process.stderr.write(`✓ ${title} (${seconds(begun)})\n`)
    return result
  } finally {
    clearInterval(beat)
  }
}

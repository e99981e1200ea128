process.parentPort.on('message', ({ data }: { data: { kind: string; value: unknown } }) => {
  switch (data.kind) {
    case 'echo':
      process.parentPort.postMessage(data.value)
      return
    case 'print':
      process.stdout.write('to output\n')
      process.stderr.write('to error\n')
      return
    case 'exit':
      process.exit(Number(data.value))
      return
    case 'crash':
      throw new Error('crash')
    case 'about':
      process.parentPort.postMessage({
        type: process.type,
        argv: process.argv.slice(2),
        variable: process.env['FIXTURE_VARIABLE'],
      })
  }
})
process.parentPort.postMessage('started')

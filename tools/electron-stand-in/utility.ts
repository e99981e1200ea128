import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

const [, , file = '', ...args] = process.argv

const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => {
    process.send?.(message)
  },
  start: () => {},
})

Object.assign(process, { parentPort, type: 'utility', argv: [process.argv0, file, ...args] })

// Messages wait until the entry has had its chance to listen, as a MessagePort's do.
const early: unknown[] = []
const deliver = (data: unknown) => parentPort.emit('message', { data, ports: [] })
const hold = (data: unknown) => early.push(data)
process.on('message', hold)
// The host is gone: a utility process never outlives it.
process.on('disconnect', () => process.exit(0))

await import(pathToFileURL(file).href)

process.off('message', hold)
process.on('message', deliver)
early.forEach(deliver)

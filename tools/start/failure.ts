import { PostgresFailure } from '#head-office/postgres/failure.ts'
import { causeOf } from '#tools/setup/failures.mjs'

type Sentence = (data: Record<string, string>) => readonly [zh: string, en: string]

const sentences = {
  badOption: ({ detail }) => [
    `无法识别的选项：${detail}。用 npm start -- --help 查看可用选项。`,
    `This option is not understood: ${detail}. See npm start -- --help.`,
  ],
  alreadyRunning: ({ pid }) => [
    `本项目已在运行（进程 ${pid}）。请先在那个窗口按 Ctrl-C 结束，或使用已打开的终端。`,
    `It already runs in this folder (process ${pid}). End it there with Ctrl-C first, or use the terminal it opened.`,
  ],
  notRunning: () => [
    '本项目没有在运行。请先在另一个窗口运行 npm start。',
    'Nothing runs in this folder. Start it with npm start in another window first.',
  ],
  buildFailed: () => ['构建失败，原因见上方输出。', 'The build failed; the reason stands above.'],
  portTaken: ({ port }) => [
    `端口 ${port} 已被占用。请结束占用它的程序，或用 HEAD_OFFICE_PORT 换一个端口。`,
    `Port ${port} is taken. End the program that uses it, or choose another with HEAD_OFFICE_PORT.`,
  ],
  headOfficeEnded: ({ log, detail }) => [
    `总行服务未能运行（${detail}）。详见 ${log}。`,
    `Head office does not run (${detail}). See ${log}.`,
  ],
  databaseUnreachable: ({ detail }) => [
    `无法连接数据库（${detail}）。请检查 HEAD_OFFICE_DATABASE_URL。`,
    `The database cannot be reached (${detail}). Check HEAD_OFFICE_DATABASE_URL.`,
  ],
  databaseMissing: ({ database }) => [
    `数据库 ${database} 还没有数据。请先用 npm run import 导入。`,
    `The database ${database} holds no data yet. Import it first with npm run import.`,
  ],
  notDemo: ({ database }) => [
    `数据库 ${database} 已有正式数据，不会写入演示数据。请换一个空数据库。`,
    `The database ${database} holds real data, so no demo data is written. Name an empty one.`,
  ],
  sizeImpossible: ({ option, least, most }) => [
    `${option}：应为 ${least} 到 ${most} 之间的整数。`,
    `${option}: this must be a whole number from ${least} to ${most}.`,
  ],
  sizeOfImport: ({ database }) => [
    `--branches、--customers、--days、--seed 只用于演示数据，不能与 --database ${database} 同用。`,
    `--branches, --customers, --days and --seed are for demo data; they do not go with --database ${database}.`,
  ],
  sizeDiffers: ({ has, asked }) => [
    `已有演示数据（${has}），与要求的 ${asked} 不同。加 --reset 删除后重新生成，或去掉这些选项打开现有数据。`,
    `There is demo data already (${has}); you asked for ${asked}. Add --reset to make it anew, or leave these options out to open what is there.`,
  ],
  resetForeign: () => [
    '不会重置 HEAD_OFFICE_DATABASE_URL 指定的数据库。请自行清空，或去掉该变量。',
    'A database named by HEAD_OFFICE_DATABASE_URL is not reset here. Empty it yourself, or unset the variable.',
  ],
  noBrowser: () => [
    '找不到 Electron、Chromium、Chrome 或 Edge，无法打开终端。请安装其一，或用 STANDIN_CHROMIUM 指明浏览器路径。',
    'Neither Electron nor Chromium, Chrome or Edge was found, so no terminal can be opened. Install one, or name the browser in STANDIN_CHROMIUM.',
  ],
  terminalEnded: ({ log, detail }) => [
    `终端未能打开（${detail}）。详见 ${log}。`,
    `The terminal did not open (${detail}). See ${log}.`,
  ],
  diskFull: ({ path }) => [
    `磁盘已满，无法写入 ${path}。请腾出空间后重试。`,
    `The disk is full; ${path} cannot be written. Free some space and try again.`,
  ],
  noPermission: ({ path }) => [
    `没有权限写入 ${path}。请换用有权限的用户，或更改该文件夹的权限。`,
    `No permission to write ${path}. Use an account that has it, or change the folder's permissions.`,
  ],
  postgresBinaries: ({ detail }) => [
    `找不到内置 PostgreSQL（${detail}）。请运行 npm run setup，或用 HEAD_OFFICE_DATABASE_URL 指向现有服务器。`,
    `The embedded PostgreSQL was not found (${detail}). Run npm run setup, or name a server in HEAD_OFFICE_DATABASE_URL.`,
  ],
  postgresUser: () => [
    'PostgreSQL 不能以 root 运行，也无法创建 postgres 用户。请用普通用户运行，或先创建该用户。',
    'PostgreSQL does not run as root and the account postgres could not be made. Run as an ordinary user, or make that account first.',
  ],
  postgresFailed: ({ detail }) => [
    `内置 PostgreSQL 未能启动：${detail}`,
    `The embedded PostgreSQL did not start: ${detail}`,
  ],
} satisfies Record<string, Sentence>

/** Why `npm start` cannot go on. */
export type StartFailureCode = keyof typeof sentences

/** An expected failure of `npm start`, shown as one sentence in Chinese and one in English. */
export class StartFailure extends Error {
  readonly code: StartFailureCode

  constructor(code: StartFailureCode, data: Record<string, string> = {}) {
    const sentence: Sentence = sentences[code]
    super(sentence(data).join('\n  '))
    this.name = 'StartFailure'
    this.code = code
  }
}

function fromPostgres({ code, detail }: PostgresFailure): StartFailure {
  switch (code) {
    case 'diskFull':
    case 'noPermission':
      return new StartFailure(code, { path: detail })
    case 'portTaken':
      return new StartFailure('portTaken', { port: detail })
    case 'inUse':
      return new StartFailure('alreadyRunning', { pid: detail })
    case 'binariesMissing':
      return new StartFailure('postgresBinaries', { detail })
    case 'noSystemUser':
      return new StartFailure('postgresUser')
    case 'startFailed':
      return new StartFailure('postgresFailed', { detail })
  }
}

/**
 * The failure a person can act on behind anything thrown; null where it is a fault of ours, which
 * is shown with its stack.
 */
export function asStartFailure(error: unknown): StartFailure | null {
  if (error instanceof StartFailure) return error
  if (error instanceof PostgresFailure) return fromPostgres(error)
  if (!(error instanceof Error)) return null
  const { code, path, message } = error as NodeJS.ErrnoException
  // Who may not log in, or to a database that is not there, as the server says it.
  if (code && /^(28\w{3}|3D000)$/.test(code)) {
    return new StartFailure('databaseUnreachable', { detail: message })
  }
  // disk_full, as the database server says it.
  if (code === '53100') return new StartFailure('diskFull', { path: 'PostgreSQL' })
  const cause = causeOf(code ?? '')
  if (cause === 'noNetwork') return new StartFailure('databaseUnreachable', { detail: message })
  return cause ? new StartFailure(cause, { path: path ?? message }) : null
}

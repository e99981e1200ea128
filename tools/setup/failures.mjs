/**
 * What may go wrong on a machine, each as one sentence in Chinese and one in English that says what
 * happened and what to do.
 */
const sentences = {
  taskUnknown: ({ task, known }) => [
    `没有名为“${task}”的命令。可用命令：${known}。`,
    `There is no task "${task}". Tasks: ${known}.`,
  ],
  taskMissing: ({ entry }) => [
    `此版本不含 ${entry}，该命令无法运行。`,
    `This version does not contain ${entry}, so the task cannot run.`,
  ],
  noPinnedNode: ({ platform, version }) => [
    `${platform} 没有随附的 Node 24，当前为 ${version}。请安装 Node 24 或更新版本后重试。`,
    `No Node 24 comes with the project for ${platform} and this is ${version}. Install Node 24 or later and try again.`,
  ],
  noNetwork: () => [
    '无法连接 npm 软件源。请检查网络、代理或 npm 的 registry 设置后重试。',
    'The npm registry cannot be reached. Check the network, the proxy or the registry setting of npm and try again.',
  ],
  diskFull: ({ path }) => [
    `磁盘已满，无法写入 ${path}。请腾出至少 2 GB 空间后重试。`,
    `The disk is full; ${path} cannot be written. Free at least 2 GB and try again.`,
  ],
  noPermission: ({ path }) => [
    `没有权限写入 ${path}。请换用有权限的用户，或把项目放到自己的文件夹。`,
    `No permission to write ${path}. Use an account that has it, or put the project in a folder of your own.`,
  ],
  lockfileStale: () => [
    'package-lock.json 与 package.json 不一致。请先运行 npm install 并提交锁文件。',
    'package-lock.json does not match package.json. Run npm install and commit the lockfile first.',
  ],
  npmFailed: ({ detail }) => [`npm ci 未能完成：${detail}`, `npm ci did not finish: ${detail}`],
  npmMissing: () => [
    '找不到 npm。请安装带有 npm 的 Node 20 或更新版本。',
    'npm was not found. Install Node 20 or later together with npm.',
  ],
  postgresIncomplete: ({ detail }) => [
    `内置 PostgreSQL 的文件不完整（${detail}）。请删除 node_modules 后重试。`,
    `The files of the embedded PostgreSQL are incomplete (${detail}). Delete node_modules and try again.`,
  ],
}

/** An expected failure: shown as its two sentences, without a stack. */
export class SetupFailure extends Error {
  constructor(code, data = {}) {
    const [zh, en] = sentences[code](data)
    super(`${zh}\n  ${en}`)
    this.name = 'SetupFailure'
    this.code = code
  }
}

const networkCodes =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ERR_INVALID_URL|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)\b/

/**
 * Names the cause behind an error code or a program's output; null where it is none of the three
 * that a person can cure.
 * @param {string} text
 * @returns {'diskFull' | 'noPermission' | 'noNetwork' | null}
 */
export function causeOf(text) {
  if (/\b(ENOSPC|EDQUOT)\b|No space left on device/.test(text)) return 'diskFull'
  if (/\b(EACCES|EPERM|EROFS)\b|Permission denied|Read-only file system/.test(text)) {
    return 'noPermission'
  }
  if (networkCodes.test(text) || /network (?:request|connectivity)/i.test(text)) return 'noNetwork'
  return null
}

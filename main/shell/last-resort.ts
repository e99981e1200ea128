/**
 * What the system's own box says when no page can be shown, hence no locale file either: both
 * languages at once.
 */
export const lastResort = {
  title: '知客 OCRM · Zhike OCRM',
  text:
    '界面无法打开。请重新启动；仍然不行时请联系科技人员重新安装，本机未上传的操作不会丢失。\n\n' +
    'The window cannot be shown. Start again; if that does not help, ask IT to reinstall. ' +
    'Work that waits on this PC is kept.',
} as const

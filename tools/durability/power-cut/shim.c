/*
 * Records what a process does to the files of one folder, in the order in which it happens.
 *
 * Preloaded (LD_PRELOAD) before the C library. RECORD_FOLDER names the folder (no slash at its end);
 * RECORD_LOG the file to which records are appended. Writes to RECORD_FOLDER.marks are recorded as
 * words of the process itself. A call and its record are one step: no other call comes between.
 *
 * A record: kind (1 byte), descriptor (4), place (8), length of the text (4), text; little endian.
 *   'o' opened: place 1 where the call made the file, 2 where it emptied it, 3 a folder; text: name
 *   'c' closed      'w' written: place in the file, bytes      't' cut to a length
 *   's' synced      'u' unlinked: text: name                   'r' renamed: text: from NUL to
 *   'd' folder made: text: name
 *   'm' mark: text  'x' something this recorder does not understand: text: what
 * A name is relative to the folder; the folder itself has the empty name.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 65536
enum { OUTSIDE, INSIDE, SHARED, MARKS };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static unsigned char kinds[MOST];
static char folder[PATH_MAX];
static size_t folder_length;
static int log_fd = -1;

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("RECORD_FOLDER"), *log = getenv("RECORD_LOG");
  if (!where || !log || strlen(where) >= sizeof folder) return;
  strcpy(folder, where);
  folder_length = strlen(folder);
  log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void note(char kind, int fd, uint64_t place, const struct iovec *text, int pieces) {
  unsigned char head[17];
  struct iovec all[66];
  uint32_t length = 0;
  if (pieces > 64) abort();
  for (int i = 0; i < pieces; i++) {
    length += text[i].iov_len;
    all[i + 1] = text[i];
  }
  int32_t descriptor = fd;
  head[0] = kind;
  memcpy(head + 1, &descriptor, 4);
  memcpy(head + 5, &place, 8);
  memcpy(head + 13, &length, 4);
  all[0].iov_base = head;
  all[0].iov_len = sizeof head;
  /* A record that cannot be kept would make every proof after it worthless. */
  if (syscall(SYS_writev, log_fd, all, pieces + 1) != (long)(length + sizeof head)) abort();
}

static void note_text(char kind, int fd, uint64_t place, const char *text) {
  struct iovec one = {(void *)text, strlen(text)};
  note(kind, fd, place, &one, 1);
}

/* The name below the folder; NULL for what lies elsewhere. */
static const char *inside(const char *path) {
  if (log_fd < 0 || !path || strncmp(path, folder, folder_length)) return NULL;
  if (path[folder_length] == '/') return path + folder_length + 1;
  return path[folder_length] == 0 ? path + folder_length : NULL;
}

static int marks(const char *path) {
  return log_fd >= 0 && path && !strncmp(path, folder, folder_length) &&
         !strcmp(path + folder_length, ".marks");
}

static int kind_of(int fd) { return fd >= 0 && fd < MOST ? kinds[fd] : OUTSIDE; }

static int is_shared(const char *name) {
  size_t length = strlen(name);
  return length > 4 && !strcmp(name + length - 4, "-shm");
}

static int do_open(int at, const char *path, int flags, mode_t mode) {
  const char *name = inside(path);
  int mark = marks(path);
  if (!name && !mark) return syscall(SYS_openat, at, path, flags, mode);
  pthread_mutex_lock(&turn);
  struct stat before;
  int there = syscall(SYS_newfstatat, AT_FDCWD, path, &before, 0) == 0;
  int fd = syscall(SYS_openat, at, path, flags, mode);
  int error = errno;
  if (fd >= MOST) abort();
  if (fd >= 0) {
    kinds[fd] = mark ? MARKS : is_shared(name) ? SHARED : INSIDE;
    uint64_t made = !there ? 1 : S_ISDIR(before.st_mode) ? 3 : (flags & O_TRUNC) && before.st_size > 0 ? 2 : 0;
    if (!mark) note_text('o', fd, made, name);
  }
  pthread_mutex_unlock(&turn);
  errno = error;
  return fd;
}

#define WITH_MODE(mode) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | __O_TMPFILE)) { \
    va_list rest; \
    va_start(rest, flags); \
    mode = va_arg(rest, int); \
    va_end(rest); \
  }

int open(const char *path, int flags, ...) { WITH_MODE(mode) return do_open(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { WITH_MODE(mode) return do_open(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { WITH_MODE(mode) return do_open(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { WITH_MODE(mode) return do_open(at, path, flags, mode); }
int creat(const char *path, mode_t mode) { return do_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return do_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

/* Runs a call that belongs to the record; `shown` says how it is noted where it went well. */
#define STEP(shown, call) \
  pthread_mutex_lock(&turn); \
  long result = (call); \
  int error = errno; \
  if (result >= 0) { shown; } \
  pthread_mutex_unlock(&turn); \
  errno = error; \
  return result;

int close(int fd) {
  int kind = kind_of(fd);
  if (kind == OUTSIDE) return syscall(SYS_close, fd);
  pthread_mutex_lock(&turn);
  kinds[fd] = OUTSIDE;
  if (kind == INSIDE || kind == SHARED) note('c', fd, 0, NULL, 0);
  long result = syscall(SYS_close, fd);
  int error = errno;
  pthread_mutex_unlock(&turn);
  errno = error;
  return result;
}

static void note_write(int kind, int fd, off_t place, const void *bytes, ssize_t count) {
  struct iovec one = {(void *)bytes, count};
  if (kind == MARKS) note('m', fd, 0, &one, 1);
  else if (kind == INSIDE) note('w', fd, place, &one, 1);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  int kind = kind_of(fd);
  if (kind == OUTSIDE) return syscall(SYS_write, fd, bytes, count);
  /* What is appended lies at the end, wherever the descriptor stood. */
  int appends = syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND;
  off_t place = syscall(SYS_lseek, fd, 0, appends ? SEEK_END : SEEK_CUR);
  STEP(note_write(kind, fd, place, bytes, result), syscall(SYS_write, fd, bytes, count))
}

static ssize_t do_pwrite(int fd, const void *bytes, size_t count, off_t place) {
  int kind = kind_of(fd);
  if (kind == OUTSIDE) return syscall(SYS_pwrite64, fd, bytes, count, place);
  STEP(note_write(kind, fd, place, bytes, result), syscall(SYS_pwrite64, fd, bytes, count, place))
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t place) { return do_pwrite(fd, bytes, count, place); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t place) { return do_pwrite(fd, bytes, count, place); }

/* The gathered forms become single writes, as short as the system allows them to be. */
ssize_t writev(int fd, const struct iovec *pieces, int count) {
  if (kind_of(fd) == OUTSIDE) return syscall(SYS_writev, fd, pieces, count);
  return count == 0 ? 0 : write(fd, pieces[0].iov_base, pieces[0].iov_len);
}
static ssize_t do_pwritev(int fd, const struct iovec *pieces, int count, off_t place) {
  if (kind_of(fd) == OUTSIDE) return syscall(SYS_pwritev, fd, pieces, count, place, 0);
  return count == 0 ? 0 : do_pwrite(fd, pieces[0].iov_base, pieces[0].iov_len, place);
}
ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t place) { return do_pwritev(fd, pieces, count, place); }
ssize_t pwritev64(int fd, const struct iovec *pieces, int count, off64_t place) { return do_pwritev(fd, pieces, count, place); }

static int do_ftruncate(int fd, off_t length) {
  int kind = kind_of(fd);
  if (kind != INSIDE) return syscall(SYS_ftruncate, fd, length);
  STEP(note('t', fd, length, NULL, 0), syscall(SYS_ftruncate, fd, length))
}
int ftruncate(int fd, off_t length) { return do_ftruncate(fd, length); }
int ftruncate64(int fd, off64_t length) { return do_ftruncate(fd, length); }

static int do_truncate(const char *path, off_t length) {
  STEP(if (inside(path)) note_text('x', -1, 0, "truncate"), syscall(SYS_truncate, path, length))
}
int truncate(const char *path, off_t length) { return do_truncate(path, length); }
int truncate64(const char *path, off64_t length) { return do_truncate(path, length); }

int fsync(int fd) {
  if (kind_of(fd) != INSIDE) return syscall(SYS_fsync, fd);
  STEP(note('s', fd, 0, NULL, 0), syscall(SYS_fsync, fd))
}
int fdatasync(int fd) {
  if (kind_of(fd) != INSIDE) return syscall(SYS_fdatasync, fd);
  STEP(note('s', fd, 0, NULL, 0), syscall(SYS_fdatasync, fd))
}

static int do_mkdir(int at, const char *path, mode_t mode) {
  const char *name = inside(path);
  if (!name) return syscall(SYS_mkdirat, at, path, mode);
  STEP(note_text('d', -1, 0, name), syscall(SYS_mkdirat, at, path, mode))
}
int mkdir(const char *path, mode_t mode) { return do_mkdir(AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return do_mkdir(at, path, mode); }

static int gone(const char *path, int at, int flags) {
  const char *name = inside(path);
  if (!name) return syscall(SYS_unlinkat, at, path, flags);
  STEP(note_text('u', -1, 0, name), syscall(SYS_unlinkat, at, path, flags))
}
int unlink(const char *path) { return gone(path, AT_FDCWD, 0); }
int unlinkat(int at, const char *path, int flags) { return gone(path, at, flags); }
int remove(const char *path) {
  if (gone(path, AT_FDCWD, 0) == 0) return 0;
  return errno == EISDIR || errno == EPERM ? gone(path, AT_FDCWD, AT_REMOVEDIR) : -1;
}

static void note_rename(const char *from, const char *to) {
  const char *old = inside(from), *next = inside(to);
  if (!old && !next) return;
  if (!old || !next) return note_text('x', -1, 0, "rename across the folder's border");
  struct iovec names[3] = {{(void *)old, strlen(old)}, {"", 1}, {(void *)next, strlen(next)}};
  note('r', -1, 0, names, 3);
}
static int do_rename(int at, const char *from, int to_at, const char *to, unsigned flags) {
  STEP(note_rename(from, to), syscall(SYS_renameat2, at, from, to_at, to, flags))
}
int rename(const char *from, const char *to) { return do_rename(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int at, const char *from, int to_at, const char *to) { return do_rename(at, from, to_at, to, 0); }
int renameat2(int at, const char *from, int to_at, const char *to, unsigned flags) { return do_rename(at, from, to_at, to, flags); }

/* Ways to change a file that no terminal uses: seen, they end the proof instead of escaping it. */
int link(const char *from, const char *to) {
  STEP(if (inside(to)) note_text('x', -1, 0, "link"), syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0))
}
static int do_fallocate(int fd, int mode, off_t place, off_t length) {
  STEP(if (kind_of(fd) == INSIDE) note_text('x', fd, 0, "fallocate"),
       syscall(SYS_fallocate, fd, mode, place, length))
}
int fallocate(int fd, int mode, off_t place, off_t length) { return do_fallocate(fd, mode, place, length); }
int fallocate64(int fd, int mode, off64_t place, off64_t length) { return do_fallocate(fd, mode, place, length); }
int posix_fallocate(int fd, off_t place, off_t length) { return do_fallocate(fd, 0, place, length) ? errno : 0; }
int posix_fallocate64(int fd, off64_t place, off64_t length) { return do_fallocate(fd, 0, place, length) ? errno : 0; }

static void *do_mmap(void *where, size_t length, int access, int flags, int fd, off_t place) {
  if (kind_of(fd) == INSIDE && (access & PROT_WRITE) && (flags & MAP_SHARED)) {
    pthread_mutex_lock(&turn);
    note_text('x', fd, 0, "a file mapped for writing");
    pthread_mutex_unlock(&turn);
  }
  return (void *)syscall(SYS_mmap, where, length, access, flags, fd, place);
}
void *mmap(void *where, size_t length, int access, int flags, int fd, off_t place) { return do_mmap(where, length, access, flags, fd, place); }
void *mmap64(void *where, size_t length, int access, int flags, int fd, off64_t place) { return do_mmap(where, length, access, flags, fd, place); }

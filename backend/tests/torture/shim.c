/*
 * A disk that fails, and a clock that somebody sets, for a program that is started with LD_PRELOAD. Only files below SHIM_FOLDER are
 * touched.
 *
 * SHIM_UNDO names a log. Before each write to the database or its log that is not yet on disk, what was there before goes
 * into it; an fsync is noted in it. After a kill, the test takes back what no fsync followed, as a power cut would
 * (`shim.rs`). An fsync is not passed on: the kernel's memory is the disk here, for the test reads it. It takes its time, though.
 *
 * SHIM_ORDERS names a file of numbers that the test changes while the program runs: see `struct orders`.
 *
 * A thread holds the lock from the note to the write, so the log has the order of the writes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { OTHER, WATCHED, DATABASE, LOG };
enum { MOST_FILES = 4096, WRITTEN = 1, SYNCED = 2 };

struct orders {
    int64_t fail_sync_of_log;      /* the n-th fsync of the log from now on fails with EIO, and all after it; 0: none */
    int64_t fail_sync_of_database; /* the same for the database's file */
    int64_t fail_write_of_log;     /* the same for writes */
    int64_t every_write;           /* the error of every write, and of opening for writing; 0: none */
    int64_t die_at_write;          /* killed at the n-th write to the database's file; 0: never */
    int64_t clock_ahead;           /* seconds that the clock on the wall is ahead */
    int64_t failed;                /* told by us: how often something was made to fail */
};

/* What stands before each piece of old content in the log. */
struct note {
    int64_t kind, file, offset, old_size, bytes;
};

static struct orders none, *orders = &none;
static const char *folder;
static char kinds[MOST_FILES];
static int undo = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void)
{
    real_open = dlsym(RTLD_NEXT, "open64");
    real_openat = dlsym(RTLD_NEXT, "openat64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_writev = dlsym(RTLD_NEXT, "writev");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    folder = getenv("SHIM_FOLDER");
    const char *log = getenv("SHIM_UNDO"), *told = getenv("SHIM_ORDERS");
    if (log)
        undo = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int file = told ? real_open(told, O_RDWR | O_CLOEXEC) : -1;
    void *shared = file < 0 ? MAP_FAILED : mmap(NULL, sizeof none, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED)
        orders = shared;
}

static int kind_of(const char *path)
{
    char whole[PATH_MAX];
    size_t length = folder ? strlen(folder) : 0;
    if (!strncmp(path, "./", 2))
        path += 2;
    if (length && path[0] != '/' && getcwd(whole, sizeof whole - 2 - strlen(path)))
        path = strcat(strcat(whole, "/"), path);
    if (!length || strncmp(path, folder, length))
        return OTHER;
    const char *name = strrchr(path, '/') + 1;
    if (!strcmp(name, "data.db"))
        return DATABASE;
    return strcmp(name, "data.db-wal") ? WATCHED : LOG;
}

static int kind(int file)
{
    return file >= 0 && file < MOST_FILES ? kinds[file] : OTHER;
}

static int fails(int64_t error)
{
    __atomic_add_fetch(&orders->failed, 1, __ATOMIC_SEQ_CST);
    errno = (int)error;
    return -1;
}

/* Counts down to one, and stays there: who has failed once goes on failing. */
static int is_due(int64_t *count)
{
    if (*count > 1)
        --*count;
    else if (*count == 1)
        return 1;
    return 0;
}

/* Whether a number has come down to one just now. */
static int is_due_once(int64_t *count)
{
    return *count > 0 && --*count == 0;
}

static int opens(int from, const char *path, int flags, mode_t mode)
{
    int is = kind_of(path);
    int writes = (flags & O_ACCMODE) != O_RDONLY || flags & O_CREAT;
    if (is != OTHER && writes && orders->every_write && orders->every_write != ENOSPC) {
        if ((flags & O_CREAT) && (flags & O_EXCL) && !access(path, F_OK))
            return fails(EEXIST);
        return fails(orders->every_write);
    }
    int file = from == AT_FDCWD ? real_open(path, flags, mode) : real_openat(from, path, flags, mode);
    if (file >= 0 && file < MOST_FILES)
        kinds[file] = (char)is;
    return file;
}

#define MODE(flags, last)                        \
    mode_t mode = 0;                             \
    if ((flags) & (O_CREAT | O_TMPFILE)) {       \
        va_list rest;                            \
        va_start(rest, last);                    \
        mode = va_arg(rest, mode_t);             \
        va_end(rest);                            \
    }

int open(const char *path, int flags, ...)
{
    MODE(flags, flags)
    return opens(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE(flags, flags)
    return opens(AT_FDCWD, path, flags, mode);
}

int openat(int from, const char *path, int flags, ...)
{
    MODE(flags, flags)
    return opens(from, path, flags, mode);
}

int openat64(int from, const char *path, int flags, ...)
{
    MODE(flags, flags)
    return opens(from, path, flags, mode);
}

int close(int file)
{
    if (file >= 0 && file < MOST_FILES)
        kinds[file] = OTHER;
    return real_close(file);
}

/* Notes what is at a place before it is written over. */
static void note(int file, off_t offset, size_t bytes)
{
    struct stat now;
    if (undo < 0 || kind(file) < DATABASE || fstat(file, &now))
        return;
    size_t old = now.st_size > offset ? (size_t)(now.st_size - offset) : 0;
    if (old > bytes)
        old = bytes;
    char *piece = malloc(sizeof(struct note) + old);
    struct note head = { WRITTEN, kind(file), offset, now.st_size, (int64_t)old };
    memcpy(piece, &head, sizeof head);
    if (old && pread(file, piece + sizeof head, old, offset) != (ssize_t)old)
        abort();
    if (real_write(undo, piece, sizeof head + old) != (ssize_t)(sizeof head + old))
        abort();
    free(piece);
}

/* The error that a write is to have, or 0. */
static int64_t fault(int file)
{
    int is = kind(file);
    if (is == DATABASE && is_due_once(&orders->die_at_write))
        kill(getpid(), SIGKILL);
    if (is == LOG && is_due(&orders->fail_write_of_log))
        return EIO;
    return is == OTHER ? 0 : orders->every_write;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off_t offset)
{
    if (kind(file) == OTHER)
        return real_pwrite(file, bytes, count, offset);
    pthread_mutex_lock(&lock);
    int64_t error = fault(file);
    if (!error)
        note(file, offset, count);
    ssize_t done = error ? fails(error) : real_pwrite(file, bytes, count, offset);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset)
{
    return pwrite64(file, bytes, count, offset);
}

ssize_t write(int file, const void *bytes, size_t count)
{
    if (kind(file) == OTHER)
        return real_write(file, bytes, count);
    pthread_mutex_lock(&lock);
    int64_t error = fault(file);
    if (!error)
        note(file, lseek(file, 0, SEEK_CUR), count);
    ssize_t done = error ? fails(error) : real_write(file, bytes, count);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t writev(int file, const struct iovec *pieces, int count)
{
    if (kind(file) != OTHER && orders->every_write)
        return fails(orders->every_write);
    return real_writev(file, pieces, count);
}

int ftruncate64(int file, off_t size)
{
    if (kind(file) == OTHER)
        return real_ftruncate(file, size);
    if (orders->every_write)
        return fails(orders->every_write);
    pthread_mutex_lock(&lock);
    struct stat now;
    if (!fstat(file, &now) && now.st_size > size)
        note(file, size, (size_t)(now.st_size - size));
    int done = real_ftruncate(file, size);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate(int file, off_t size)
{
    return ftruncate64(file, size);
}

int fsync(int file)
{
    int is = kind(file);
    if (is == OTHER)
        return real_fsync(file);
    /* A disk takes its time, in which power may be cut. */
    if (undo >= 0 && is >= DATABASE)
        usleep(200);
    pthread_mutex_lock(&lock);
    int due = (is == LOG && is_due(&orders->fail_sync_of_log)) || (is == DATABASE && is_due(&orders->fail_sync_of_database));
    struct note head = { SYNCED, is, 0, 0, 0 };
    if (!due && undo >= 0 && is >= DATABASE && real_write(undo, &head, sizeof head) != sizeof head)
        abort();
    pthread_mutex_unlock(&lock);
    return due ? fails(EIO) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    /* Others ask for the time before we have begun. */
    if (!real_clock_gettime)
        real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real_clock_gettime(clock, now);
    if (!done && clock == CLOCK_REALTIME)
        now->tv_sec += orders->clock_ahead;
    return done;
}

int fdatasync(int file)
{
    return fsync(file);
}

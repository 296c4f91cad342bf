// wire: two hosts (network namespaces) joined by a wire with a latency and a bandwidth, in user space: wire NS_A NS_B LATENCY_US RATE_MBIT MTU
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }

static int tun(const char *ns) {
    char path[128]; snprintf(path, sizeof path, "/run/netns/%s", ns);
    int n = open(path, O_RDONLY); if (n < 0 || setns(n, CLONE_NEWNET)) { perror(path); exit(1); }
    int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK); struct ifreq r; memset(&r, 0, sizeof r);
    r.ifr_flags = IFF_TUN | IFF_NO_PI; strcpy(r.ifr_name, "wire0");
    if (fd < 0 || ioctl(fd, TUNSETIFF, &r)) { perror("tun"); exit(1); }
    close(n); return fd;
}

struct packet { int64_t due; int bytes; char *data; };
#define SLOTS 65536
struct way { struct packet ring[SLOTS]; unsigned head, tail; int64_t free; int64_t queued; };
static struct way ways[2];

int main(int argc, char **argv) {
    int64_t latency = atoll(argv[3]) * 1000; double rate = atof(argv[4]) * 1e6 / 8 / 1e9; /* bytes per ns */
    int64_t most = 4 << 20; /* bytes that queue before the sender is held: the device is not read */
    int fds[2]; fds[0] = tun(argv[1]); fds[1] = tun(argv[2]); prctl(PR_SET_TIMERSLACK, 1000);
    static char buffer[70000]; fprintf(stderr, "ready\n");
    for (;;) {
        int64_t t = now(), next = t + 100000000; struct pollfd p[2];
        for (int i = 0; i < 2; i++) {
            struct way *w = &ways[i];
            while (w->queued < most) {
                int n = read(fds[i], buffer, sizeof buffer); if (n <= 0) break;
                if (w->free < t) w->free = t;
                w->free += (int64_t) ((n + 38) / rate);
                struct packet *k = &w->ring[w->tail++ % SLOTS]; k->due = w->free + latency; k->bytes = n; k->data = malloc(n); memcpy(k->data, buffer, n); w->queued += n;
            }
            while (w->head != w->tail && w->ring[w->head % SLOTS].due <= now()) {
                struct packet *k = &w->ring[w->head++ % SLOTS]; if (write(fds[1 - i], k->data, k->bytes) < 0 && errno != EIO) perror("write");
                free(k->data); w->queued -= k->bytes;
            }
            if (w->head != w->tail && w->ring[w->head % SLOTS].due < next) next = w->ring[w->head % SLOTS].due;
            p[i].fd = fds[i]; p[i].events = w->queued < most ? POLLIN : 0;
        }
        int64_t wait = next - now(); if (wait > 0) { struct timespec s = { wait / 1000000000, wait % 1000000000 }; ppoll(p, 2, &s, NULL); }
    }
}

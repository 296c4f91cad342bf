// Runs kernels on a CPU, for tests: the words of CUDA C that they use, and as much of CUDA's driver interface as launches them, so that the
// tests go the same way as a run on a GPU. The kernels' text stands before the part KERNELS; what they are called follows.
//
// Each thread of a block is a fiber of its own. They run one after the other until they wait: in ascending order, or in descending order,
// and a kernel whose result depends on that lacks a barrier.
#ifndef KERNELS
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <tuple>
#include <utility>

#define __global__
#define __device__
#define __shared__ static
#define __launch_bounds__(threads)

struct Three { unsigned x, y, z; };
struct float2 { float x, y; };
struct alignas(16) float4 { float x, y, z, w; };
struct alignas(16) uint4 { unsigned x, y, z, w; };
static float2 make_float2(float x, float y) { return {x, y}; }
static float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
static uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }
static float __uint_as_float(unsigned bits) { float x; memcpy(&x, &bits, 4); return x; }
static unsigned __float_as_uint(float x) { unsigned bits; memcpy(&bits, &x, 4); return bits; }

static Three threadIdx, blockIdx, blockDim, gridDim;
static bool descending;

namespace fibers {
const int MOST = 1024;
const size_t STACK = 1 << 16;
struct Barrier { int arrived, generation, size; };
static ucontext_t scheduler, contexts[MOST];
static bool done[MOST];
static char* stacks;
static Barrier all, warps[MOST / 32];
static float lanes[MOST];
static bool progress;
static void (*body)(void**);
static void** arguments;

static void wait(Barrier& barrier) {
    int generation = barrier.generation;
    if (++barrier.arrived == barrier.size) {
        barrier.arrived = 0;
        barrier.generation++;
        progress = true;
    }
    while (barrier.generation == generation) {
        int me = threadIdx.x;
        swapcontext(&contexts[me], &scheduler);
        threadIdx.x = me;
    }
}

static void enter() {
    body(arguments);
    done[threadIdx.x] = true;
    progress = true;
}

// Runs one block; returns whether all its threads came to their end.
static bool run() {
    int n = blockDim.x;
    all = {0, 0, n};
    for (int i = 0; i < n; i++) {
        done[i] = false;
        warps[i / 32] = {0, 0, 32};
        getcontext(&contexts[i]);
        contexts[i].uc_stack.ss_sp = stacks + i * STACK;
        contexts[i].uc_stack.ss_size = STACK;
        contexts[i].uc_link = &scheduler;
        makecontext(&contexts[i], enter, 0);
    }
    progress = true;
    bool open = true;
    while (open && progress) {
        open = progress = false;
        for (int i = 0; i < n; i++) {
            int thread = descending ? n - 1 - i : i;
            if (!done[thread]) {
                threadIdx = {(unsigned) thread, 0, 0};
                swapcontext(&scheduler, &contexts[thread]);
                open |= !done[thread];
            }
        }
    }
    return !open;
}
}

static void __syncthreads() { fibers::wait(fibers::all); }

static float __shfl_xor_sync(unsigned, float x, int apart) {
    int thread = threadIdx.x;
    fibers::lanes[thread] = x;
    fibers::wait(fibers::warps[thread / 32]);
    float other = fibers::lanes[thread ^ apart];
    fibers::wait(fibers::warps[thread / 32]);
    return other;
}

#else

template <typename... A, size_t... I>
static void call(void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
    kernel(*(A*) arguments[I]...);
}

template <typename... A>
static void call(void (*kernel)(A...), void** arguments) {
    call(kernel, arguments, std::index_sequence_for<A...>());
}

struct Kernel { const char* name; void (*body)(void**); };

// both types' kernels are in one process under the same names: nothing is seen from outside but the driver
#define KERNEL(name) {#name, [](void** arguments) { call(name, arguments); }},
static const Kernel kernels[] = {KERNELS};

#pragma GCC visibility push(default)
extern "C" {
void cpu_order(int down) { descending = down; }

int cuInit(unsigned) { return 0; }

int cuCtxGetCurrent(void** context) {
    *context = (void*) kernels;
    return 0;
}

int cuModuleLoadData(void** module, const void*) {
    *module = (void*) kernels;
    return 0;
}

int cuCtxSynchronize() { return 0; }

int cuModuleUnload(void*) { return 0; }

int cuModuleGetFunction(const Kernel** function, void*, const char* name) {
    for (const Kernel& kernel : kernels) {
        if (!strcmp(kernel.name, name)) {
            *function = &kernel;
            return 0;
        }
    }
    return 500;
}

int cuGetErrorName(int error, const char** name) {
    *name = error == 500 ? "CUDA_ERROR_NOT_FOUND" : error == 719 ? "CUDA_ERROR_LAUNCH_FAILED" : "CUDA_ERROR_INVALID_VALUE";
    return 0;
}

int cuLaunchKernel(const Kernel* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned,
        void*, void** arguments, void**) {
    if (by * bz != 1 || bx > fibers::MOST || bx % 32 || gx * gy * gz == 0) {
        return 1;
    }
    if (!fibers::stacks) {
        fibers::stacks = (char*) malloc(fibers::MOST * fibers::STACK);
    }
    fibers::body = function->body;
    fibers::arguments = arguments;
    gridDim = {gx, gy, gz};
    blockDim = {bx, by, bz};
    unsigned blocks = gx * gy * gz;
    for (unsigned i = 0; i < blocks; i++) {
        unsigned block = descending ? blocks - 1 - i : i;
        blockIdx = {block % gx, block / gx % gy, block / gx / gy};
        if (!fibers::run()) {
            return 719;
        }
    }
    return 0;
}
}
#pragma GCC visibility pop
#endif

// What all kernels share. One text for two machines: nvrtc compiles it for a GPU, a C++ compiler, behind a few words of definitions, for a
// CPU, where the tests compare it with libtorch's operators.
//
// Elements are f32 or bf16 (ELEMENT_BF16); all arithmetic, the residual stream, statistics and gradients of parameters are f32. The kernels
// are bound by memory: a thread moves eight neighbours at a time, in loads and stores of 16 bytes where these are aligned, and what a row
// needs twice stays in registers. No atomics: the same inputs give the same bits.

#ifdef ELEMENT_BF16
typedef unsigned short element;
#else
typedef float element;
#endif

typedef unsigned short bf16;
typedef long long index_t;

#define EIGHT 8
#define WARP 32
#define ALL_LANES 0xffffffffu

__device__ inline float widen(float x) {
    return x;
}

__device__ inline float widen(bf16 x) {
    return __uint_as_float((unsigned) x << 16);
}

// Rounds to the nearest bf16, ties to even.
__device__ inline bf16 to_bf16(float x) {
#ifdef __CUDA_ARCH__
    bf16 rounded;
    asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(rounded) : "f"(x));
    return rounded;
#else
    unsigned bits = __float_as_uint(x);
    if ((bits & 0x7fffffffu) > 0x7f800000u) {
        return 0x7fff;
    }
    return (bf16) ((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
#endif
}

__device__ inline void put(float* to, float x) {
    *to = x;
}

__device__ inline void put(bf16* to, float x) {
    *to = to_bf16(x);
}

__device__ inline bool aligned(const void* at) {
    return ((unsigned long long) at & 15) == 0;
}

// Reads eight neighbours; those from `left` on count as 0.
__device__ inline void load(float (&x)[EIGHT], const float* from, index_t left) {
    if (left >= EIGHT && aligned(from)) {
        float4 a = ((const float4*) from)[0];
        float4 b = ((const float4*) from)[1];
        x[0] = a.x, x[1] = a.y, x[2] = a.z, x[3] = a.w;
        x[4] = b.x, x[5] = b.y, x[6] = b.z, x[7] = b.w;
    } else {
#pragma unroll
        for (int i = 0; i < EIGHT; i++) {
            x[i] = i < left ? from[i] : 0;
        }
    }
}

__device__ inline void load(float (&x)[EIGHT], const bf16* from, index_t left) {
    if (left >= EIGHT && aligned(from)) {
        uint4 a = *(const uint4*) from;
        // the first of two neighbours is in the lower half
        x[0] = __uint_as_float(a.x << 16), x[1] = __uint_as_float(a.x & 0xffff0000u);
        x[2] = __uint_as_float(a.y << 16), x[3] = __uint_as_float(a.y & 0xffff0000u);
        x[4] = __uint_as_float(a.z << 16), x[5] = __uint_as_float(a.z & 0xffff0000u);
        x[6] = __uint_as_float(a.w << 16), x[7] = __uint_as_float(a.w & 0xffff0000u);
    } else {
#pragma unroll
        for (int i = 0; i < EIGHT; i++) {
            x[i] = i < left ? widen(from[i]) : 0;
        }
    }
}

// Writes eight neighbours, but none from `left` on.
__device__ inline void store(float* to, const float (&x)[EIGHT], index_t left) {
    if (left >= EIGHT && aligned(to)) {
        ((float4*) to)[0] = make_float4(x[0], x[1], x[2], x[3]);
        ((float4*) to)[1] = make_float4(x[4], x[5], x[6], x[7]);
    } else {
#pragma unroll
        for (int i = 0; i < EIGHT; i++) {
            if (i < left) {
                to[i] = x[i];
            }
        }
    }
}

__device__ inline unsigned pair(float low, float high) {
    return (unsigned) to_bf16(low) | (unsigned) to_bf16(high) << 16;
}

__device__ inline void store(bf16* to, const float (&x)[EIGHT], index_t left) {
    if (left >= EIGHT && aligned(to)) {
        *(uint4*) to = make_uint4(pair(x[0], x[1]), pair(x[2], x[3]), pair(x[4], x[5]), pair(x[6], x[7]));
    } else {
#pragma unroll
        for (int i = 0; i < EIGHT; i++) {
            if (i < left) {
                to[i] = to_bf16(x[i]);
            }
        }
    }
}

// A sum over the threads of a warp, and the same in each of them.
__device__ inline float warp_sum(float x) {
#pragma unroll
    for (int apart = WARP / 2; apart > 0; apart /= 2) {
        x += __shfl_xor_sync(ALL_LANES, x, apart);
    }
    return x;
}

// Two sums over the threads of a block (whole warps), in an order that depends on nothing but its size. All threads must call it.
__device__ inline float2 block_sums(float x, float y) {
    __shared__ float2 parts[WARP];
    int lane = threadIdx.x % WARP;
    x = warp_sum(x);
    y = warp_sum(y);
    // others may still read the parts of the sums before
    __syncthreads();
    if (lane == 0) {
        parts[threadIdx.x / WARP] = make_float2(x, y);
    }
    __syncthreads();
    bool there = lane < (int) blockDim.x / WARP;
    return make_float2(warp_sum(there ? parts[lane].x : 0), warp_sum(there ? parts[lane].y : 0));
}

__device__ inline float sigmoid(float x) {
#if defined(__CUDA_ARCH__) && defined(ELEMENT_BF16)
    return __fdividef(1, 1 + __expf(-x));
#else
    return 1 / (1 + expf(-x));
#endif
}

// The cross-entropy of logits, and its gradient in their place.

// −∞, the maximum of nothing.
#define NOTHING __uint_as_float(0xff800000u)

// A maximum, and the sum of exp(x − maximum): softmax' denominator of a part of a row (Milakov and Gimelshein 2018).
__device__ inline float2 join(float2 a, float2 b) {
    float most = fmaxf(a.x, b.x);
    // of nothing at all, the maximum is −∞
    float first = a.y == 0 ? 0 : a.y * expf(a.x - most);
    float second = b.y == 0 ? 0 : b.y * expf(b.x - most);
    return make_float2(most, first + second);
}

__device__ inline float2 warp_join(float2 x) {
#pragma unroll
    for (int apart = WARP / 2; apart > 0; apart /= 2) {
        x = join(x, make_float2(__shfl_xor_sync(ALL_LANES, x.x, apart), __shfl_xor_sync(ALL_LANES, x.y, apart)));
    }
    return x;
}

// Computes the cross-entropy of a row a block, with a smoothed label (Szegedy et al. 2016, section 7): the label has 1 − ε of the
// probability, and ε is spread over all.
//   logits  [rows, n], with `apart` elements from row to row; afterwards weight·(softmax − target), if wanted
//   labels  negative: the row does not count; loss, hit and gradient are 0
//   losses  [rows], not weighted
//   hits    [rows], 1 where no logit is above the label's
//   weights one weight for all rows
extern "C" __global__ void __launch_bounds__(1024) cross_entropy(element* logits, index_t apart, const index_t* labels, float* losses,
        float* hits, const float* weights, float smoothing, int gradient, int n) {
    __shared__ float2 parts[WARP];
    index_t row = blockIdx.x;
    element* x = logits + row * apart;
    index_t label = labels[row];
    int lane = threadIdx.x % WARP;
    if (label < 0) {
        if (threadIdx.x == 0) {
            losses[row] = 0;
            hits[row] = 0;
        }
        float zero[EIGHT] = {0};
        for (int at = threadIdx.x * EIGHT; gradient && at < n; at += blockDim.x * EIGHT) {
            store(x + at, zero, n - at);
        }
        return;
    }
    float score = widen(x[label]);
    float2 denominator = make_float2(NOTHING, 0);
    float total = 0;
    for (int at = threadIdx.x * EIGHT; at < n; at += blockDim.x * EIGHT) {
        float v[EIGHT];
        load(v, x + at, n - at);
        float most = denominator.x;
        for (int i = 0; i < EIGHT; i++) {
            most = at + i < n ? fmaxf(most, v[i]) : most;
        }
        float sum = denominator.y == 0 ? 0 : denominator.y * expf(denominator.x - most);
        for (int i = 0; i < EIGHT; i++) {
            sum += at + i < n ? expf(v[i] - most) : 0;
            total += v[i];
        }
        denominator = make_float2(most, sum);
    }
    denominator = warp_join(denominator);
    if (lane == 0) {
        parts[threadIdx.x / WARP] = denominator;
    }
    // also: nobody writes gradients before all have read the label's logit
    __syncthreads();
    denominator = warp_join(lane < (int) blockDim.x / WARP ? parts[lane] : make_float2(NOTHING, 0));
    total = block_sums(total, 0).x;
    float log_sum = denominator.x + logf(denominator.y);
    if (threadIdx.x == 0) {
        losses[row] = log_sum - score + smoothing * (score - total / n);
        hits[row] = score >= denominator.x ? 1 : 0;
    }
    if (!gradient) {
        return;
    }
    float weight = *weights;
    float spread = smoothing / n;
    for (int at = threadIdx.x * EIGHT; at < n; at += blockDim.x * EIGHT) {
        float v[EIGHT];
        load(v, x + at, n - at);
        for (int i = 0; i < EIGHT; i++) {
            float target = at + i == label ? 1 - smoothing + spread : spread;
            v[i] = weight * (expf(v[i] - log_sum) - target);
        }
        store(x + at, v, n - at);
    }
}

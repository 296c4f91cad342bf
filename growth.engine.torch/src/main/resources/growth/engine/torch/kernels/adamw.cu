// AdamW with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) over flat memories.

#define AHEAD 256

// Updates all entries of all tensors that learn: m and v take up the scaled gradient, then θ = keep·θ − step·m/(√v·root + ε). A thread takes
// eight neighbours, which may belong to several tensors.
//   ends     first entry behind each tensor, ascending, [tensors]
//   rates    [tensors, 3]: keep, step = learning rate/(1 − β₁ᵗ), root = 1/√(1 − β₂ᵗ); keep < 0: the tensor stays as it is
//   scale    factor on the gradient, from clipping
//   rounded  takes θ in bf16; null: not wanted
extern "C" __global__ void adamw(float* parameters, const float* gradients, float* first, float* second, bf16* rounded,
        const index_t* ends, const float* rates, int tensors, const float* scale, float beta1, float complement1, float beta2,
        float complement2, float epsilon, index_t count) {
    __shared__ int begin;
    index_t block = (index_t) blockIdx.x * AHEAD * EIGHT;
    if (threadIdx.x == 0) {
        // the tensor of the block's first entry: the first one that ends behind it
        int low = 0;
        int high = tensors - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (ends[middle] > block) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        begin = low;
    }
    __syncthreads();
    index_t at = block + threadIdx.x * EIGHT;
    index_t left = count - at;
    if (left <= 0) {
        return;
    }
    float p[EIGHT];
    float g[EIGHT];
    float m[EIGHT];
    float v[EIGHT];
    load(p, parameters + at, left);
    load(g, gradients + at, left);
    load(m, first + at, left);
    load(v, second + at, left);
    float factor = *scale;
    int tensor = begin;
    for (int i = 0; i < EIGHT; i++) {
        while (tensor < tensors - 1 && at + i >= ends[tensor]) {
            tensor++;
        }
        float keep = rates[tensor * 3];
        if (keep < 0) {
            continue;
        }
        float scaled = g[i] * factor;
        m[i] = beta1 * m[i] + complement1 * scaled;
        v[i] = beta2 * v[i] + complement2 * (scaled * scaled);
        p[i] = keep * p[i] - rates[tensor * 3 + 1] * m[i] / (sqrtf(v[i]) * rates[tensor * 3 + 2] + epsilon);
    }
    store(parameters + at, p, left);
    store(first + at, m, left);
    store(second + at, v, left);
    if (rounded) {
        store(rounded + at, p, left);
    }
}

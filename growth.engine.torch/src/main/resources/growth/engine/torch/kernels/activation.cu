// Activations of the MLP. The backward pass turns inputs into their gradients and the output's gradient into the output, so that no output
// need be kept.

// Computes SwiGLU (Shazeer 2020): out = silu(gate)·up, of rows [n gates, n ups].
extern "C" __global__ void swiglu_forward(const element* gate_up, element* out, int rows, int n) {
    int chunks = (n + EIGHT - 1) / EIGHT;
    index_t at = (index_t) blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= (index_t) rows * chunks) {
        return;
    }
    index_t row = at / chunks;
    int column = at % chunks * EIGHT;
    int left = n - column;
    float g[EIGHT];
    float u[EIGHT];
    load(g, gate_up + row * 2 * n + column, left);
    load(u, gate_up + row * 2 * n + n + column, left);
    for (int i = 0; i < EIGHT; i++) {
        u[i] *= g[i] * sigmoid(g[i]);
    }
    store(out + row * n + column, u, left);
}

extern "C" __global__ void swiglu_backward(element* gate_up, element* out_gradient, int rows, int n) {
    int chunks = (n + EIGHT - 1) / EIGHT;
    index_t at = (index_t) blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= (index_t) rows * chunks) {
        return;
    }
    index_t row = at / chunks;
    int column = at % chunks * EIGHT;
    int left = n - column;
    float g[EIGHT];
    float u[EIGHT];
    float d[EIGHT];
    load(g, gate_up + row * 2 * n + column, left);
    load(u, gate_up + row * 2 * n + n + column, left);
    load(d, out_gradient + row * n + column, left);
    for (int i = 0; i < EIGHT; i++) {
        float s = sigmoid(g[i]);
        float silu = g[i] * s;
        float up = u[i];
        g[i] = d[i] * up * (s + silu * (1 - s));
        u[i] = d[i] * silu;
        d[i] = silu * up;
    }
    store(gate_up + row * 2 * n + column, g, left);
    store(gate_up + row * 2 * n + n + column, u, left);
    store(out_gradient + row * n + column, d, left);
}

// GELU, x·Φ(x) (Hendrycks and Gimpel 2016): Φ by erf, or GPT-2's by tanh; and its slope.
__device__ inline float2 gelu(float x, int by_tanh) {
    if (by_tanh) {
        float inner = 0.7978845608028654f * (x + 0.044715f * x * x * x);
        float t = tanhf(inner);
        float share = 0.5f * (1 + t);
        return make_float2(x * share, share + 0.5f * x * (1 - t * t) * 0.7978845608028654f * (1 + 0.134145f * x * x));
    }
    float share = 0.5f * (1 + erff(x * 0.7071067811865476f));
    return make_float2(x * share, share + x * 0.3989422804014327f * expf(-0.5f * x * x));
}

// Computes out = gelu(x), of any elements in a row.
extern "C" __global__ void gelu_forward(const element* x, element* out, index_t count, int by_tanh) {
    index_t at = ((index_t) blockIdx.x * blockDim.x + threadIdx.x) * EIGHT;
    float v[EIGHT];
    load(v, x + at, count - at);
    for (int i = 0; i < EIGHT; i++) {
        v[i] = gelu(v[i], by_tanh).x;
    }
    store(out + at, v, count - at);
}

extern "C" __global__ void gelu_backward(element* x, element* out_gradient, index_t count, int by_tanh) {
    index_t at = ((index_t) blockIdx.x * blockDim.x + threadIdx.x) * EIGHT;
    float v[EIGHT];
    float d[EIGHT];
    load(v, x + at, count - at);
    load(d, out_gradient + at, count - at);
    for (int i = 0; i < EIGHT; i++) {
        float2 value = gelu(v[i], by_tanh);
        v[i] = d[i] * value.y;
        d[i] = value.x;
    }
    store(x + at, v, count - at);
    store(out_gradient + at, d, count - at);
}

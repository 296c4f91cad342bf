// Norms of the residual stream. A block of threads computes a row at a time, eight neighbours a thread: rows of up to 8 × 1024.
// Statistics are [rows, 2]: the mean (RMSNorm: 0) and r = 1/√(σ² + ε).

// Adds a branch to the stream and computes the norm of the sum: RMSNorm (Zhang and Sennrich 2019) without a bias, LayerNorm (Ba, Kiros and
// Hinton 2016) with one.
//   branch  added to x, [rows, n]; null: none, and sum is not written
//   sum     may be x
//   gain    null: the sum alone is computed
//   y       the norm as elements; null: not wanted
//   wide    the norm in single precision; null: not wanted
extern "C" __global__ void __launch_bounds__(1024) norm_forward(const float* x, const element* branch, float* sum, const float* gain,
        const float* bias, float epsilon, element* y, float* wide, float* statistics, int n) {
    index_t row = blockIdx.x;
    int at = threadIdx.x * EIGHT;
    int left = n - at;
    float v[EIGHT];
    load(v, x + row * n + at, left);
    if (branch) {
        float b[EIGHT];
        load(b, branch + row * n + at, left);
        for (int i = 0; i < EIGHT; i++) {
            v[i] += b[i];
        }
        store(sum + row * n + at, v, left);
    }
    if (!gain) {
        return;
    }
    float mean = 0;
    if (bias) {
        float total = 0;
        for (int i = 0; i < EIGHT; i++) {
            total += v[i];
        }
        mean = block_sums(total, 0).x / n;
    }
    float squares = 0;
    for (int i = 0; i < EIGHT; i++) {
        float centred = i < left ? v[i] - mean : 0;
        squares += centred * centred;
    }
    float r = 1 / sqrtf(block_sums(squares, 0).x / n + epsilon);
    float g[EIGHT];
    load(g, gain + at, left);
    for (int i = 0; i < EIGHT; i++) {
        v[i] = (v[i] - mean) * r * g[i];
    }
    if (bias) {
        load(g, bias + at, left);
        for (int i = 0; i < EIGHT; i++) {
            v[i] += g[i];
        }
    }
    if (y) {
        store(y + row * n + at, v, left);
    }
    if (wide) {
        store(wide + row * n + at, v, left);
    }
    if (threadIdx.x == 0) {
        statistics[row * 2] = mean;
        statistics[row * 2 + 1] = r;
    }
}

// What norm_backward reads.
struct NormGradient {
    // gradient of the norm, as elements and in single precision, [rows, n]: their sum; either may be null
    const element* narrow;
    const float* wide;
    // gradient that went around the norm, [rows, n]; null: none
    const float* beside;
};

// Computes dx = beside + the norm's gradient, r·(g − mean(g) − z·mean(g·z)) with g = gain·dy and z = (x − μ)·r (RMSNorm without mean(g)),
// and sums up the gradients of gain (dy·z) and bias (dy) over the rows of each block, which goes through the rows in steps of the grid.
//   centred    whether the norm is LayerNorm
//   dx         may be beside or wide
//   rounded    takes dx as elements; null: not wanted
//   gain_parts [grid, n], for column_sums; null: not wanted
//   bias_parts likewise; null: RMSNorm, or not wanted
extern "C" __global__ void __launch_bounds__(1024) norm_backward(NormGradient gradient, const float* x, const float* statistics,
        const float* gain, int centred, float* dx, element* rounded, float* gain_parts, float* bias_parts, int rows, int n) {
    int at = threadIdx.x * EIGHT;
    int left = n - at;
    float dgain[EIGHT] = {0};
    float dbias[EIGHT] = {0};
    for (index_t row = blockIdx.x; row < rows; row += gridDim.x) {
        float z[EIGHT];
        float g[EIGHT] = {0};
        float v[EIGHT];
        load(z, x + row * n + at, left);
        if (gradient.narrow) {
            load(g, gradient.narrow + row * n + at, left);
        }
        if (gradient.wide) {
            load(v, gradient.wide + row * n + at, left);
            for (int i = 0; i < EIGHT; i++) {
                g[i] += v[i];
            }
        }
        load(v, gain + at, left);
        float mean = statistics[row * 2];
        float r = statistics[row * 2 + 1];
        float sum = 0;
        float projection = 0;
        for (int i = 0; i < EIGHT; i++) {
            z[i] = (z[i] - mean) * r;
            dgain[i] += g[i] * z[i];
            dbias[i] += g[i];
            g[i] *= v[i];
            sum += g[i];
            projection += g[i] * z[i];
            v[i] = 0;
        }
        float2 sums = block_sums(sum, projection);
        float common = centred ? sums.x / n : 0;
        float share = sums.y / n;
        if (gradient.beside) {
            load(v, gradient.beside + row * n + at, left);
        }
        for (int i = 0; i < EIGHT; i++) {
            v[i] += r * (g[i] - common - z[i] * share);
        }
        store(dx + row * n + at, v, left);
        if (rounded) {
            store(rounded + row * n + at, v, left);
        }
    }
    if (gain_parts) {
        store(gain_parts + (index_t) blockIdx.x * n + at, dgain, left);
    }
    if (bias_parts) {
        store(bias_parts + (index_t) blockIdx.x * n + at, dbias, left);
    }
}

// Adds the sums of columns to a vector: total[c] += Σ parts[p, c]. A block takes 32 columns; each of its 32 warps takes every 32nd part.
extern "C" __global__ void __launch_bounds__(1024) column_sums(const float* parts, int count, float* total, int n) {
    __shared__ float shares[WARP][WARP];
    int lane = threadIdx.x % WARP;
    int warp = threadIdx.x / WARP;
    int column = blockIdx.x * WARP + lane;
    float sum = 0;
    for (int part = warp; part < count && column < n; part += WARP) {
        sum += parts[(index_t) part * n + column];
    }
    shares[warp][lane] = sum;
    __syncthreads();
    if (warp == 0 && column < n) {
        for (int i = 1; i < WARP; i++) {
            sum += shares[i][lane];
        }
        total[column] += sum;
    }
}

// Sums up the columns of rows of elements, as parts for column_sums: the gradient of a bias. Blocks (y: columns) take rows in steps of the
// grid (x).
extern "C" __global__ void row_sums(const element* x, float* parts, int rows, int n) {
    int at = (blockIdx.y * blockDim.x + threadIdx.x) * EIGHT;
    int left = n - at;
    float sum[EIGHT] = {0};
    for (index_t row = blockIdx.x; row < rows && left > 0; row += gridDim.x) {
        float v[EIGHT];
        load(v, x + row * n + at, left);
        for (int i = 0; i < EIGHT; i++) {
            sum[i] += v[i];
        }
    }
    store(parts + (index_t) blockIdx.x * n + at, sum, left);
}

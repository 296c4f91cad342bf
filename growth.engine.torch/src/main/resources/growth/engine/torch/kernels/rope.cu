// Rotary position embedding (Su et al. 2021; Hugging Face's rotate_half): the element i of a head's first half and that of its second half
// are rotated by one angle. cosines and sines are [positions, half].

__device__ inline void rotate(float (&a)[EIGHT], float (&b)[EIGHT], const float* cosines, const float* sines, int left, float sign) {
    float c[EIGHT];
    float s[EIGHT];
    load(c, cosines, left);
    load(s, sines, left);
    for (int i = 0; i < EIGHT; i++) {
        float first = a[i];
        float angle = sign * s[i];
        a[i] = first * c[i] - b[i] * angle;
        b[i] = b[i] * c[i] + first * angle;
    }
}

// Rotates queries and keys where they lie: the first `rotated` heads of rows of `columns` elements. A thread takes eight pairs.
extern "C" __global__ void rope(element* projected, const float* cosines, const float* sines, int rows, int length, int columns,
        int rotated, int half) {
    int chunks = (half + EIGHT - 1) / EIGHT;
    index_t at = (index_t) blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= (index_t) rows * rotated * chunks) {
        return;
    }
    int chunk = at % chunks * EIGHT;
    int head = at / chunks % rotated;
    index_t row = at / chunks / rotated;
    int position = row % length;
    int left = half - chunk;
    element* first = projected + row * columns + (index_t) head * 2 * half + chunk;
    float a[EIGHT];
    float b[EIGHT];
    load(a, first, left);
    load(b, first + half, left);
    rotate(a, b, cosines + (index_t) position * half + chunk, sines + (index_t) position * half + chunk, left, 1);
    store(first, a, left);
    store(first + half, b, left);
}

// Heads of all positions of all sequences: where they lie, and how many elements apart.
struct Heads {
    const element* at;
    index_t sequence;
    index_t head;
    index_t position;
};

// Gathers the gradients of queries, keys and values from where attention left them into rows [queries, keys, values] of one matrix, and
// rotates those of queries and keys back on the way (cosines null: rotates nothing). A thread takes eight pairs.
extern "C" __global__ void gather_heads(Heads queries, Heads keys, Heads values, const float* cosines, const float* sines,
        element* projected, int rows, int length, int heads, int kv_heads, int half) {
    int chunks = (half + EIGHT - 1) / EIGHT;
    int all = heads + 2 * kv_heads;
    index_t at = (index_t) blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= (index_t) rows * all * chunks) {
        return;
    }
    int chunk = at % chunks * EIGHT;
    int head = at / chunks % all;
    index_t row = at / chunks / all;
    int position = row % length;
    bool query = head < heads;
    bool value = head >= heads + kv_heads;
    Heads from = query ? queries : value ? values : keys;
    int number = query ? head : value ? head - heads - kv_heads : head - heads;
    int left = half - chunk;
    const element* source = from.at + row / length * from.sequence + number * from.head + position * from.position + chunk;
    float a[EIGHT];
    float b[EIGHT];
    load(a, source, left);
    load(b, source + half, left);
    if (cosines && !value) {
        rotate(a, b, cosines + (index_t) position * half + chunk, sines + (index_t) position * half + chunk, left, -1);
    }
    element* to = projected + (row * all + head) * 2 * half + chunk;
    store(to, a, left);
    store(to + half, b, left);
}

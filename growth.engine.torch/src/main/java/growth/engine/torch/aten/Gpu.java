package growth.engine.torch.aten;

/**
 * A GPU as the driver describes it.
 *
 * @param index number from 0, as CUDA_VISIBLE_DEVICES lets this process count
 * @param name  such as {@code NVIDIA H200}
 * @param major compute capability before the point
 * @param minor compute capability behind the point
 * @param bytes total memory
 */
public record Gpu(int index, String name, int major, int minor, long bytes) {
    /** The first capability whose tensor cores multiply bfloat16: Ampere. */
    private static final int AMPERE = 8;

    /** Returns whether it multiplies bfloat16 in hardware. */
    public boolean multipliesBf16() {
        return major >= AMPERE;
    }
}

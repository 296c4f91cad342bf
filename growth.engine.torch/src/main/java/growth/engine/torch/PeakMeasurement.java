package growth.engine.torch;

import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;

/** Measures products of square matrices on a device. */
final class PeakMeasurement {
    private static final int HOST_SIZE = 2048;
    private static final int DEVICE_SIZE = 8192;
    private static final int FEWEST = 5;
    private static final long NANOS = 1_000_000_000L;

    private PeakMeasurement() {
    }

    /** Returns the operations per second of the fastest of several products in that number format. */
    static double flops(Aten aten, Dtype dtype) {
        int size = aten.device().cuda() ? DEVICE_SIZE : HOST_SIZE;
        aten.autograd().record(false);
        try (Arena arena = aten.open()) {
            Tensor a = aten.to(filled(aten, size), dtype);
            Tensor b = aten.to(filled(aten, size), dtype);
            long best = Long.MAX_VALUE;
            long start = System.nanoTime();
            for (int i = 0; i < FEWEST || System.nanoTime() - start < NANOS; i++) {
                best = Math.min(best, nanos(aten, a, b));
            }
            return 2.0 * size * size * size / best * NANOS;
        }
    }

    /** Returns the time of one product, which is over when an element of it has been read. */
    private static long nanos(Aten aten, Tensor a, Tensor b) {
        try (Arena arena = aten.open()) {
            long before = System.nanoTime();
            Tensor product = aten.mm(a, b);
            aten.tensors().floats(aten.narrow(aten.narrow(product, 0, 0, 1), 1, 0, 1));
            return System.nanoTime() - before;
        }
    }

    /** Returns a matrix of many different values: zeros would be multiplied faster on some devices. */
    private static Tensor filled(Aten aten, int size) {
        float[] column = new float[size];
        float[] row = new float[size];
        for (int i = 0; i < size; i++) {
            column[i] = (float) Math.sin(i);
            row[i] = (float) Math.cos(0.1 * i);
        }
        return aten.mm(aten.tensors().upload(column, size, 1), aten.tensors().upload(row, 1, size));
    }
}

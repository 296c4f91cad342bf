package growth.engine.cpu;

import growth.engine.common.machine.CpuFeatures;
import growth.engine.common.machine.Instructions;
import growth.engine.cpu.onednn.OneDnn;
import java.util.Optional;

/** Whether products in bfloat16 can be computed here. */
final class Bf16Support {
    private Bf16Support() {
    }

    /** Returns why there are none, and what to choose, in one line; empty if there are. */
    static Optional<String> obstacle(Optional<OneDnn> library, CpuFeatures cpu) {
        return obstacle(library.isPresent(), library.isPresent() && library.get().bf16(), cpu);
    }

    /**
     * Returns why there are none, and what to choose, in one line; empty if there are. They could be emulated, but single precision is
     * faster where they are.
     *
     * @param library  whether oneDNN is there, which computes them
     * @param compiles whether it uses instructions of the processor for them
     */
    static Optional<String> obstacle(boolean library, boolean compiles, CpuFeatures cpu) {
        if (compiles) {
            return Optional.empty();
        }
        if (!cpu.instructions().isEmpty() && !cpu.bf16()) {
            return Optional.of("this processor has no instructions for bf16, neither " + Instructions.AVX512_BF16 + " nor AMX, so that f32"
                    + " is faster on it; choose f32");
        }
        return Optional.of(library ? "oneDNN, which multiplies bf16, finds no instructions for it, or is kept from them by"
                + " ONEDNN_MAX_CPU_ISA; choose f32" : "products in bf16 are oneDNN's, which is not there, or turned off by " + OneDnn.SWITCH
                + "; choose f32");
    }
}

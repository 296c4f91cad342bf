package growth.engine.cpu.memory;

import static org.bytedeco.openblas.global.openblas_nolapack.OPENBLAS_VERSION;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_vendor;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;

import growth.engine.common.machine.MathLibrary;
import growth.engine.common.machine.MathLibrary.Kind;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The BLAS library, which the whole process shares. */
public final class Blas {
    /** The vendor if JavaCPP was told to load MKL in place of OpenBLAS. */
    private static final int MKL = 3;

    private Blas() {
    }

    /** Makes every product run on the thread that asks for it. ND4J sets the number of threads when it starts, so this starts it first. */
    public static void useCallersThread() {
        try (INDArray one = Nd4j.ones(DataType.FLOAT, 1)) {
            one.addi(1);
        }
        blas_set_num_threads(1);
    }

    /** Returns which it is, with the kernels that it has chosen for the processor. */
    public static MathLibrary library() {
        useCallersThread();
        return blas_get_vendor() == MKL ? new MathLibrary(Kind.MKL, Optional.empty(), Optional.empty())
                : new MathLibrary(Kind.OPENBLAS, Optional.of(OPENBLAS_VERSION.replace("OpenBLAS", "").trim()), OpenBlasCore.name());
    }
}

package growth.engine.cpu.memory;

import static org.bytedeco.openblas.global.openblas_nolapack.OPENBLAS_CHAR_CORENAME;
import static org.bytedeco.openblas.global.openblas_nolapack.OPENBLAS_VERSION;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The BLAS library that all engines of the process share. */
public final class Blas {
    private Blas() {
    }

    /** Makes every product run on the thread that asks for it. ND4J's start sets the number of threads, so ND4J is started before. */
    public static void useCallersThread() {
        if (blas_get_num_threads() != 1) {
            Nd4j.create(DataType.FLOAT, 1).addi(1).close();
            blas_set_num_threads(1);
        }
    }

    /** @return name and version */
    public static String description() {
        return OPENBLAS_VERSION.trim() + ", built for " + OPENBLAS_CHAR_CORENAME + " and later, one thread per worker";
    }
}

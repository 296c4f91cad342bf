package growth.shell.line;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Recognises exhausted memory: Java's heap, or the native memory of arrays. */
final class OutOfMemory {
    private OutOfMemory() {
    }

    /** Returns the cause and the remedy, if memory is the reason. */
    static Optional<String> words(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).filter(OutOfMemory::is).findFirst().map(OutOfMemory::of);
    }

    private static boolean is(Throwable thrown) {
        return thrown instanceof OutOfMemoryError || String.valueOf(thrown.getMessage()).contains("bad_alloc");
    }

    private static String of(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        String what = "out of memory (" + message + "): ";
        boolean heap = thrown instanceof OutOfMemoryError && (message.contains("heap") || message.contains("GC"));
        return what + (heap ? "the Java heap may take " + (Runtime.getRuntime().maxMemory() >> 20) + " MB; JAVA_OPTS=-Xmx4g gives it more"
                : "the system has no more memory for arrays; make the model, training.batch or the context smaller, raise"
                        + " training.accumulation, or set training.recompute: block; 'growth plan' says what a run takes");
    }
}

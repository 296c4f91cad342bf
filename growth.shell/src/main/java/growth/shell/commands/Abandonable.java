package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Runs work with nothing to save, which the user can end at any moment: the work is interrupted, gets a moment to remove its unfinished
 * files, and is then abandoned.
 */
final class Abandonable {
    private static final long LOOK_MILLIS = 50;
    private static final long TIDY_MILLIS = 700;

    private Abandonable() {
    }

    /**
     * Does the work on another thread.
     *
     * @param stop whether the user wants it to end
     * @return its result; empty if it was ended
     * @throws RuntimeException as the work throws it
     */
    static <T> Optional<T> await(Supplier<T> work, BooleanSupplier stop) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread worker = new Thread(task, Thread.currentThread().getName() + "-work");
        worker.setDaemon(true);
        worker.start();
        try {
            while (!stop.getAsBoolean()) {
                Optional<T> result = look(task);
                if (result.isPresent()) {
                    return result;
                }
            }
            worker.interrupt();
            worker.join(TIDY_MILLIS);
            return Optional.empty();
        } catch (InterruptedException e) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static <T> Optional<T> look(FutureTask<T> task) throws InterruptedException {
        try {
            return Optional.of(task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new GrowthException(Kind.UNEXPECTED, "unexpected " + e.getCause(), e.getCause());
        }
    }
}

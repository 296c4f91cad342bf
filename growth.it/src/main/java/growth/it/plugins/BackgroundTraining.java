package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingListener;
import growth.runtime.run.RunFile;
import growth.runtime.train.TrainOutcome;
import growth.runtime.train.TrainRequest;
import growth.runtime.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A training in a thread of its own. */
final class BackgroundTraining implements AutoCloseable {

    private static final long LIMIT_SECONDS = 90;

    private final FutureTask<TrainOutcome> task;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CountDownLatch firstStep = new CountDownLatch(1);

    private BackgroundTraining(Trainer trainer, RunFile run, Path out) {
        TrainingListener steps = event -> {
            if (event instanceof StepCompleted) {
                firstStep.countDown();
            }
        };
        this.task = new FutureTask<>(() -> trainer.train(TrainRequest.of(run).in(out).watchedBy(List.of(steps)).stoppedBy(stop::get)));
    }

    static BackgroundTraining begin(Trainer trainer, RunFile run, Path out) {
        BackgroundTraining training = new BackgroundTraining(trainer, run, out);
        new Thread(training.task, "training").start();
        return training;
    }

    /** Waits until it trains. */
    void awaitFirstStep() throws InterruptedException {
        assertThat(firstStep.await(LIMIT_SECONDS, TimeUnit.SECONDS)).as("a step within %s s", LIMIT_SECONDS).isTrue();
    }

    boolean isRunning() {
        return !task.isDone();
    }

    /** Waits until it ends. */
    TrainOutcome outcome() {
        try {
            return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the training failed: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the training has not ended within " + LIMIT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to save and end. */
    TrainOutcome stop() {
        stop.set(true);
        return outcome();
    }

    /** Nothing trains on when a test is over. */
    @Override
    public void close() {
        if (isRunning()) {
            stop();
        }
    }
}

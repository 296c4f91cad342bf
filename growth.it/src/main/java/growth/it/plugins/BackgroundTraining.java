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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A training in a thread of its own. */
public final class BackgroundTraining implements AutoCloseable {

    private static final long LIMIT_SECONDS = 90;

    private final FutureTask<TrainOutcome> task;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CountDownLatch firstStep = new CountDownLatch(1);
    private final AtomicLong steps = new AtomicLong();

    private BackgroundTraining(Trainer trainer, RunFile run, Path out, List<TrainingListener> others) {
        TrainingListener listener = event -> {
            if (event instanceof StepCompleted step) {
                steps.set(step.progress().step());
                firstStep.countDown();
            }
        };
        List<TrainingListener> all = Stream.concat(Stream.of(listener), others.stream()).toList();
        this.task = new FutureTask<>(() -> trainer.train(TrainRequest.of(run).in(out).watchedBy(all).stoppedBy(stop::get)));
    }

    static BackgroundTraining begin(Trainer trainer, RunFile run, Path out, List<TrainingListener> listeners) {
        BackgroundTraining training = new BackgroundTraining(trainer, run, out, listeners);
        new Thread(training.task, "training").start();
        return training;
    }

    /** Waits until it trains. */
    public void awaitFirstStep() throws InterruptedException {
        assertThat(firstStep.await(LIMIT_SECONDS, TimeUnit.SECONDS)).as("a step within %s s", LIMIT_SECONDS).isTrue();
    }

    /** Returns how many steps it has made. */
    public long steps() {
        return steps.get();
    }

    public boolean isRunning() {
        return !task.isDone();
    }

    /** Waits until it ends. */
    public TrainOutcome outcome() {
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
    public TrainOutcome stop() {
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

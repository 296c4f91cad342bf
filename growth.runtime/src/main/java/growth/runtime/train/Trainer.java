package growth.runtime.train;

import growth.api.GrowthException;

/** Trains. The loop is documented on {@link growth.api.training.TrainingEvent}. */
public interface Trainer {
    /**
     * Runs to the end, or until asked to stop; saves in both cases.
     *
     * @throws GrowthException in one line; the last good checkpoint is kept
     */
    TrainOutcome train(TrainRequest request);

    /** Asks every running training to save after its present step and to return; returns at once. One alone: {@link TrainRequest#stop}. */
    void stop();
}

package growth.study.run;

import growth.api.engine.Device;
import growth.runtime.run.RunFile;
import growth.study.file.Parallel;
import growth.study.file.StudyRun;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The devices of a study: each run in training has one of its own, the first that is free. For one thread. */
final class Devices {
    private final Optional<Device> first;
    private final Deque<Device> free;
    private final Map<StudyRun, Device> taken = new HashMap<>();

    Devices(Parallel parallel) {
        free = new ArrayDeque<>(parallel.placed());
        first = Optional.ofNullable(free.peekFirst());
    }

    /** Returns the run as it trains: on a free device, unless the study names none or the run's own file another one. */
    RunFile take(StudyRun run) {
        RunFile file = run.run();
        if (first.isEmpty() || !file.engine().placement().device().equals(first.get())) {
            return file;
        }
        Device device = free.removeFirst();
        taken.put(run, device);
        return file.on(device);
    }

    /** Frees the device of a run that has ended. */
    void release(StudyRun run) {
        Optional.ofNullable(taken.remove(run)).ifPresent(free::addFirst);
    }
}

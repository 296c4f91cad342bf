package growth.it.plugins;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import growth.api.model.Family;
import growth.conformance.Conformance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Does two things at a time, such as to examine operators, each by one thread. The tests are JUnit's: they wait and tell how it ended. */
final class SideBySide implements AutoCloseable {
    private static final int LANES = 2;

    private final ExecutorService lanes = Executors.newFixedThreadPool(LANES);

    /** Begins to examine an operator, or will when those before are through; returns the tests, a container for each family. */
    DynamicContainer begin(String operator, Conformance suite) {
        List<FutureTask<?>> examined = new ArrayList<>();
        List<DynamicNode> families = new ArrayList<>();
        for (Family family : Family.values()) {
            List<DynamicNode> tests = new ArrayList<>();
            for (Conformance.Item item : suite.items(family)) {
                FutureTask<?> test = new FutureTask<>(item.body(), null);
                examined.add(test);
                tests.add(dynamicTest(item.title(), () -> end(test)));
            }
            families.add(dynamicContainer(family.id(), tests));
        }
        lanes.execute(() -> {
            examined.forEach(FutureTask::run);
            suite.close();
        });
        return dynamicContainer(operator, families);
    }

    /** Begins with it, or will when what was before is through; returns the test. */
    DynamicTest begin(String title, Callable<?> what) {
        FutureTask<?> test = new FutureTask<>(what);
        lanes.execute(test);
        return dynamicTest(title, () -> end(test));
    }

    private static void end(FutureTask<?> test) throws Throwable {
        try {
            test.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        lanes.shutdownNow();
    }
}

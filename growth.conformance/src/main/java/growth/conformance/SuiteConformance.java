package growth.conformance;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Tokenizer;
import growth.api.options.Options;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteExample;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The requirements on every evaluation suite, as a test class for its author. The class asks the suite for its tasks, without a model, for
 * a tokenizer of bytes, for none, and for little room.
 *
 * <pre>
 * class MySuiteTest extends SuiteConformance {
 *     protected EvaluationSuite suite() { return new MySuite(); }
 * }
 * </pre>
 */
public abstract class SuiteConformance {
    private static final int ROOM = 1024;
    private static final Set<Kind> REFUSALS = EnumSet.of(Kind.CONFIGURATION, Kind.DATA);

    /** Returns the suite to examine. */
    protected abstract EvaluationSuite suite();

    /** Returns the suite's options; the defaults unless overridden. */
    protected Options options() {
        return suite().card().defaults();
    }

    @TestFactory
    Stream<DynamicNode> conforms() {
        return Stream.of(
                DynamicTest.dynamicTest("asks a model of bytes", this::asks),
                DynamicTest.dynamicTest("declares the same again, beside another seed", this::repeats),
                DynamicTest.dynamicTest("refuses in one line", this::refuses));
    }

    private String name() {
        return suite().card().name();
    }

    private SuiteRequest request(Optional<Tokenizer> tokenizer, int vocabulary, int context, long seed) {
        return new SuiteRequest(options(), Path.of(""), tokenizer, vocabulary, context, seed);
    }

    private void asks() {
        List<SuiteTask> tasks = suite().tasks(request(Optional.of(new Bytes()), Bytes.IDS, ROOM, 1));
        Fault.unless(!tasks.isEmpty(), () -> name() + " declares no task");
        Fault.unless(tasks.stream().map(SuiteTask::name).distinct().count() == tasks.size(), () -> name() + " names two tasks alike: "
                + tasks.stream().map(SuiteTask::name).toList());
        tasks.forEach(task -> task.examples().forEach(example -> asks(task, example)));
    }

    private void asks(SuiteTask task, SuiteExample example) {
        if (example instanceof SuiteExample.Tokens ids) {
            boolean known = Stream.of(ids.prompt(), ids.answer()).flatMapToInt(Arrays::stream).allMatch(id -> id >= 0 && id < Bytes.IDS);
            Fault.unless(known, () -> name() + ", " + task.name() + ": a token id that a model of " + Bytes.IDS + " does not have: "
                    + words(example));
        } else if (example instanceof SuiteExample.Text text) {
            Fault.unless(!text.shots().isEmpty() || !text.prompt().isEmpty(), () -> name() + ", " + task.name()
                    + ": nothing stands before an answer: " + words(example));
            Fault.unless(!text.others().contains(text.answer()), () -> name() + ", " + task.name()
                    + ": the right answer is among the wrong ones: " + words(example));
        }
    }

    private void repeats() {
        SuiteRequest request = request(Optional.of(new Bytes()), Bytes.IDS, ROOM, 1);
        EvaluationSuite suite = suite();
        String once = words(suite.tasks(request));
        suite.tasks(request(Optional.of(new Bytes()), Bytes.IDS, ROOM, 2));
        Fault.unless(words(suite.tasks(request)).equals(once), () -> name() + " declares other tasks when it is asked again");
        Fault.unless(words(suite().tasks(request)).equals(once), () -> name() + " declares other tasks in another object");
    }

    private void refuses() {
        for (SuiteRequest request : List.of(request(Optional.empty(), 50_000, ROOM, 1), request(Optional.empty(), 2, 2, 1),
                request(Optional.of(new Bytes()), Bytes.IDS, 2, 1))) {
            try {
                suite().tasks(request);
            } catch (GrowthException e) {
                Fault.unless(REFUSALS.contains(e.kind()), () -> name() + " refuses as " + e.kind() + ", not as CONFIGURATION or DATA: "
                        + e.getMessage());
                Fault.unless(e.getMessage().lines().count() == 1, () -> name() + " refuses in several lines: " + e.getMessage());
            }
        }
    }

    private static String words(List<SuiteTask> tasks) {
        StringBuilder words = new StringBuilder();
        tasks.forEach(task -> {
            words.append(task.name()).append(task.description()).append(task.chance());
            task.examples().forEach(example -> words.append(words(example)));
        });
        return words.toString();
    }

    private static String words(SuiteExample example) {
        return example instanceof SuiteExample.Tokens ids ? Arrays.toString(ids.prompt()) + " " + Arrays.toString(ids.answer())
                : example.toString();
    }

    /** A tokenizer whose tokens are the bytes of UTF-8. */
    private static final class Bytes implements Tokenizer {
        static final int IDS = 256;

        @Override
        public int vocabulary() {
            return IDS;
        }

        @Override
        public int[] encode(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int[] ids = new int[bytes.length];
            Arrays.setAll(ids, i -> Byte.toUnsignedInt(bytes[i]));
            return ids;
        }

        @Override
        public String decode(int[] ids) {
            byte[] bytes = new byte[ids.length];
            for (int i = 0; i < ids.length; i++) {
                bytes[i] = (byte) ids[i];
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public void save(Path file) {
            throw new UnsupportedOperationException("a suite has no reason to save the tokenizer");
        }
    }
}

package growth.runtime.fake;

import growth.api.options.Card;
import growth.api.options.Option;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteExample;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One task, {@code next}: after some token ids that count on by one comes the next one. */
public final class ToySuite implements EvaluationSuite {
    private final String name;

    /** @param name its name */
    public ToySuite(String name) {
        this.name = name;
    }

    /** Its options. */
    public record ToyOptions(@Option(description = "how many examples", defaultValue = "4", atLeast = 1) int examples,
            @Option(description = "tokens of a prompt", defaultValue = "3", atLeast = 1) int length) {
    }

    @Override
    public Card card() {
        return new Card(name, "Counts on.", "none", ToyOptions.class);
    }

    @Override
    public List<SuiteTask> tasks(SuiteRequest request) {
        ToyOptions options = request.options().as(ToyOptions.class);
        return List.of(new SuiteTask("next", "Counts on.", OptionalDouble.of(1.0 / request.vocabulary()),
                IntStream.range(0, options.examples()).mapToObj(i -> example(request, options.length(), i)).toList()));
    }

    private static SuiteExample example(SuiteRequest request, int length, int index) {
        SplittableRandom random = request.generator("next", index);
        int first = random.nextInt(request.vocabulary());
        int[] ids = IntStream.rangeClosed(0, length).map(i -> (first + i) % request.vocabulary()).toArray();
        return new SuiteExample.Tokens(Arrays.copyOf(ids, length), new int[] {ids[length]});
    }
}

package growth.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.options.Card;
import growth.api.options.DeclaredOptions;
import growth.api.options.Option;
import growth.api.options.OptionSpec;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionBinderTest {
    private enum Order { STACK, INTERLEAVE }

    private record Toy(@Option(description = "blocks", atLeast = 1) int layers,
            @Option(description = "a rate", defaultValue = "10%", atLeast = 0, atMost = 1) double rate,
            @Option(description = "two", defaultValue = {"0.9", "0.95"}, atLeast = 0, below = 1) List<Double> betas,
            @Option(description = "a flag", defaultValue = "false") boolean tied,
            @Option(description = "a text") Optional<String> title,
            @Option(description = "an order", defaultValue = "stack") Order order,
            @Option(description = "a time", defaultValue = "5%") TrainingTime at,
            @Option(description = "a shape") Optional<ShapeChange> from,
            @Option(description = "files") Optional<List<String>> files,
            @Option(description = "a group", defaultValue = "{}") Inner inner,
            @Option(description = "stages", defaultValue = "[]") List<Stage> stages) {
    }

    private record Inner(@Option(description = "how deep", defaultValue = "2") int depth) {
    }

    private record Stage(@Option(description = "when") TrainingTime at,
            @Option(description = "how much", defaultValue = "0") double noise) {
    }

    private static final List<OptionSpec> SPECS = DeclaredOptions.of(Toy.class).specs();

    private static Options bind(String yaml) {
        return OptionBinder.bind(SPECS, Defaults.fill(SPECS, YamlReader.document("f.yaml", yaml)), "model").as(Toy.class);
    }

    @Test
    void defaultsAreFilledInAtEveryDepth() {
        assertThat(bind("layers: 3\nstages: [{at: 5ba}, {at: 1ep, noise: 1}]\n").record()).isEqualTo(new Toy(3, 0.1, List.of(0.9, 0.95),
                false, Optional.empty(), Order.STACK, TrainingTime.share(0.05), Optional.empty(), Optional.empty(), new Inner(2),
                List.of(new Stage(TrainingTime.steps(5), 0), new Stage(TrainingTime.parse("1ep"), 1))));
    }

    @Test
    void whatIsWrittenIsBoundWithItsPlace() {
        Options options = bind("layers: 0x10\nrate: 1\ntitle: 2024\nfrom:\n  layers: 3\n  hidden: 64\nfiles: one.txt\ninner:\n  depth: "
                + "7\n");
        Toy toy = options.as(Toy.class);
        assertThat(toy.layers()).isEqualTo(16);
        assertThat(toy.rate()).isEqualTo(1);
        assertThat(toy.title()).contains("2024");
        assertThat(toy.from().orElseThrow().sizes()).isEqualTo(Map.of("layers", 3, "hidden", 64));
        assertThat(toy.files()).contains(List.of("one.txt"));
        assertThat(options.place("from")).isEqualTo("f.yaml:4");
        assertThat(options.group("inner").place("depth")).isEqualTo("f.yaml:9");
        assertThat(options.refuse("title", "is odd")).hasMessage("f.yaml:3: title: is odd");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "layers: four | model.layers must be a whole number, not 'four'",
        "layers: '3' | model.layers must be a whole number, not '3'; remove the quotes: 3",
        "layers: 3.0 | model.layers must be a whole number, not '3.0'; did you mean 3?",
        "layers: [3] | model.layers must be a whole number, not a list; remove the brackets: 3",
        "layers: 0 | model.layers must be at least 1, not 0",
        "layers: 99999999999999999999 | model.layers must be a whole number of at most 32 bits, not 99999999999999999999",
        "layers: | model.layers is empty; give a whole number or leave it out",
        "{layers: 1, rate: 2} | model.rate must be at least 0 and at most 1, not 2",
        "{layers: 1, rate: 110%} | model.rate must be at least 0 and at most 1, not 110%",
        "{layers: 1, rate: .nan} | model.rate must be a finite number, not '.nan'",
        "{layers: 1, rate: fast} | model.rate must be a number, not 'fast'",
        "{layers: 1, betas: [0.9, 1]} | model.betas must be at least 0 and below 1, not 1",
        "{layers: 1, betas: 0.9} | model.betas must be a list of numbers, not '0.9'; did you mean [0.9]?",
        "{layers: 1, tied: yes} | model.tied must be true or false, not 'yes'; did you mean true?",
        "{layers: 1, title: {a: 1}} | model.title must be text, not a group of keys",
        "{layers: 1, title: ''} | model.title is empty; give text or leave it out",
        "{layers: 1, order: stak} | model.order must be one of stack, interleave, not 'stak'; did you mean 'stack'?",
        "{layers: 1, at: 5 fortnights} | model.at: '5 fortnights' is not a training time: write a number, a multiplier if you like "
        + "(k, M, G or B, T, P, E), and a unit of ba, ep, tok, flop, sec, %, e.g. 8Mtok or 10%",
        "{layers: 1, at: 120%} | model.at: a share of the run is at most 100%, not 120.0%",
        "{layers: 1, from: {layer: 3}} | unknown size 'layer' in model.from; did you mean 'layers'?",
        "{layers: 1, from: {layers: x}} | model.from.layers must be a whole number, not 'x'",
        "{layers: 1, from: {}} | model.from names no size; write for instance {layers: 3}",
        "{layers: 1, inner: 3} | model.inner must be a group, not '3'; its keys are depth",
        "{layers: 1, inner: {dept: 3}} | unknown key 'dept' in model.inner; did you mean 'depth'?",
        "{layers: 1, stages: {at: 3ba}} | model.stages must be a list of groups, not a group of keys; "
        + "write '- ' before the first key of each",
        "{layers: 1, stages: [{at: 3ba}, {noise: 1}]} | model.stages[1] needs 'at' (time): when",
        "{layers: 1, laers: 2} | unknown key 'laers' in model; did you mean 'layers'?",
        "{rate: 0.5} | model needs 'layers' (whole number): blocks"})
    void refusesWithThePlaceAndWhatWouldBeRight(String yaml, String message) {
        assertThatThrownBy(() -> bind("# first\n" + yaml)).isInstanceOf(GrowthException.class).hasMessage("f.yaml:2: " + message);
    }

    @Test
    void unknownKeysWithoutANearOneListWhatThereIs() {
        assertThatThrownBy(() -> bind("layers: 1\nmomentum: 1\n"))
                .hasMessage("f.yaml:2: unknown key 'momentum' in model; valid keys: layers, rate, betas, tied, "
                + "title, order, at, from, files, inner, stages");
    }

    @Test
    void withoutARangeWholeNumbersHave32Bits() {
        record Number(@Option(description = "a number") int n) {
        }
        assertThatThrownBy(() -> OptionBinder.bind(DeclaredOptions.of(Number.class).specs(), YamlReader.document("f", "n: 3000000000"),
                "x")).hasMessage("f:1: x.n must be a whole number of at most 32 bits, not 3000000000");
    }

    @Test
    void plugInsOptionsComeFromPairsToo() {
        Card card = new Card("op", "An operator.", "none", Toy.class);
        assertThat(PluginOptions.of(card, List.of("layers=4", "inner.depth=9")).as(Toy.class).inner().depth()).isEqualTo(9);
        assertThatThrownBy(() -> PluginOptions.of(card, List.of("layers=4", "tide=true")))
                .hasMessage("--set tide: unknown key 'tide' in op; did you mean 'tied'?");
        assertThatThrownBy(() -> PluginOptions.of(card, List.of())).hasMessage("op: op needs 'layers' (whole number): blocks");
    }

    /** Defaults are read without YAML, too, for whoever has no run file. */
    @Test
    void defaultsAreWhatARunFileWouldMakeOfThem() {
        record Defaulted(@Option(description = "a rate", defaultValue = "10%") double rate,
                @Option(description = "two", defaultValue = {"0x10", "95%"}) List<Double> betas,
                @Option(description = "none", defaultValue = "[]") List<String> names,
                @Option(description = "a time", defaultValue = "2h05m") TrainingTime at,
                @Option(description = "a group", defaultValue = "{}") Inner inner) {
        }
        Card card = new Card("op", "An operator.", "none", Defaulted.class);
        assertThat(PluginOptions.of(card, List.of()).record()).isEqualTo(DeclaredOptions.of(Defaulted.class).defaults("op"))
                .isEqualTo(new Defaulted(0.1, List.of(16.0, 0.95), List.of(), TrainingTime.parse("2h05m"), new Inner(2)));
    }
}

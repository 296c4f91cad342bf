package growth.api.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.TrainingTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeclaredOptionsTest {
    private enum Order { BY_SIZE, DIRECT }

    private record Noise(@Option(description = "how much", defaultValue = "5%", atLeast = 0, below = 1) double std,
            @Option(description = "where") Optional<List<String>> places) {
    }

    private record View(@Option(description = "tokens", atLeast = 1, unit = "tokens") Optional<Integer> sequence,
            @Option(description = "pixels", defaultValue = "4") int cropPadding) {
    }

    private record Stage(@Option(description = "when") TrainingTime at, @Option(description = "what") Optional<ShapeChange> shape,
            @Included View view) {
        private Stage {
            if (at.value() == 0) {
                throw Options.refused("at", "no time passes; give 1ba or more");
            }
        }
    }

    private record Everything(
            @Option(description = "layers", atLeast = 1) int layers,
            @Option(description = "a seed", defaultValue = "0x10") long seed,
            @Option(description = "two decays", defaultValue = {"0.9", "95%"}, below = 1) List<Double> betas,
            @Option(description = "none", defaultValue = "[]") List<Double> averages,
            @Option(description = "a flag", defaultValue = "true") boolean tied,
            @Option(description = "an order", defaultValue = "by-size") Order order,
            @Option(description = "a policy") Optional<Order> later,
            @Option(description = "files", defaultValue = {"a", "b"}, files = true) List<String> files,
            @Option(description = "a ramp", defaultValue = "5%") TrainingTime ramp,
            @Option(description = "noise", defaultValue = "{}") Noise noise,
            @Option(description = "stages", defaultValue = "[]") List<Stage> stages,
            @Included View view) {
    }

    private static OptionSpec spec(String name) {
        return DeclaredOptions.of(Everything.class).specs().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private static GivenOptions given(Map<String, Object> values, Map<String, String> places) {
        return new GivenOptions("op", "run.yaml:9", values, places);
    }

    @Test
    void componentsBecomeOptions() {
        assertThat(DeclaredOptions.of(Everything.class).specs()).extracting(OptionSpec::name).containsExactly("layers", "seed", "betas",
                "averages", "tied", "order", "later", "files", "ramp", "noise", "stages", "sequence", "crop-padding");
        assertThat(spec("layers")).isEqualTo(OptionSpec.required("layers", OptionType.INTEGER, "layers")
                .in(Range.between(1, Integer.MAX_VALUE)));
        assertThat(spec("seed").range()).contains(Range.between(Long.MIN_VALUE, Long.MAX_VALUE));
        assertThat(spec("betas").defaultValue()).contains("[0.9, 95%]");
        assertThat(spec("betas").range()).contains(new Range(Double.NEGATIVE_INFINITY, true, 1, false));
        assertThat(spec("averages").defaultValue()).contains("[]");
        assertThat(spec("order").choices()).containsExactly("by-size", "direct");
        assertThat(spec("order").defaultWords()).isEqualTo("by-size");
        assertThat(spec("later").defaultWords()).isEqualTo("-");
        assertThat(spec("later").required()).isFalse();
        assertThat(spec("files").type()).isEqualTo(OptionType.TEXTS);
        assertThat(spec("files").files()).isTrue();
        assertThat(spec("noise").nested()).extracting(OptionSpec::name).containsExactly("std", "places");
        assertThat(spec("noise").nested().get(0).range()).contains(Range.below(0, 1));
        assertThat(spec("stages").type()).isEqualTo(OptionType.GROUPS);
        assertThat(spec("stages").nested()).extracting(OptionSpec::name).containsExactly("at", "shape", "sequence", "crop-padding");
        assertThat(spec("sequence").valueWords()).isEqualTo("whole number of tokens");
    }

    private record Named(
            @Option(description = "files by name", files = true) Optional<Map<String, List<String>>> sets,
            @Option(description = "texts by name", defaultValue = "{}") Map<String, List<String>> more) {
    }

    private record Misnamed(@Option(description = "numbers by name") Map<String, List<Double>> numbers) {
    }

    @Test
    void listsOfTextByNameAreAnOptionWithPlacesOfItsNames() {
        assertThat(DeclaredOptions.of(Named.class).specs()).extracting(OptionSpec::type).containsOnly(OptionType.TEXTS_BY_NAME);
        assertThat(DeclaredOptions.of(Named.class).defaults("op")).isEqualTo(new Named(Optional.empty(), Map.of()));
        Options options = given(Map.of("sets", Map.of("news", List.of("a.txt"))), Map.of("sets", "run.yaml:3", "sets.news", "run.yaml:4"))
                .as(Named.class);
        assertThat(options.as(Named.class).sets()).contains(Map.of("news", List.of("a.txt")));
        assertThat(options.place("sets.news")).isEqualTo("run.yaml:4");
        assertThatThrownBy(() -> DeclaredOptions.of(Misnamed.class)).hasMessageContaining("is no type of an option");
    }

    @Test
    void defaultsAreReadAsRunFilesRead() {
        assertThatThrownBy(() -> DeclaredOptions.of(Everything.class).defaults("op"))
                .isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION))
                .hasMessage("op needs 'layers' (whole number): layers");
        assertThat(given(Map.of("layers", 3L), Map.of()).as(Everything.class).record()).isEqualTo(new Everything(3, 16, List.of(0.9, 0.95),
                List.of(), true, Order.BY_SIZE, Optional.empty(), List.of("a", "b"), TrainingTime.share(0.05),
                new Noise(0.05, Optional.empty()), List.of(), new View(Optional.empty(), 4)));
        assertThat(DeclaredOptions.of(View.class).defaults("op")).isEqualTo(new View(Optional.empty(), 4));
    }

    @Test
    void givenValuesBecomeTheRecordWithTheirPlaces() {
        GivenOptions stage = new GivenOptions("op.stages[0]", "run.yaml:5", Map.of("at", TrainingTime.steps(3), "sequence", 32L),
                Map.of("at", "run.yaml:5", "sequence", "run.yaml:6"));
        GivenOptions noise = new GivenOptions("op.noise", "run.yaml:3", Map.of("std", 0.5, "places", List.of("head")),
                Map.of("std", "run.yaml:4"));
        Options options = given(Map.of("layers", 3L, "later", "direct", "noise", noise, "stages", List.of(stage)),
                Map.of("layers", "run.yaml:1", "noise", "run.yaml:2", "stages", "run.yaml:5")).as(Everything.class);
        Everything values = options.as(Everything.class);
        assertThat(values.later()).contains(Order.DIRECT);
        assertThat(values.noise()).isEqualTo(new Noise(0.5, Optional.of(List.of("head"))));
        assertThat(options.place("noise")).isEqualTo("run.yaml:2");
        assertThat(options.place("tied")).isEqualTo("run.yaml:9");
        assertThat(options.group("noise").place("std")).isEqualTo("run.yaml:4");
        assertThat(options.group("noise").refuse("places", "too many")).hasMessage("run.yaml:3: places: too many");
        Options first = options.groups("stages").get(0);
        assertThat(first.as(Stage.class).view().sequence()).contains(32);
        assertThat(first.place("sequence")).isEqualTo("run.yaml:6");
        assertThat(first.place("shape")).isEqualTo("run.yaml:5");
    }

    @Test
    void aRecordRefusesWhatDoesNotFit() {
        GivenOptions never = new GivenOptions("op.stages[0]", "run.yaml:5", Map.of("at", TrainingTime.steps(0)),
                Map.of("at", "run.yaml:6"));
        assertThatThrownBy(() -> given(Map.of("layers", 1L, "stages", List.of(never)), Map.of()).as(Everything.class))
                .isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION))
                .hasMessage("run.yaml:6: at: no time passes; give 1ba or more");
        record Pair(@Option(description = "one") int one, @Option(description = "two") int two) {
            Pair {
                if (one == two) {
                    throw new IllegalArgumentException("both are " + one);
                }
            }
        }
        assertThatThrownBy(() -> given(Map.of("one", 2L, "two", 2L), Map.of()).as(Pair.class)).hasMessage("run.yaml:9: both are 2");
        record Failing(@Option(description = "one") int one) {
            Failing {
                throw new IllegalStateException("no memory");
            }
        }
        assertThatThrownBy(() -> given(Map.of("one", 2L), Map.of()).as(Failing.class))
                .isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILING_PLUGIN))
                .hasMessage("Failing: cannot be made: java.lang.IllegalStateException: no memory");
    }

    @Test
    void aGroupOfDefaultsMayStillNeedAnOption() {
        record Inner(@Option(description = "how deep") int depth) {
        }
        record Outer(@Option(description = "a group", defaultValue = "{}") Inner inner) {
        }
        assertThatThrownBy(() -> new Card("op", "An operator.", "none", Outer.class).defaults())
                .hasMessage("op: op.inner needs 'depth' (whole number): how deep");
    }

    @Test
    void codeGivesTheRecordItselfAndChangesIt() {
        View view = new View(Optional.of(8), 2);
        Options options = Options.of(view);
        assertThat(options.as(View.class)).isSameAs(view);
        assertThat(options.place("sequence")).isEqualTo("options");
        assertThat(options.with("crop-padding", 0).as(View.class)).isEqualTo(new View(Optional.of(8), 0));
        Options nested = given(Map.of("layers", 3L), Map.of("noise", "run.yaml:2")).as(Everything.class).with("noise.std", 0.25)
                .with("sequence", 16).with("order", "direct");
        assertThat(nested.as(Everything.class).noise().std()).isEqualTo(0.25);
        assertThat(nested.as(Everything.class).view().sequence()).contains(16);
        assertThat(nested.as(Everything.class).order()).isEqualTo(Order.DIRECT);
        assertThat(nested.place("noise")).isEqualTo("run.yaml:2");
        assertThatThrownBy(() -> options.as(Noise.class))
                .isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILING_PLUGIN))
                .hasMessage("options: Noise is asked for, but the options are View; the plug-in's card must"
                        + " declare what the plug-in reads");
        assertThatThrownBy(() -> Options.none().as(Noise.class)).hasMessageContaining("but the options are None");
    }

    @Test
    void aWrongDeclarationIsToldWithRecordAndComponent() {
        record Bare(int layers) {
        }
        record Both(@Option(description = "v") @Included View view) {
        }
        record Untyped(@Option(description = "a map") Map<String, String> map) {
        }
        record Flags(@Option(description = "flags") List<Boolean> flags) {
        }
        record Below(@Option(description = "layers", defaultValue = "0", atLeast = 1) int layers) {
        }
        record Word(@Option(description = "an order", defaultValue = "size") Order order) {
        }
        record Late(@Option(description = "when", defaultValue = "5") TrainingTime at) {
        }
        record Never(@Option(description = "when", defaultValue = "5%") Optional<TrainingTime> at) {
        }
        record Twice(@Option(description = "pixels") int cropPadding, @Included View view) {
        }
        record Single(@Included int layers) {
        }
        record Quiet(@Option(description = " ") int layers) {
        }
        record Loud(@Option(description = "\u001b[2Jlayers") int layers) {
        }
        record Limits(@Option(description = "a name", atLeast = 1) String name) {
        }
        record Full(@Option(description = "a group", defaultValue = "{std: 1}") Noise noise) {
        }
        assertWrong(Bare.class, "Bare.layers: is annotated with neither @Option nor @Included");
        assertWrong(Both.class, "Both.view: is annotated with both @Option and @Included; one of them is right");
        assertWrong(Untyped.class, "Untyped.map: java.util.Map<java.lang.String, java.lang.String> is no type of an option");
        assertWrong(Flags.class, "Flags.flags: List<Boolean> is no type of an option");
        assertWrong(Below.class, "Below.layers: its default 0 is wrong: it must be at least 1, not 0");
        assertWrong(Word.class, "Word.order: its default size is wrong: it must be one of by-size, direct, not 'size'");
        assertWrong(Late.class, "Late.at: its default is wrong: '5' is not a training time: the unit is missing; write 5ba"
                + " (steps), 5tok (tokens or images) or 5ep (epochs)");
        assertWrong(Never.class, "Never.at: has a default, so it is never absent; its type need not be Optional");
        assertWrong(Twice.class, "Twice.view: there is another option 'crop-padding'");
        assertWrong(Single.class, "Single.layers: only a record can be included");
        assertWrong(Quiet.class, "Quiet.layers: option layers needs a description");
        assertWrong(Loud.class, "Loud.layers: has control characters in its annotation");
        assertWrong(Limits.class, "Limits.name: option name: only numbers have a range");
        assertWrong(Full.class, "Full.noise: its default {std: 1} is wrong: it must be {}");
    }

    private static void assertWrong(Class<? extends Record> type, String message) {
        assertThatThrownBy(() -> new Card("op", "An operator.", "none", type))
                .isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILING_PLUGIN))
                .hasMessage(message);
    }
}

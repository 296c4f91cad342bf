package growth.shell.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.operator.GrowthCheck;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.Option;
import growth.api.options.Options;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GrownSizesTest {
    private static String grown(Set<Family> families, Class<? extends Record> options, Consumer<GrowthRequest> check) {
        GrowthOperator operator = new GrowthOperator() {
            @Override
            public OperatorCard card() {
                return new OperatorCard(new Card("x", "Does.", "nobody", options), "f", Preservation.NONE, "none", families,
                        OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "nothing");
            }

            @Override
            public GrowthPlan plan(GrowthRequest request) {
                check.accept(request);
                return null;
            }
        };
        return GrownSizes.words(operator, operator.card());
    }

    private static String grown(Consumer<GrowthRequest> check) {
        return grown(Set.of(Family.values()), Options.None.class, check);
    }

    private static Consumer<GrowthRequest> only(Axis... axes) {
        return request -> new GrowthCheck("x", request).growsOnly(Set.of(axes));
    }

    @Test
    void theCheckDecides() {
        assertThat(grown(only(Axis.LAYERS))).isEqualTo("depth");
        assertThat(grown(request -> new GrowthCheck("x", request).growsOnly(GrowthCheck.DEPTH_AND_WIDTH))).isEqualTo("depth, width");
        assertThat(grown(only(Axis.LAYERS, Axis.INTERMEDIATE))).isEqualTo("depth, intermediate");
        assertThat(grown(only(Axis.HIDDEN, Axis.HEADS, Axis.KV_HEADS, Axis.INTERMEDIATE))).isEqualTo("width");
        assertThat(grown(only(Axis.POSITIONS))).isEqualTo("context");
    }

    @Test
    void sizesThatOnlyGrowTogetherAreFound() {
        assertThat(grown(request -> {
            if (!request.grows(Axis.HIDDEN) || !request.grows(Axis.LAYERS)) {
                throw request.refuse("both or nothing");
            }
        })).isEqualTo("depth, width");
    }

    @Test
    void everyFamilyIsAsked() {
        for (Family family : Family.values()) {
            assertThat(grown(Set.of(family), Options.None.class, only(Axis.LAYERS))).as(family.id()).isEqualTo("depth");
        }
    }

    @Test
    void whoCannotBeAskedGrowsNothingKnown() {
        record Required(@Option(description = "how often") int factor) {
        }
        assertThat(grown(Set.of(Family.LLAMA), Required.class, only(Axis.LAYERS))).isEmpty();
        assertThat(grown(request -> {
            throw new IllegalStateException("broken");
        })).isEmpty();
    }
}

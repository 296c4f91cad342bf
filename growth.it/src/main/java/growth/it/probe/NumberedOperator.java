package growth.it.probe;

import growth.api.algebra.TensorStep;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import java.util.Arrays;
import java.util.List;

/** Fills what grows with the number in its jar, and needs a class for that that was not loaded before. */
public final class NumberedOperator extends StackingProbe {

    /** The file of the jar with name and number. */
    public static final String FILE = "numbered.properties";

    private final int number;

    /** Reads its name from the jar. */
    public NumberedOperator() {
        super(Numbered.read().name());
        number = Numbered.read().number();
    }

    /** Returns the classes that operator and schedule have in common with others, so that their jar needs them. */
    public static List<Class<?>> alsoNeeds() {
        return List.of(Numbered.class, StackingProbe.class);
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        return super.plan(request).then(new TensorStep.Own((tensor, values) -> InTheGrowth.fill(values, number)));
    }

    /** Loaded from the plug-in's jar when a model grows, not earlier. */
    private static final class InTheGrowth {

        static void fill(double[] values, int number) {
            Arrays.fill(values, number);
        }
    }
}

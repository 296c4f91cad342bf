package growth.ops.stacking;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthRequest;
import java.util.Locale;
import java.util.function.Supplier;

/** What the operators of this bundle refuse alike. */
final class GrowthCheck {
    private GrowthCheck() {
    }

    /**
     * @throws GrowthException (CONFIGURATION) if family, tied head or rotary base would change
     */
    static void sameKind(String operator, GrowthRequest request) {
        ModelShape from = request.from();
        ModelShape to = request.to();
        if (from.family() != to.family() || from.tied() != to.tied()) {
            throw refusal(request, operator + " cannot turn " + from + " into " + to + "; family and tied head stay as they are");
        }
        if (from.ropeTheta() != to.ropeTheta()) {
            throw refusal(request, operator + " cannot change rope-theta from " + from.ropeTheta() + " to " + to.ropeTheta()
                    + "; give the one the model was trained with");
        }
    }

    /** @return an error about the whole request, with the place of the operator's options */
    static GrowthException refusal(GrowthRequest request, String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message).at(request.options().place("kind"));
    }

    /**
     * @param work what may be refused without a place
     * @return its result
     * @throws GrowthException its refusal, with the place of the operator's options
     */
    static <T> T placed(GrowthRequest request, Supplier<T> work) {
        try {
            return work.get();
        } catch (GrowthException e) {
            throw e.at(request.options().place("kind"));
        }
    }

    /** @return the axis in words, e.g. {@code kv heads} */
    static String words(Axis axis) {
        return axis == Axis.POSITIONS ? "context" : axis.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

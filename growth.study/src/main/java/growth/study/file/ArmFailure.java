package growth.study.file;

import growth.api.GrowthException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Failures of runs that say which arm's they are. */
final class ArmFailure {
    private static final Pattern PLACED = Pattern.compile("((?:\\S[^:]*:[0-9]+|--set \\S+): )(.*)", Pattern.DOTALL);

    private ArmFailure() {
    }

    /**
     * Runs an action.
     *
     * @return what the action returns
     * @throws GrowthException what the action throws, with the arm's name behind the place
     */
    static <T> T named(Arm arm, Supplier<T> action) {
        try {
            return action.get();
        } catch (GrowthException e) {
            throw e.saying(words(arm, e));
        }
    }

    private static String words(Arm arm, GrowthException e) {
        String message = e.getMessage();
        String place = e.place().map(known -> known + ": ").filter(message::startsWith).orElse("");
        if (!place.isEmpty()) {
            return place + arm.words() + ": " + message.substring(place.length());
        }
        Matcher placed = PLACED.matcher(message);
        return placed.matches() ? placed.group(1) + arm.words() + ": " + placed.group(2) : arm.words() + ": " + message;
    }
}

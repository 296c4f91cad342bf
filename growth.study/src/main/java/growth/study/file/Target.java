package growth.study.file;

import growth.api.GrowthException;
import java.util.Locale;

/**
 * A loss at which speed-ups are given.
 *
 * @param kind  how it is given
 * @param value the loss in nats, or a share of the baseline's compute, above 0 and at most 1
 * @param place {@code file:line}
 */
public record Target(Kind kind, double value, String place) {
    /** How a target is given. */
    public enum Kind {
        /** A validation loss. */
        LOSS,
        /** The validation loss that the baseline has after a share of its compute. */
        SHARE
    }

    /**
     * Reads a target.
     *
     * @param text  a loss, {@code 2.1}, or a share of the baseline's compute, {@code 80%}
     * @param place {@code file:line}
     * @throws GrowthException (CONFIGURATION) with the place
     */
    public static Target parse(String text, String place) {
        boolean share = text.endsWith("%");
        double number = number(share ? text.substring(0, text.length() - 1) : text);
        if (Double.isNaN(number)) {
            throw refuse(place, "'" + text + "' is not a target; write a loss, e.g. 2.1, or a share of the baseline's compute, e.g. 80%");
        }
        if (number <= 0) {
            throw refuse(place, "the target " + text + " is never reached; " + (share ? "a share is above 0%" : "a loss is above 0"));
        }
        if (share && number > 100) {
            throw refuse(place, "the target " + text + " is beyond the baseline's end; a share is at most 100%");
        }
        return new Target(share ? Kind.SHARE : Kind.LOSS, share ? number / 100 : number, place);
    }

    private static double number(String text) {
        try {
            return text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?") ? Double.parseDouble(text) : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static GrowthException refuse(String place, String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message).at(place);
    }

    /** Returns it as study files write it: {@code 2.1} or {@code 80%}. */
    @Override
    public String toString() {
        double shown = kind == Kind.SHARE ? Math.round(value * 1e12) / 1e10 : value;
        String number = shown == Math.rint(shown) && Math.abs(shown) < 1e9 ? String.format(Locale.ROOT, "%.0f", shown)
                : Double.toString(shown);
        return kind == Kind.SHARE ? number + "%" : number;
    }
}

package growth.api;

import growth.api.TrainingTime.Unit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The syntax of training time: a number, a multiplier, a unit ({@code 500ba}, {@code 8Mtok}, {@code 1.5 TFLOP}, {@code 20,480 tokens}), a
 * share ({@code 10%}), or seconds as a clock shows them ({@code 3m12s}, {@code 2h05m}). It covers every form that the framework prints.
 */
public final class TrainingTimeSyntax {
    private static final String NUMBER = "(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9][0-9_]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?";
    private static final String UNIT = "[bB][aA]|[sS][tT][eE][pP][sS]?|[eE][pP](?:[oO][cC][hH][sS]?)?|[tT][oO][kK](?:[eE][nN][sS]?)?"
            + "|[iI][mM](?:[gG]|[aA][gG][eE][sS]?)|[fF][lL][oO][pP][sS]?|[sS][eE][cC](?:[oO][nN][dD])?[sS]?";
    private static final String CLOCK = "(?:([0-9]+) *d(?:ays?)? *)?(?:([0-9]+) *h(?:ours?)? *)?(?:([0-9]+) *m(?:in(?:utes?)?)? *)?"
            + "(?:([0-9]+(?:\\.[0-9]+)?)s)?";
    /** Regular expression of every accepted text, in the dialect that Java and JSON Schema share. */
    public static final String PATTERN = "^ *(" + NUMBER + " *([kKMGBTPEZ]? *(" + UNIT + ")|%)|(?=[0-9])" + CLOCK + ") *$";

    private static final Pattern AMOUNT = Pattern.compile("(" + NUMBER + ")\\s*(?:([kKMGBTPEZ]?)\\s*(" + UNIT + ")|(%))");
    private static final Pattern TIME = Pattern.compile(CLOCK);
    private static final Pattern LOOSE = Pattern.compile("([0-9][0-9_.,]*(?:[eE][+-]?[0-9]+)?)\\s*([A-Za-z]*)");
    private static final Pattern COMMA = Pattern.compile("([0-9]+),([0-9]+)(\\D.*)");
    private static final Map<String, Double> MULTIPLIERS = multipliers();
    private static final int[] CLOCK_SECONDS = {86400, 3600, 60, 1};

    private TrainingTimeSyntax() {
    }

    private static Map<String, Double> multipliers() {
        Map<String, Double> multipliers = new LinkedHashMap<>();
        multipliers.put("", 1.0);
        multipliers.put("k", 1e3);
        multipliers.put("K", 1e3);
        multipliers.put("M", 1e6);
        multipliers.put("G", 1e9);
        multipliers.put("B", 1e9);
        multipliers.put("T", 1e12);
        multipliers.put("P", 1e15);
        multipliers.put("E", 1e18);
        multipliers.put("Z", 1e21);
        return multipliers;
    }

    static TrainingTime parse(String text) {
        String written = text.trim();
        Matcher amount = AMOUNT.matcher(written);
        if (amount.matches()) {
            double number = Double.parseDouble(amount.group(1).replaceAll("[_,]", ""));
            return amount.group(4) != null ? new TrainingTime(number / 100, Unit.SHARE)
                    : new TrainingTime(number * MULTIPLIERS.get(amount.group(2)), unit(amount.group(3)));
        }
        Matcher time = TIME.matcher(written);
        if (!written.isEmpty() && time.matches()) {
            double seconds = 0;
            for (int i = 0; i < CLOCK_SECONDS.length; i++) {
                seconds += time.group(i + 1) == null ? 0 : Double.parseDouble(time.group(i + 1)) * CLOCK_SECONDS[i];
            }
            return new TrainingTime(seconds, Unit.SECONDS);
        }
        throw new GrowthException(GrowthException.Kind.CONFIGURATION, "'" + text + "' is not a training time: " + advice(written));
    }

    /** Units have longer names, which begin with the short one or belong to it. */
    private static Unit unit(String written) {
        String name = written.toLowerCase(Locale.ROOT);
        if (name.startsWith("step")) {
            return Unit.STEPS;
        }
        if (name.startsWith("im")) {
            return Unit.TOKENS;
        }
        return Arrays.stream(Unit.values()).filter(u -> name.startsWith(u.suffix())).findFirst().orElseThrow();
    }

    private static String advice(String written) {
        Matcher comma = COMMA.matcher(written);
        if (comma.matches() && parses(comma.group(1) + "." + comma.group(2) + comma.group(3))) {
            return "a decimal point is needed, not a comma; did you mean " + comma.group(1) + "." + comma.group(2) + comma.group(3) + "?";
        }
        Matcher loose = LOOSE.matcher(written);
        if (loose.matches() && (loose.group(2).isEmpty() || MULTIPLIERS.containsKey(loose.group(2))) && parses(written + "ba")) {
            return "the unit is missing; write " + written + "ba (steps), " + written + "tok (tokens or images) or " + written
                    + "ep (epochs)";
        }
        if (loose.matches()) {
            List<String> units = MULTIPLIERS.keySet().stream().flatMap(m -> Stream.of("tok", "ba", "ep", "flop", "sec").map(u -> m + u))
                    .toList();
            Optional<String> meant = units.stream().filter(unit -> unit.equalsIgnoreCase(loose.group(2))).findFirst()
                    .or(() -> units.stream().filter(unit -> oneLetterApart(loose.group(2), unit)).findFirst())
                    .map(unit -> loose.group(1) + unit).filter(TrainingTimeSyntax::parses);
            if (meant.isPresent()) {
                return "did you mean " + meant.get() + "?";
            }
        }
        return "write a number, a multiplier if you like (k, M, G or B, T, P, E), and a unit of "
                + Arrays.stream(Unit.values()).map(Unit::suffix).collect(Collectors.joining(", ")) + ", e.g. 8Mtok or 10%";
    }

    private static boolean parses(String text) {
        return AMOUNT.matcher(text).matches();
    }

    private static boolean oneLetterApart(String written, String meant) {
        return written.length() > 2 && (withoutOne(meant, written) || withoutOne(written, meant));
    }

    private static boolean withoutOne(String longer, String shorter) {
        if (longer.length() != shorter.length() + 1) {
            return false;
        }
        return IntStream.range(0, longer.length()).anyMatch(i -> new StringBuilder(longer).deleteCharAt(i).toString().equals(shorter));
    }
}

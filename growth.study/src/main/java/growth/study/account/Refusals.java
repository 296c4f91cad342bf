package growth.study.account;

import growth.api.GrowthException;
import growth.runtime.engine.EngineFacts;
import growth.study.account.StudyRecords.ArmRecords;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.file.Difference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses to compare what cannot be compared: arms whose runs of the same seed differ in data, tokenizer, evaluation set or hardware class,
 * unless the study says that this is what it varies. Hashes decide where there are any, so that files may lie elsewhere.
 */
final class Refusals {
    private static final Pattern HASHED_FILE = Pattern.compile(".*\\bsha256 ([0-9a-f]{64})");
    private static final String HASH = ".sha256";
    private static final Set<String> EVALUATION = Set.of("evaluate.tokens", "evaluate.images", "model.context", "model.image");
    private static final Set<String> HARDWARE = Set.of("engine.kind", "engine.precision", "training.workers");
    /** Runs may be spread over devices of one model, which differ in their numbers alone. */
    private static final String DEVICE = "engine." + EngineFacts.DEVICE;
    /** The operating system's version and the size of the heap change neither losses nor, by much, speed. */
    private static final Set<String> UNIMPORTANT = Set.of("heap", "system", "java");

    private Refusals() {
    }

    /**
     * Checks that all arms can be compared with the first.
     *
     * @throws GrowthException (CONFIGURATION) that names two runs and what they differ in
     */
    static void check(StudyRecords records) {
        if (records.arms().isEmpty()) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, records.rules().study() + ": has no arms to compare");
        }
        ArmRecords baseline = records.arms().get(0);
        for (ArmRecords arm : records.arms().subList(1, records.arms().size())) {
            for (RunRecord run : arm.runs()) {
                baseline.runs().stream().filter(other -> other.seed() == run.seed()).findFirst()
                        .ifPresent(other -> check(records.rules().varies(), other, run));
            }
        }
    }

    private static void check(List<Difference> varies, RunRecord one, RunRecord other) {
        for (Difference what : Difference.values()) {
            Optional<String> difference = varies.contains(what) ? Optional.empty()
                    : difference(facts(what, one.facts()), facts(what, other.facts()));
            if (difference.isPresent()) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION, one.folder() + " and " + other.folder()
                        + " cannot be compared: they differ in " + words(what) + " (" + difference.get() + ")"
                        + "; a study that varies this on purpose says 'varies: [" + what.id() + "]'");
            }
        }
    }

    private static String words(Difference what) {
        return switch (what) {
            case DATA -> "training data";
            case TOKENIZER -> "tokenizer, so that losses per token mean different things";
            case EVALUATION -> "evaluation set";
            case HARDWARE -> "hardware class";
        };
    }

    /** Returns the first fact that both tell and tell otherwise. */
    private static Optional<String> difference(Map<String, String> one, Map<String, String> other) {
        Set<String> both = new TreeSet<>(one.keySet());
        both.retainAll(other.keySet());
        return both.stream().filter(fact -> !one.get(fact).equals(other.get(fact)))
                .map(fact -> fact + ": " + one.get(fact) + " and " + other.get(fact)).findFirst();
    }

    private static Map<String, String> facts(Difference what, RunFacts facts) {
        Map<String, String> kept = new TreeMap<>();
        if (what == Difference.HARDWARE) {
            facts.machine().forEach((name, fact) -> keep(kept, name, name.equals(DEVICE) ? EngineFacts.kindOfDevice(fact) : fact,
                    !UNIMPORTANT.contains(name)));
            facts.settings().forEach((path, value) -> keep(kept, path, value, HARDWARE.contains(path)));
            return kept;
        }
        facts.data().forEach((name, fact) -> {
            // The name of a file says less than its hash, which stands beside it.
            if (what == kind(name) && !facts.data().containsKey(name + HASH)) {
                Matcher file = HASHED_FILE.matcher(fact);
                kept.put(name, file.matches() ? file.group(1) : fact);
            }
        });
        facts.settings().forEach((path, value) -> keep(kept, path, value, what == Difference.EVALUATION && EVALUATION.contains(path)));
        return kept;
    }

    private static void keep(Map<String, String> kept, String name, String fact, boolean matters) {
        if (matters) {
            kept.put(name, fact);
        }
    }

    private static Difference kind(String fact) {
        return fact.startsWith("tokenizer") || fact.startsWith("vocabulary") ? Difference.TOKENIZER
                : fact.startsWith("valid") || fact.startsWith("sets") ? Difference.EVALUATION : Difference.DATA;
    }
}

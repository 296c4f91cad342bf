package growth.runtime.engine;

import growth.api.GrowthException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What computes, as a run writes it down: the engine's name, its device and number format, and whatever else its results depend on to the
 * last bit. Runs on GPUs of one model agree, whatever the numbers of these.
 *
 * @param facts name → fact
 */
public record EngineFacts(Map<String, String> facts) {
    /** The facts that every engine has; the others are its own. */
    public static final String KIND = "kind";
    /** What it computes on. */
    public static final String DEVICE = "device";
    /** In which number format. */
    public static final String PRECISION = "precision";

    /** Returns the facts of an engine at its placement. */
    public static EngineFacts of(PlacedEngine engine) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(KIND, engine.kind());
        facts.put(DEVICE, engine.placement().device().toString());
        facts.put(PRECISION, engine.placement().precision().toString());
        engine.engine().description(engine.placement()).forEach(facts::putIfAbsent);
        return new EngineFacts(facts);
    }

    /** Returns the facts of an engine at its placement for a user: with what it finds around it, on which no result depends. */
    public static Map<String, String> described(PlacedEngine engine) {
        Map<String, String> described = new LinkedHashMap<>(of(engine).facts());
        engine.surroundings().facts().forEach(described::putIfAbsent);
        return described;
    }

    /** Returns a device without its number. */
    public static String kindOfDevice(String device) {
        return device.replaceFirst(":.*", "");
    }

    /**
     * Returns the first fact that both have and have otherwise; engines of different names have nothing else to compare. Runs that were
     * written down before there was a choice tell less.
     */
    public Optional<String> difference(EngineFacts other) {
        return facts.keySet().stream().filter(other.facts::containsKey).filter(name -> !comparable(name).equals(other.comparable(name)))
                .findFirst().map(name -> (name.equals(KIND) ? "" : name + " ") + other.facts.get(name) + " and is " + facts.get(name));
    }

    private String comparable(String name) {
        return name.equals(DEVICE) ? kindOfDevice(facts.get(name)) : facts.get(name);
    }

    /**
     * Returns a line for a run that goes on with what does not give the same bits; empty if it does.
     *
     * @param before what it computed with
     */
    public Optional<String> changed(EngineFacts before) {
        return difference(before).map(what -> "the engine was " + what + ": the run goes on as the same within rounding; to the last bit it"
                + " does so only with the engine, device and library that it had (provenance.json tells them)");
    }

    /**
     * Checks that a branch computes as the run that it leaves, whose steps are taken for its own.
     *
     * @param before what that run computed with
     * @param where  the run file, for the error
     * @throws GrowthException (CONFIGURATION) if engine, device or number format differ
     */
    public void requireBranch(EngineFacts before, String where) {
        Map<String, String> chosen = new LinkedHashMap<>(facts);
        chosen.keySet().removeIf(name -> !name.equals(KIND) && !name.equals(DEVICE) && !name.equals(PRECISION));
        new EngineFacts(chosen).difference(before).ifPresent(what -> {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "engine: a branch computes as the run that it leaves, whose"
                    + " engine was " + what + " here; leave the engine as it was, or go on in the run itself with --resume").at(where);
        });
    }
}

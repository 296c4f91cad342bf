package growth.study.file;

import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A whole study, as values: strategies that are compared at equal compute.
 *
 * @param source     where it was read from
 * @param name       its name; names its folder
 * @param arms       what is compared, the baseline first, references last; names differ
 * @param seeds      the seeds of every arm's runs; runs of equal seed see the same data in the same order, and are compared as pairs
 * @param budget     what every run may cost; empty until a plan has found the training FLOPs of the baseline
 * @param targets    losses at which speed-ups are given
 * @param tuning     the settings that every arm is tried with
 * @param validation what all runs are evaluated on
 * @param parallel   how many runs train at a time
 * @param varies     in what arms may differ on purpose, though it makes losses incomparable
 */
public record Study(Source source, String name, List<Arm> arms, List<Long> seeds, Optional<Budget> budget, List<Target> targets,
        Grid tuning, Validation validation, Parallel parallel, Set<Difference> varies) {
    public Study {
        arms = List.copyOf(arms);
        seeds = List.copyOf(seeds);
        targets = List.copyOf(targets);
        varies = Set.copyOf(varies);
    }

    /**
     * Where a study was read from.
     *
     * @param file     the file
     * @param folder   the folder that relative paths in it start from
     * @param document its keys, as written
     * @param base     the run file that the arms change
     */
    public record Source(Path file, Path folder, Mapping document, Base base) {
        /** Returns {@code file:line} of a key, or of the group it belongs to, or of the whole. */
        String place(String key) {
            String place = document.place();
            Mapping group = document;
            for (String part : key.split("\\.")) {
                Entry entry = group == null ? null : group.entries().get(part);
                place = entry == null ? place : entry.place();
                group = entry != null && entry.value() instanceof Mapping inner ? inner : null;
            }
            return place;
        }
    }

    /**
     * The base run.
     *
     * @param label  the file in places
     * @param run    its keys, as written
     * @param folder the folder that relative paths in it start from
     */
    public record Base(String label, Mapping run, Path folder) {
    }

    /** Returns the arm that the others are compared with. */
    public Arm baseline() {
        return arms.get(0);
    }

    /** Returns the arms with that role, in order. */
    public List<Arm> arms(Arm.Role role) {
        return arms.stream().filter(arm -> arm.role() == role).toList();
    }

    /** Returns the arm, if there is one of that name. */
    public Optional<Arm> arm(String armName) {
        return arms.stream().filter(arm -> arm.name().equals(armName)).findFirst();
    }

    /** Returns the trials of every arm: the combinations of the tuned settings; a single one without settings if nothing is tuned. */
    public List<Trial> trials() {
        return tuning.combinations().stream().map(Trial::new).toList();
    }

    /** Returns all combinations of arm, trial and seed: one run each, in the order of arms, trials and seeds. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Arm arm : arms) {
            for (Trial trial : trials()) {
                seeds.forEach(seed -> cells.add(new Cell(arm, trial, seed)));
            }
        }
        return cells;
    }
}

package growth.study.account;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.folder.RunFolder;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.StudyRecords.ArmRecords;
import growth.study.account.StudyRecords.Rules;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.account.StudyRecords.TargetRule;
import growth.study.file.Arm;
import growth.study.file.Budget;
import growth.study.file.Cell;
import growth.study.file.Grid;
import growth.study.file.Study;
import growth.study.file.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what an account is made from: run files, provenance and metrics, and nothing else. */
public final class RecordsReader {
    private static final String BASELINE = Arm.Role.BASELINE.name().toLowerCase(Locale.ROOT);
    private static final String VARIANT = Arm.Role.VARIANT.name().toLowerCase(Locale.ROOT);

    private RecordsReader() {
    }

    /**
     * Reads the runs of a study. Those that are not there yet have no metrics.
     *
     * @param study  the study
     * @param folder its folder
     * @throws GrowthException (CHECKPOINT, CONFIGURATION, DATA) if a file is damaged; broken lines of metrics are remarked upon instead
     */
    public static StudyRecords ofStudy(Study study, Path folder) {
        Map<String, List<RunRecord>> runs = new LinkedHashMap<>();
        for (Cell cell : study.cells()) {
            runs.computeIfAbsent(cell.arm().name(), arm -> new ArrayList<>())
                    .add(run(folder, folder.resolve(cell.folder()), cell.seed(), cell.trial().name(), cell.trial().settings()));
        }
        List<ArmRecords> arms = study.arms().stream().map(arm -> new ArmRecords(arm.name(), arm.role().name().toLowerCase(Locale.ROOT),
                arm.varied().map(Arm.Varied::settings).orElse(Map.of()), arm.varied().map(Arm.Varied::variant).orElse(""),
                runs.getOrDefault(arm.name(), List.of()))).toList();
        Map<String, List<String>> grid = new LinkedHashMap<>();
        study.tuning().lines().forEach((Grid.Line line) -> grid.put(line.path(), line.values()));
        List<TargetRule> targets = study.targets().stream().map(t -> t.kind() == Target.Kind.SHARE ? new TargetRule(t.value(), Double.NaN)
                : new TargetRule(Double.NaN, t.value())).toList();
        return new StudyRecords(new Rules(study.name(), study.budget().map(Budget::words).orElse(""), targets,
                study.varies().stream().sorted().toList(), grid), arms);
    }

    private static RunRecord run(Path root, Path folder, long seed, String trial, Map<String, String> tuned) {
        RunFolder run = new RunFolder(folder);
        Optional<RunMetrics> metrics = Files.exists(run.metrics()) ? Optional.of(within(root, RunMetrics.read(folder))) : Optional.empty();
        return new RunRecord(seed, trial, tuned, relative(root, folder), metrics, RunFacts.read(run));
    }

    private static String relative(Path root, Path folder) {
        String relative = root.toAbsolutePath().normalize().relativize(folder.toAbsolutePath().normalize()).toString();
        return relative.replace('\\', '/');
    }

    /** Returns the metrics with remarks that name files within the study, so that a study that was moved has the same account. */
    private static RunMetrics within(Path root, RunMetrics run) {
        String prefix = root + root.getFileSystem().getSeparator();
        return new RunMetrics(run.starts(), run.stages(), run.steps(), run.evaluations(), run.growths(), run.searches(), run.suites(),
                run.checkpoints(), run.end(), run.remarks().stream().map(remark -> remark.replace(prefix, "")).toList());
    }

    /**
     * Reads runs that were made by hand. Runs that are equal but for name, seed and what they save are one arm.
     *
     * @param folders  run folders
     * @param baseline name of an arm, or one of the folders; the first folder's arm if nothing is named
     * @throws GrowthException (CONFIGURATION) if there are fewer than two arms, a run stands there twice, no arm is the baseline or the
     *                         baseline was never evaluated; (DATA) if a folder has no metrics, (CHECKPOINT) if it has no run file
     */
    public static StudyRecords ofRuns(List<Path> folders, Optional<String> baseline) {
        Map<Map<String, String>, List<RunRecord>> groups = new LinkedHashMap<>();
        for (Path folder : folders) {
            RunMetrics metrics = RunMetrics.read(folder);
            RunFacts facts = RunFacts.read(new RunFolder(folder));
            if (facts.settings().isEmpty()) {
                throw new GrowthException(Kind.CHECKPOINT, folder + ": holds no run.yaml, which tells what was run");
            }
            String seed = facts.settings().getOrDefault("seed", "");
            if (!seed.matches("-?[0-9]{1,18}")) {
                throw new GrowthException(Kind.CHECKPOINT, folder + "/run.yaml: names no seed, which runs are paired by");
            }
            groups.computeIfAbsent(settings(facts), settings -> new ArrayList<>()).add(new RunRecord(Long.parseLong(seed), "", Map.of(),
                    folder.toString(), Optional.of(metrics), facts));
        }
        groups.values().forEach(RecordsReader::requireDifferentSeeds);
        List<ArmRecords> arms = named(new ArrayList<>(groups.values()));
        if (arms.size() < 2) {
            throw new GrowthException(Kind.CONFIGURATION, "all of these runs are equal but for the seed; name runs that differ in more");
        }
        ArmRecords first = baseline.isEmpty() ? arms.get(0) : arms.stream().filter(arm -> is(arm, baseline.get())).findFirst()
                .orElseThrow(() -> new GrowthException(Kind.CONFIGURATION, "--baseline: '" + baseline.get() + "' is none of the arms "
                        + String.join(", ", arms.stream().map(ArmRecords::name).toList())));
        if (first.runs().stream().allMatch(run -> run.metrics().orElseThrow().evaluations().isEmpty())) {
            throw new GrowthException(Kind.DATA, first.runs().get(0).folder() + ": the baseline was never evaluated, so there is no loss to"
                    + " compare with; train it with 'evaluate' in its run file");
        }
        List<ArmRecords> ordered = new ArrayList<>(List.of(new ArmRecords(first.name(), BASELINE, Map.of(), "", first.runs())));
        arms.stream().filter(arm -> arm != first).forEach(ordered::add);
        return new StudyRecords(new Rules(first.name() + " and " + (arms.size() == 2 ? ordered.get(1).name() : arms.size() - 1 + " others"),
                "", List.of(), List.of(), Map.of()), ordered);
    }

    /** Returns what makes runs one arm. What is saved, recorded or printed of a run does not change it. */
    private static Map<String, String> settings(RunFacts facts) {
        Map<String, String> settings = new TreeMap<>(facts.settings());
        settings.keySet().removeIf(path -> Configurations.NAMES.contains(path) || path.startsWith("checkpoint.")
                || path.startsWith("record."));
        return settings;
    }

    private static void requireDifferentSeeds(List<RunRecord> runs) {
        Map<Long, String> seeds = new TreeMap<>();
        for (RunRecord run : runs) {
            String other = seeds.put(run.seed(), run.folder());
            if (other != null) {
                throw new GrowthException(Kind.CONFIGURATION, other + " and " + run.folder() + " are the same run: settings and seed "
                        + run.seed() + " are equal; leave one out");
            }
        }
    }

    /** Names an arm as its runs are named, or by its first folder where that name is not its own. */
    private static List<ArmRecords> named(List<List<RunRecord>> groups) {
        List<String> names = groups.stream().map(runs -> runs.get(0).facts().settings().getOrDefault("name", "")).toList();
        List<ArmRecords> arms = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            String name = names.get(i);
            boolean own = !name.isEmpty() && names.stream().filter(name::equals).count() == 1;
            Path folder = Path.of(groups.get(i).get(0).folder()).toAbsolutePath().normalize();
            arms.add(new ArmRecords(own ? name : Objects.toString(folder.getFileName(), folder.toString()), VARIANT, Map.of(), "",
                    groups.get(i)));
        }
        return arms;
    }

    private static boolean is(ArmRecords arm, String name) {
        return arm.name().equals(name) || arm.runs().stream().anyMatch(run -> Path.of(run.folder()).toAbsolutePath().normalize()
                .equals(Path.of(name).toAbsolutePath().normalize()));
    }
}

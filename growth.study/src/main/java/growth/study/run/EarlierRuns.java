package growth.study.run;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.training.PluginOrigin;
import growth.runtime.config.DottedValues;
import growth.runtime.folder.Provenance;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunRecords;
import growth.runtime.folder.SameData;
import growth.runtime.run.EngineKeys;
import growth.runtime.train.RunStart;
import growth.study.file.StudyPlan;
import growth.study.file.StudyRun;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Compares the runs that a study's folder holds with those that the study has now: settings, contents of data files and plug-ins must be
 * the same, or results of two studies would stand in one table. Where files lie does not matter.
 *
 * @param plan   the study, as it is now
 * @param folder its folder
 * @param opened opens a run, without training it
 */
record EarlierRuns(StudyPlan plan, StudyFolder folder, Function<StudyRun, RunStart> opened) {
    private static final Pattern ITEM = Pattern.compile("\\[\\d+]$");
    /** Neither changes a loss: names, where files lie, what is saved and recorded. */
    private static final Set<String> FREE = Set.of("name", "base");
    /** What decides which data a run reads. */
    private static final List<String> DATA = List.of("base", "seed", "data.", "model.");
    private static final List<String> FREE_SECTIONS = List.of("checkpoint.", "record.");

    /**
     * Returns why the runs are no runs of this study any more, for those of which that is so.
     *
     * @param there runs whose folders hold something
     */
    Map<StudyRun, GrowthException> others(List<StudyRun> there, boolean changedPlugins) {
        Map<StudyRun, GrowthException> others = new LinkedHashMap<>();
        Map<String, Map<String, String>> data = new TreeMap<>();
        for (StudyRun run : there) {
            settings(run).or(() -> data(run, data)).or(() -> code(run, changedPlugins)).ifPresent(why -> others.put(run, why));
        }
        return others;
    }

    /** Returns one line about all of them. */
    static GrowthException refusal(Map<StudyRun, GrowthException> others) {
        List<String> names = others.keySet().stream().map(run -> Trunks.name(run.cell())).toList();
        GrowthException first = others.values().iterator().next();
        String more = names.size() == 1 ? "" : "; likewise " + String.join(", ", names.subList(1, Math.min(names.size(), 6)))
                + (names.size() > 6 ? " and " + (names.size() - 6) + " more" : "");
        return new GrowthException(first.kind(), first.getMessage() + more + "; train them again with --redo, which sets the old ones"
                + " aside, or choose another folder with --out", first);
    }

    private Optional<GrowthException> settings(StudyRun run) {
        RunFolder there = folder.run(run.cell());
        if (!Files.isRegularFile(there.runFile())) {
            return Optional.empty();
        }
        Map<String, String> then = EngineKeys.moved(DottedValues.of(there.runFile().toString(),
                RunRecords.text(there.runFile())));
        Map<String, String> now = DottedValues.of(run.run().file().toString(), run.run().resolved());
        Set<String> paths = new TreeSet<>(then.keySet());
        paths.addAll(now.keySet());
        return paths.stream().filter(path -> !Objects.equals(then.get(path), now.get(path)))
                .filter(path -> !FREE.contains(path) && !spread(path, then.get(path)) && FREE_SECTIONS.stream().noneMatch(path::startsWith)
                        && !run.run().files().contains(ITEM.matcher(path).replaceAll("")))
                .findFirst().map(path -> new GrowthException(Kind.CONFIGURATION, there.path() + ": was trained with " + path + " "
                        + shown(then.get(path)) + ", and the study now says " + shown(now.get(path))));
    }

    /** Which of the study's devices a run was trained on is chance. */
    private boolean spread(String path, String device) {
        return path.equals("engine.device") && plan.study().parallel().devices().contains(device);
    }

    private static String shown(String value) {
        return value == null ? "not given" : value;
    }

    /** Data that are generated depend on the seed; apart from that, runs that name the same data are opened once. */
    private Optional<GrowthException> data(StudyRun run, Map<String, Map<String, String>> known) {
        RunFolder there = folder.run(run.cell());
        if (!Files.isRegularFile(there.provenance())) {
            return Optional.empty();
        }
        Map<String, String> values = new TreeMap<>(DottedValues.of(run.run().file().toString(), run.run().resolved()));
        values.keySet().removeIf(path -> DATA.stream().noneMatch(path::startsWith));
        try {
            SameData.require(there.provenance().toString(), Provenance.data(there.provenance()),
                    known.computeIfAbsent(values.toString(), any -> opened.apply(run).data()));
            return Optional.empty();
        } catch (GrowthException e) {
            return Optional.of(e);
        }
    }

    private Optional<GrowthException> code(StudyRun run, boolean changedPlugins) {
        RunFolder there = folder.run(run.cell());
        if (!Files.isRegularFile(there.provenance())) {
            return Optional.empty();
        }
        RunStart start = plan.trial(run.cell()).start();
        List<String> changed = changedPlugins ? List.of()
                : otherCode(Provenance.plugins(there.provenance()), start.plugins(), " when it was trained");
        return changed.isEmpty() ? Optional.empty() : Optional.of(new GrowthException(Kind.MISSING_PLUGIN, there.path() + ": "
                + String.join("; ", changed) + "; install that again, or compare old and new with --changed-plugins"));
    }

    /** Returns lines about plug-ins that both use, and that are not the same code. */
    static List<String> otherCode(Map<String, PluginOrigin> before, Map<String, PluginOrigin> now, String when) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(now).forEach((plugin, is) -> {
            PluginOrigin was = before.getOrDefault(plugin, is);
            if (!was.sha256().isEmpty() && !is.sha256().isEmpty() && !was.sha256().equals(is.sha256())) {
                lines.add(plugin + " was " + was.words() + when + " and is " + is.words() + " now");
            }
        });
        return lines;
    }
}

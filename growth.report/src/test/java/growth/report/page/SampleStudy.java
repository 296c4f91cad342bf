package growth.report.page;

import growth.report.page.SampleRun.Course;
import growth.runtime.folder.RunFolder;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.Account;
import growth.study.account.AccountBuilder;
import growth.study.account.RunFacts;
import growth.study.account.StudyRecords;
import growth.study.account.StudyRecords.ArmRecords;
import growth.study.account.StudyRecords.Rules;
import growth.study.account.StudyRecords.RunRecord;
import growth.study.account.StudyRecords.TargetRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A made-up study of arms from scratch, of operators, of times of growth and of sizes, with a tuning grid of two rates. */
final class SampleStudy {
    private static final double[] NOISE = {0.004, -0.003, 0.001};
    private static final List<String> RATES = List.of("1e-3", "3e-3");
    private final Path folder;
    private final int seeds;
    private final List<ArmRecords> arms = new ArrayList<>();

    private SampleStudy(Path folder, int seeds) {
        this.folder = folder;
        this.seeds = seeds;
    }

    /** Writes the runs and returns their account. */
    static Account write(Path folder, int seeds, String variant) {
        SampleStudy study = new SampleStudy(folder, seeds);
        study.arm("scratch", "baseline", new Course(1, 0, 0, 734_800, ""), Map.of());
        study.arm(variant, "variant", new Course(1.4, 0, 10, 734_800, "growth: {operator: stack}\n"), Map.of());
        study.arm("msg", "variant", new Course(1.02, 0, 10, 734_800, "growth: {operator: msg}\n"), Map.of());
        for (int share : List.of(5, 20, 60)) {
            double speed = 1.3 - Math.abs(share - 20) / 200.0;
            study.arm("at-" + share + "pct", "variant", new Course(speed, 0, share * SampleRun.STEPS / 100, 734_800,
                    "growth: {at: " + share + "%}\n"), Map.of("growth.schedule.at", share + "%"));
        }
        study.arm("scratch-6L", "reference", new Course(1.05, 0, 0, 430_000, ""), Map.of());
        study.arm("scratch-3L", "reference", new Course(0.9, 0, 0, 282_000, ""), Map.of());
        StudyRecords records = new StudyRecords(new Rules("classics", "40 GFLOP", List.of(new TargetRule(0.5, Double.NaN)), List.of(),
                Map.of("training.optimizer.lr", RATES)), study.arms);
        return AccountBuilder.account(records);
    }

    private void arm(String name, String role, Course course, Map<String, String> varied) {
        List<RunRecord> runs = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            for (String rate : RATES) {
                String place = "runs/" + arms.size() + "/lr-" + rate + "/seed-" + seed;
                double shift = NOISE[(seed + arms.size()) % NOISE.length] + (rate.equals(RATES.get(0)) ? 0 : 0.05);
                SampleRun.write(folder.resolve(place), name, "\"outcome\": \"finished\"",
                        new Course(course.speed(), shift, course.growth(), course.size(), course.more()));
                RunFolder run = new RunFolder(folder.resolve(place));
                runs.add(new RunRecord(seed, "lr-" + rate, Map.of("training.optimizer.lr", rate), place,
                        Optional.of(RunMetrics.read(run.metrics())), RunFacts.read(run)));
            }
        }
        arms.add(new ArmRecords(name, role, varied, varied.isEmpty() ? "" : "timing", runs));
    }
}

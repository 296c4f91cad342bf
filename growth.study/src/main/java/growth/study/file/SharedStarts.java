package growth.study.file;

import growth.study.file.StudyPlan.TrialPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which runs can begin with what another has trained already.
 *
 * @param all the plans, without what they share
 */
record SharedStarts(List<TrialPlan> all) {

    /** Returns the plans with what they share: the first model of a run that another run of the same trial trains as well. */
    List<TrialPlan> trials() {
        // Whoever grows first has the trunk from which all others can branch.
        List<TrialPlan> earliest = new ArrayList<>(all);
        earliest.sort(Comparator.comparingDouble(SharedStarts::first));
        List<TrialPlan> shared = new ArrayList<>();
        for (TrialPlan one : all) {
            Optional<TrialPlan> trunk = earliest.subList(0, earliest.indexOf(one)).stream()
                    .filter(other -> other.trial().equals(one.trial()) && one.start().obstacle(other.start()).isEmpty())
                    .max(Comparator.comparingDouble(SharedStarts::first));
            shared.add(one.sharing(trunk.map(SharedStarts::first).filter(Double::isFinite).orElse(0.0)));
        }
        return shared;
    }

    /** Returns the FLOPs of the model that a run begins with. */
    private static double first(TrialPlan trial) {
        return trial.plan().stages().isEmpty() ? Double.NaN : trial.plan().stages().get(0).flops();
    }
}

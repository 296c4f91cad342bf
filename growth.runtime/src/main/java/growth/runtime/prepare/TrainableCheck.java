package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.runtime.run.RunFile;
import growth.runtime.run.TrainablePolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks that a run can train only what its growths insert, if the run file asks for that. */
public final class TrainableCheck {
    private TrainableCheck() {
    }

    /** @throws GrowthException (CONFIGURATION) with the place if the growth does more than insert layers: a wider tensor is new in part */
    public static void growth(RunFile run, ModelShape from, ModelShape to) {
        Optional<Axis> wider = Stream.of(Axis.values()).filter(a -> a != Axis.LAYERS && from.size(a) != to.size(a)).findFirst();
        if (run.trains() == TrainablePolicy.NEW && wider.isPresent()) {
            throw refusal(run, "trains: new is for growths that insert layers and do nothing else, but " + wider.get().label()
                    + " would grow from " + from.size(wider.get()) + " to " + to.size(wider.get()));
        }
    }

    /** @throws GrowthException (CONFIGURATION) with the place: some of the sub-networks have no layer that would learn */
    public static void search(RunFile run) {
        if (run.trains() == TrainablePolicy.NEW) {
            throw refusal(run, "trains: new leaves nothing to learn to sub-networks without new layers, which the schedule tries too");
        }
    }

    /** @throws GrowthException (CONFIGURATION) with the place, if the model has not the parts that shall learn */
    static void parts(RunFile run, ModelShape shape) {
        Trainable some = run.training().computation().trainable();
        String place = run.file() + ": training.trains: ";
        some.layers().stream().flatMap(List::stream).filter(layer -> layer >= shape.layers()).findFirst().ifPresent(layer -> {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, place + "there is no layer " + layer + "; the model has "
                    + shape.layers() + ", counted from 0");
        });
        if (shape.tied() && some.embedding() != some.head()) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, place
                    + "the head is the token embedding (tied), so both learn or neither does; say the same of embedding and head");
        }
    }

    private static GrowthException refusal(RunFile run, String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, run.growth().orElseThrow().trainsPlace() + ": " + message
                + "; leave trains out, or say all");
    }
}

package growth.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.GivenOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request as a run file makes it: {@code data} stands at run.yaml:4, its options at run.yaml:5 unless another line is given. */
public record Given(DataSource source, Path base, DataRequest.Model model, long seed, List<String> log, Map<String, Object> values,
        Map<String, String> places) {
    /** Begins without options. */
    public Given(DataSource source, Path base, DataRequest.Model model, long seed, List<String> log) {
        this(source, base, model, seed, log, new LinkedHashMap<>(), new HashMap<>());
    }

    /** Adds options: names and values by turns. */
    public Given with(Object... options) {
        for (int i = 0; i < options.length; i += 2) {
            at("run.yaml:5", (String) options[i], options[i + 1]);
        }
        return this;
    }

    /** Adds an option at a place. */
    public Given at(String place, String option, Object value) {
        values.put(option, value);
        places.put(option, place);
        return this;
    }

    /** Returns a group of options at a place. */
    public static GivenOptions group(String name, String place, Map<String, Object> values) {
        return new GivenOptions("data." + name, place, values, Map.of());
    }

    public DataRequest request() {
        return new DataRequest(new GivenOptions("data", "run.yaml:4", values, places).as(source.card().record()), base,
                base.resolve("cache"), model, seed, log::add);
    }

    public Dataset open() {
        return source.open(request());
    }

    /** Opens the data, which must fail with that kind and message. */
    public void refused(Kind kind, String message) {
        assertThatThrownBy(this::open).isInstanceOf(GrowthException.class).hasMessage(message).hasFieldOrPropertyWithValue("kind", kind);
    }
}

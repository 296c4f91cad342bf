package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.DeclaredOptions;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.runtime.run.RunFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens the further validation sets of a run: each is the run's own data once more, by the same source with the same options, tokenizer and
 * labels, but with other validation files. What the source has prepared of the training data is in its cache.
 *
 * @param run     the run
 * @param source  the source of its data
 * @param request how its data were asked for
 */
record ValidationSets(RunFile run, DataSource source, DataRequest request) {
    /** The beginning of a set's path. */
    static final String PATH = "evaluate.sets.";
    private static final String VALID = "valid";

    /**
     * Opens all of them.
     *
     * @param held    closes them with the run
     * @param dataset the run's data
     * @throws GrowthException (CONFIGURATION or DATA) with the place of the set
     */
    Map<String, Dataset> open(OpenThings held, Dataset dataset) {
        Map<String, Dataset> sets = new LinkedHashMap<>();
        run.evaluate().sets().ifPresent(all -> all.forEach((name, files) -> sets.put(name, open(name, files, held, dataset))));
        return sets;
    }

    private Dataset open(String name, List<String> files, OpenThings held, Dataset dataset) {
        String place = run.placeOfSet(name);
        DataRequest.Model model = request.model();
        Options options = run.data().options().with(VALID, value(files, place)).at(place + ": " + PATH + name);
        Dataset set = held.add(source.open(new DataRequest(options, request.base(), request.cache(), new DataRequest.Model(model.family(),
                model.context(), model.image(), dataset.vocabulary()), request.seed(), request.log())));
        if (dataset.vocabulary() < set.vocabulary() || !dataset.labelNames().equals(set.labelNames())) {
            throw new GrowthException(Kind.DATA, place + ": " + PATH + name + ": has other token ids or labels than the run's data; give"
                    + " data of the same kind");
        }
        if (set.validationRows() == 0) {
            throw new GrowthException(Kind.DATA, place + ": " + PATH + name + ": is shorter than one sequence; give more of it");
        }
        return set;
    }

    /** Returns the files as the source's own option for validation data takes them. */
    private Object value(List<String> files, String place) {
        Optional<OptionSpec> option = DeclaredOptions.of(run.data().options().record().getClass()).specs().stream()
                .filter(spec -> spec.name().equals(VALID) && spec.files()).findFirst();
        if (option.filter(spec -> spec.type() == OptionType.TEXTS).isPresent()) {
            return files;
        }
        if (option.filter(spec -> spec.type() == OptionType.TEXT).isEmpty()) {
            throw new GrowthException(Kind.CONFIGURATION, place + ": evaluate: 'sets' names files, and data '" + run.data().name()
                    + "' take no validation files; leave sets out");
        }
        if (files.size() != 1) {
            throw new GrowthException(Kind.CONFIGURATION, place + ": evaluate: a set of data '" + run.data().name() + "' is one file, not "
                    + files.size());
        }
        return files.get(0);
    }
}

package growth.data.iterators;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.data.IteratorFactory;
import growth.data.FamilyFit;
import growth.data.OptionPlace;
import growth.data.masking.RequestedMasking;
import growth.data.options.IteratorOptions;
import growth.data.options.TokensOptions;
import growth.data.windows.Permutation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Makes a dataset of the iterators of a request. */
final class IteratorOpener {
    /** Pixels are normalised, to at most a few units; pixels from 0 to 255 are not. */
    private static final double STRONG = 20;
    private static final String ITERATOR = "iterator";
    private final DataRequest request;
    private final IteratorOptions options;
    private final IteratorShelf shelf;
    private final boolean images;
    private final List<ExampleStream> opened = new ArrayList<>();

    IteratorOpener(DataRequest request, IteratorShelf shelf) {
        this.request = request;
        this.options = request.options().as(IteratorOptions.class);
        this.shelf = shelf;
        this.images = FamilyFit.takesImages(request);
    }

    /** Returns the dataset, which owns the iterators. */
    Dataset open() {
        Optional<RequestedMasking> masking = RequestedMasking.of(options.masking(), request);
        check(masking);
        try {
            return images ? ofImages() : ofTokens(masking);
        } catch (RuntimeException | Error e) {
            opened.forEach(ExampleStream::close);
            throw e;
        }
    }

    private void check(Optional<RequestedMasking> masking) {
        refuseIf(images && options.vocabulary().isPresent(), "vocabulary", "images have labels instead; leave it out");
        refuseIf(!images && options.labels().isPresent(), "labels", "token ids have a vocabulary instead; leave it out");
        refuseIf(masking.isEmpty() && options.maskId().isPresent(), "mask-id", "family " + request.model().family().id()
                + " masks nothing; leave it out");
        refuseIf(masking.isPresent() && options.maskId().isEmpty() && options.masking().isPresent(), "masking",
                "needs mask-id, the id that stands for a masked token");
        if (masking.isPresent() && masking.get().wholeWords()) {
            throw request.options().group("masking").refuse("whole-words", "token numbers do not tell where words begin; leave it out");
        }
    }

    private void refuseIf(boolean wrong, String option, String why) {
        if (wrong) {
            throw request.options().refuse(option, why);
        }
    }

    private Dataset ofImages() {
        OptionalInt given = options.labels().map(OptionalInt::of).orElse(OptionalInt.empty());
        BiFunction<String, OptionPlace, ExampleForm> forms = (name, place) -> new ImageForm(name, place, request.model().image(), given);
        ExampleStream train = training(forms);
        Optional<ExampleStream> valid = validation(forms);
        int largest = opened.stream().mapToInt(stream -> stream.survey().range().ids()).max().orElseThrow();
        double strongest = opened.stream().mapToDouble(stream -> stream.survey().range().strongest()).max().orElseThrow();
        if (strongest > STRONG) {
            request.log().accept("warning: the features of iterator '" + options.iterator() + "' reach " + Math.round(strongest)
                    + "; a vit learns from normalised colours, which a pre-processor such as ImagePreProcessingScaler(-1, 1) makes");
        }
        List<String> names = Optional.ofNullable(train.held().iterator().getLabels()).orElse(List.of());
        int count = options.labels().orElseGet(() -> Math.max(largest, names.size()));
        boolean named = names.size() == count;
        List<String> labels = named ? List.copyOf(names) : IntStream.range(0, count).mapToObj(Integer::toString).toList();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("labels", String.join(", ", labels));
        return dataset(train, valid, 0, new IteratorDataset.Meaning(0, labels, named, request.model().image(), 1, facts));
    }

    private Dataset ofTokens(Optional<RequestedMasking> masking) {
        FamilyFit.text(request, IteratorSource.KIND);
        int limit = options.vocabulary().orElse(TokensOptions.LARGEST);
        refuseIf(options.maskId().orElse(0) >= limit, "mask-id", "is not in the vocabulary, which has the ids 0 to " + (limit - 1));
        BiFunction<String, OptionPlace, ExampleForm> forms = (name, place) -> new TokenForm(name, place, request.model().family(),
                request.model().context(), limit);
        ExampleStream train = training(forms);
        Optional<ExampleStream> valid = validation(forms);
        int largest = opened.stream().mapToInt(stream -> stream.survey().range().ids()).max().orElseThrow();
        int length = opened.stream().mapToInt(stream -> stream.survey().range().length()).max().orElseThrow();
        int vocabulary = options.vocabulary().orElse(Math.max(2, Math.max(largest, options.maskId().map(id -> id + 1).orElse(0))));
        double scored = train.survey().range().scored();
        boolean masks = masking.isPresent() && scored == 0;
        refuseIf(masks && options.maskId().isEmpty(), ITERATOR, "'" + options.iterator() + "' gives no labels, so tokens are masked; give"
                + " mask-id, the id that stands for a masked token");
        refuseIf(!masks && options.maskId().isPresent(), "mask-id", "iterator '" + options.iterator()
                + "' gives labels of its own, nothing is masked; leave it out");
        Map<String, String> facts = new LinkedHashMap<>(Map.of("vocabulary", Integer.toString(vocabulary)));
        Dataset dataset = dataset(train, valid, length, new IteratorDataset.Meaning(vocabulary, List.of(), false, 0,
                request.model().family().causal() ? 1 : scored, facts));
        return masks ? masking.get().mask(dataset, options.maskId().orElseThrow(), request.seed()) : dataset;
    }

    private ExampleStream training(BiFunction<String, OptionPlace, ExampleForm> forms) {
        return stream(options.iterator(), OptionPlace.of(request, ITERATOR), files("train", options.train()), forms);
    }

    private Optional<ExampleStream> validation(BiFunction<String, OptionPlace, ExampleForm> forms) {
        if (options.validIterator().isEmpty() && options.valid().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(stream(options.validIterator().orElse(options.iterator()),
                OptionPlace.of(request, options.validIterator().isPresent() ? "valid-iterator" : ITERATOR),
                files("valid", options.valid()), forms));
    }

    private ExampleStream stream(String name, OptionPlace place, List<Path> files, BiFunction<String, OptionPlace, ExampleForm> forms) {
        IteratorFactory.Request asked = new IteratorFactory.Request(files, options.settings().orElse(Map.of()), request.seed());
        ExampleStream stream = GrowthException.placed(place.place() + ": " + place.key(),
                () -> ExampleStream.open(shelf.open(name, asked), forms.apply(name, place), request.log()));
        opened.add(stream);
        return stream;
    }

    private List<Path> files(String option, Optional<List<String>> names) {
        return names.orElse(List.of()).stream().map(file -> existing(option, file)).toList();
    }

    private Path existing(String option, String file) {
        Path path = request.base().resolve(file).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw OptionPlace.of(request, option).refuse(path + " does not exist");
        }
        return path;
    }

    private Dataset dataset(ExampleStream train, Optional<ExampleStream> valid, int length, IteratorDataset.Meaning meaning) {
        ExamplePart all = ExamplePart.all(train, length);
        int kept = valid.isPresent() || options.validShare() == 0 ? 0 : Math.max(1, (int) Math.round(options.validShare() * all.count()));
        int[] order = new int[all.count()];
        Permutation permutation = new Permutation(order.length, 0);
        Arrays.setAll(order, place -> (int) permutation.at(place));
        ExamplePart learned = part(all, order, kept, order.length);
        ExamplePart held = valid.map(stream -> ExamplePart.all(stream, length)).orElseGet(() -> part(all, order, 0, kept));
        describe(train, valid, learned, held, meaning.facts());
        return new IteratorDataset(learned, held, meaning, OptionPlace.of(request, ITERATOR));
    }

    private static ExamplePart part(ExamplePart all, int[] order, int from, int to) {
        return new ExamplePart(all.stream(), Arrays.stream(order, from, to).sorted().toArray(), all.length());
    }

    private void describe(ExampleStream train, Optional<ExampleStream> valid, ExamplePart learned, ExamplePart held,
            Map<String, String> facts) {
        facts.put(ITERATOR, options.iterator() + " of " + train.held().bundle());
        facts.put("train.examples", Integer.toString(learned.count()));
        facts.put("train.sha256", train.survey().sha256());
        facts.put("valid.examples", Integer.toString(held.count()));
        if (valid.isEmpty()) {
            facts.put("valid", held.count() + " of the training examples, chosen at random");
            return;
        }
        facts.put("valid.sha256", valid.get().survey().sha256());
        if (valid.get().survey().sha256().equals(train.survey().sha256())) {
            request.log().accept("warning: the validation examples are the training examples; a validation loss on them says little");
        }
    }
}

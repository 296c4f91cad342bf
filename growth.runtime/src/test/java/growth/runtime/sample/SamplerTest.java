package growth.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException.Kind;
import growth.api.algebra.ParameterInitializer;
import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.data.tokenizer.ByteTokenizer;
import growth.engine.cpu.CpuEngine;
import growth.formats.huggingface.ModelFolder;
import growth.reference.ReferenceModel;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.Refusals;
import growth.runtime.sample.Filled.Candidate;
import growth.runtime.sample.Generated.Sample;
import growth.runtime.sample.Sampler.Amount;
import growth.runtime.sample.Sampler.Listener;
import growth.runtime.sample.Sampler.ModelToSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class SamplerTest {
    private static final Sampling DRAWN = new Sampling(1, 0, 1, 0);
    private static final Prompt PROMPT = Prompt.text("To be");
    private final FakeCatalogue catalogue = new FakeCatalogue().with("cpu", new CpuEngine());
    private final Sampler sampler = new SamplerComponent(catalogue);
    private final List<String> warnings = new ArrayList<>();
    private final List<String> prompts = new ArrayList<>();
    private final List<StringBuilder> heard = new ArrayList<>();
    private final List<Integer> ended = new ArrayList<>();
    private final Listener listener = new Listener() {
        @Override
        public void warn(String line) {
            warnings.add(line);
        }

        @Override
        public void begin(String prompt) {
            prompts.add(prompt);
        }

        @Override
        public void piece(int sample, String text) {
            while (heard.size() <= sample) {
                heard.add(new StringBuilder());
            }
            heard.get(sample).append(text);
        }

        @Override
        public void end(int sample) {
            ended.add(sample);
        }
    };
    @TempDir
    private Path home;

    private static ModelShape shape(Family family) {
        return ModelShape.builder(family).layers(2).hidden(16).heads(2).intermediate(24).vocabulary(257).context(24).build();
    }

    /** Large enough weights that texts do not repeat one token. */
    private static ModelState state(ModelShape shape) {
        return ParameterInitializer.initialize(shape, 7).map(a -> a.mul(a.rank() > 1 ? 12 : 1));
    }

    private Path model(ModelShape shape) {
        Path folder = home.resolve(shape.family().id());
        try (ModelState state = state(shape)) {
            ModelFolder.save(folder, state);
        }
        new ByteTokenizer(shape.family() == Family.BERT).save(folder.resolve("tokenizer.json"));
        return folder;
    }

    private static ModelToSample cached(Path folder) {
        return new ModelToSample(folder, Optional.empty(), Optional.empty(), true);
    }

    private static ModelToSample whole(Path folder) {
        return new ModelToSample(folder, Optional.empty(), Optional.empty(), false);
    }

    private Generated generate(ModelToSample model, Prompt prompt, Sampling sampling, int tokens, int count) {
        return sampler.generate(model, prompt, sampling, new Amount(tokens, count, 5), listener);
    }

    private static void assertRefused(ThrowingCallable call, Kind kind, String message) {
        Refusals.assertRefused(kind, call).isEqualTo(message);
    }

    @ParameterizedTest
    @EnumSource(names = {"LLAMA", "GPT2"})
    void textsAreThoseWithoutACacheAlsoBehindTheContext(Family family) {
        Path folder = model(shape(family));
        for (Sampling sampling : List.of(Sampling.GREEDY, DRAWN, new Sampling(0.7, 20, 0.9, 0.01))) {
            for (int tokens : new int[] {1, 7, 19, 20, 70}) {
                Generated fast = generate(cached(folder), PROMPT, sampling, tokens, 1);
                Generated slow = generate(whole(folder), PROMPT, sampling, tokens, 1);
                assertThat(fast.samples()).isEqualTo(slow.samples());
                assertThat(fast.samples().get(0).ids()).hasSize(tokens);
                assertThat(fast.moved()).isEqualTo(5 + tokens > 24);
                assertThat(fast.cost().tokens()).isEqualTo(tokens);
                assertThat(fast.cost().promptTokens()).isEqualTo(5);
            }
        }
        assertThat(generate(cached(folder), PROMPT, DRAWN, 70, 1).samples().get(0).ids()).as("a text that says something")
                .matches(ids -> ids.stream().distinct().count() > 20);
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void greedyTakesWhatTheReferenceGivesTheHighestLogit() {
        ModelShape shape = shape(Family.LLAMA);
        Path folder = model(shape);
        List<Integer> ids = generate(cached(folder), PROMPT, Sampling.GREEDY, 19, 1).samples().get(0).ids();
        ReferenceModel reference = ReferenceModel.of(ModelFolder.read(folder, DataType.DOUBLE));
        int[] text = IntStream.concat("To be".chars(), ids.stream().mapToInt(i -> i)).toArray();
        double[] logits = reference.logits(new Batch.Tokens(1, text.length, text, text), View.full(), Gates.none());
        for (int t = 4; t < text.length - 1; t++) {
            double[] row = Arrays.copyOfRange(logits, t * 257, t * 257 + 256);
            assertThat(row[text[t + 1]]).as("token " + t).isEqualTo(Arrays.stream(row).max().orElseThrow());
        }
    }

    @Test
    void aTextDependsOnItsSeedAndNumberAndNotOnHowManyThereAre() {
        Path folder = model(shape(Family.LLAMA));
        List<Sample> five = generate(cached(folder), PROMPT, DRAWN, 40, 5).samples();
        for (int count = 1; count < 5; count++) {
            assertThat(generate(cached(folder), PROMPT, DRAWN, 40, count).samples()).isEqualTo(five.subList(0, count));
        }
        assertThat(five.stream().map(Sample::text).distinct()).hasSize(5);
        assertThat(sampler.generate(cached(folder), PROMPT, DRAWN, new Amount(40, 1, 6), listener).samples().get(0))
                .isNotEqualTo(five.get(0));
    }

    @Test
    void textsAreHeardPieceByPiece() {
        Generated result = generate(cached(model(shape(Family.GPT2))), PROMPT, DRAWN, 50, 3);
        assertThat(heard).extracting(StringBuilder::toString).containsExactlyElementsOf(result.samples().stream().map(Sample::text)
                .toList());
        assertThat(ended).containsExactly(0, 1, 2);
        assertThat(result.prompt()).isEqualTo("To be");
        assertThat(prompts).containsExactly("To be");
        for (Sample sample : result.samples()) {
            assertThat(sample.text()).isEqualTo(new ByteTokenizer(false).decode(sample.ids().stream().mapToInt(i -> i).toArray()));
        }
    }

    @Test
    void aTextEndsAtTheTokenThatTheFolderNames() throws IOException {
        Path folder = model(shape(Family.LLAMA));
        Sample endless = generate(cached(folder), PROMPT, DRAWN, 30, 1).samples().get(0);
        int end = endless.ids().get(6);
        int first = endless.ids().indexOf(end);
        for (String value : List.of("" + end, "[300, " + end + "]")) {
            Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": " + value + "}");
            Sample sample = generate(cached(folder), PROMPT, DRAWN, 30, 1).samples().get(0);
            assertThat(sample.ended()).isTrue();
            assertThat(sample.ids()).isEqualTo(endless.ids().subList(0, first));
        }
        assertThat(endless.ended()).isFalse();
    }

    @Test
    void ofTwoTextsOneMayEndBeforeTheOther() throws IOException {
        Path folder = model(shape(Family.LLAMA));
        List<Sample> endless = generate(cached(folder), PROMPT, DRAWN, 30, 3).samples();
        int end = endless.get(1).ids().get(2);
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": " + end + "}");
        ended.clear();
        List<Sample> samples = generate(cached(folder), PROMPT, DRAWN, 30, 3).samples();
        for (int i = 0; i < 3; i++) {
            int at = endless.get(i).ids().indexOf(end);
            assertThat(samples.get(i).ids()).isEqualTo(at < 0 ? endless.get(i).ids() : endless.get(i).ids().subList(0, at));
        }
        assertThat(ended.get(0)).isEqualTo(1);
    }

    @Test
    void anEmptyPromptBeginsBehindTheTokenThatEndsTexts() throws IOException {
        Path folder = model(shape(Family.GPT2));
        assertRefused(() -> generate(cached(folder), Prompt.text(""), DRAWN, 3, 1), Kind.CONFIGURATION,
                "the prompt is empty, and the model knows no token for the beginning of a text; give a word or more");
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 10}");
        Generated empty = generate(cached(folder), Prompt.text(""), DRAWN, 30, 1);
        assertThat(empty.samples()).isEqualTo(generate(whole(folder), Prompt.text(""), DRAWN, 30, 1).samples());
        assertThat(empty.prompt()).isEmpty();
        assertThat(empty.cost().promptTokens()).isEqualTo(1);
    }

    /** A foreign model's tokenizer, which puts a beginning of text before every text. */
    @Test
    void theBeginningOfTextStaysBeforeWhatTheModelSees() throws IOException {
        Path folder = model(shape(Family.LLAMA));
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"version": "1.0", "truncation": null, "padding": null, "normalizer": null, "decoder": null,
                 "added_tokens": [{"id": 3, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false,
                   "normalized": false, "special": true}],
                 "pre_tokenizer": {"type": "Whitespace"},
                 "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                   {"Sequence": {"id": "A", "type_id": 0}}], "pair": [{"Sequence": {"id": "A", "type_id": 0}},
                   {"Sequence": {"id": "B", "type_id": 0}}], "special_tokens": {"<s>": {"id": "<s>", "ids": [3], "tokens": ["<s>"]}}},
                 "model": {"type": "WordLevel", "unk_token": "a", "vocab": {"a": 0, "cat": 1, "sat": 2}}}
                """);
        Generated behind = generate(cached(folder), Prompt.text("cat sat"), DRAWN, 60, 1);
        assertThat(behind.cost().promptTokens()).isEqualTo(3);
        assertThat(behind.samples()).isEqualTo(generate(whole(folder), Prompt.text("cat sat"), DRAWN, 60, 1).samples());
        assertThat(behind.samples().get(0).ids()).as("only ids that have a text").allMatch(id -> id < 4);
        ModelToSample plain = new ModelToSample(folder, Optional.empty(), Optional.of(false), true);
        Generated without = generate(plain, Prompt.text("cat sat"), DRAWN, 20, 1);
        assertThat(without.cost().promptTokens()).isEqualTo(2);
        assertThat(generate(plain, Prompt.ids(List.of(3, 1, 2)), DRAWN, 20, 1).samples().get(0).ids())
                .as("the same tokens, given as ids").isEqualTo(behind.samples().get(0).ids().subList(0, 20))
                .isNotEqualTo(without.samples().get(0).ids());
        assertThat(generate(cached(folder), Prompt.text(""), DRAWN, 5, 1).cost().promptTokens()).isEqualTo(1);
    }

    @Test
    void aPromptBehindTheContextIsReadFromItsEnd() {
        Path folder = model(shape(Family.LLAMA));
        String prompt = "The quick brown fox jumps over the lazy dog.";
        Generated result = generate(cached(folder), Prompt.text(prompt), Sampling.GREEDY, 30, 1);
        assertThat(result.samples()).isEqualTo(generate(whole(folder), Prompt.text(prompt), Sampling.GREEDY, 30, 1).samples());
        assertThat(warnings).first().isEqualTo("the prompt has 44 tokens and the model takes 24; it sees the last 20");
        assertThat(generate(cached(folder), Prompt.text(prompt.substring(24)), Sampling.GREEDY, 4, 1).samples().get(0).ids())
                .isEqualTo(result.samples().get(0).ids().subList(0, 4));
    }

    @Test
    void idsTakeThePlaceOfTextWithAndWithoutATokenizer() throws IOException {
        Path folder = model(shape(Family.LLAMA));
        List<Integer> ids = "To be".chars().boxed().toList();
        Generated text = generate(cached(folder), PROMPT, DRAWN, 9, 1);
        assertThat(generate(cached(folder), Prompt.ids(ids), DRAWN, 9, 1).samples()).isEqualTo(text.samples());
        assertRefused(() -> generate(cached(folder), Prompt.ids(List.of(3, 257)), DRAWN, 9, 1), Kind.DATA,
                "token 257 of the prompt; the model has 0 to 256");
        Files.delete(folder.resolve("tokenizer.json"));
        Generated bare = generate(cached(folder), Prompt.ids(ids), DRAWN, 9, 1);
        assertThat(bare.prompt()).isEqualTo("84,111,32,98,101");
        assertThat(bare.samples().get(0).text()).isEqualTo(String.join("", bare.samples().get(0).ids().stream().map(id -> "," + id)
                .toList()));
        assertRefused(() -> generate(cached(folder), PROMPT, DRAWN, 9, 1), Kind.CHECKPOINT, folder
                + ": has no tokenizer.json, so text cannot be turned into its token ids; give ids: --tokens 1,2,3");
    }

    @Test
    void masksAreFilledWithTheProbabilitiesOfTheModel() {
        ModelShape shape = shape(Family.BERT);
        Path folder = model(shape);
        Filled filled = sampler.fill(cached(folder), Prompt.text("a [MASK] c[MASK]"), 4);
        int[] ids = {'a', ' ', 256, ' ', 'c', 256};
        double[] logits = ReferenceModel.of(ModelFolder.read(folder, DataType.DOUBLE))
                .logits(new Batch.Tokens(1, 6, ids, ids), View.full(), Gates.none());
        assertThat(filled.masks()).extracting(Filled.Mask::position).containsExactly(2, 5);
        for (Filled.Mask mask : filled.masks()) {
            double[] row = Arrays.copyOfRange(logits, mask.position() * 257, (mask.position() + 1) * 257);
            double sum = Arrays.stream(row).map(Math::exp).sum();
            List<Integer> best = IntStream.range(0, 257).boxed().sorted((a, b) -> Double.compare(row[b], row[a])).limit(4).toList();
            assertThat(mask.candidates()).extracting(Candidate::id).containsExactlyElementsOf(best);
            for (Candidate candidate : mask.candidates()) {
                assertThat(candidate.probability()).isCloseTo(Math.exp(row[candidate.id()]) / sum, within(1e-5));
            }
        }
        int first = filled.masks().get(0).candidates().get(0).id();
        int second = filled.masks().get(1).candidates().get(0).id();
        assertThat(filled.text()).isEqualTo(new ByteTokenizer(true).decode(new int[] {'a', ' ', first, ' ', 'c', second}));
    }

    @Test
    void refusesWhatAFamilyCannot() throws IOException {
        Path bert = model(shape(Family.BERT));
        assertRefused(() -> generate(cached(bert), PROMPT, DRAWN, 3, 1), Kind.CONFIGURATION, bert
                + ": family bert does not predict the next token; it fills masks");
        assertRefused(() -> sampler.fill(cached(bert), PROMPT, 3), Kind.CONFIGURATION, "the prompt has no [MASK]; family bert fills masks, "
                + "so write one where a word is wanted: \"The [MASK] sat\"");
        assertRefused(() -> sampler.fill(cached(bert), Prompt.text("[MASK] and much more than it takes"), 3), Kind.DATA,
                "the prompt has 29 tokens; the model takes 24");
        Files.delete(bert.resolve("tokenizer.json"));
        assertRefused(() -> sampler.fill(cached(bert), Prompt.ids(List.of(3)), 3), Kind.CHECKPOINT, bert
                + ": has no tokenizer.json, so it is not known which token is the mask");
        Path llama = model(shape(Family.LLAMA));
        assertRefused(() -> sampler.fill(cached(llama), PROMPT, 3), Kind.CONFIGURATION, llama
                + ": family llama fills no masks; it continues texts");
        Path vit = home.resolve("vit");
        try (ModelState state = ParameterInitializer.initialize(ModelShape.builder(Family.VIT).layers(1).hidden(8).heads(2).intermediate(8)
                .image(new ImageShape(4, 2, 3, 5)).build(), 1)) {
            ModelFolder.save(vit, state);
        }
        assertRefused(() -> sampler.family(vit), Kind.CONFIGURATION, vit
                + ": family vit sees images, and only models of text (llama, gpt2, bert) have samples; growth eval measures it");
        assertThat(sampler.family(llama)).isEqualTo(Family.LLAMA);
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void refusesWhatMakesNoSense() throws IOException {
        Path folder = model(shape(Family.LLAMA));
        assertRefused(() -> generate(cached(folder), PROMPT, Sampling.GREEDY, 3, 2), Kind.CONFIGURATION, "temperature 0 takes the most "
                + "probable token, so 2 texts would be the same; draw one, or raise the temperature");
        assertRefused(() -> new Amount(0, 1, 0), Kind.CONFIGURATION, "the number of tokens must be at least 1, not 0");
        assertRefused(() -> generate(new ModelToSample(folder, Optional.of("0.9"), Optional.empty(), true), PROMPT, DRAWN, 3, 1),
                Kind.CONFIGURATION, folder + ": is not a checkpoint of a run, so it keeps no averages");
        new ByteTokenizer(true).save(folder.resolve("tokenizer.json"));
        Path small = home.resolve("small");
        try (ModelState state = state(shape(Family.LLAMA).toBuilder().vocabulary(256).build())) {
            ModelFolder.save(small, state);
        }
        Files.copy(folder.resolve("tokenizer.json"), small.resolve("tokenizer.json"));
        assertRefused(() -> generate(cached(small), PROMPT, DRAWN, 3, 1), Kind.CHECKPOINT, small.resolve("tokenizer.json")
                + ": has 257 token ids, and the model of the folder has 256; it belongs to another model");
    }

    @Test
    void endsBetweenTwoTokensWhenInterrupted() {
        Path folder = model(shape(Family.LLAMA));
        Listener impatient = new Listener() {
            @Override
            public void warn(String line) {
                warnings.add(line);
            }

            @Override
            public void begin(String prompt) {
                prompts.add(prompt);
            }

            @Override
            public void piece(int sample, String text) {
                heard.add(new StringBuilder(text));
                Thread.currentThread().interrupt();
            }

            @Override
            public void end(int sample) {
                ended.add(sample);
            }
        };
        assertThatThrownBy(() -> sampler.generate(cached(folder), Prompt.text("a"), DRAWN, new Amount(1_000_000, 1, 0), impatient))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(heard).hasSize(1);
        assertThat(ended).isEmpty();
        assertThat(catalogue.held()).isZero();
    }
}

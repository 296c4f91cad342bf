package growth.runtime.sample;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.EngineSession;
import growth.api.model.Family;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.disk.ModelSession;
import growth.runtime.engine.EngineChoice;
import growth.runtime.plugins.Catalogue;
import growth.runtime.sample.TextGenerator.Beginning;
import java.nio.file.Path;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Samples models with an engine of the catalogue. */
@Component
public final class SamplerComponent implements Sampler {
    private final Catalogue catalogue;
    private final EngineChoice engine;

    /** @param catalogue where engines are found */
    @Activate
    public SamplerComponent(@Reference Catalogue catalogue) {
        this(catalogue, EngineChoice.DEFAULT);
    }

    private SamplerComponent(Catalogue catalogue, EngineChoice engine) {
        this.catalogue = catalogue;
        this.engine = engine;
    }

    @Override
    public Sampler on(EngineChoice other) {
        return new SamplerComponent(catalogue, other);
    }

    @Override
    public Family family(Path checkpoint) {
        return TextModel.shape(ModelLocation.of(checkpoint)).family();
    }

    @Override
    public Generated generate(ModelToSample asked, Prompt prompt, Sampling sampling, Amount amount, Listener listener) {
        try (TextModel model = TextModel.open(asked)) {
            if (!model.shape().family().causal()) {
                throw new GrowthException(Kind.CONFIGURATION, model.folder() + ": family " + model.shape().family().id()
                        + " does not predict the next token; it fills masks");
            }
            if (sampling.temperature() == 0 && amount.count() > 1) {
                throw new GrowthException(Kind.CONFIGURATION, "temperature 0 takes the most probable token, so " + amount.count()
                        + " texts would be the same; draw one, or raise the temperature");
            }
            Set<Integer> ends = EndOfText.of(model.folder(), model.shape(), model.text());
            Beginning begin = beginning(model, prompt, ends);
            warn(model, begin, listener);
            TextGenerator generator = new TextGenerator(model, begin, sampling, ends);
            return new ModelSession(catalogue, engine, model.folder(), asked.average()).with(1, session -> {
                try (NextLogits logits = logits(session, asked, model, begin, amount)) {
                    return generator.run(logits, amount, listener);
                }
            });
        }
    }

    private static Beginning beginning(TextModel model, Prompt prompt, Set<Integer> ends) {
        int[] prefix = model.prefix();
        int[] ids = model.ids(prompt);
        if (prefix.length + 1 >= model.shape().context()) {
            throw new GrowthException(Kind.CONFIGURATION, model.folder() + ": a context of " + model.shape().context()
                    + " tokens has no room for a text behind " + prefix.length + " special tokens; leave them out: --no-special-tokens");
        }
        if (prefix.length + ids.length > 0) {
            return new Beginning(prefix, ids);
        }
        // models such as GPT-2 have seen texts begin behind the end of others
        return new Beginning(new int[] {ends.stream().findFirst().orElseThrow(() -> new GrowthException(Kind.CONFIGURATION,
                "the prompt is empty, and the model knows no token for the beginning of a text; give a word or more"))}, ids);
    }

    private static void warn(TextModel model, Beginning begin, Listener listener) {
        GrowingText text = new GrowingText(model.shape().context(), begin.prefix(), begin.prompt());
        if (text.start() > 0) {
            listener.warn("the prompt has " + text.length() + " tokens and the model takes " + model.shape().context()
                    + "; it sees the last " + (text.length() - text.start()));
        }
    }

    private static NextLogits logits(EngineSession session, ModelToSample asked, TextModel model, Beginning begin, Amount amount) {
        long longest = (long) begin.prefix().length + begin.prompt().length + amount.tokens();
        return asked.cached() ? new CachedLogits(session.decoder(amount.count(), (int) Math.min(model.shape().context(), longest)))
                : new WholeLogits(session);
    }

    @Override
    public Filled fill(ModelToSample asked, Prompt prompt, int candidates) {
        try (TextModel model = TextModel.open(asked)) {
            if (model.shape().family() != Family.BERT) {
                throw new GrowthException(Kind.CONFIGURATION, model.folder() + ": family " + model.shape().family().id()
                        + " fills no masks; it continues texts");
            }
            MaskFiller filler = MaskFiller.of(model);
            int[] ids = filler.ids(prompt);
            return new ModelSession(catalogue, engine, model.folder(), asked.average()).with(1,
                    session -> filler.fill(session, ids, candidates));
        }
    }
}

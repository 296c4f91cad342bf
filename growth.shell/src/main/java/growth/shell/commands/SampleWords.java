package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.api.model.Family;
import growth.runtime.sample.Filled;
import growth.runtime.sample.Filled.Candidate;
import growth.runtime.sample.Generated;
import growth.runtime.sample.Generated.Sample;
import growth.runtime.sample.Sampler.Amount;
import growth.runtime.sample.Sampling;
import growth.shell.command.Console;
import growth.shell.text.Json;
import growth.shell.text.Table;
import java.util.Locale;

/** Samples for people and for other programs. */
final class SampleWords {
    private SampleWords() {
    }

    /** Returns a line about what it took. */
    static String words(Generated result, Amount amount) {
        long ended = result.samples().stream().filter(Sample::ended).count();
        String end = ended == 0 ? "" : result.samples().size() == 1 ? ", ended by the model" : ", " + ended + " ended by the model";
        return Amounts.grouped(result.cost().tokens()) + " tokens in " + String.format(Locale.ROOT, "%.1f s (%,.0f tok/s)",
                result.cost().seconds(), result.cost().tokensPerSecond()) + ", seed " + amount.seed() + end
                + (result.moved() ? "; longer than the model's context, so the model did not see the beginning any more" : "");
    }

    /** Prints the filled text and a table of candidates. */
    static void print(Filled result, Console console) {
        console.out().println(result.text());
        Table table = new Table(">mask", "token", ">probability");
        for (int i = 0; i < result.masks().size(); i++) {
            for (Candidate candidate : result.masks().get(i).candidates()) {
                table.row(Integer.toString(i + 1), Json.quoted(candidate.token()),
                        String.format(Locale.ROOT, "%.2f%%", 100 * candidate.probability()));
            }
        }
        table.lines(console.width()).forEach(console.out()::println);
    }

    /** Returns texts as JSON. */
    static ObjectNode json(Generated result, Family family, Sampling sampling, Amount amount) {
        ObjectNode object = Json.object().put("family", family.id()).put("prompt", result.prompt()).put("seed", amount.seed())
                .put("temperature", sampling.temperature()).put("top_k", sampling.topK()).put("top_p", sampling.topP())
                .put("min_p", sampling.minP());
        ArrayNode samples = object.putArray("samples");
        for (Sample sample : result.samples()) {
            ArrayNode ids = samples.addObject().put("text", sample.text()).put("ended", sample.ended()).putArray("ids");
            sample.ids().forEach(ids::add);
        }
        object.put("prompt_tokens", result.cost().promptTokens()).put("tokens", result.cost().tokens());
        Json.put(object, "seconds", result.cost().seconds());
        Json.put(object, "tokens_per_second", result.cost().tokensPerSecond());
        return object.put("beyond_context", result.moved());
    }

    /** Returns candidates as JSON. */
    static ObjectNode json(Filled result, Family family) {
        ObjectNode object = Json.object().put("family", family.id()).put("text", result.text());
        ArrayNode masks = object.putArray("masks");
        for (Filled.Mask mask : result.masks()) {
            ArrayNode candidates = masks.addObject().put("position", mask.position()).putArray("candidates");
            for (Candidate candidate : mask.candidates()) {
                Json.put(candidates.addObject().put("id", candidate.id()).put("token", candidate.token()), "probability",
                        candidate.probability());
            }
        }
        return object;
    }
}

package growth.runtime.plugins.guard;

import growth.api.data.Tokenizer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The tokenizer of a data source, behind the same guard.
 *
 * @param tokenizer the tokenizer
 * @param calls     the way to it
 */
record GuardedTokenizer(Tokenizer tokenizer, PluginCalls calls) implements Tokenizer {
    @Override
    public int vocabulary() {
        return calls.ask("vocabulary", tokenizer::vocabulary);
    }

    @Override
    public int[] encode(String text) {
        return calls.work("encode", () -> tokenizer.encode(text));
    }

    @Override
    public String decode(int[] ids) {
        return calls.work("decode", () -> tokenizer.decode(ids));
    }

    @Override
    public OptionalInt mask() {
        return calls.ask("mask", tokenizer::mask);
    }

    @Override
    public int[] prefix() {
        return calls.ask("prefix", tokenizer::prefix);
    }

    @Override
    public int[] suffix() {
        return calls.ask("suffix", tokenizer::suffix);
    }

    @Override
    public Optional<int[]> tokenBytes() {
        Optional<int[]> bytes = calls.work("tokenBytes", tokenizer::tokenBytes);
        if (bytes.isPresent() && bytes.get().length != vocabulary()) {
            throw calls.wrong("tokenBytes", "the bytes of " + bytes.get().length + " tokens instead of " + vocabulary());
        }
        return bytes;
    }

    @Override
    public boolean continuesWord(int before, int id) {
        return calls.ask("continuesWord", () -> tokenizer.continuesWord(before, id));
    }

    @Override
    public Optional<String> json() {
        return calls.work("json", tokenizer::json);
    }

    @Override
    public void save(Path file) {
        calls.work("save", () -> {
            tokenizer.save(file);
            return file;
        });
    }
}

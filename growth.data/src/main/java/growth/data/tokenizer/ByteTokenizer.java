package growth.data.tokenizer;

import growth.api.data.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Every byte of the UTF-8 text is a token whose id is the byte's value, 0 to 255. Masked language models have one more id, 256, which no
 * text is encoded to.
 */
public final class ByteTokenizer implements Tokenizer {
    private final boolean masked;

    /** Makes a tokenizer, with or without an id for masked tokens. */
    public ByteTokenizer(boolean masked) {
        this.masked = masked;
    }

    @Override
    public int vocabulary() {
        return ByteLevel.BYTES + (masked ? 1 : 0);
    }

    @Override
    public OptionalInt mask() {
        return masked ? OptionalInt.of(ByteLevel.BYTES) : OptionalInt.empty();
    }

    @Override
    public Optional<int[]> tokenBytes() {
        int[] bytes = new int[vocabulary()];
        Arrays.fill(bytes, 0, ByteLevel.BYTES, 1);
        return Optional.of(bytes);
    }

    @Override
    public boolean continuesWord(int before, int id) {
        return WordRule.isWord(before) && WordRule.isWord(id);
    }

    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ids[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return ids;
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length);
        for (int id : ids) {
            if (masked && id == ByteLevel.BYTES) {
                bytes.writeBytes(TokenizerJson.MASK.getBytes(StandardCharsets.UTF_8));
            } else {
                bytes.write(id);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void save(Path file) {
        TokenizerJson.write(file, contents());
    }

    @Override
    public Optional<String> json() {
        return Optional.of(contents());
    }

    /** Returns the same tokenizer as a tokenizer.json. */
    String contents() {
        String json = TokenizerJson.of(BpeModel.bytes(), false);
        return masked ? TokenizerJson.withMask(json) : json;
    }
}

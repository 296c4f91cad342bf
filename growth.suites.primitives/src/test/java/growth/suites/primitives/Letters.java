package growth.suites.primitives;

import growth.api.data.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A tokenizer of ASCII characters. */
final class Letters implements Tokenizer {
    @Override
    public int vocabulary() {
        return 128;
    }

    @Override
    public int[] encode(String text) {
        return text.chars().toArray();
    }

    @Override
    public String decode(int[] ids) {
        byte[] bytes = new byte[ids.length];
        for (int i = 0; i < ids.length; i++) {
            bytes[i] = (byte) ids[i];
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Override
    public void save(Path file) {
        throw new UnsupportedOperationException();
    }
}

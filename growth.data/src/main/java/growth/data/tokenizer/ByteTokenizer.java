package growth.data.tokenizer;

import growth.api.data.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Every byte of the UTF-8 text is a token whose id is the byte's value, 0 to 255. */
public final class ByteTokenizer implements Tokenizer {
    @Override
    public int vocabulary() {
        return ByteLevel.BYTES;
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
        byte[] bytes = new byte[ids.length];
        for (int i = 0; i < ids.length; i++) {
            bytes[i] = (byte) ids[i];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void save(Path file) {
        TokenizerFiles.write(file, json());
    }

    /** @return the same tokenizer as a tokenizer.json */
    String json() {
        return TokenizerJson.of(BpeModel.bytes(), false);
    }
}

package growth.data.tokenizer;

import static growth.api.GrowthException.Kind.CHECKPOINT;
import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes tokenizer.json files, with errors in words. */
final class TokenizerFiles {
    private TokenizerFiles() {
    }

    /** @throws GrowthException (DATA) if it cannot be read */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new GrowthException(DATA, file + ": is no Hugging Face tokenizer.json: it is not UTF-8", e);
        } catch (IOException e) {
            throw new GrowthException(DATA, file + " cannot be read: " + IoReason.of(e), e);
        }
    }

    /** @throws GrowthException (CHECKPOINT) if it cannot be written */
    static void write(Path file, String json) {
        try {
            Files.writeString(file, json);
        } catch (IOException e) {
            throw new GrowthException(CHECKPOINT, file + " cannot be written: " + IoReason.of(e), e);
        }
    }
}

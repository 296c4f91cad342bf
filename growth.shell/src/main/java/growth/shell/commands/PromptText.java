package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.formats.folder.WholeFile;
import growth.shell.command.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads prompts from files and from standard input: UTF-8, of which a line end at the very end is no part. */
final class PromptText {
    private PromptText() {
    }

    /** @throws GrowthException (DATA) if the file cannot be read or is no text */
    static String of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return text(in, file.toString());
        } catch (IOException e) {
            throw IoReason.unreadable(Kind.DATA, file, e);
        }
    }

    /** @throws GrowthException (CONFIGURATION) if the console has no input, (DATA) if it cannot be read or is no text */
    static String of(Console console) {
        InputStream in = console.in().orElseThrow(() -> new GrowthException(Kind.CONFIGURATION,
                "--prompt -: the shell itself reads the keys; pipe a text in, as in echo Once | sample DIR --prompt -"));
        try {
            return text(in, "standard input");
        } catch (IOException e) {
            throw new GrowthException(Kind.DATA, "standard input cannot be read: " + IoReason.of(e), e);
        }
    }

    private static String text(InputStream in, String name) throws IOException {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(WholeFile.bytes(in, WholeFile.SMALL))).toString();
            return text.replaceFirst("\\R\\z", "");
        } catch (CharacterCodingException e) {
            throw new GrowthException(Kind.DATA, name + ": is not UTF-8 text; a prompt is text", e);
        }
    }
}

package growth.formats.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises, by its first bytes, a file that is not what its name says. */
public final class ForeignBytes {
    private static final int ENOUGH = 512;
    private static final String LFS = "version https://git-lfs.github.com/spec/";
    private static final Pattern LFS_SIZE = Pattern.compile("\\nsize (\\d+)");

    private ForeignBytes() {
    }

    /** Explains what the file is and what to do, e.g. {@code is a Git LFS pointer …}; empty if its beginning is none of those known. */
    public static Optional<String> explain(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return explain(in.readNBytes(ENOUGH));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Explains a file that begins with those bytes. */
    public static Optional<String> explain(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(ENOUGH, bytes.length), StandardCharsets.ISO_8859_1);
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith(LFS)) {
            Matcher size = LFS_SIZE.matcher(text);
            return Optional.of("is a Git LFS pointer, not the file of " + (size.find() ? size.group(1) + " bytes" : "the model")
                    + " that it stands for; fetch that with 'git lfs pull', or download the folder again");
        }
        if (text.startsWith("PK\3\4") || text.startsWith("\u0080\2") || text.startsWith("\u0080\3") || text.startsWith("\u0080\4")) {
            return Optional.of("is a PyTorch file under another name; load it in Python and save it with save_pretrained");
        }
        if (text.startsWith("GGUF") || text.startsWith("ggml") || text.startsWith("tjgg")) {
            return Optional.of("is a GGUF file of llama.cpp under another name; take the Hugging Face folder it was made from");
        }
        if (text.startsWith("\u0089HDF")) {
            return Optional.of("is an HDF5 file of Keras under another name; load it in Python and save it with save_pretrained");
        }
        if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
            return Optional.of("is a web page, not the file: its download failed; download it again");
        }
        if (start.startsWith("{\"error") || start.startsWith("access to model") || start.startsWith("invalid username")
                || start.startsWith("entry not found") || start.startsWith("repository not found")) {
            return Optional.of("is the message of a download that failed; download it again, signed in if the model asks for it");
        }
        if (text.startsWith("\u001f\u008b")) {
            return Optional.of("is compressed with gzip; unpack it first");
        }
        return Optional.empty();
    }
}

package growth.engine.torch.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text of the kernels for one type of elements.
 *
 * @param bf16 whether activations and their gradients are bf16; f32 otherwise
 */
public record KernelSource(boolean bf16) {
    private static final List<String> FILES = List.of("base.cu", "norm.cu", "rope.cu", "activation.cu", "loss.cu", "adamw.cu");

    /** Returns the text; a compiler's messages name the file and line. */
    public String text() {
        StringBuilder text = new StringBuilder(bf16 ? "#define ELEMENT_BF16\n" : "");
        for (String file : FILES) {
            text.append("#line 1 \"").append(file).append("\"\n").append(read(file));
        }
        return text.toString();
    }

    private static String read(String file) {
        try (InputStream in = KernelSource.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

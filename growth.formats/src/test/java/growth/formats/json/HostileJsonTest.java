package growth.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.WholeFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON that nobody's writer makes: refused in one line, with the line it stands at, in bounded memory. */
class HostileJsonTest {
    private static final String DEEP = "[".repeat(100_000);

    @TempDir
    Path folder;

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("nested 100,000 deep", "{\n\"a\": " + DEEP, ": is not valid JSON: Document nesting depth (1001) exceeds"
                        + " the maximum allowed (1000)"),
                Arguments.of("objects nested as deep", "{" + "\"a\":{".repeat(50_000), ": is not valid JSON: Document nesting depth"),
                Arguments.of("the same key twice", "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}", ":3: is not valid JSON: Duplicate field 'a'"),
                Arguments.of("the same key twice within", "{\n\"a\": {\"b\": 1,\n\"b\": 2}}", ":3: is not valid JSON: Duplicate field 'b'"),
                Arguments.of("a number of 100,000 digits",
                        "{\"a\": " + "9".repeat(100_000) + "}", ": is not valid JSON: Number value length"),
                Arguments.of("a name of a million characters",
                        "{\"" + "a".repeat(1_000_000) + "\": 1}", ": is not valid JSON: Name length"),
                Arguments.of("no object", "[1, 2]", ":1: a JSON object is needed"),
                Arguments.of("nothing", "", ":1: a JSON object is needed"),
                Arguments.of("broken off", "{\"a\": {\n\"b\":", ":2: is not valid JSON"),
                Arguments.of("a byte that is no UTF-8", "{\"a\": \"\u00ff\"}", "is not valid JSON"),
                Arguments.of("NUL", "{\u0000}", "is not valid JSON"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void isRefusedInOneLine(String name, String text, String message) throws IOException {
        Path file = Files.write(folder.resolve("bad.json"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> JsonFields.read(file, Kind.CHECKPOINT)).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(600));
    }

    /** A number that is too large for its field says so; none wraps around into another one. */
    @Test
    void numbersDoNotOverflow() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), "{\"layers\": 4294967297, \"hidden\": 1e400, \"heads\": NaN}");
        JsonFields fields = JsonFields.read(file, Kind.CHECKPOINT);
        for (String name : new String[] {"layers", "hidden", "heads"}) {
            assertThat(fields.value(name).canConvertToInt()).as(name).isFalse();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "has no such device")
    void whatHasNoEndIsReadToABound() {
        assertThatThrownBy(() -> WholeFile.bytes(Path.of("/dev/zero"), 1 << 20))
                .isInstanceOf(IOException.class).hasMessage("it has more than the 1 MB that are read of such a file");
    }

    @Test
    void wholeFilesAreReadUpToTheirBound() throws IOException {
        Path file = Files.writeString(folder.resolve("text"), "växer");
        assertThat(WholeFile.text(file, 6)).isEqualTo("växer");
        assertThatThrownBy(() -> WholeFile.text(file, 5)).isInstanceOf(IOException.class);
        Files.write(file, new byte[] {'a', (byte) 0xff});
        assertThatThrownBy(() -> WholeFile.text(file, 5)).isInstanceOf(CharacterCodingException.class);
    }
}

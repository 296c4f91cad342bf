package growth.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that nobody's writer makes: each is refused in one line that names the file, and the tensor where there is one. */
class HostileFileTest {
    @TempDir
    Path temp;

    /** A file of that header, in which F[2]@[0,8] is short for type F32, shape [2] and data_offsets [0,8], and that many bytes of data. */
    private Path file(String header, int dataBytes) throws IOException {
        String full = header.replace("F[", "'dtype':'F32','shape':[").replace("]@", "],'data_offsets':").replace('\'', '"');
        byte[] json = full.getBytes(StandardCharsets.UTF_8);
        return file(json.length, json, dataBytes);
    }

    private Path file(long length, byte[] json, int dataBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(json);
        return Files.write(temp.resolve("bad.safetensors"), bytes.array());
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> SafetensorsFile.open(file, Kind.DATA)).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContaining(message)
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(Kind.DATA))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(600));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'a':{F[2]@[0,8]},'b':{F[2]@[4,12]}} | 12 | 'b': its data overlap",
        "{'a':{F[1]@[0,4]},'b':{F[1]@[8,12]}} | 12 | 'b': its data come after",
        "{'a':{F[1]@[4,8]}} | 8 | 'a': its data come after",
        "{'a':{F[1]@[0,4]}} | 6 | the last 2 bytes belong to no tensor",
        "{'a':{F[2]@[0,8]}} | 4 | 'a': its data end at byte 8, but the file holds only 4",
        "{'a':{F[3]@[0,8]}} | 8 | 'a': F32[3] needs 12 bytes, but its data_offsets hold 8",
        "{'a':{F[1]@[4,0]}} | 4 | 'a': data_offsets must be a beginning and an end",
        "{'a':{F[1]@[0,4,4]}} | 4 | 'a': data_offsets must be a beginning and an end",
        "{'a':{F[-1]@[0,4]}} | 4 | 'a': shape must be a list",
        "{'a':{F[1.0]@[0,4]}} | 4 | 'a': shape must be a list",
        "{'a':{F[[1]]@[0,4]}} | 4 | 'a': shape must be a list",
        "{'a':{'dtype':'F32','shape':1,'data_offsets':[0,4]}} | 4 | 'a': shape must be a list",
        "{'a':{F[99999999999999999999]@[0,4]}} | 4 | 'a': shape must be a list",
        "{'a':{F[4294967296,4294967296]@[0,4]}} | 4 | 'a': its shape [4294967296, 4294967296] is larger",
        "{'a':{'dtype':'F64','shape':[2305843009213693952]@[0,0]}} | 0 | 'a': its shape [2305843009213693952] is larger",
        "{'a':{'dtype':'F31','shape':[1]@[0,4]}} | 4 | 'a': unknown dtype 'F31'",
        "{'a':{'dtype':7,'shape':[1]@[0,4]}} | 4 | 'a': unknown dtype",
        "{'a':{F[1]}} | 4 | 'a': needs dtype, shape and data_offsets",
        "{'a':{F[1]@[0,4],'x':1}} | 4 | 'a': unknown key 'x'",
        "{'a':[1]} | 4 | 'a': is not described by an object",
        "{'a':{F[1]@[0,4]},'a':{F[1]@[4,8]}} | 8 | Duplicate field",
        "{'__metadata__':{'x':1}} | 0 | __metadata__ 'x' that is no text",
        "{'__metadata__':'x'} | 0 | __metadata__ that is no object",
        "{'a':{'dtype':'F32' | 4 | not valid JSON",
        "{} {} | 0 | has something behind its JSON object",
        "[] | 0 | does not begin with '{'",
    })
    void headersThatLieAreRefused(String header, int dataBytes, String message) throws IOException {
        refused(file(header.strip(), dataBytes), message.replace("Duplicate field", "Duplicate field"));
    }

    @Test
    void lengthsThatLieAreRefused() throws IOException {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        refused(file(-1, json, 0), "the header would have 18446744073709551615 bytes");
        refused(file(100_000_001, json, 0), "more than the 100000000 allowed");
        refused(file(99_999_999, json, 0), "but the file has only 10");
        refused(file(0, new byte[0], 0), "does not begin with '{'");
        refused(Files.write(temp.resolve("short"), new byte[7]), "has 7 bytes");
    }

    @Test
    void invalidUtf8AndControlCharactersDoNotReachTheTerminal() throws IOException {
        byte[] json = {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'};
        refused(file(json.length, json, 0), "not valid JSON");
        refused(file("{'a\\n\\u001b[2Jb':1}", 0), "tensor 'a??[2Jb'");
        refused(file("{'" + "x".repeat(5000) + "':1}", 0), "x…'");
    }

    @Test
    void missingFilesAndFoldersAreRefused() {
        refused(temp.resolve("none.safetensors"), "cannot be read: no such file");
        refused(temp, "is a folder");
    }

    @Test
    void aFileCutOffWhileItIsReadIsRefused() throws IOException {
        Path path = file("{'a':{F[1024]@[0,4096]}}", 4096);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Files.write(path, new byte[100]);
            assertThatThrownBy(() -> file.floats("a")).isInstanceOf(GrowthException.class)
                    .hasMessageContaining("tensor 'a': cannot be read: the file has become shorter");
        }
    }

    @Test
    void wrongTypesAndNamesAreRefusedWhenAsked() throws IOException {
        Path path = file("{'f':{F[1]@[0,4]},'i':{'dtype':'I32','shape':[1]@[4,8]}}", 8);
        try (SafetensorsFile file = SafetensorsFile.open(path, Kind.DATA)) {
            assertThatThrownBy(() -> file.floats("i")).hasMessage(path + ": tensor 'i': is I32, but F32, F64, F16 or BF16 is needed");
            assertThatThrownBy(() -> file.ints("f")).hasMessage(path + ": tensor 'f': is F32, but whole numbers are needed");
            assertThatThrownBy(() -> file.ints("x")).hasMessage(path + ": tensor 'x': is missing");
        }
    }

    @Test
    void numbersThatAreNoIntAreRefused() throws IOException {
        String header = "{'u32':{'dtype':'U32','shape':[1]@[16,20]},'i64':{'dtype':'I64','shape':[1]@[0,8]},"
                + "'u64':{'dtype':'U64','shape':[1]@[8,16]}}";
        Path path = file(header, 20);
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer.wrap(bytes, bytes.length - 20, 20).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 31).putLong(-1).putInt(-1);
        Files.write(path, bytes);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (String name : file.names()) {
                assertThatThrownBy(() -> file.ints(name))
                        .hasMessage(path + ": tensor '" + name + "': holds a number that is no 32-bit integer");
            }
        }
    }
}

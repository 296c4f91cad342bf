package growth.data.tokenfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.View;
import growth.data.Given;
import growth.data.SharedCases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of ids that say how their ids lie, and files that are none. */
class HeadersTest {
    private static final int CONTEXT = 8;
    private static final int[] IDS = IntStream.range(300, 400).toArray();

    @TempDir
    Path base;

    private Dataset open(Path file, Object... options) {
        return new Given(new TokensSource(), base, DataRequest.Model.tokens(Family.LLAMA, CONTEXT), 1, new ArrayList<>())
                .with("valid-share", 0.0, "valid", List.of(file.toString())).with(options).open();
    }

    private int[] ids(Path file, Object... options) {
        try (Dataset data = open(file, options)) {
            return data.validation(View.full(), Long.MAX_VALUE, 1).stream().flatMapToInt(batch ->
                    Arrays.stream(((Batch.Tokens) batch).inputs())).toArray();
        }
    }

    private void refused(Path file, String message, Object... options) {
        assertThatThrownBy(() -> ids(file, options)).isInstanceOf(GrowthException.class).hasMessageContaining(file + ": " + message)
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(GrowthException.Kind.DATA));
    }

    private static ByteBuffer numbers(int width, ByteOrder order, int... ids) {
        ByteBuffer bytes = ByteBuffer.allocate(width * ids.length).order(order);
        for (int id : ids) {
            switch (width) {
                case 1 -> bytes.put((byte) id);
                case 2 -> bytes.putShort((short) id);
                case 4 -> bytes.putInt(id);
                default -> bytes.putLong(id);
            }
        }
        return bytes.flip();
    }

    private Path file(String name, ByteBuffer... parts) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(ByteBuffer::remaining).sum());
        Arrays.stream(parts).forEach(part -> all.put(part.duplicate()));
        return Files.write(base.resolve(name), all.array());
    }

    /** As numpy.save writes it: padded with blanks, so that the ids begin at a multiple of 64. */
    private static ByteBuffer npy(int version, String type, String order, String shape) {
        String text = "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
        int prefix = version == 1 ? 10 : 12;
        String padded = text + " ".repeat(63 - (prefix + text.length()) % 64) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(prefix + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) padded.length());
        } else {
            bytes.putInt(padded.length());
        }
        return bytes.put(padded.getBytes(StandardCharsets.UTF_8)).flip();
    }

    private static int[] whole(int... ids) {
        return Arrays.copyOf(ids, (ids.length - 1) / CONTEXT * CONTEXT);
    }

    @Test
    void numpyArraysOfAllWidthsOrdersAndVersionsAreRead() throws IOException {
        int[] bytes = IntStream.range(0, 100).toArray();
        Path small = file("a.npy", npy(1, "|u1", "False", "(100,)"), numbers(1, ByteOrder.LITTLE_ENDIAN, bytes));
        assertThat(ids(small)).isEqualTo(whole(bytes));
        for (int version : new int[] {1, 2, 3}) {
            for (String type : List.of("<u2", "<i2", "<u4", "<i4", "<i8", "<u8", ">u2", ">i4", ">i8")) {
                ByteOrder order = type.startsWith("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
                Path file = file("b.npy", npy(version, type, "False", "(100,)"), numbers(type.charAt(2) - '0', order, IDS));
                assertThat(ids(file)).as(version + type).isEqualTo(whole(IDS));
                try (Dataset data = open(file)) {
                    assertThat(data.provenance()).containsEntry("layout", "NumPy '" + type + "'").containsEntry("valid.tokens", "100");
                }
            }
        }
        Path square = file("c.bin", npy(1, "<u2", "False", "(4, 25)"), numbers(2, ByteOrder.LITTLE_ENDIAN, IDS));
        assertThat(ids(square)).as("rows one after the other, whatever the name").isEqualTo(whole(IDS));
        assertThat(ids(file("d.npy", npy(1, "<u2", "True", "(100,)"), numbers(2, ByteOrder.LITTLE_ENDIAN, IDS)))).isEqualTo(whole(IDS));
    }

    @Test
    void otherNumpyArraysAreRefusedInWords() throws IOException {
        ByteBuffer ids = numbers(2, ByteOrder.LITTLE_ENDIAN, IDS);
        refused(file("a.npy", npy(1, "<f4", "False", "(50,)"), ids), "is a NumPy array of type <f4; token ids are uint16, uint32, int32"
                + " or int64");
        refused(file("b.npy", npy(1, "|O", "False", "(50,)"), ids), "is a NumPy array of Python objects; write it as uint16");
        refused(file("c.npy", npy(1, "<u2", "True", "(4, 25)"), ids), "is a NumPy array in Fortran's order");
        refused(file("d.npy", npy(1, "<u2", "False", "(101,)"), ids), "has 200 bytes of ids, but its header promises 101 ids of 2 bytes");
        refused(file("e.npy", npy(9, "<u2", "False", "(100,)"), ids), "has a NumPy header of version 9; versions 1 to 3 are read");
        refused(file("f.npy", npy(1, "<u2", "False", "(100,)").limit(20)), "has a NumPy header that breaks off");
        refused(file("g.npy", npy(1, "<u2", "False", "(0,)")), "holds no ids; give a file of token ids");
        refused(file("h.npy", ids), "is named like a NumPy array, but has no such header");
        refused(file("i.npy", npy(1, "<i8", "False", "(9,)"), numbers(8, ByteOrder.LITTLE_ENDIAN, 1, 2, 3, -4, 5, 6, 7, 8, 9)),
                "token 3 (byte 152) is negative or too large; any vocabulary allows 0 to 16777215");
    }

    @Test
    void headersOfLlmcAreReadOrRefused() throws IOException {
        ByteBuffer gpt2 = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 20240520).putInt(4, 1).putInt(8, 100);
        assertThat(ids(file("a.bin", gpt2, numbers(2, ByteOrder.LITTLE_ENDIAN, IDS)))).isEqualTo(whole(IDS));
        ByteBuffer llama = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 20240801).putInt(4, 7).putInt(8, 100);
        int[] large = Arrays.stream(IDS).map(id -> id * 300).toArray();
        assertThat(ids(file("b.bin", llama, numbers(4, ByteOrder.LITTLE_ENDIAN, large)))).isEqualTo(whole(large));
        refused(file("c.bin", llama.duplicate().order(ByteOrder.LITTLE_ENDIAN).putInt(8, 99), numbers(4, ByteOrder.LITTLE_ENDIAN, large)),
                "has 400 bytes of ids, but its header promises 99 ids of 4 bytes");
        refused(file("d.bin", gpt2.putInt(4, 2), numbers(2, ByteOrder.LITTLE_ENDIAN, IDS)),
                "has llm.c's header of version 2, but 1 is read; write the ids as .npy");
    }

    @Test
    void widerIdsThanAreReadAreRefused() throws IOException {
        ByteOrder little = ByteOrder.LITTLE_ENDIAN;
        Path wide = file("a.bin", numbers(4, little, IDS));
        refused(wide, "every second id is 0, so the file holds ids of 32 or 64 bits; write dtype: uint32 (or int64)");
        assertThat(ids(wide, "dtype", "uint32")).isEqualTo(whole(IDS));
        int[] llama3 = IntStream.range(0, 500).map(i -> i % 7 == 0 ? 128_000 - i : 500 + i).toArray();
        refused(file("b.bin", numbers(4, little, llama3)), "every second id is 0, so the file holds ids of 32");
        Path widest = file("c.bin", numbers(8, little, IDS));
        refused(widest, "every second id is 0", "dtype", "uint32");
        assertThat(ids(widest, "dtype", "int64")).isEqualTo(whole(IDS));
        refused(file("d.bin", numbers(2, little, IntStream.range(300, 400).map(i -> i * 600).toArray())), "token 0 (byte 0) is",
                "dtype", "uint32");
        assertThatThrownBy(() -> ids(base.resolve("d.bin"), "dtype", "uint32")).hasMessageEndingWith("; ids of 16 bits are dtype: uint16");
        for (int[] narrow : new int[][] {IDS, IntStream.range(0, 200).map(i -> i % 2 == 0 ? i : 7).toArray(), new int[100],
            IntStream.range(0, 200).map(i -> i % 3).toArray()}) {
            assertThat(ids(file("e.bin", numbers(2, little, narrow)))).as("ids of 16 bits").isEqualTo(whole(narrow));
        }
    }

    @Test
    void otherFilesAreNamedAndNumbersAreNot() throws IOException {
        for (Map.Entry<String, String> kind : Map.of("1F8B080000000000", "packed with gzip", "504B030414000000", "a zip archive",
                "50415231150415", "a Parquet file", "89504E470D0A1A0A", "a PNG image", "800495100000000000000055", "a Python pickle",
                "FFD8FFE000104A46", "a JPEG image").entrySet()) {
            byte[] start = HexFormat.of().parseHex(kind.getKey());
            refused(file("x.bin", ByteBuffer.wrap(Arrays.copyOf(start, 400))), "is " + kind.getValue());
        }
        refused(file("x.bin", ByteBuffer.wrap("The fox took the bread. ".repeat(9).getBytes(StandardCharsets.UTF_8))),
                "is text, which goes to data of kind text; token ids are read from");
        // The same two bytes as ids.
        for (int first : new int[] {0x8B1F, 0x9D1F, 0x0280, 0x0480, 0xD8FF, 0x005D, 0xFEFF}) {
            int[] ids = IDS.clone();
            ids[0] = first;
            assertThat(ids(file("y.bin", numbers(2, ByteOrder.LITTLE_ENDIAN, ids)))).startsWith(first, 301);
        }
    }

    @Test
    void sharedCasesAreRead() {
        Path cases = SharedCases.folder("12-token-files");
        assumeTrue(Files.isDirectory(cases), cases + " is not there");
        int[] npy = ids(cases.resolve("ids-npy.bin"));
        int[] llmc = ids(cases.resolve("llmc.bin"));
        assertThat(npy).hasSize((60_000 - 1) / CONTEXT * CONTEXT).isEqualTo(llmc);
        assertThat(Arrays.stream(npy).max().orElseThrow()).isLessThan(50_257);
    }
}

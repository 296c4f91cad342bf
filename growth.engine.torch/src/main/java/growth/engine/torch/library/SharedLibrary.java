package growth.engine.torch.library;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the first bytes of a shared library tell of the machine that it was made for. */
final class SharedLibrary {
    private static final int ELF = 0x7f454c46;
    private static final int MACH_O = 0xcffaedfe;
    private static final int HEADER = 20;

    private SharedLibrary() {
    }

    /**
     * Returns the platform that a library is for; empty if the file is no shared library.
     *
     * @throws IOException if it cannot be read
     */
    static Optional<Platform> platform(Path file) throws IOException {
        byte[] header = new byte[HEADER];
        try (InputStream in = Files.newInputStream(file)) {
            if (new DataInputStream(in).readNBytes(header, 0, HEADER) < HEADER) {
                return Optional.empty();
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(header);
        return switch (bytes.getInt(0)) {
            case ELF -> Optional.of(elf(bytes));
            case MACH_O -> Optional.of(new Platform("macosx", machO(bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(4))));
            default -> Optional.empty();
        };
    }

    /** The ELF header: class at 4, byte order at 5, machine at 18. */
    private static Platform elf(ByteBuffer bytes) {
        bytes.order(bytes.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int machine = Short.toUnsignedInt(bytes.getShort(18));
        return new Platform("linux", switch (machine) {
            case 62 -> bytes.get(4) == 1 ? "x32" : "x86_64";
            case 183 -> "arm64";
            case 3 -> "x86";
            case 40 -> "arm";
            case 21 -> "ppc64";
            case 243 -> "riscv64";
            default -> "machine " + machine;
        });
    }

    private static String machO(int type) {
        return switch (type) {
            case 0x01000007 -> "x86_64";
            case 0x0100000c -> "arm64";
            default -> "machine " + Integer.toHexString(type);
        };
    }
}

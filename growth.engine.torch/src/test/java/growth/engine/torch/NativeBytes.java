package growth.engine.torch;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Structure;
import java.util.List;
import java.util.OptionalLong;

/** What the process has allocated outside of Java's heap and not given back, as the C library counts it. */
final class NativeBytes {
    private NativeBytes() {
    }

    /** Returns the bytes in use, after a collection, which frees what waits for it; empty where the C library does not tell. */
    static OptionalLong inUse() {
        System.gc();
        try {
            Info info = (Info) NativeLibrary.getProcess().getFunction("mallinfo2").invoke(Info.class, new Object[0]);
            return OptionalLong.of(info.uordblks + info.hblkhd);
        } catch (UnsatisfiedLinkError e) {
            return OptionalLong.empty();
        }
    }

    /** The structure {@code mallinfo2} of glibc. */
    public static final class Info extends Structure implements Structure.ByValue {
        /** Bytes and numbers of blocks, as {@code man mallinfo} explains them; those in use are uordblks, those of mappings hblkhd. */
        public long arena;
        public long ordblks;
        public long smblks;
        public long hblks;
        public long hblkhd;
        public long usmblks;
        public long fsmblks;
        public long uordblks;
        public long fordblks;
        public long keepcost;

        @Override
        protected List<String> getFieldOrder() {
            return List.of("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost");
        }
    }
}

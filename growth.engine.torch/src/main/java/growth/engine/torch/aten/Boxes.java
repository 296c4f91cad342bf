package growth.engine.torch.aten;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/** Boxes of optional values, made by libtorch itself: from 2.13 on. */
final class Boxes {
    /** The function, whose presence tells whether this can be bound. */
    static final String SYMBOL = "torch_new_stable_ivalue";

    private Boxes() {
    }

    /** Binds the function. */
    static void bind(String file, int flags) {
        Native.register(Boxes.class, NativeLibrary.getInstance(file,
                Map.of(Library.OPTION_FUNCTION_MAPPER, Symbol.MAPPER, Library.OPTION_OPEN_FLAGS, flags)));
    }

    /** Writes the address of a new box. */
    @Symbol(SYMBOL)
    static native int make(long result);
}

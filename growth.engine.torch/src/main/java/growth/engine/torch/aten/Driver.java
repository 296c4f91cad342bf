package growth.engine.torch.aten;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NVIDIA's driver, asked for what it sees; this needs no libtorch and makes no context. Its API is documented and stable. */
public final class Driver {
    private static final String LIBRARY = "libcuda.so.1";
    private static final int NAME = 256;
    private static final int CAPABILITY_MAJOR = 75;
    private static final int CAPABILITY_MINOR = 76;

    private final NativeLibrary cuda;
    private final String obstacle;

    private Driver(NativeLibrary cuda, String obstacle) {
        this.cuda = cuda;
        this.obstacle = obstacle;
    }

    /** Starts the driver, if there is one. */
    public static Driver start() {
        NativeLibrary cuda;
        try {
            cuda = NativeLibrary.getInstance(LIBRARY);
        } catch (UnsatisfiedLinkError e) {
            return new Driver(null, "no NVIDIA driver (" + LIBRARY + ") is installed");
        }
        int status = cuda.getFunction("cuInit").invokeInt(new Object[]{0});
        return new Driver(cuda, status == 0 ? null : "NVIDIA's driver does not start: CUDA error " + status + hint(status));
    }

    private static String hint(int status) {
        return switch (status) {
            case 100 -> ", no device";
            case 803 -> ", the driver is older than the kernel module or the other way round";
            case 804 -> ", the library is newer than the driver";
            default -> "";
        };
    }

    /** Returns why there is no GPU to be seen; empty if the driver runs. */
    public Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    /** Returns the GPUs that this process may use. */
    public List<Gpu> gpus() {
        List<Gpu> gpus = new ArrayList<>();
        if (obstacle == null) {
            IntByReference count = new IntByReference();
            call("cuDeviceGetCount", count);
            for (int i = 0; i < count.getValue(); i++) {
                gpus.add(gpu(i));
            }
        }
        return gpus;
    }

    private Gpu gpu(int index) {
        IntByReference handle = new IntByReference();
        call("cuDeviceGet", handle, index);
        int device = handle.getValue();
        LongByReference bytes = new LongByReference();
        call("cuDeviceTotalMem_v2", bytes, device);
        try (Memory name = new Memory(NAME)) {
            call("cuDeviceGetName", name, NAME, device);
            return new Gpu(index, name.getString(0), attribute(CAPABILITY_MAJOR, device), attribute(CAPABILITY_MINOR, device),
                    bytes.getValue());
        }
    }

    private int attribute(int attribute, int device) {
        IntByReference value = new IntByReference();
        call("cuDeviceGetAttribute", value, attribute, device);
        return value.getValue();
    }

    private void call(String function, Object... arguments) {
        int status = cuda.getFunction(function).invokeInt(arguments);
        if (status != 0) {
            throw new IllegalStateException(function + " failed with CUDA error " + status);
        }
    }
}

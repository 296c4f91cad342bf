package growth.engine.torch;

import growth.api.engine.Device;
import growth.api.engine.Engine.DeviceMemory;
import growth.api.engine.Engine.Surroundings;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.api.options.Options;
import growth.engine.common.machine.KernelLimits;
import growth.engine.common.machine.MathLibrary;
import growth.engine.common.machine.MathLibrary.Kind;
import growth.engine.torch.aten.Cuda;
import growth.engine.torch.aten.Driver;
import growth.engine.torch.aten.Gpu;
import growth.engine.torch.aten.Libtorch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The devices on which a libtorch computes.
 *
 * @param libtorch the library
 * @param chosen   what {@code auto} means; {@link Device#AUTO}: a GPU where there is one
 */
record Devices(Libtorch libtorch, Device chosen) {
    /** Returns a device that is chosen as operators name it. */
    static growth.engine.torch.aten.Device of(Device device) {
        return device.host() ? growth.engine.torch.aten.Device.CPU : growth.engine.torch.aten.Device.cuda(device.index().orElse(0));
    }

    /**
     * Returns the placement with a device that is there.
     *
     * @throws growth.api.GrowthException (CONFIGURATION) about device or precision
     */
    Placement resolve(Placement placement) {
        Device wanted = placement.device().kind() == Device.Kind.AUTO ? chosen : placement.device();
        Device device = switch (wanted.kind()) {
            case CPU -> Device.CPU;
            case AUTO -> libtorch.cuda().isPresent() && !Driver.start().gpus().isEmpty() ? Device.cuda(0) : Device.CPU;
            case CUDA -> Device.cuda(gpu(wanted).index());
        };
        if (placement.precision() == Precision.BF16 && !device.host() && !gpu(device).multipliesBf16()) {
            throw Options.refused("precision", "a " + gpu(device).name() + " multiplies no bf16 (compute capability " + gpu(device).major()
                    + "." + gpu(device).minor() + ", it needs 8.0); choose f32");
        }
        return placement.withDevice(device);
    }

    private Gpu gpu(Device device) {
        if (libtorch.cuda().isEmpty()) {
            throw Options.refused("device", "libtorch " + libtorch.version() + " of " + libtorch.installation().folder()
                    + " computes on the cpu alone, not on " + device + "; choose cpu, or name a PyTorch for CUDA with engine.library");
        }
        Driver driver = Driver.start();
        driver.obstacle().ifPresent(reason -> {
            throw Options.refused("device", "there is no " + device + ": " + reason + "; choose cpu");
        });
        List<Gpu> gpus = driver.gpus();
        int index = device.index().orElse(0);
        return gpus.stream().filter(gpu -> gpu.index() == index).findFirst().orElseThrow(() -> Options.refused("device", "there is no "
                + device + "; this machine has " + (gpus.isEmpty() ? "no GPU that this process may use; choose cpu"
                : gpus.stream().map(gpu -> "cuda:" + gpu.index()).collect(Collectors.joining(", ")))));
    }

    /** Returns the memory of a device; empty for the processor, which computes in the machine's. */
    Optional<DeviceMemory> memory(Device device) {
        if (device.host()) {
            return Optional.empty();
        }
        Cuda.Memory memory = libtorch.cuda().orElseThrow().memory(of(device));
        return Optional.of(new DeviceMemory(gpu(device).name(), memory.total(), memory.free()));
    }

    /** Returns what results on a device depend on to the last bit. */
    Map<String, String> description(Device device) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("libtorch", libtorch.version() + (libtorch.cuda().isPresent() ? "" : ", for processors"));
        if (device.host()) {
            facts.put("blas", libtorch.blas());
        } else {
            Gpu gpu = gpu(device);
            facts.put("gpu", gpu.name() + ", compute capability " + gpu.major() + "." + gpu.minor());
        }
        facts.put("algorithms", "deterministic, without TF32");
        return facts;
    }

    /** Returns what the processor has, and what keeps libtorch from it; nothing of a GPU. */
    Surroundings surroundings(Placement placement) {
        if (!placement.device().host()) {
            return Surroundings.NONE;
        }
        KernelLimits limits = KernelLimits.ofProcess();
        return new Surroundings(limits.cpu().facts(), limits.hindrances(libraries(libtorch.blas(), placement.precision()),
                placement.precision()));
    }

    /** libtorch leaves single precision to the BLAS that it was built with, bfloat16 to oneDNN. */
    static List<MathLibrary> libraries(String blas, Precision precision) {
        MathLibrary built = new MathLibrary(blas.contains(Kind.OPENBLAS.toString()) ? Kind.OPENBLAS : Kind.MKL, Optional.empty(),
                Optional.empty());
        MathLibrary oneDnn = new MathLibrary(Kind.ONEDNN, Optional.empty(), Optional.empty());
        return precision == Precision.BF16 ? List.of(oneDnn, built) : List.of(built, oneDnn);
    }

    /** Returns where the library lies, and what GPUs there are. */
    Map<String, String> installation() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("libtorch", libtorch.version());
        facts.put("libtorch folder", libtorch.installation().folder() + " (" + libtorch.installation().origin() + ")");
        facts.put("interface", "stable C ABI " + libtorch.abi());
        List<Gpu> gpus = libtorch.cuda().isPresent() ? Driver.start().gpus() : List.of();
        facts.put("gpus", gpus.isEmpty() ? "none" : gpus.stream().map(gpu -> "cuda:" + gpu.index() + " " + gpu.name())
                .collect(Collectors.joining(", ")));
        return facts;
    }
}

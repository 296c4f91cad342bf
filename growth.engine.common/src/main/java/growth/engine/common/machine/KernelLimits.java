package growth.engine.common.machine;

import growth.api.engine.Engine.Hindrance;
import growth.api.engine.Precision;
import growth.engine.common.machine.MathLibrary.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Finds environment variables that keep a library from instructions that the processor has. They are set for whole clusters, or copied from
 * advice for another machine, and nothing else tells of them.
 *
 * @param environment value of a variable; null if it is not set
 * @param cpu         what the processor has
 */
public record KernelLimits(UnaryOperator<String> environment, CpuFeatures cpu) {
    /**
     * A variable.
     *
     * @param name    its name
     * @param library what reads it
     * @param highest value, in lower case → the highest instructions that it allows; others allow all
     */
    private record Variable(String name, Kind library, Map<String, Instructions> highest) {
    }

    private static final List<Variable> VARIABLES = List.of(
            new Variable("OPENBLAS_CORETYPE", Kind.OPENBLAS, highest(Map.of(
                    Instructions.SSE, "katmai coppermine northwood prescott banias atom core2 penryn dunnington nehalem athlon opteron"
                            + " opteron_sse3 barcelona nano bobcat",
                    Instructions.AVX, "sandybridge bulldozer piledriver steamroller",
                    Instructions.AVX2, "haswell excavator zen",
                    Instructions.AVX512, "skylakex",
                    Instructions.AVX512_BF16, "cooperlake",
                    Instructions.NEON, "armv8 cortexa53 cortexa57 cortexa72 cortexa73 neoversen1"))),
            new Variable("MKL_ENABLE_INSTRUCTIONS", Kind.MKL, highest(Map.of(
                    Instructions.SSE, "sse4_2", Instructions.AVX, "avx", Instructions.AVX2, "avx2 avx2_e1"))),
            oneDnn("ONEDNN_MAX_CPU_ISA"), oneDnn("DNNL_MAX_CPU_ISA"));

    private static Variable oneDnn(String name) {
        return new Variable(name, Kind.ONEDNN, highest(Map.of(
                Instructions.SSE, "sse41",
                Instructions.AVX, "avx",
                Instructions.AVX2, "avx2 avx2_vnni avx2_vnni_2",
                Instructions.AVX512, "avx512_core avx512_core_vnni",
                Instructions.AVX512_BF16, "avx512_core_bf16 avx512_core_fp16 avx10_1_512")));
    }

    private static Map<String, Instructions> highest(Map<Instructions, String> values) {
        Map<String, Instructions> highest = new TreeMap<>();
        values.forEach((instructions, names) -> List.of(names.split(" ")).forEach(name -> highest.put(name, instructions)));
        return highest;
    }

    /** Returns those of this process on this machine. */
    public static KernelLimits ofProcess() {
        return new KernelLimits(System::getenv, CpuFeatures.ofSystem());
    }

    /**
     * Returns what makes products slower.
     *
     * @param used      the libraries that multiply, the one that does most first
     * @param precision of the operands
     */
    public List<Hindrance> hindrances(List<MathLibrary> used, Precision precision) {
        List<Hindrance> hindrances = new ArrayList<>();
        for (Variable variable : VARIABLES) {
            String value = environment.apply(variable.name);
            Instructions highest = value == null ? null : variable.highest.get(value.toLowerCase(Locale.ROOT));
            if (highest != null && used.stream().anyMatch(library -> library.kind() == variable.library)) {
                String products = used.get(0).kind() == variable.library ? "matrix products"
                        : "the matrix products of " + variable.library;
                // the builds of the others that are in use multiply no bfloat16
                Precision format = variable.library == Kind.ONEDNN ? precision : Precision.F32;
                slowness(highest, format).ifPresent(slower -> hindrances.add(new Hindrance(variable.name + "=" + value + " makes "
                        + products + " " + slower, "unset it")));
            }
        }
        return hindrances;
    }

    /** The figures are measured on processors with AVX-512, see decision 057; for others there are none. */
    private Optional<String> slowness(Instructions highest, Precision precision) {
        Instructions best = best(highest, precision);
        if (highest.compareTo(best) >= 0) {
            return Optional.empty();
        }
        if (best != Instructions.AVX512) {
            return Optional.of("slower than with " + best);
        }
        return Optional.of(switch (highest) {
            case SSE -> "about 5 times slower";
            case AVX -> "about 2 to 2.6 times slower";
            default -> "about 1.6 to 1.9 times slower";
        });
    }

    /** Returns the best instructions for a format that the processor has, of the family to which those belong. */
    private Instructions best(Instructions some, Precision precision) {
        boolean arm = some.compareTo(Instructions.NEON) >= 0;
        return cpu.instructions().stream().filter(i -> i.compareTo(Instructions.NEON) >= 0 == arm)
                .filter(i -> precision == Precision.BF16 || !i.bf16()).max(Comparator.naturalOrder()).orElse(some);
    }
}

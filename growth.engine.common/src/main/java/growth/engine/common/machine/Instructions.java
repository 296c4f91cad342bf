package growth.engine.common.machine;

import java.util.Set;

/** Instructions that decide how fast matrices are multiplied. Those of x86 stand in the order in which processors got them. */
public enum Instructions {
    /** Vectors of 128 bits; every x86-64 has them. */
    SSE("SSE", Set.of("sse2"), Set.of("hw.optional.sse2")),
    /** Vectors of 256 bits. */
    AVX("AVX", Set.of("avx"), Set.of("hw.optional.avx1_0")),
    /** Multiply-adds on vectors of 256 bits. */
    AVX2("AVX2", Set.of("avx2", "fma"), Set.of("hw.optional.avx2_0", "hw.optional.fma")),
    /** Vectors of 512 bits, with the parts that BLAS libraries take for granted. */
    AVX512("AVX-512", Set.of("avx512f", "avx512dq", "avx512bw", "avx512vl"),
            Set.of("hw.optional.avx512f", "hw.optional.avx512dq", "hw.optional.avx512bw", "hw.optional.avx512vl")),
    /** Dot products of bfloat16 on vectors of 512 bits. */
    AVX512_BF16("AVX512-BF16", Set.of("avx512_bf16"), Set.of()),
    /** Products of tiles of bfloat16. */
    AMX_BF16("AMX-BF16", Set.of("amx_tile", "amx_bf16"), Set.of()),
    /** Vectors of 128 bits on ARM. */
    NEON("NEON", Set.of("asimd"), Set.of("hw.optional.neon")),
    /** Vectors on ARM whose width is the processor's. */
    SVE("SVE", Set.of("sve"), Set.of()),
    /** Dot products and products of bfloat16 on ARM. */
    ARM_BF16("BF16", Set.of("bf16"), Set.of("hw.optional.arm.FEAT_BF16"));

    private final String label;
    private final Set<String> flags;
    private final Set<String> switches;

    /**
     * @param flags    what Linux calls them in /proc/cpuinfo; all of them are needed
     * @param switches what macOS calls them; none: it never tells of them
     */
    Instructions(String label, Set<String> flags, Set<String> switches) {
        this.label = label;
        this.flags = flags;
        this.switches = switches;
    }

    boolean amongFlags(Set<String> all) {
        return all.containsAll(flags);
    }

    boolean amongSwitches(Set<String> on) {
        return !switches.isEmpty() && on.containsAll(switches);
    }

    /** Returns whether they multiply bfloat16. */
    public boolean bf16() {
        return this == AVX512_BF16 || this == AMX_BF16 || this == ARM_BF16;
    }

    /** Returns their usual name. */
    @Override
    public String toString() {
        return label;
    }
}

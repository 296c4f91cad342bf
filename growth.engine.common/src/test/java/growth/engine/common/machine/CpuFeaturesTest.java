package growth.engine.common.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuFeaturesTest {
    static CpuFeatures cpu(String name) {
        try (InputStream text = CpuFeaturesTest.class.getResourceAsStream(name + ".txt")) {
            String read = new String(text.readAllBytes(), StandardCharsets.UTF_8);
            return name.startsWith("mac") ? CpuFeatures.ofSysctl(read) : CpuFeatures.ofCpuInfo(read);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "haswell | 256 bits, AVX2 | not in hardware | false",
        "skylake-sp | 512 bits, AVX-512 | not in hardware | false",
        "zen4 | 512 bits, AVX-512 | in hardware, AVX512-BF16 | true",
        "zen5 | 512 bits, AVX-512 | in hardware, AVX512-BF16 | true",
        "sapphire-rapids | 512 bits, AVX-512 | in hardware, AVX512-BF16 and AMX-BF16 | true",
        "graviton3 | SVE | in hardware, BF16 | true",
        "raspberry-pi4 | 128 bits, NEON | not in hardware | false",
        "mac-m2 | 128 bits, NEON | in hardware, BF16 | true",
        "mac-m1 | 128 bits, NEON | not in hardware | false",
        "mac-intel | 256 bits, AVX2 | not in hardware | false"})
    void tellsVectorsAndBf16(String name, String vectors, String bf16, boolean has) {
        assertThat(cpu(name).facts()).containsEntry("vectors", vectors).containsEntry("bf16", bf16);
        assertThat(cpu(name).bf16()).isEqualTo(has);
    }

    @Test
    void coresThatDifferHaveWhatAllOfThemHave() {
        CpuFeatures mixed = CpuFeatures.ofCpuInfo("flags\t\t: sse2 avx fma avx2 amx_tile\n\nflags\t\t: sse2 avx\n");
        assertThat(mixed.instructions()).containsExactly(Instructions.SSE, Instructions.AVX);
    }

    @Test
    void aSystemThatTellsNothingIsNotTakenForOneWithout() {
        assertThat(CpuFeatures.ofCpuInfo("processor : 0\nmodel name : x\n").facts())
                .containsEntry("bf16", "unknown, the system does not tell");
        assertThat(CpuFeatures.ofSysctl("sysctl: unknown oid 'hw.optional'\n")).isEqualTo(CpuFeatures.UNKNOWN);
    }
}

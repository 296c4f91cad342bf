package growth.engine.common.machine;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.engine.Engine.Hindrance;
import growth.api.engine.Precision;
import growth.engine.common.machine.MathLibrary.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelLimitsTest {
    private static List<String> found(String cpu, String variable, String value, Precision precision, Kind... used) {
        List<MathLibrary> libraries = Arrays.stream(used).map(k -> new MathLibrary(k, Optional.empty(), Optional.empty())).toList();
        return new KernelLimits(Map.of(variable, value)::get, CpuFeaturesTest.cpu(cpu)).hindrances(libraries, precision).stream()
                .map(Hindrance::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "zen5 | Haswell | about 1.6 to 1.9 times slower",
        "sapphire-rapids | ZEN | about 1.6 to 1.9 times slower",
        "skylake-sp | sandybridge | about 2 to 2.6 times slower",
        "zen4 | Prescott | about 5 times slower",
        "haswell | Nehalem | slower than with AVX2",
        "graviton3 | ARMV8 | slower than with SVE"})
    void anOlderKernelOfOpenBlasIsNamedWithWhatItCosts(String cpu, String core, String slower) {
        assertThat(found(cpu, "OPENBLAS_CORETYPE", core, Precision.F32, Kind.OPENBLAS))
                .containsExactly("OPENBLAS_CORETYPE=" + core + " makes matrix products " + slower + "; unset it");
    }

    @ParameterizedTest
    @CsvSource({"zen5, SkylakeX", "zen5, SapphireRapids", "zen5, Nonsense", "haswell, Haswell", "haswell, SkylakeX",
        "graviton3, NEOVERSEV1", "raspberry-pi4, ARMV8", "graviton3, Haswell", "mac-m1, Haswell"})
    void aKernelThatCostsNothingIsNot(String cpu, String core) {
        assertThat(found(cpu, "OPENBLAS_CORETYPE", core, Precision.F32, Kind.OPENBLAS)).isEmpty();
    }

    @Test
    void oneDnnIsAskedByEitherNameAndForTheFormat() {
        for (String variable : List.of("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")) {
            assertThat(found("zen5", variable, "AVX2", Precision.F32, Kind.ONEDNN)).singleElement().asString()
                    .startsWith(variable + "=AVX2 makes matrix products about 1.6");
        }
        assertThat(found("zen5", "ONEDNN_MAX_CPU_ISA", "AVX512_CORE", Precision.F32, Kind.ONEDNN)).isEmpty();
        assertThat(found("zen5", "ONEDNN_MAX_CPU_ISA", "AVX512_CORE", Precision.BF16, Kind.ONEDNN)).singleElement().asString()
                .endsWith("slower than with AVX512-BF16; unset it");
        assertThat(found("sapphire-rapids", "ONEDNN_MAX_CPU_ISA", "AVX512_CORE_BF16", Precision.BF16, Kind.ONEDNN)).singleElement()
                .asString().endsWith("slower than with AMX-BF16; unset it");
        assertThat(found("zen5", "ONEDNN_MAX_CPU_ISA", "AVX512_CORE_BF16", Precision.BF16, Kind.ONEDNN)).isEmpty();
    }

    @Test
    void whatALibraryDoesNotReadDoesNotHinderIt() {
        assertThat(found("zen5", "OPENBLAS_CORETYPE", "Haswell", Precision.F32, Kind.MKL)).isEmpty();
        assertThat(found("sapphire-rapids", "MKL_ENABLE_INSTRUCTIONS", "AVX2", Precision.F32, Kind.MKL)).hasSize(1);
        assertThat(found("zen5", "OPENBLAS_L2_SIZE", "512", Precision.F32, Kind.OPENBLAS)).isEmpty();
        assertThat(found("zen5", "OPENBLAS_CORETYPE", "Haswell", Precision.BF16, Kind.ONEDNN, Kind.OPENBLAS)).singleElement().asString()
                .startsWith("OPENBLAS_CORETYPE=Haswell makes the matrix products of OpenBLAS about 1.6");
    }
}

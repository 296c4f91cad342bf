package growth.engine.torch.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.GrowthException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compiles the kernels for a GPU, which needs none; skipped where there is no libnvrtc (GROWTH_NVRTC names its folder). */
class NvrtcTest {
    private Nvrtc nvrtc;

    @BeforeEach
    void find() {
        Optional<Nvrtc> found = Nvrtc.find(Optional.empty());
        assumeTrue(found.isPresent(), "no libnvrtc: set GROWTH_NVRTC");
        nvrtc = found.get();
    }

    @Test
    void compilesEveryKernelForHopper() {
        for (boolean bf16 : new boolean[] {false, true}) {
            String text = new KernelSource(bf16).text();
            byte[] code = nvrtc.compile(text, "sm_90a");
            // an ELF file for NVIDIA CUDA (machine 190) whose names hold every kernel's
            assertThat(code).startsWith(0x7f, 'E', 'L', 'F');
            assertThat(code[18] & 0xff).isEqualTo(190);
            String all = new String(code, StandardCharsets.ISO_8859_1);
            List<String> names = CpuKernels.names(text);
            assertThat(names).hasSize(12).allSatisfy(name -> assertThat(all).contains(".text." + name));
        }
    }

    @Test
    void tellsTheFirstErrorAndItsLine() {
        assertThatThrownBy(() -> nvrtc.compile("__global__ void nothing() {\n    missing = 1;\n}\n", "sm_90a"))
                .isInstanceOf(GrowthException.class).hasMessage("kernels for the GPU: compiling for sm_90a failed with "
                        + "NVRTC_ERROR_COMPILATION: kernels.cu(2): error: identifier \"missing\" is undefined");
        assertThatThrownBy(() -> nvrtc.compile("", "sm_1")).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("kernels for the GPU: compiling for sm_1 failed with NVRTC_ERROR_INVALID_OPTION")
                .hasMessageNotContaining("\n");
    }

    @Test
    void findsTheCompilerWherePipPutsIt() {
        String folder = System.getenv(Nvrtc.VARIABLE);
        assumeTrue(folder != null && folder.endsWith("nvidia/cu13/lib"), "no layout of pip's");
        Path packages = Path.of(folder).resolve("../../..").normalize();
        assertThat(Nvrtc.search(Nvrtc.beside(packages.resolve("torch/lib")), false).map(Nvrtc::version)).contains(nvrtc.version());
        assertThat(Nvrtc.search(Nvrtc.beside(packages.resolve("torch/nothing/lib")), false)).isEmpty();
    }
}

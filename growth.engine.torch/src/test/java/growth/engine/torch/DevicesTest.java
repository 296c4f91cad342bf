package growth.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.engine.Precision;
import growth.engine.common.machine.MathLibrary;
import growth.engine.common.machine.MathLibrary.Kind;
import org.junit.jupiter.api.Test;

class DevicesTest {
    @Test
    void whatMultipliesDependsOnTheBuildAndTheFormat() {
        assertThat(Devices.libraries("OpenBLAS 0.3.31 DYNAMIC_ARCH", Precision.F32)).extracting(MathLibrary::kind)
                .containsExactly(Kind.OPENBLAS, Kind.ONEDNN);
        assertThat(Devices.libraries("built in", Precision.BF16)).extracting(MathLibrary::kind).containsExactly(Kind.ONEDNN, Kind.MKL);
    }
}

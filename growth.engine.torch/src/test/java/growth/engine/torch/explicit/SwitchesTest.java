package growth.engine.torch.explicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.engine.Placement;
import growth.engine.torch.TorchEngine;
import growth.engine.torch.aten.TestTorch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwitchesTest {
    @AfterEach
    void clear() {
        System.clearProperty("growth.torch.backward");
        System.clearProperty("growth.torch.kernels");
    }

    @Test
    void explicitBackwardPassesAreChosen() {
        System.setProperty("growth.torch.backward", "autograd");
        assertThat(Switches.read()).isEqualTo(new Switches(false, true));
        System.setProperty("growth.torch.backward", "explicit");
        assertThat(Switches.read()).isEqualTo(new Switches(true, true)).hasToString("Switches[explicit=true, kernels=true]");
        System.setProperty("growth.torch.kernels", "off");
        assertThat(Switches.read().description()).isEqualTo("explicit, kernels off");
    }

    @Test
    void refusesOtherValues() {
        System.setProperty("growth.torch.kernels", "on");
        assertThatThrownBy(Switches::read).isInstanceOf(GrowthException.class)
                .hasMessage("growth.torch.kernels=on: it can be auto or off");
        TestTorch.libtorch();
        assertThatThrownBy(() -> new TorchEngine().resolve(Placement.AUTO)).hasMessage("growth.torch.kernels=on: it can be auto or off");
    }
}

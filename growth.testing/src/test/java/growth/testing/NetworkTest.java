package growth.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tests disturb networks with disturbs them. */
class NetworkTest {

    private static Socket connect(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setSoTimeout(200);
        return socket;
    }

    @Test
    void aCableCarriesIsSilentAndIsCut() throws IOException {
        try (ServerSocket far = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Cable cable = new Cable("127.0.0.1:" + far.getLocalPort());
                Socket near = connect(cable.address());
                Socket accepted = far.accept()) {
            near.getOutputStream().write(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(1);
            cable.silence();
            accepted.getOutputStream().write(2);
            assertThatThrownBy(() -> near.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            cable.heal();
            assertThat(near.getInputStream().read()).isEqualTo(2);
            assertThat(cable.carried()).as("counted before it arrives").isEqualTo(2);
            cable.cut();
            assertThatThrownBy(() -> near.getInputStream().read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aPulledCableBetweenHostsCarriesNothing() throws IOException, InterruptedException {
        assumeTrue(TwoHosts.possible(), "only root makes network namespaces");
        try (TwoHosts hosts = TwoHosts.create()) {
            assertThat(answers(hosts)).isTrue();
            hosts.pull();
            assertThat(answers(hosts)).isFalse();
            hosts.plug();
            assertThat(answers(hosts)).isTrue();
            hosts.silence();
            assertThat(answers(hosts)).isFalse();
            hosts.heal();
            hosts.shape("tbf", "rate", "10mbit", "burst", "16kb", "latency", "50ms");
            assertThat(answers(hosts)).isTrue();
        }
    }

    /** Tries to connect to a port at which nobody listens: a host that is reached refuses. */
    private static boolean answers(TwoHosts hosts) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(hosts.on(0)));
        command.addAll(List.of("timeout", "0.5", "bash", "-c", "echo > /dev/tcp/" + hosts.address(1) + "/9"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("refused");
    }
}

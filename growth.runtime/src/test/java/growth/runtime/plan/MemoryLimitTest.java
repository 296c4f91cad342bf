package growth.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {
    @TempDir
    private Path root;

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    @Test
    void theMachineHasWhatItHas() throws IOException {
        assertThat(MemoryLimit.of(root).bytes()).isInfinite();
        write("proc/meminfo", "MemTotal:       24684092 kB\nMemFree:         1 kB\n");
        assertThat(MemoryLimit.of(root)).isEqualTo(new MemoryLimit(24684092 * 1024.0, "this machine"));
        assertThat(MemoryLimit.now().bytes()).isPositive();
    }

    @Test
    void groupsOfVersionTwoAndThoseAboveLimitIt() throws IOException {
        write("proc/meminfo", "MemTotal: 24684092 kB\n");
        write("proc/self/cgroup", "0::/user.slice/job\n");
        write("sys/fs/cgroup/user.slice/job/memory.max", "max\n");
        assertThat(MemoryLimit.of(root).what()).isEqualTo("this machine");
        write("sys/fs/cgroup/user.slice/memory.max", "2000000000\n");
        assertThat(MemoryLimit.of(root)).isEqualTo(new MemoryLimit(2e9, "this process's control group"));
        write("sys/fs/cgroup/user.slice/job/memory.max", "1000000000\n");
        assertThat(MemoryLimit.of(root).bytes()).isEqualTo(1e9);
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", "3000000000\n");
        assertThat(MemoryLimit.of(root).bytes()).isEqualTo(3e9);
    }

    @Test
    void groupsOfVersionOneDo() throws IOException {
        write("proc/meminfo", "MemTotal: 24684092 kB\n");
        write("proc/self/cgroup", "5:devices:/x\n4:cpu,memory:/api/1\n0::/\n");
        write("sys/fs/cgroup/memory/api/1/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(MemoryLimit.of(root).what()).isEqualTo("this machine");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "5000000000\n");
        assertThat(MemoryLimit.of(root)).isEqualTo(new MemoryLimit(5e9, "this process's control group"));
    }
}

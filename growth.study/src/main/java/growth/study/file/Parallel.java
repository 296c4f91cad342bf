package growth.study.file;

import growth.api.GrowthException;
import growth.api.engine.Device;
import growth.api.options.Option;
import growth.api.options.Options;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How many runs train at a time, and on what.
 *
 * @param runs    how many
 * @param workers threads of each
 * @param devices what they compute on, one run on each; empty: on what their run file says
 */
public record Parallel(
        @Option(description = "how many runs train at a time; with devices, as many as these", defaultValue = "1", atLeast = 1,
                atMost = 1024) int runs,
        @Option(description = "threads of each run, the same for all; 0 for an equal share of the cores", defaultValue = "0", atLeast = 0,
                atMost = 4096) int workers,
        @Option(description = "the devices over which runs are spread, one on each at a time, e.g. [cuda:0, cuda:1]; a device named twice"
                + " trains two; if empty, every run computes where engine.device says", defaultValue = "[]") List<String> devices) {

    public Parallel {
        try {
            devices.forEach(Device::parse);
        } catch (GrowthException e) {
            throw Options.refused("devices", e.getMessage());
        }
        if (!devices.isEmpty() && runs != 1 && runs != devices.size()) {
            throw Options.refused("runs", runs + " runs cannot be spread over " + devices.size() + " devices, one on each; leave runs out,"
                    + " or name as many devices");
        }
        runs = devices.isEmpty() ? runs : devices.size();
        devices = List.copyOf(devices);
    }

    /** Returns the devices. */
    public List<Device> placed() {
        return devices.stream().map(Device::parse).toList();
    }

    /** Returns the same with a number of workers that no longer depends on the machine. */
    public Parallel on(int cores) {
        return workers > 0 ? this : new Parallel(runs, Math.max(1, cores / runs), devices);
    }

    /** Returns it as study files have it. */
    String text() {
        String spread = devices.isEmpty() ? "" : devices.stream().collect(Collectors.joining("', '", ", devices: ['", "']"));
        return "{runs: " + runs + ", workers: " + workers + spread + "}";
    }
}

package growth.report.monitor;

import growth.runtime.plugins.Catalogue;

/** All metrics of a process, as OpenMetrics 1.0 writes them. */
final class Exposition {
    private Exposition() {
    }

    /**
     * Returns the text.
     *
     * @param runs      the runs
     * @param catalogue the plug-ins
     * @param version   the framework's version
     */
    static String of(RunMonitors runs, Catalogue catalogue, String version) {
        StringBuilder text = new StringBuilder();
        RunFamilies.of(runs.runs()).forEach(family -> family.write(text));
        ProcessFamilies.of(catalogue, version).forEach(family -> family.write(text));
        return text.append("# EOF\n").toString();
    }
}

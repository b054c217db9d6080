package org.clipmeter.report;

import java.nio.file.Path;

/** The names of the folders into which the reference writes the images of a run. */
final class RunFolder {
    private RunFolder() {}

    /** The folder of a run's images beside its report: {@code <technique>_<metric>_<run>/images}. */
    static Path images(Path report, String technique, String metric, String runId) {
        return report.resolveSibling(technique + "_" + metric + "_" + runId).resolve("images");
    }
}

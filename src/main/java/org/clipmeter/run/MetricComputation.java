package org.clipmeter.run;

import java.io.IOException;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.configuration.Configuration;
import org.clipmeter.report.configuration.RequestedMetric;
import org.jspecify.annotations.Nullable;

/** Computes one of the reference's metrics from images that exist. A new metric is a class and a line in {@link Metrics}. */
interface MetricComputation {
    /** The metric. */
    ReferenceMetric metric();

    /** Why it can't be computed with these settings, whatever the images, as words that follow its name; null if it can. */
    default @Nullable String refusal(RequestedMetric requested) {
        return null;
    }

    /**
     * Computes it.
     *
     * @param configuration the whole configuration
     * @param requested what the configuration asks for
     * @param images a folder with the run's images, or whatever else the caller named in its place
     * @throws IOException in one line, if a model or a file that it needs can't be used
     * @throws RuntimeException with one line for people, if the images can't be joined to what they are measured against
     */
    MetricOutcome compute(
            Configuration configuration,
            RequestedMetric requested,
            String images,
            RunOptions options,
            RunServices services)
            throws IOException;
}

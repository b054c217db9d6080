package org.clipmeter.run;

import java.io.IOException;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.configuration.RequestedMetric;

/** Computes one of the reference's metrics from images that exist. A new metric is a class and a line in {@link Metrics}. */
interface MetricComputation {
    /** The metric. */
    ReferenceMetric metric();

    /**
     * Computes it.
     *
     * @param requested what the configuration asks for
     * @param images a folder with the run's images, or whatever else the caller named in its place
     * @throws IOException in one line, if a model or a file that it needs can't be used
     * @throws RuntimeException with one line for people, if the images can't be joined to what they are measured against
     */
    MetricOutcome compute(RequestedMetric requested, String images, RunOptions options, RunServices services)
            throws IOException;
}

package org.clipmeter.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipmeter.report.configuration.RequestedMetric;

/** All metrics of the reference that are computed here. */
final class Metrics {
    private static final List<MetricComputation> ALL = Stream.concat(
                    Stream.<MetricComputation>of(
                            new ClipScoreComputation(), new UaIraComputation(), new ErrComputation()),
                    AttackComputation.all().stream())
            .toList();

    private Metrics() {}

    /** The computation of a metric; empty if it is not computed here. */
    static Optional<MetricComputation> of(RequestedMetric requested) {
        return ALL.stream()
                .filter(one -> one.metric().key().equals(requested.key()))
                .findFirst();
    }

    /** The keys of the metrics that are computed here. */
    static List<String> keys() {
        return ALL.stream().map(one -> one.metric().key()).toList();
    }
}

package org.clipmeter.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One report of the reference: a technique and what one or several metrics gave for it.
 *
 * @param file where it was read
 * @param runId the reference's name for the run: 8 hexadecimal digits
 * @param time when the run began; null if the report does not state it
 * @param technique the technique's name, such as {@code uce}
 * @param erasedConcept what was to be erased; null if the report does not state it
 * @param several whether it was written by a run of several metrics, which leaves out the prompts' source
 * @param dataset the prompts' source as the report names it; null if it does not
 * @param metrics what was measured, in the file's order
 * @param questions the first question about each image, in the images' order; empty if the report has none
 * @param origin how clipmeter computed the figures; null if the reference did
 * @param warnings what is wrong with the file or with its figures, a sentence each
 */
public record ReferenceReport(
        Path file,
        String runId,
        @Nullable Instant time,
        String technique,
        @Nullable String erasedConcept,
        boolean several,
        @Nullable String dataset,
        List<ReportedMetric> metrics,
        List<List<String>> questions,
        @Nullable Origin origin,
        List<String> warnings) {
    /** The report, with its lists copied. */
    public ReferenceReport {
        metrics = List.copyOf(metrics);
        questions = questions.stream().map(List::copyOf).toList();
        warnings = List.copyOf(warnings);
    }

    /** What it states about a metric; empty if it does not have it. */
    public Optional<ReportedMetric> metric(ReferenceMetric metric) {
        return metrics.stream()
                .filter(reported -> reported.known().filter(metric::equals).isPresent())
                .findFirst();
    }

    /** Which generation of the reference wrote it, as far as the report tells, or was followed by clipmeter. */
    public Generation generation() {
        return origin != null ? origin.follows() : Generations.of(this);
    }

    /** The same report with other warnings. */
    ReferenceReport withWarnings(List<String> newWarnings) {
        return new ReferenceReport(
                file, runId, time, technique, erasedConcept, several, dataset, metrics, questions, origin, newWarnings);
    }

    /** The technique, with what it erased, such as {@code esd (van gogh)}. */
    public String title() {
        return erasedConcept == null ? technique : technique + " (" + erasedConcept + ")";
    }
}

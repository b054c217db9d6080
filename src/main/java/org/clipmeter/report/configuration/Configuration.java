package org.clipmeter.report.configuration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.report.ReferenceMetric;
import org.jspecify.annotations.Nullable;

/**
 * A configuration in the form of eval-learn and eval-unlearn, of one metric or of several. It is immutable and safe from any thread.
 *
 * @param name where it was read, for messages: a file, or {@code the configuration}
 * @param outputDir the folder with the images of runs, into which reports are written
 * @param technique the technique's name, in lower case
 * @param erasedConcept what was erased, as the reference's reports state it; null if the configuration does not state it
 * @param techniqueSettings the technique's settings
 * @param metrics what to measure, in the configuration's order; never empty
 * @param several whether it has the form for several metrics, which the report then has too
 * @param notes what the reader should know about the configuration, a sentence each; keys that are not known, among other things
 */
public record Configuration(
        String name,
        Path outputDir,
        String technique,
        @Nullable String erasedConcept,
        Settings techniqueSettings,
        List<RequestedMetric> metrics,
        boolean several,
        List<String> notes) {
    /** The configuration, with its lists copied. */
    public Configuration {
        metrics = List.copyOf(metrics);
        notes = List.copyOf(notes);
    }

    /**
     * Reads a file: YAML if its name ends in {@code .yaml} or {@code .yml}, otherwise JSON.
     *
     * @throws IOException in one line, if it can't be read or is not a JSON or YAML object
     * @throws ConfigurationException in one line that names everything that is wrong with it
     */
    public static Configuration read(Path file) throws IOException {
        return new ConfigurationCheck(file.toString(), ConfigurationText.read(file)).configuration();
    }

    /**
     * Reads a text: JSON if it begins with a brace, otherwise YAML.
     *
     * @throws InvalidRequestException in one line, if it is not a JSON or YAML object
     * @throws ConfigurationException in one line that names everything that is wrong with it
     */
    public static Configuration parse(String text) {
        return new ConfigurationCheck("the configuration", ConfigurationText.parse(text)).configuration();
    }

    /** The request for a metric; empty if the configuration does not have it. */
    public Optional<RequestedMetric> metric(ReferenceMetric metric) {
        return metrics.stream()
                .filter(requested -> requested.key().equals(metric.key()))
                .findFirst();
    }

    /** The technique, with what it erased, such as {@code esd (van gogh)}. */
    public String title() {
        boolean stated = erasedConcept != null && !erasedConcept.isBlank();
        return stated ? technique + " (" + erasedConcept + ")" : technique;
    }

    /** A name as the reference compares names. */
    static String lower(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}

package org.clipmeter.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.clipmeter.ClipMeter;
import org.clipmeter.Result;
import org.clipmeter.ScoreRun;
import org.clipmeter.Summary;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.report.configuration.Configuration;
import org.clipmeter.report.configuration.RequestedMetric;
import org.clipmeter.report.writing.ReportWriter;
import org.clipmeter.table.MetricTable;
import org.clipmeter.table.Overview;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * What the metrics of a configuration are over a run's images. It is immutable and safe from any thread.
 *
 * <pre>{@code
 * Configuration configuration = Configuration.read(Path.of("uce_clip_score.json"));
 * ConfiguredRun run = ConfiguredRun.of(configuration, RunOptions.defaults());
 * }</pre>
 */
public final class ConfiguredRun implements Result {
    private final String name;
    private final Configuration configuration;
    private final Map<String, MetricOutcome> outcomes;
    private final Map<String, String> failures;
    private final ReportWriter.@Nullable Written written;
    private final List<String> notes;

    ConfiguredRun(
            String name,
            Configuration configuration,
            Map<String, MetricOutcome> outcomes,
            Map<String, String> failures,
            ReportWriter.@Nullable Written written,
            List<String> notes) {
        this.name = name;
        this.configuration = configuration;
        this.outcomes = new LinkedHashMap<>(outcomes);
        this.failures = new LinkedHashMap<>(failures);
        this.written = written;
        this.notes = List.copyOf(notes);
    }

    /**
     * Runs a configuration on the calling thread, which may take minutes. Models are loaded for it and closed after it.
     *
     * @throws IOException in one line, if no metric could be computed, its images are not found, or the output folder can't be
     *     written
     * @throws org.clipmeter.failure.InvalidRequestException in one line, if nothing that the configuration asks for is computed
     *     here
     */
    public static ConfiguredRun of(Configuration configuration, RunOptions options) throws IOException {
        try (ProgramServices services = new ProgramServices()) {
            return of(configuration, options, services);
        }
    }

    /**
     * Runs a configuration, see {@link #of(Configuration, RunOptions)}, with models and prompts of the caller.
     *
     * @throws IOException as {@link #of(Configuration, RunOptions)}
     */
    public static ConfiguredRun of(Configuration configuration, RunOptions options, RunServices services)
            throws IOException {
        return new RunJob(configuration, options, services).run();
    }

    /** The technique, with what it erased, unless named otherwise. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public ConfiguredRun named(String newName) {
        return new ConfiguredRun(newName, configuration, outcomes, failures, written, notes);
    }

    /** What was run. */
    public Configuration configuration() {
        return configuration;
    }

    /** The report's files; empty if none was written. */
    public List<Path> files() {
        return written == null ? List.of() : written.files();
    }

    /** The value of a metric; null if it has none or was not computed. */
    public @Nullable Double value(String metric) {
        MetricOutcome outcome = outcomes.get(metric.toLowerCase(Locale.ROOT));
        return outcome == null ? null : outcome.reported().value();
    }

    @Override
    public Overview overview() {
        MetricOutcome first = outcomes.values().iterator().next();
        return new Overview(
                first.model(),
                first.provenance().path("precision").asText(),
                first.reported().value(),
                first.evaluated(),
                first.total(),
                first.provenance().path("images").asText());
    }

    /** A part for each metric that was computed; the first also states what became of the others and of the report. */
    @Override
    public Summary summary() {
        List<Summary.Part> parts = new ArrayList<>();
        boolean erasure = false;
        Set<String> definitions = new LinkedHashSet<>();
        for (MetricOutcome outcome : outcomes.values()) {
            erasure |= outcome.reported().metric().measuresErasure();
            if (!(outcome.result() instanceof ScoreRun)) {
                definitions.addAll(outcome.result().summary().caveats());
            }
            parts.add(part(outcome, parts.isEmpty()));
        }
        definitions.addAll(erasure ? ClipMeter.CAVEATS.subList(1, ClipMeter.CAVEATS.size()) : ClipMeter.CAVEATS);
        return new Summary(parts, List.copyOf(definitions));
    }

    private Summary.Part part(MetricOutcome outcome, boolean first) {
        Double value = outcome.reported().value();
        Summary.Headline headline = new Summary.Headline(
                outcome.reported().metric().title() + " ",
                value == null ? "none" : String.format(Locale.ROOT, "%.4f", value),
                " (" + name + "), " + outcome.formula());
        List<Summary.Fact> facts = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Summary.Part own = outcome.result().summary().parts().get(0);
        facts.addAll(own.facts());
        notes.addAll(own.notes());
        facts.add(new Summary.Fact("prompts:", outcome.prompts()));
        notes.addAll(outcome.notes());
        if (first) {
            for (Path file : files()) {
                facts.add(new Summary.Fact("written:", file.toString()));
            }
            failures.forEach((metric, reason) -> notes.add(metric + ": " + reason));
            notes.addAll(this.notes);
            notes.addAll(configuration.notes());
            if (written != null) {
                notes.addAll(written.notes());
            }
        }
        return new Summary.Part(headline, facts, notes);
    }

    /** A row for each metric of the configuration, also for those that are not computed here; see {@link MetricTable#of}. */
    @Override
    public Table table() {
        List<MetricTable.Entry> rows = new ArrayList<>();
        for (RequestedMetric requested : configuration.metrics()) {
            MetricOutcome outcome = outcomes.get(requested.key());
            rows.add(
                    outcome == null
                            ? new MetricTable.Entry(
                                    requested.key(),
                                    null,
                                    null,
                                    null,
                                    failures.getOrDefault(requested.key(), "not computed"),
                                    null,
                                    null,
                                    null,
                                    null)
                            : new MetricTable.Entry(
                                    requested.key(),
                                    outcome.reported().value(),
                                    outcome.evaluated(),
                                    outcome.total(),
                                    outcome.status(),
                                    outcome.formula(),
                                    outcome.model(),
                                    outcome.prompts(),
                                    outcome.provenance().path("images").asText()));
        }
        return MetricTable.of(rows);
    }

    /** The charts of the metrics, in the configuration's order. */
    @Override
    public List<ScoreChart> charts() {
        return outcomes.values().stream()
                .flatMap(outcome -> outcome.result().named(name).charts().stream())
                .toList();
    }

    /** The results of the metrics of erasure, by their keys in the configuration, such as a {@code UaIra} for {@code ua_ira}. */
    public Map<String, Result> erasureResults() {
        Map<String, Result> results = new LinkedHashMap<>();
        outcomes.forEach((key, outcome) -> {
            if (outcome.reported().metric().measuresErasure()) {
                results.put(key, outcome.result());
            }
        });
        return results;
    }

    /** The runs with a score for each image, by their metrics. */
    @Override
    public List<ScoreRun> scoredRuns() {
        return outcomes.values().stream()
                .flatMap(outcome -> outcome.result().scoredRuns().stream())
                .map(run -> run.named(name))
                .toList();
    }

    /** {@code technique}, {@code erase_concept}, {@code metrics} (an object for each: value, details, provenance), {@code not_computed}. */
    @Override
    public String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("technique", configuration.technique());
        root.put("erase_concept", configuration.erasedConcept());
        root.put("run_id", written == null ? null : written.runId());
        ObjectNode metrics = root.putObject("metrics");
        outcomes.forEach((key, outcome) -> {
            ObjectNode metric = metrics.putObject(key);
            metric.put("value", outcome.reported().value());
            metric.set("details", outcome.reported().details());
            metric.set("provenance", outcome.provenance());
        });
        ArrayNode others = root.putArray("not_computed");
        failures.forEach((key, reason) -> others.addObject().put("metric", key).put("reason", reason));
        return root.toPrettyString();
    }

    @Override
    public List<String> warnings() {
        List<String> all = new ArrayList<>(notes);
        all.addAll(configuration.notes());
        outcomes.values().forEach(outcome -> all.addAll(outcome.notes()));
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return summary().text();
    }
}

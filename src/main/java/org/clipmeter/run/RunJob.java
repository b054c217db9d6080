package org.clipmeter.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.clipmeter.ClipMeter;
import org.clipmeter.failure.Failure;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.report.Generation;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.ReferenceReport;
import org.clipmeter.report.RunFolder;
import org.clipmeter.report.configuration.Configuration;
import org.clipmeter.report.configuration.RequestedMetric;
import org.clipmeter.report.writing.ReportContent;
import org.clipmeter.report.writing.ReportWriter;
import org.jspecify.annotations.Nullable;

/** One run of a configuration. */
final class RunJob {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private final Configuration configuration;
    private final RunOptions options;
    private final RunServices services;
    private final Instant began = Instant.now();

    /** Why metrics have no value, by their keys. */
    private final Map<String, String> failures = new LinkedHashMap<>();

    private final List<String> notes = new ArrayList<>();

    RunJob(Configuration configuration, RunOptions options, RunServices services) {
        this.configuration = configuration;
        this.options = options;
        this.services = services;
        if (options.generation() == Generation.UNKNOWN) {
            throw new InvalidRequestException("generation: expected eval-learn or eval-unlearn, got unknown");
        }
    }

    /** A metric that is computed here, and the place of its images. */
    private record Task(RequestedMetric requested, MetricComputation computation, String images) {}

    ConfiguredRun run() throws IOException {
        List<Task> tasks = tasks();
        if (options.report()) {
            ReportWriter.prepare(configuration.outputDir());
        }
        Map<String, MetricOutcome> outcomes = new LinkedHashMap<>();
        Exception first = null;
        for (Task task : tasks) {
            try {
                outcomes.put(
                        task.requested().key(),
                        task.computation().compute(configuration, task.requested(), task.images(), options, services));
            } catch (CancellationException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                if (e instanceof RuntimeException && !(e instanceof Failure)) {
                    throw e;
                }
                first = first == null ? e : first;
                failures.put(task.requested().key(), OneLine.of(String.valueOf(e.getMessage())));
            }
        }
        if (outcomes.isEmpty() && first instanceof IOException e) {
            throw e;
        }
        if (outcomes.isEmpty() && first instanceof RuntimeException e) {
            throw e;
        }
        ReportWriter.Written written = null;
        if (options.report()) {
            try {
                written = ReportWriter.write(configuration.outputDir(), content(outcomes), began);
            } catch (IOException e) {
                notes.add("No report was written: " + e.getMessage());
            }
        }
        return new ConfiguredRun(configuration.title(), configuration, outcomes, failures, written, notes);
    }

    /** The metrics that can be computed, with their images; why the others can't is noted. */
    private List<Task> tasks() throws IOException {
        Map<RequestedMetric, MetricComputation> computable = new LinkedHashMap<>();
        for (RequestedMetric requested : configuration.metrics()) {
            Optional<MetricComputation> computation = Metrics.of(requested);
            String refusal = computation.isEmpty()
                    ? "is not computed by clipmeter"
                    : computation.get().refusal(requested);
            if (refusal == null) {
                computable.put(requested, computation.orElseThrow());
            } else {
                failures.put(requested.key(), refusal);
            }
        }
        if (computable.isEmpty()) {
            List<String> reasons = failures.entrySet().stream()
                    .map(failure -> failure.getKey() + " " + failure.getValue())
                    .toList();
            throw new InvalidRequestException(configuration.name() + " asks for nothing that is computed here: "
                    + String.join("; ", reasons) + "; expected " + String.join(", ", Metrics.keys()));
        }
        for (ReferenceMetric given : options.images().keySet()) {
            if (computable.values().stream().noneMatch(computation -> computation.metric() == given)) {
                String why = failures.get(given.key());
                notes.add("The images of " + given.key() + " are not used: "
                        + (why == null ? "the configuration does not ask for it." : given.key() + " " + why + "."));
            }
        }
        List<Task> tasks = new ArrayList<>();
        String noImages = null;
        for (Map.Entry<RequestedMetric, MetricComputation> one : computable.entrySet()) {
            String key = one.getKey().key();
            String given = options.images().get(one.getValue().metric());
            if (given != null) {
                tasks.add(new Task(one.getKey(), one.getValue(), given));
                continue;
            }
            List<RunFolder> folders = RunFolder.find(configuration.outputDir(), configuration.technique(), key);
            RunFolder folder = chosen(key, folders);
            if (folder == null) {
                noImages = noImages(key, folders);
                failures.put(key, noImages);
            } else {
                tasks.add(new Task(one.getKey(), one.getValue(), folder.images().toString()));
            }
        }
        boolean allGiven = computable.values().stream()
                .allMatch(computation -> options.images().containsKey(computation.metric()));
        if (options.runId() != null && allGiven) {
            throw new InvalidRequestException("the run id " + OneLine.name(options.runId(), 60)
                    + " chooses a run's folder, but the images are named; leave one of them out");
        }
        if (tasks.isEmpty() && noImages != null) {
            throw new RunFolderException(RunFolderException.Reason.NONE, noImages);
        }
        return tasks;
    }

    /** The folder of the run that was asked for, or the only one; null if there is none. */
    private @Nullable RunFolder chosen(String key, List<RunFolder> folders) throws RunFolderException {
        if (options.runId() != null) {
            return folders.stream()
                    .filter(folder -> folder.runId().equalsIgnoreCase(options.runId()))
                    .findFirst()
                    .orElse(null);
        }
        if (folders.size() > 1) {
            throw new RunFolderException(
                    RunFolderException.Reason.SEVERAL,
                    configuration.outputDir() + " has the images of " + folders.size()
                            + " runs of " + configuration.technique() + " and " + key + ": "
                            + described(folders) + "; choose one by its run id");
        }
        return folders.isEmpty() ? null : folders.get(0);
    }

    private static String described(List<RunFolder> folders) {
        List<String> names = new ArrayList<>();
        for (RunFolder folder : folders.subList(0, Math.min(5, folders.size()))) {
            Instant time = folder.report().map(ReferenceReport::time).orElse(null);
            names.add(folder.runId() + (time == null ? "" : " of " + TIME.format(time) + " UTC"));
        }
        return String.join(", ", names) + (folders.size() > names.size() ? ", ..." : "");
    }

    private String noImages(String key, List<RunFolder> folders) {
        String name = configuration.technique() + "_" + key + "_"
                + (options.runId() == null ? "<run id>" : options.runId()) + "/images";
        return configuration.outputDir() + " has no folder " + name
                + (folders.isEmpty() ? "" : ", but " + described(folders))
                + "; name the folder of the images of " + key;
    }

    private ReportContent content(Map<String, MetricOutcome> outcomes) {
        ObjectNode mark = JsonNodeFactory.instance
                .objectNode()
                .put("version", ClipMeter.version())
                .put("follows", options.generation().title())
                .put("reference", ClipMeter.REFERENCE);
        ObjectNode metrics = mark.putObject("metrics");
        outcomes.forEach((key, outcome) -> metrics.set(key, outcome.provenance()));
        ObjectNode others = mark.putObject("not_computed");
        failures.forEach(others::put);
        return new ReportContent(
                configuration.technique(),
                configuration.erasedConcept(),
                configuration.techniqueSettings().json(),
                configuration.several(),
                outcomes.values().stream().map(MetricOutcome::reported).toList(),
                mark);
    }
}

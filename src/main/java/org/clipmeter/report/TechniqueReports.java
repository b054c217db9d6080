package org.clipmeter.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the reports of one technique state together. Runs of different metrics are put together; of several runs of the same
 * metric, the newest counts. Reports of {@code clip_score} are never put together if their generations, their concepts or their
 * CLIP models differ.
 *
 * @param technique the technique's name
 * @param erasedConcept what was to be erased; null if the reports do not state it
 * @param generation which generation of the reference wrote the reports
 * @param clipModel the model of {@code clip_score}; null if no report names one
 * @param prompts the prompts of {@code clip_score}; null if the reports do not tell
 * @param computedHere whether clipmeter computed the figures, and not the reference
 * @param metrics the metrics by their keys, those of the reference first
 * @param runs the runs that the metrics are from, in the order of time
 * @param notes which older figures are left out, a sentence each
 */
public record TechniqueReports(
        String technique,
        @Nullable String erasedConcept,
        Generation generation,
        @Nullable String clipModel,
        @Nullable String prompts,
        boolean computedHere,
        Map<String, ReportedMetric> metrics,
        List<ReferenceReport> runs,
        List<String> notes) {
    private record Key(
            String technique,
            @Nullable String concept,
            Generation generation,
            @Nullable String model,
            @Nullable String prompts,
            boolean computedHere) {}

    /** The technique's reports, with their lists copied. */
    public TechniqueReports {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        runs = List.copyOf(runs);
        notes = List.copyOf(notes);
    }

    /** A metric's figures; empty if no report has it. */
    public Optional<ReportedMetric> metric(ReferenceMetric metric) {
        return Optional.ofNullable(metrics.get(metric.key()));
    }

    /** The technique, with what it erased, such as {@code esd (van gogh)}, and whether clipmeter computed its figures. */
    public String title() {
        return runs.get(0).title() + (computedHere ? ", by clipmeter" : "");
    }

    /** What {@code clip_score} is here: two of them are comparable only if this is the same. */
    public String definition() {
        return (generation == Generation.UNKNOWN ? "generation unknown" : generation.title()) + ", "
                + (clipModel == null ? "model unknown" : clipModel)
                + (prompts == null || prompts.equals(generation.prompts()) ? "" : ", prompts " + prompts);
    }

    /** Puts reports together by technique, in the order in which each technique comes first. */
    public static List<TechniqueReports> of(List<ReferenceReport> reports) {
        Map<Key, List<ReferenceReport>> groups = new LinkedHashMap<>();
        List<ReferenceReport> withoutScore = new ArrayList<>();
        for (ReferenceReport report : reports) {
            Optional<ReportedMetric> score = report.metric(ReferenceMetric.CLIP_SCORE);
            if (score.isEmpty()) {
                withoutScore.add(report);
            } else {
                groups.computeIfAbsent(key(report, score.get().model()), key -> new ArrayList<>())
                        .add(report);
            }
        }
        for (ReferenceReport report : withoutScore) {
            groups.computeIfAbsent(placeOf(report, groups), key -> new ArrayList<>())
                    .add(report);
        }
        return groups.entrySet().stream()
                .map(group -> together(group.getKey(), group.getValue()))
                .sorted(Comparator.comparing(TechniqueReports::definition).thenComparing(TechniqueReports::title))
                .toList();
    }

    private static Key key(ReferenceReport report, @Nullable String model) {
        Generation generation = report.generation();
        Origin origin = report.origin();
        String prompts =
                origin != null ? origin.prompts() : generation == Generation.UNKNOWN ? null : generation.prompts();
        return new Key(
                report.technique(),
                report.erasedConcept(),
                generation,
                model,
                model == null ? null : prompts,
                origin != null);
    }

    /**
     * The only group with a CLIP Score of the same technique and concept whose generation is not another one; otherwise a
     * group of its own. Other metrics than {@code clip_score} and {@code tifa} are the same in both generations.
     */
    private static Key placeOf(ReferenceReport report, Map<Key, List<ReferenceReport>> groups) {
        boolean anyGeneration = report.generation() == Generation.UNKNOWN;
        List<Key> same = groups.keySet().stream()
                .filter(key -> key.model() != null
                        && key.technique().equals(report.technique())
                        && Objects.equals(key.concept(), report.erasedConcept())
                        && key.computedHere() == (report.origin() != null)
                        && (anyGeneration || key.generation() == report.generation()))
                .toList();
        return same.size() == 1 ? same.get(0) : key(report, null);
    }

    private static TechniqueReports together(Key key, List<ReferenceReport> group) {
        List<ReferenceReport> runs = group.stream()
                .sorted(Comparator.comparing(ReferenceReport::time, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(ReferenceReport::runId))
                .toList();
        Map<String, ReferenceReport> newest = new TreeMap<>(
                Comparator.comparingInt(TechniqueReports::place).thenComparing(Comparator.naturalOrder()));
        List<String> notes = new ArrayList<>();
        for (ReferenceReport run : runs) {
            for (ReportedMetric metric : run.metrics()) {
                ReferenceReport older = newest.put(metric.key(), run);
                if (older != null) {
                    notes.add(run.title() + ": " + metric.key() + " is that of run " + run.runId()
                            + "; that of the older run " + older.runId() + " is left out.");
                }
            }
        }
        Map<String, ReportedMetric> metrics = new LinkedHashMap<>();
        newest.forEach((name, run) -> metrics.put(
                name,
                run.metrics().stream()
                        .filter(metric -> metric.key().equals(name))
                        .findFirst()
                        .orElseThrow()));
        return new TechniqueReports(
                key.technique(),
                key.concept(),
                key.generation(),
                key.model(),
                key.prompts(),
                key.computedHere(),
                metrics,
                runs,
                notes);
    }

    private static int place(String key) {
        return ReferenceMetric.of(key).map(ReferenceMetric::ordinal).orElse(Integer.MAX_VALUE);
    }
}

package org.clipmeter.report.writing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.ReportReader;
import org.jspecify.annotations.Nullable;

/**
 * What a report states.
 *
 * @param technique the technique's name
 * @param erasedConcept what was erased; null if the configuration does not state it
 * @param techniqueConfig the technique's settings
 * @param several whether the report has the form for several metrics
 * @param metrics what was measured; exactly one if the report has the form for one
 * @param mark how the figures were computed, under the key {@value ReportReader#MARK}
 */
public record ReportContent(
        String technique,
        @Nullable String erasedConcept,
        ObjectNode techniqueConfig,
        boolean several,
        List<Metric> metrics,
        ObjectNode mark) {
    /**
     * A metric's figures.
     *
     * @param metric which metric
     * @param config its settings as the configuration has them
     * @param value null if there is none
     * @param details the figures that it rests on, in the reference's form
     * @param dataset the name of the prompts' source
     * @param datasetMetadata what the reference states about the prompts, a list's entries in the order of the images
     */
    public record Metric(
            ReferenceMetric metric,
            ObjectNode config,
            @Nullable Double value,
            ObjectNode details,
            String dataset,
            ObjectNode datasetMetadata) {
        ObjectNode result() {
            ObjectNode result = object().put("name", metric.title()).put("value", value);
            result.set("details", details);
            return result;
        }
    }

    /** The content, with its list copied. */
    public ReportContent {
        metrics = List.copyOf(metrics);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The report without settings, its keys in the reference's order. */
    ObjectNode report(String runId, double timestamp) {
        ObjectNode report = object();
        report.put("run_id", runId);
        report.put("timestamp", timestamp);
        report.put("technique_name", technique);
        report.put("erase_concept", erasedConcept);
        if (several) {
            report.set("metric_names", names());
            ObjectNode results = report.putObject("metric_results");
            metrics.forEach(one -> results.set(one.metric().key(), one.result()));
        } else {
            Metric one = metrics.get(0);
            report.put("metric_name", one.metric().key());
            report.put("dataset_name", one.dataset());
            report.set("dataset_metadata", one.datasetMetadata());
            report.set("metric_result", one.result());
        }
        report.set(ReportReader.MARK, mark);
        return report;
    }

    private ArrayNode names() {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        metrics.forEach(one -> names.add(one.metric().key()));
        return names;
    }

    private ObjectNode configs() {
        ObjectNode configs = object();
        metrics.forEach(one -> configs.set(one.metric().key(), one.config()));
        return configs;
    }

    /** The settings that only the full report has. */
    ObjectNode settings() {
        ObjectNode settings = object();
        settings.set("technique_config", techniqueConfig);
        if (several) {
            settings.set("metric_configs", configs());
        } else {
            settings.set("metric_config", metrics.get(0).config());
        }
        return settings;
    }

    /** All that names the run besides its time. */
    ObjectNode identity() {
        ObjectNode identity = object().put("technique", technique);
        identity.set("technique_config", techniqueConfig);
        if (several) {
            List<String> sorted =
                    metrics.stream().map(one -> one.metric().key()).sorted().toList();
            ArrayNode names = identity.putArray("metric_names");
            sorted.forEach(names::add);
            identity.set("metric_configs", configs());
            identity.put("dataset", "multi_metric");
        } else {
            identity.put("metric", metrics.get(0).metric().key());
            identity.set("metric_config", metrics.get(0).config());
        }
        return identity;
    }
}

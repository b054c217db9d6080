package org.clipmeter.result.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.clipmeter.ClipMeter;
import org.clipmeter.Result;
import org.clipmeter.agreement.RunAgreement;
import org.clipmeter.files.Hash;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.result.agreement.Agreement;
import org.clipmeter.result.match.Match;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;

/** What a result was computed with, so that its figures can be computed again and are not compared with others by mistake. */
final class Provenance {
    private final ObjectNode node = JsonNodeFactory.instance.objectNode();

    /** @param written when the file is written, by which {@code written} is stated in UTC */
    Provenance(Result result, Instant written) {
        node.put("result", result.name());
        node.put("clipmeter", ClipMeter.version());
        node.put("reference", ClipMeter.REFERENCE);
        node.put("written", written.truncatedTo(ChronoUnit.SECONDS).toString());
        ArrayNode runs = node.putArray("runs");
        if (result instanceof Agreement agreement) {
            for (RunAgreement run : agreement.runs()) {
                run.byModel().forEach(each -> runs.add(run(run.run() + " under " + each.model(), each.result())));
            }
        } else if (result instanceof Match match) {
            match.models().forEach(model -> runs.add(model(match.name(), model.model())));
        } else {
            result.scoredRuns().forEach(run -> runs.add(run(run.name(), run.result())));
        }
        ArrayNode warnings = node.putArray("warnings");
        result.warnings().forEach(warnings::add);
    }

    private static ObjectNode model(String name, ModelInfo model) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", name);
        node.put("clip_model_name", model.name());
        node.put("revision", model.identity());
        node.put("precision", model.precision());
        node.put("device", model.device());
        node.put("preprocessing", model.preprocessing());
        return node;
    }

    private static ObjectNode run(String name, ScoreResult result) {
        PromptTemplate template = result.config().template();
        ObjectNode node = model(name, result.model());
        node.put("template", template == null ? null : template.text());
        node.put("prompts", result.pairs().promptsName());
        node.put("limit", result.config().limit());
        node.put("prompts_sha256", promptsHash(result));
        node.put("images", result.pairs().imagesName());
        node.put("evaluated_count", result.evaluatedCount());
        node.put("total_count", result.totalCount());
        ObjectNode failures = node.putObject("failures");
        result.failures().forEach(failures::put);
        return node;
    }

    /**
     * The SHA-256 of the prompts that have images: of the JSON array of their pairs {@code [id, text]} in the order of evaluation, each
     * once, without spaces.
     */
    static String promptsHash(ScoreResult result) {
        Set<List<String>> prompts = new LinkedHashSet<>();
        for (ScoreRow row : result.rows()) {
            prompts.add(List.of(row.pair().prompt().id(), row.pair().prompt().text()));
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        prompts.forEach(prompt -> array.addArray().add(prompt.get(0)).add(prompt.get(1)));
        return Hash.sha256(array.toString());
    }

    /** The whole provenance as JSON. */
    String json() {
        return node.toPrettyString();
    }

    /** The same in lines for a comment, one for each run. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(node.path("result").asText() + ", written "
                + node.path("written").asText() + " by clipmeter "
                + node.path("clipmeter").asText() + ", which follows "
                + node.path("reference").asText());
        node.path("runs").forEach(run -> {
            List<String> words = new ArrayList<>();
            run.properties().forEach(field -> {
                boolean said = field.getKey().equals("name")
                        || field.getValue().isNull()
                        || (field.getValue().isObject() && field.getValue().isEmpty());
                if (!said) {
                    words.add(field.getKey() + " "
                            + (field.getValue().isTextual()
                                    ? field.getValue().asText()
                                    : field.getValue().toString()));
                }
            });
            lines.add(run.path("name").asText() + ": " + String.join(", ", words));
        });
        node.path("warnings").forEach(warning -> lines.add("warning: " + warning.asText()));
        return lines;
    }
}

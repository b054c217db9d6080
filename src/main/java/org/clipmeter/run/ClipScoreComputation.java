package org.clipmeter.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ClipMeter;
import org.clipmeter.PromptList;
import org.clipmeter.ScoreRun;
import org.clipmeter.Tifa;
import org.clipmeter.TifaOptions;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Question;
import org.clipmeter.prompts.Sampling;
import org.clipmeter.report.Generation;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.configuration.Configuration;
import org.clipmeter.report.configuration.RequestedMetric;
import org.clipmeter.report.configuration.Settings;
import org.clipmeter.report.writing.ReportContent;
import org.clipmeter.score.ReportedValue;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.ScoreScale;
import org.clipmeter.score.Scored;
import org.jspecify.annotations.Nullable;

/** {@code clip_score} as either generation of the reference defines it. */
final class ClipScoreComputation implements MetricComputation {
    private static final int LIMIT = 300;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public ReferenceMetric metric() {
        return ReferenceMetric.CLIP_SCORE;
    }

    @Override
    public MetricOutcome compute(
            Configuration configuration,
            RequestedMetric requested,
            String place,
            RunOptions options,
            RunServices services)
            throws IOException {
        Settings settings = requested.settings();
        Generation generation = options.generation();
        ChosenModel chosen = ChosenModel.of(requested, "clip_model_name", generation.clipModel(), options);
        Integer limit = settings.states("limit") ? settings.whole("limit") : Integer.valueOf(LIMIT);
        List<String> notes = new ArrayList<>();
        PromptSet prompts = prompts(options, limit, services, notes);
        Pairs pairs = Pairs.of(images(place, options), prompts);
        ClipMeter meter = services.model(chosen.name(), chosen.device());
        if (!meter.info().hasClipScores()) {
            throw ChosenModel.notAClipScore(
                    requested, chosen.name(), meter.info().metric());
        }
        ScoreRun run = meter.score(pairs, limit, options.scoring(), services.progress(), services.cancelled());
        notes.addAll(chosen.notes(generation, run.result().model().name()));
        boolean cosines = generation == Generation.EVAL_UNLEARN;
        ScoreScale scale = cosines ? ScoreScale.HUNDRED_COSINES : ScoreScale.LOGITS;
        Double value = scale.meanOverImages(run.result());
        if (cosines && value != null) {
            run = run.reporting(ReportedValue.of(generation.title(), scale, false, run.result()))
                    .noting(String.format(
                            Locale.ROOT, "Its value by %s is %.4f, the %s.", generation, value, generation.formula()));
        }
        return new MetricOutcome(
                new ReportContent.Metric(
                        metric(),
                        settings.json(),
                        value,
                        details(run.result(), scale, chosen.device(), limit),
                        dataset(options),
                        metadata(options, run.result())),
                generation.formula(),
                run.result().model().name(),
                prompts.toString(),
                run.result().evaluatedCount(),
                run.result().totalCount(),
                run.result().evaluatedCount() == 0 ? "no image has a value" : "ok",
                provenance(run.result(), options, prompts),
                run,
                notes);
    }

    private static PromptSet prompts(
            RunOptions options, @Nullable Integer limit, RunServices services, List<String> notes) throws IOException {
        if (options.prompts() != null) {
            return Sampling.head(options.prompts(), limit);
        }
        String source = options.generation() == Generation.EVAL_UNLEARN ? Tifa.COCO : Tifa.REFERENCE;
        PromptList list = services.prompts(
                TifaOptions.defaults().withOrigin(source).withLimit(limit).withQuestions());
        notes.addAll(list.warnings());
        return list.prompts();
    }

    /** Images of a run's folder state their places; those that the caller names may state anything. */
    private static Images images(String place, RunOptions options) {
        Images images = Images.at(place);
        boolean ofRun = !options.images().containsKey(ReferenceMetric.CLIP_SCORE);
        return ofRun && images.key() == PairingKey.AUTO ? images.by(PairingKey.INDEX) : images.by(options.key());
    }

    private static ObjectNode details(
            ScoreResult result, ScoreScale scale, @Nullable String device, @Nullable Integer limit) {
        ObjectNode details = JSON.objectNode();
        ArrayNode scores = details.putArray("per_image_scores");
        for (ScoreRow row : result.rows()) {
            scores.add(row.outcome() instanceof Scored scored ? Double.valueOf(scale.of(scored)) : null);
        }
        details.put("evaluated_count", result.evaluatedCount());
        details.put("total_count", result.totalCount());
        details.putObject("config")
                .put("clip_model_name", result.model().name())
                .put("device", device)
                .put("limit", limit);
        return details;
    }

    private static String dataset(RunOptions options) {
        return options.prompts() == null
                ? options.generation().dataset()
                : options.prompts().name();
    }

    /** What the reference states of its prompts: for TIFA the questions about each image. */
    private static ObjectNode metadata(RunOptions options, ScoreResult result) {
        ObjectNode metadata = JSON.objectNode();
        metadata.put("source", dataset(options));
        if (options.prompts() == null) {
            metadata.put("repo_id", options.generation().repository());
        }
        List<Prompt> prompts =
                result.rows().stream().map(row -> row.pair().prompt()).toList();
        if (prompts.stream().anyMatch(prompt -> !prompt.questions().isEmpty())) {
            ArrayNode pairs = metadata.putArray("qa_pairs");
            for (Prompt prompt : prompts) {
                ArrayNode questions = pairs.addArray();
                for (Question question : prompt.questions()) {
                    questions.addObject().put("question", question.question()).put("answer", question.answer());
                }
            }
        }
        return metadata.put("total_loaded", result.totalCount());
    }

    private static ObjectNode provenance(ScoreResult result, RunOptions options, PromptSet prompts) {
        return JSON.objectNode()
                .put("formula", options.generation().formula())
                .put("model", result.model().name())
                .put("identity", result.model().identity())
                .put("device", result.model().device())
                .put("precision", result.model().precision())
                .put("preprocessing", result.model().preprocessing())
                .put("prompts", options.prompts() == null ? options.generation().prompts() : prompts.name())
                .put("images", result.pairs().imagesName())
                .put("joined", result.pairs().joined());
    }
}

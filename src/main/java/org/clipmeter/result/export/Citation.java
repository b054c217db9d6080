package org.clipmeter.result.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipmeter.ClipMeter;
import org.clipmeter.ScoreRun;
import org.clipmeter.compare.Mean;
import org.clipmeter.files.LocalFile;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.catalogue.KnownModel;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelCard;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;

/**
 * What to cite for a run, and how to describe it in a paper. The same run gives the same texts.
 *
 * @param methods a paragraph with the run's own settings, in one line
 * @param sources what to cite and for what, one line each
 * @param bibtex the entries of the publications among them and of clipmeter, in the order of {@code sources}
 */
public record Citation(String methods, List<String> sources, String bibtex) {
    /** The texts, with the list copied. */
    public Citation {
        sources = List.copyOf(sources);
    }

    /** What to cite for a run; its interval costs a bootstrap over its scores. */
    public static Citation of(ScoreRun run) {
        ScoreResult result = run.result();
        Set<Publication> publications = publications(result);
        List<String> sources =
                publications.stream().map(Publication::text).collect(Collectors.toCollection(ArrayList::new));
        if (isBundled(result.model())) {
            sources.add(
                    "the model shapes: trained for clipmeter's miniature world and bundled with it; it has no publication");
        } else {
            String license = license(result.model().name())
                    .map(stated -> " (license " + stated + ", as its repository states)")
                    .orElse("");
            sources.add("the model " + result.model().name() + license + ": see its card for publications of its own");
        }
        sources.add("clipmeter " + ClipMeter.version() + " (software)");
        String software = "@misc{clipmeter,\n  title = {clipmeter},\n  note = {Computer software, version "
                + ClipMeter.version() + "}\n}";
        String bibtex = publications.stream()
                .map(publication -> publication.bibtex() + "\n\n")
                .collect(Collectors.joining("", "", software));
        return new Citation(methods(result), sources, bibtex);
    }

    /** The license of a known model, or the one that the card in a model's folder states; empty if none is known. */
    private static Optional<String> license(String model) {
        return KnownModels.find(model)
                .flatMap(KnownModel::license)
                .or(() -> LocalFile.exists(Path.of(model)) ? ModelCard.license(Path.of(model)) : Optional.empty());
    }

    private static boolean isBundled(ModelInfo model) {
        return model.name().equals("shapes") || model.name().startsWith("shapes-");
    }

    private static Set<Publication> publications(ScoreResult result) {
        ModelInfo model = result.model();
        String name = model.name().toLowerCase(Locale.ROOT);
        Set<Publication> found = new LinkedHashSet<>();
        if (model.hasClipScores()) {
            found.add(Publication.CLIP);
            found.add(Publication.CLIP_SCORE);
        }
        if (model.metric().equals(Similarity.SIGLIP_LOGIT)) {
            found.add(Publication.SIGLIP);
        }
        if (name.contains("siglip2") || name.contains("siglip-2")) {
            found.add(Publication.SIGLIP_2);
        }
        if (name.contains("laion") || name.contains("open_clip")) {
            found.add(Publication.OPEN_CLIP);
        }
        if (name.contains("longclip") || name.contains("long-clip")) {
            found.add(Publication.LONG_CLIP);
        }
        if (model.metric().startsWith("PickScore")) {
            found.add(Publication.PICK_SCORE);
        }
        if (model.metric().startsWith("HPS")) {
            found.add(Publication.HPS);
        }
        boolean asks = result.rows().stream()
                .anyMatch(row -> !row.pair().prompt().questions().isEmpty());
        if (asks) {
            found.add(Publication.TIFA);
        }
        return found;
    }

    private static String methods(ScoreResult result) {
        ModelInfo model = result.model();
        StringBuilder text = new StringBuilder();
        text.append("We computed the " + model.metric() + " with clipmeter " + ClipMeter.version()
                + ", whose scores follow "
                + ClipMeter.REFERENCE + ", under the model " + model.name() + " (" + model.identity() + ") in "
                + model.precision() + " on " + model.device() + ". Images were prepared with these settings: "
                + model.preprocessing() + ".");
        if (result.config().template() != null) {
            text.append(" Each prompt was put into the sentence "
                    + result.config().template() + " before it was embedded.");
        }
        long prompts = result.rows().stream()
                .map(row -> row.pair().prompt().id())
                .distinct()
                .count();
        String source = result.pairs().promptsName();
        text.append(" We scored " + counted(result.totalCount(), "image") + " of " + counted(prompts, "prompt")
                + (source == null ? "" : " (" + source + ")") + ".");
        int failed = result.totalCount() - result.evaluatedCount();
        if (failed == 0) {
            text.append(" No image failed.");
        } else {
            String reasons = result.failures().entrySet().stream()
                    .map(reason -> reason.getKey() + ": " + reason.getValue())
                    .collect(Collectors.joining(", "));
            text.append(" " + counted(failed, "image") + " failed (" + reasons + ") and "
                    + (failed == 1 ? "counts" : "count") + " in no mean.");
        }
        if (result.truncatedCount() > 0) {
            text.append(" The prompts of " + counted(result.truncatedCount(), "image")
                    + " were longer than the model reads and were cut.");
        }
        text.append(value(result));
        return text.toString();
    }

    private static String value(ScoreResult result) {
        Map<String, List<Double>> byPrompt = new LinkedHashMap<>();
        for (ScoreRow row : result.rows()) {
            if (row.outcome() instanceof Scored scored) {
                byPrompt.computeIfAbsent(row.pair().prompt().id(), id -> new ArrayList<>())
                        .add(scored.logitsPerImage());
            }
        }
        if (byPrompt.isEmpty()) {
            return " No image has a score.";
        }
        Mean mean = Mean.ofClusters(byPrompt.values().stream()
                .map(scores -> scores.stream().mapToDouble(Double::doubleValue).toArray())
                .toList());
        Mean.Interval interval = mean.interval();
        String text = String.format(
                Locale.ROOT,
                " The mean of %s over %s is %.4f",
                result.model().logitColumn(),
                counted(mean.n(), "image"),
                mean.value());
        return interval == null
                ? text + "."
                : text
                        + String.format(
                                Locale.ROOT,
                                " (%s, %,d resamples of prompts: %.4f to %.4f).",
                                Mean.INTERVAL,
                                Mean.RESAMPLES,
                                interval.low(),
                                interval.high());
    }

    private static String counted(long n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}

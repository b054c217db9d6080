package org.clipmeter.score;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.pairs.Pair;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.pairs.Skipped;
import org.clipmeter.prompts.Prompt;
import org.jspecify.annotations.Nullable;

/** A run as its file holds it, each prompt once. The names of all components are keys of the file. */
record StoredRun(
        String name,
        List<String> warnings,
        ModelInfo model,
        RunConfig config,
        double seconds,
        CacheHits cached,
        @Nullable ReportedValue reported,
        List<Prompt> prompts,
        Join join,
        List<Row> rows) {
    private static final String SCORED = "scored";

    StoredRun {
        requireAll(name, model, config, cached);
        warnings = List.copyOf(warnings);
        prompts = List.copyOf(prompts);
        rows = List.copyOf(rows);
    }

    private static void requireAll(@Nullable Object... values) {
        for (Object value : values) {
            Objects.requireNonNull(value);
        }
    }

    /** How images were joined to prompts; prompts by their place in the list of prompts. */
    record Join(
            String images,
            @Nullable String prompts,
            PairingKey key,
            List<String> unpairedImages,
            List<Integer> promptsWithoutImage,
            List<Skipped> skipped,
            List<String> outside,
            String joined,
            List<String> notes) {
        Join {
            requireAll(images, key, joined);
        }
    }

    /** An image and what became of it; scores are null if it failed, the message is null if it did not. */
    record Row(
            int index,
            int prompt,
            String path,
            String image,
            @Nullable String statedId,
            @Nullable String statedPrompt,
            @Nullable String statedSource,
            String status,
            @Nullable Double logitsPerImage,
            @Nullable Double cosineSimilarity,
            @Nullable String message,
            int tokens,
            boolean truncated,
            List<ImageFlag> flags) {
        Row {
            requireAll(path, image, status);
        }

        static Row of(ScoreRow row, int prompt) {
            ImageFile image = row.pair().image();
            Scored scored = row.outcome() instanceof Scored one ? one : null;
            return new Row(
                    row.index(),
                    prompt,
                    image.path().toAbsolutePath().toString(),
                    image.name(),
                    image.id(),
                    image.prompt(),
                    image.source(),
                    row.outcome().status(),
                    scored == null ? null : scored.logitsPerImage(),
                    scored == null ? null : scored.cosineSimilarity(),
                    row.outcome() instanceof Failed failed ? failed.message() : null,
                    row.tokens(),
                    row.truncated(),
                    row.flags().stream().sorted().toList());
        }

        ScoreRow row(List<Prompt> prompts) {
            boolean scored = logitsPerImage != null && cosineSimilarity != null;
            if (scored != status.equals(SCORED) || (logitsPerImage == null) != (cosineSimilarity == null)) {
                throw new IllegalStateException(
                        "row " + index + " has the status " + status + " and other scores than that");
            }
            ImageFile file = new ImageFile(Path.of(path), image, statedId, statedPrompt, statedSource);
            Outcome outcome = logitsPerImage != null && cosineSimilarity != null
                    ? new Scored(logitsPerImage, cosineSimilarity)
                    : new Failed(status, message == null ? "" : message);
            return new ScoreRow(
                    index, new Pair(prompts.get(prompt), file), outcome, tokens, truncated, Set.copyOf(flags));
        }
    }

    static StoredRun of(String name, ScoreResult result, List<String> warnings) {
        Map<Prompt, Integer> places = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        for (ScoreRow row : result.rows()) {
            rows.add(Row.of(row, place(row.pair().prompt(), places)));
        }
        Pairs pairs = result.pairs();
        List<Integer> without = new ArrayList<>();
        pairs.promptsWithoutImage().forEach(prompt -> without.add(place(prompt, places)));
        Join join = new Join(
                pairs.imagesName(),
                pairs.promptsName(),
                pairs.key(),
                pairs.unpairedImages(),
                without,
                pairs.skipped(),
                pairs.outside(),
                pairs.joined(),
                pairs.notes());
        return new StoredRun(
                name,
                warnings,
                result.model(),
                result.config(),
                result.seconds(),
                result.cached(),
                result.reported(),
                List.copyOf(places.keySet()),
                join,
                rows);
    }

    private static int place(Prompt prompt, Map<Prompt, Integer> places) {
        Integer place = places.putIfAbsent(prompt, places.size());
        return place == null ? places.size() - 1 : place;
    }

    ScoreResult result() {
        List<ScoreRow> read = rows.stream().map(row -> row.row(prompts)).toList();
        Pairs pairs = new Pairs(
                join.images(),
                join.prompts(),
                join.key(),
                read.stream().map(ScoreRow::pair).toList(),
                join.unpairedImages(),
                join.promptsWithoutImage().stream().map(prompts::get).toList(),
                join.skipped(),
                join.outside(),
                join.joined(),
                join.notes());
        return new ScoreResult(pairs, read, model, config, seconds, cached, reported);
    }
}

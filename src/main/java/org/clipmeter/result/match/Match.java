package org.clipmeter.result.match;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.clipmeter.ClipMeter;
import org.clipmeter.Result;
import org.clipmeter.Summary;
import org.clipmeter.embed.Embedder;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.match.MatchCell;
import org.clipmeter.match.ModelMatch;
import org.clipmeter.score.Scored;
import org.clipmeter.table.MatchTable;
import org.clipmeter.table.Overview;
import org.clipmeter.table.TableText;
import tech.tablesaw.api.Table;

/**
 * Images compared with texts under one or several models: logits, cosines, and the softmax over the texts of each image. It
 * is immutable and safe from any thread.
 *
 * <pre>{@code
 * Match.of(clip, List.of(Path.of("cat.jpg")), List.of("a photo of a cat", "a photo of a dog")).table();
 * }</pre>
 */
public final class Match implements Result {
    private final String name;
    private final List<ModelMatch> models;
    private final List<String> warnings;

    Match(String name, List<ModelMatch> models, List<String> warnings) {
        this.name = name;
        this.models = List.copyOf(models);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Compares images with texts, on the calling thread.
     *
     * @param model stays open
     * @param images image files, at least one
     * @param texts at least one; each text once
     * @throws IOException if the model can't be used any longer
     * @throws InvalidRequestException if there is no image or no text, or a text is given twice
     */
    public static Match of(ClipMeter model, List<Path> images, List<String> texts) throws IOException {
        return of(model, images, texts, () -> false);
    }

    /**
     * The same, which can be cancelled.
     *
     * @param cancelled polled between batches
     * @throws IOException if the model can't be used any longer
     * @throws InvalidRequestException if there is no image or no text, or a text is given twice
     * @throws CancellationException if {@code cancelled} turned true
     */
    public static Match of(ClipMeter model, List<Path> images, List<String> texts, BooleanSupplier cancelled)
            throws IOException {
        ModelMatch.check(images, texts);
        Embedder embedder = new Embedder(
                model.model().towers(model.model().imageRules()), Embedder.AUTO, model.store(), model::space);
        ModelMatch match = ModelMatch.of(model.info(), embedder, images, texts, cancelled);
        String name = images.size() == 1 ? String.valueOf(images.get(0).getFileName()) : images.size() + " images";
        return new Match(name, List.of(match), model.warnings());
    }

    /**
     * The same images and texts under several models, as one result.
     *
     * @param matches at least one, in the order in which they are shown
     * @param notes what else the user should know, such as a model that could not be loaded
     * @throws InvalidRequestException if there is no match, or their images or texts differ
     */
    public static Match joined(List<Match> matches, List<String> notes) {
        if (matches.isEmpty()) {
            throw new InvalidRequestException("match: expected at least one match to join, got none");
        }
        List<ModelMatch> models = new ArrayList<>();
        LinkedHashSet<String> warnings = new LinkedHashSet<>();
        for (Match match : matches) {
            if (!pairs(match).equals(pairs(matches.get(0)))) {
                throw new InvalidRequestException("match: " + match.name + " and " + matches.get(0).name
                        + " compare other images or texts; join matches of the same images and texts");
            }
            models.addAll(match.models);
            warnings.addAll(match.warnings);
        }
        warnings.addAll(notes);
        return new Match(matches.get(0).name, models, List.copyOf(warnings));
    }

    private static List<List<String>> pairs(Match match) {
        return match.models.get(0).cells().stream()
                .map(cell -> List.of(cell.image().toString(), cell.text()))
                .toList();
    }

    /** The image's file name, or how many images there are, unless named otherwise. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public Match named(String newName) {
        return new Match(newName, models, warnings);
    }

    /** What was found under each model. */
    public List<ModelMatch> models() {
        return models;
    }

    /** The models' names, and how many pairs of an image and a text have a score. */
    @Override
    public Overview overview() {
        List<MatchCell> cells =
                models.stream().flatMap(model -> model.cells().stream()).toList();
        int scored = (int)
                cells.stream().filter(cell -> cell.outcome() instanceof Scored).count();
        return new Overview(
                names(),
                models.get(0).model().precision(),
                null,
                scored,
                cells.size(),
                cells.stream().map(cell -> cell.image().toString()).distinct().collect(Collectors.joining(", ")));
    }

    private String names() {
        return models.stream().map(model -> model.model().name()).collect(Collectors.joining(", "));
    }

    /** For each model, which text fits each image best. */
    @Override
    public Summary summary() {
        return MatchSummary.of(this);
    }

    /** A row for each model, image and text; see {@link MatchTable#of}. */
    @Override
    public Table table() {
        return MatchTable.of(models);
    }

    /** {@code models}, and {@code match}: an object for each row of {@link #table}. */
    @Override
    public String json() {
        return TableText.json(table(), "match", Map.of("models", names()));
    }

    /** The warnings of the models, and what was noted when they were joined. */
    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public String toString() {
        return summary().text();
    }
}

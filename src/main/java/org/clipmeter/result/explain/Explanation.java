package org.clipmeter.result.explain;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.ClipMeter;
import org.clipmeter.Result;
import org.clipmeter.Summary;
import org.clipmeter.explain.ExplainOptions;
import org.clipmeter.explain.ExplainProgress;
import org.clipmeter.explain.ExplainedImage;
import org.clipmeter.explain.ExplainedText;
import org.clipmeter.explain.Explainer;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.plot.ExplainPlots;
import org.clipmeter.plot.NoFontsException;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.table.ExplainTable;
import org.clipmeter.table.Overview;
import tech.tablesaw.api.Table;

/**
 * Where images match texts under a CLIP: a relevance map for each image and text, with its own faithfulness. It is immutable
 * and safe from any thread.
 *
 * <pre>{@code
 * Explanation explanation = Explanation.of(clip, Path.of("cat.jpg"), "a cat on a sofa");
 * explanation.picture(0);
 * }</pre>
 *
 * @param name what was explained, unless named otherwise
 * @param model that computed the maps
 * @param options how they were computed
 * @param images each with its maps
 * @param modelWarnings what the user should know about the model, one line each
 */
public record Explanation(
        String name, ModelInfo model, ExplainOptions options, List<ExplainedImage> images, List<String> modelWarnings)
        implements Result {
    private static final int MOST_CHARTS = 6;
    private static final int MOST_DENSITY = 4;

    /** An explanation, with its lists copied. */
    public Explanation {
        images = List.copyOf(images);
        modelWarnings = List.copyOf(modelWarnings);
    }

    /**
     * Explains one image and one text with the default options, on the calling thread.
     *
     * @param clip stays open
     * @throws IOException if the image can't be read, or the model can't be used any longer
     * @throws InvalidRequestException if the model is not a CLIP in fp32
     */
    public static Explanation of(ClipMeter clip, Path image, String text) throws IOException {
        return of(
                clip,
                clip.model().imageRules(),
                List.of(new ImageTexts(image, List.of(text))),
                ExplainOptions.defaults(),
                (done, total) -> {},
                () -> false);
    }

    /**
     * Explains images, one after the other, on the calling thread.
     *
     * @param clip stays open
     * @param rules how images are prepared: {@code clip.model().imageRules()}, or those of a run that is explained
     * @param inputs at least one image with its texts
     * @param progress receives how many versions of the images were embedded, of all that are needed
     * @param cancelled polled before each batch
     * @throws IOException if an image can't be read, which is found before any is explained, or the model can't be used any
     *     longer
     * @throws InvalidRequestException if there is no input, the model is not a CLIP, or its precision does not allow the
     *     method
     * @throws CancellationException if {@code cancelled} turned true
     */
    public static Explanation of(
            ClipMeter clip,
            ImageRules rules,
            List<ImageTexts> inputs,
            ExplainOptions options,
            ExplainProgress progress,
            BooleanSupplier cancelled)
            throws IOException {
        if (inputs.isEmpty()) {
            throw new InvalidRequestException("explain: expected at least one image, got none");
        }
        List<ExplainedImage> images = new ArrayList<>();
        try (Explainer explainer = Explainer.of(clip.name(), clip.model(), rules, options)) {
            int total = 0;
            for (ImageTexts input : inputs) {
                if (inputs.size() > 1) {
                    ImageDecoder.decode(input.image()); // again below: the pixels of many photographs need gigabytes
                }
                total += explainer.versions(input.texts().size());
            }
            int before = 0;
            for (ImageTexts input : inputs) {
                RgbImage picture = ImageDecoder.decode(input.image());
                ExplainProgress whole = new Part(progress, before, total);
                List<ExplainedText> explained = explainer.explain(picture, input.texts(), whole, cancelled);
                images.add(new ExplainedImage(
                        input.image(),
                        picture.width(),
                        picture.height(),
                        PictureCopy.of(picture, rules.transparency()),
                        explainer.area(picture),
                        explained));
                before += explainer.versions(input.texts().size());
            }
        }
        String name = images.size() == 1 ? images.get(0).name() : images.size() + " images";
        return new Explanation(name, clip.info(), options, images, clip.warnings());
    }

    /** The progress of one of several images. */
    private record Part(ExplainProgress whole, int before, int of) implements ExplainProgress {
        @Override
        public void update(int done, int total) {
            whole.update(before + done, of);
        }
    }

    @Override
    public Explanation named(String newName) {
        return new Explanation(newName, model, options, images, modelWarnings);
    }

    /** The mean score of the images and their first texts, and how many images there are. */
    @Override
    public Overview overview() {
        double mean = images.stream()
                .mapToDouble(image -> image.texts().get(0).score())
                .average()
                .orElseThrow();
        return new Overview(model.name(), model.precision(), mean, images.size(), images.size(), name);
    }

    /** A part for each map: the score, and how the map's order fares against random ones. */
    @Override
    public Summary summary() {
        return ExplanationSummary.of(this);
    }

    /** A row for each map with its score and its faithfulness; see {@link ExplainTable#of}. */
    @Override
    public Table table() {
        return ExplainTable.of(images);
    }

    /** A row for each patch of each map; see {@link ExplainTable#patches}. */
    public Table patches() {
        return ExplainTable.patches(images);
    }

    /** The curves of deletion and insertion of each image's first text, of at most six images. */
    @Override
    public List<ScoreChart> charts() {
        return images.stream()
                .limit(MOST_CHARTS)
                .map(image -> ExplainPlots.curves(
                        image.texts().get(0), model.metric(), images.size() == 1 ? null : image.name()))
                .toList();
    }

    /**
     * An image beside itself with its maps over it, and the scale of their colors.
     *
     * @param index of the image, from 0
     * @throws NoFontsException if this Java has no fonts to draw text with
     */
    public BufferedImage picture(int index) throws NoFontsException {
        return picture(index, 1);
    }

    /**
     * The same in more pixels, for a dense screen or for print.
     *
     * @param index of the image, from 0
     * @param density how many pixels there are for each pixel of {@link #picture(int)} along a side, 1 to 4
     * @throws NoFontsException if this Java has no fonts to draw text with
     */
    public BufferedImage picture(int index, int density) throws NoFontsException {
        if (index < 0 || index >= images.size()) {
            throw new InvalidRequestException(
                    "explain: expected the index of an image, 0 to " + (images.size() - 1) + ", got " + index);
        }
        if (density < 1 || density > MOST_DENSITY) {
            throw new InvalidRequestException("explain: density: expected 1 to " + MOST_DENSITY + ", got " + density);
        }
        ExplainedImage image = images.get(index);
        List<MapPicture.Panel> panels = image.texts().stream()
                .map(text -> new MapPicture.Panel(text.text(), text.map()))
                .toList();
        return MapPicture.of(image, panels, MapScale.of(options.method(), image.texts()), density);
    }

    /**
     * An object with {@code name}, {@code model}, {@code method}, {@code unit} and {@code maps}: for each map its image, text,
     * score, lead, {@code relevance} (rows of patches), {@code area} in pixels of the picture, and its curves and their areas.
     */
    @Override
    public String json() {
        return ExplanationJson.of(this);
    }

    /** What is to be known about the model, and which texts were cut. */
    @Override
    public List<String> warnings() {
        LinkedHashSet<String> warnings = new LinkedHashSet<>(modelWarnings);
        for (ExplainedImage image : images) {
            image.texts().stream()
                    .filter(ExplainedText::truncated)
                    .forEach(text -> warnings.add(
                            "the model read only the beginning of: " + ExplanationSummary.shortened(text.text())));
        }
        return List.copyOf(warnings);
    }

    @Override
    public String toString() {
        return summary().text();
    }
}

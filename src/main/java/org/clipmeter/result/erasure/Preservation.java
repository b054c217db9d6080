package org.clipmeter.result.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.ClipMeter;
import org.clipmeter.Summary;
import org.clipmeter.erasure.Cmmd;
import org.clipmeter.erasure.EmbeddedRun;
import org.clipmeter.erasure.ImageSimilarity;
import org.clipmeter.erasure.Preserved;
import org.clipmeter.erasure.SameBytes;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.pairs.Images;
import org.clipmeter.plot.ErasurePlots;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.table.ErasureTable;
import org.clipmeter.table.Overview;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** What an erased model has preserved: CLIP-I and CMMD to the original. It is immutable, safe from any thread, and outlives the model. */
public final class Preservation extends ErasureResult {
    private final Preserved figures;
    private final @Nullable Preserved clean;

    Preservation(String name, Preserved figures, @Nullable Preserved clean, List<String> warnings) {
        super(name, figures.erased().model(), warnings);
        this.figures = figures;
        this.clean = clean;
    }

    /**
     * Embeds and compares images, on the calling thread, which may take minutes. CMMD takes a time that grows with the square of the number of
     * images.
     *
     * @param original images of the original model
     * @param erased images of the erased model, of the same prompts and seeds
     * @param seed images of the original model with other seeds, which give the floor; null to leave it out
     * @throws IOException if the model can't be used any longer
     * @throws InvalidRequestException if images can't be joined, none can be evaluated, or those with other seeds are the images of another run
     * @throws org.clipmeter.score.ScoreCancelledException if it was cancelled
     */
    public static Preservation of(
            ClipMeter meter, Images original, Images erased, @Nullable Images seed, ErasureOptions options)
            throws IOException {
        if (seed != null) {
            requireOther(seed, original, "the original's");
            requireOther(seed, erased, "the erased model's");
        }
        ErasureModel model = new ErasureModel(meter, options);
        EmbeddedRun first = model.run(original);
        EmbeddedRun second = model.run(erased);
        EmbeddedRun floor = seed == null ? null : model.run(seed);
        List<String> warnings = new ArrayList<>(model.warnings());
        copies(erased, original, "nothing was changed, or one folder stands for both", options, warnings);
        if (seed != null) {
            copies(seed, original, "other seeds give other pictures, so the floor is too high", options, warnings);
        }
        return of(first, second, floor, options, warnings);
    }

    /** Refuses one folder for two seeds, whose floor would be 1. */
    private static void requireOther(Images seed, Images run, String whose) {
        if (paths(seed).equals(paths(run))) {
            throw new InvalidRequestException("CLIP-I: the images of the other seed are " + whose + " own, "
                    + seed.name() + "; expected images of the original model with another seed");
        }
    }

    private static List<Path> paths(Images images) {
        return images.files().stream()
                .map(file -> file.path().toAbsolutePath().normalize())
                .toList();
    }

    /** Warns if all images of a run are byte for byte among those of another. */
    private static void copies(Images run, Images other, String then, ErasureOptions options, List<String> warnings) {
        int same =
                SameBytes.places(paths(run), paths(other), options.cancelled()).size();
        if (same > 0 && same == run.files().size()) {
            warnings.add("all " + same + " images of " + run.name() + " are also in " + other.name()
                    + ", byte for byte: " + then);
        }
    }

    /**
     * Embeds the images of a run, for {@link #of(EmbeddedRun, EmbeddedRun, EmbeddedRun)}.
     *
     * @throws IOException if the model can't be used any longer
     * @throws org.clipmeter.score.ScoreCancelledException if it was cancelled
     */
    public static EmbeddedRun embed(ClipMeter meter, Images images, ErasureOptions options) throws IOException {
        return new ErasureModel(meter, options).run(images);
    }

    /**
     * Compares runs that were embedded before.
     *
     * @param seed the original's images with other seeds; null to leave out the floor
     * @throws InvalidRequestException if the runs were embedded by different models, images can't be joined, or none could be
     *     evaluated
     */
    public static Preservation of(EmbeddedRun original, EmbeddedRun erased, @Nullable EmbeddedRun seed) {
        return of(original, erased, seed, ErasureOptions.defaults(), List.of());
    }

    private static Preservation of(
            EmbeddedRun original,
            EmbeddedRun erased,
            @Nullable EmbeddedRun seed,
            ErasureOptions options,
            List<String> warnings) {
        Preserved figures = Preserved.of(original, erased, seed, options.cancelled());
        return new Preservation(erased.name(), figures, figures.withoutFlagged(options.cancelled()), warnings);
    }

    @Override
    public Preservation named(String newName) {
        return new Preservation(newName, figures, clean, warnings());
    }

    /** All figures. */
    public Preserved figures() {
        return figures;
    }

    /** The cosine of each pair; see {@link ErasureTable#pairs}. */
    public Table perPair() {
        return ErasureTable.pairs(figures.similarity());
    }

    @Override
    public Overview overview() {
        return new Overview(
                model().name(),
                model().precision(),
                figures.similarity().mean().value(),
                figures.similarity().mean().n(),
                figures.erased().images().size(),
                figures.erased().name());
    }

    @Override
    public Summary summary() {
        List<Summary.Fact> facts = new ArrayList<>(facts(figures));
        if (clean != null) {
            int n = figures.original().flagged()
                    + figures.erased().flagged()
                    + (figures.seed() == null ? 0 : figures.seed().flagged());
            for (Summary.Fact fact : facts(clean)) {
                facts.add(new Summary.Fact("without " + n + " flagged pictures, " + fact.name(), fact.value()));
            }
        }
        facts.add(new Summary.Fact("images:", figures.similarity().joined().joined()));
        return summary(
                new Summary.Headline(
                        "CLIP-I ",
                        fixed(figures.similarity().mean().value()),
                        " (" + name() + " against " + figures.original().name() + ")"),
                facts,
                notes(),
                List.of(ImageSimilarity.DEFINITION, Cmmd.DEFINITION));
    }

    private static List<Summary.Fact> facts(Preserved figures) {
        List<Summary.Fact> facts = new ArrayList<>();
        facts.add(new Summary.Fact("CLIP-I", text(figures.similarity().mean())));
        if (figures.floor() != null) {
            facts.add(new Summary.Fact("CLIP-I floor", text(figures.floor().mean())));
        }
        facts.add(new Summary.Fact("CMMD", text(figures.distance())));
        if (figures.floorDistance() != null) {
            facts.add(new Summary.Fact("CMMD between seeds", text(figures.floorDistance())));
        }
        return facts;
    }

    private static String text(Cmmd distance) {
        return fixed(distance.value()) + ", n = " + distance.first() + " and " + distance.second();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (figures.floor() == null) {
            notes.add(
                    "no floor: give the original's images with another seed to see how alike unrelated images of the same prompts are");
        }
        ImageSimilarity similarity = figures.similarity();
        if (similarity.failed() > 0) {
            notes.add(similarity.failed() + " of "
                    + similarity.joined().pairs().size()
                    + " pairs could not be evaluated and count nowhere");
        }
        List<String> left = similarity
                .joined()
                .leftovers(figures.original().name(), figures.erased().name());
        if (!left.isEmpty()) {
            notes.add("left out of CLIP-I: " + String.join(", ", left));
        }
        if (figures.flaggedMatter() && clean == null) {
            notes.add(
                    "more than 1 % of the pictures are all black or transparent, and no pair is left without them, so that there are no"
                            + " figures without them");
        }
        String caution = figures.distance().caution();
        if (caution != null) {
            notes.add(caution);
        }
        return notes;
    }

    /** A row for each figure; see {@link ErasureTable#figures}. */
    @Override
    public Table table() {
        List<ErasureTable.Figure> rows = new ArrayList<>();
        add(rows, "all", figures);
        if (clean != null) {
            add(rows, "without flagged", clean);
        }
        return ErasureTable.figures("preserved", rows);
    }

    private static void add(List<ErasureTable.Figure> rows, String which, Preserved figures) {
        rows.add(figure("clip_i", which, figures.similarity()));
        if (figures.floor() != null) {
            rows.add(figure("clip_i_floor", which, figures.floor()));
        }
        rows.add(figure("cmmd", which, figures.distance()));
        if (figures.floorDistance() != null) {
            rows.add(figure("cmmd_floor", which, figures.floorDistance()));
        }
    }

    private static ErasureTable.Figure figure(String metric, String which, ImageSimilarity similarity) {
        return new ErasureTable.Figure(
                metric,
                which,
                similarity.mean().value(),
                similarity.mean().interval(),
                similarity.mean().n());
    }

    private static ErasureTable.Figure figure(String metric, String which, Cmmd distance) {
        return new ErasureTable.Figure(
                metric, which, distance.value(), null, Math.min(distance.first(), distance.second()));
    }

    /** How many pairs are up to how alike, beside the original's two seeds. */
    @Override
    public List<ScoreChart> charts() {
        List<ErasurePlots.Curve> curves = new ArrayList<>();
        curves.add(new ErasurePlots.Curve(name(), cosines(figures.similarity())));
        List<ErasurePlots.Mark> marks = new ArrayList<>();
        marks.add(new ErasurePlots.Mark(
                "mean " + fixed(figures.similarity().mean().value()),
                figures.similarity().mean().value()));
        if (figures.floor() != null) {
            curves.add(new ErasurePlots.Curve("floor: two seeds of the original", cosines(figures.floor())));
            marks.add(new ErasurePlots.Mark(
                    "mean of the floor " + fixed(figures.floor().mean().value()),
                    figures.floor().mean().value()));
        }
        return List.of(ErasurePlots.shares(
                "CLIP-I per pair, n = " + figures.similarity().mean().n()
                        + (figures.floor() == null
                                ? ""
                                : ", floor n = " + figures.floor().mean().n()),
                "cosine of the two images, " + model().name(),
                "share of the pairs up to it",
                false,
                curves,
                marks));
    }

    /** The cosine of each pair, in a new array. */
    double[] cosines() {
        return cosines(figures.similarity());
    }

    private static double[] cosines(ImageSimilarity similarity) {
        return similarity.pairs().stream()
                .mapToDouble(ImageSimilarity.PairCosine::cosine)
                .toArray();
    }

    /** {@code value} (CLIP-I) and {@code details} with all figures, with and without flagged pictures. */
    @Override
    public String json() {
        return json(figures.similarity().mean().value());
    }

    @Override
    public ObjectNode details() {
        ObjectNode details = object();
        details.put("original", figures.original().name());
        details.put("erased", figures.erased().name());
        details.set("all", node(figures));
        details.set("without_flagged", clean == null ? null : node(clean));
        details.putObject("config").put("clip_model_name", model().name());
        return details;
    }

    private static ObjectNode node(Preserved figures) {
        ObjectNode node = object();
        put(node, "clip_i", figures.similarity().mean());
        if (figures.floor() != null) {
            put(node, "clip_i_floor", figures.floor().mean());
        }
        node.put("cmmd", figures.distance().value());
        if (figures.floorDistance() != null) {
            node.put("cmmd_floor", figures.floorDistance().value());
        }
        node.put("n_original", figures.distance().first());
        node.put("n_erased", figures.distance().second());
        return node;
    }
}

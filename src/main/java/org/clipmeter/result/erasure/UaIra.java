package org.clipmeter.result.erasure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.clipmeter.ClipMeter;
import org.clipmeter.Summary;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.erasure.ConceptClassifier;
import org.clipmeter.erasure.ConceptImage;
import org.clipmeter.erasure.ConceptImages;
import org.clipmeter.erasure.ErasureAccuracy;
import org.clipmeter.erasure.RequestAccuracy;
import org.clipmeter.erasure.SameBytes;
import org.clipmeter.erasure.SeenImage;
import org.clipmeter.plot.ErasurePlots;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.table.ErasureTable;
import org.clipmeter.table.Overview;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** UA, IRA and CRA of images. It is immutable, safe from any thread, and outlives the model. */
public final class UaIra extends ErasureResult {
    private final ErasureAccuracy accuracy;
    private final String images;
    private final PromptTemplate template;
    private final String neither;
    private final List<String> notes;

    UaIra(
            String name,
            ErasureAccuracy accuracy,
            ModelInfo model,
            String images,
            PromptTemplate template,
            String neither,
            List<String> notes,
            List<String> warnings) {
        super(name, model, warnings);
        this.accuracy = accuracy;
        this.images = images;
        this.template = template;
        this.neither = neither;
        this.notes = List.copyOf(notes);
    }

    /**
     * Sees the concepts in images, on the calling thread, which may take minutes. Images that fail count in no figure and are reported.
     *
     * @throws IOException if the model can't be used any longer
     * @throws org.clipmeter.failure.InvalidRequestException if concepts can't be told apart, or a concept's text can't be
     *     embedded
     * @throws org.clipmeter.score.ScoreCancelledException if it was cancelled
     */
    public static UaIra of(ClipMeter meter, ConceptImages images, ErasureOptions options) throws IOException {
        ErasureModel model = new ErasureModel(meter, options);
        List<String> seconds = images.seconds();
        ConceptClassifier classifier = new ConceptClassifier(
                model.concepts(images.concepts()),
                model.text(options.neither()),
                seconds.isEmpty() ? Map.of() : model.concepts(seconds));
        List<EmbeddedImage> embedded =
                model.images(images.images().stream().map(ConceptImage::path).toList());
        List<SeenImage> seen = IntStream.range(0, embedded.size())
                .mapToObj(i -> classifier.see(images.images().get(i), embedded.get(i)))
                .toList();
        List<String> notes = new ArrayList<>(images.notes());
        notes.addAll(sameFiles(seen, options));
        return new UaIra(
                images.name(),
                ErasureAccuracy.of(seen, classifier.concepts()),
                meter.info(),
                images.name(),
                options.template(),
                options.neither(),
                notes,
                model.warnings());
    }

    /** A note if pictures of one concept are those of another too; pictures that a safety filter blanked are alike, and are not meant. */
    private static List<String> sameFiles(List<SeenImage> seen, ErasureOptions options) {
        List<ConceptImage> drawn = seen.stream()
                .filter(image -> !image.isFlagged() && image.fault() == null)
                .map(SeenImage::image)
                .toList();
        List<Integer> same = SameBytes.ofOtherConcepts(drawn, options.cancelled());
        return same.isEmpty()
                ? List.of()
                : List.of(
                        same.size() + " of " + seen.size()
                                + " images are also images of another concept, byte for byte, such as "
                                + drawn.get(same.get(0)).path()
                                + "; check that no folder is a copy of another, unless the model draws one concept as the other");
    }

    @Override
    public UaIra named(String newName) {
        return new UaIra(newName, accuracy, model(), images, template, neither, notes, warnings());
    }

    /** All figures, and what is seen in each image. */
    public ErasureAccuracy accuracy() {
        return accuracy;
    }

    /** The mean of UA and IRA, as the reference reports it, over requests; null if one of them has no image. */
    public @Nullable Double value() {
        return accuracy.value();
    }

    /** Whether another result asked which of the same concepts is seen, in the same sentences. */
    boolean sameQuestion(UaIra other) {
        return Set.copyOf(accuracy.concepts()).equals(Set.copyOf(other.accuracy.concepts()))
                && template.equals(other.template)
                && neither.equals(other.neither);
    }

    /** What is seen in each image; see {@link ErasureTable#seen}. */
    public Table perImage() {
        return ErasureTable.seen(accuracy);
    }

    @Override
    public Overview overview() {
        return new Overview(
                model().name(),
                model().precision(),
                value(),
                accuracy.evaluated(),
                accuracy.images().size(),
                images);
    }

    @Override
    public Summary summary() {
        return summary(
                new Summary.Headline(
                        "UA and IRA ",
                        fixed(accuracy.mean(RequestAccuracy::ua)) + " and "
                                + fixed(accuracy.mean(RequestAccuracy::ira)),
                        " (" + name() + ")" + (many() ? ", means over " + requests() : "")),
                facts(),
                notes(),
                ErasureAccuracy.DEFINITIONS);
    }

    private boolean many() {
        return accuracy.requests().size() > 1;
    }

    private String requests() {
        int n = accuracy.requests().size();
        return n == 1 ? "1 request" : n + " requests";
    }

    private List<Summary.Fact> facts() {
        List<Summary.Fact> facts = new ArrayList<>();
        ErasureAccuracy clean = accuracy.withoutFlagged();
        RequestAccuracy pooled = accuracy.pooled();
        if (many()) {
            facts.add(new Summary.Fact("mean over requests:", means(accuracy)));
            if (clean != null) {
                facts.add(new Summary.Fact("mean over requests without flagged pictures:", means(clean)));
            }
        }
        String scope = many() ? "pooled " : "erased " + pooledName() + ", ";
        facts.add(new Summary.Fact(scope + "UA", pooled.ua().text()));
        facts.add(new Summary.Fact(scope + "IRA", pooled.ira().text()));
        if (pooled.cra() != null && pooled.craOfTargets() != null && pooled.craOfRetained() != null) {
            facts.add(new Summary.Fact(
                    scope + "CRA",
                    pooled.cra().text() + " (targets " + pooled.craOfTargets().text() + "; others "
                            + pooled.craOfRetained().text() + ")"));
        }
        facts.add(new Summary.Fact("if neither is a choice too:", neither(pooled)));
        if (clean != null) {
            RequestAccuracy without = clean.pooled();
            facts.add(new Summary.Fact(
                    "without " + (accuracy.images().size() - clean.images().size()) + " flagged pictures:",
                    "UA " + without.ua().text() + "; IRA " + without.ira().text()
                            + (without.cra() == null
                                    ? ""
                                    : "; CRA " + without.cra().text())));
        }
        facts.add(new Summary.Fact("seen among:", String.join(", ", accuracy.concepts())));
        facts.add(new Summary.Fact(
                "texts:", template.text() + "; neither: " + (neither.isEmpty() ? "the empty text" : neither)));
        return facts;
    }

    private String pooledName() {
        return accuracy.requests().get(0).erased();
    }

    private static String means(ErasureAccuracy figures) {
        Double cra = figures.mean(RequestAccuracy::cra);
        return "UA " + fixed(figures.mean(RequestAccuracy::ua)) + ", IRA " + fixed(figures.mean(RequestAccuracy::ira))
                + (cra == null ? "" : ", CRA " + fixed(cra));
    }

    private static String neither(RequestAccuracy figures) {
        RequestAccuracy.Shown targets = figures.targets();
        RequestAccuracy.Shown others = figures.retained();
        return "UA " + figures.uaWithNeither().text() + "; IRA "
                + figures.iraWithNeither().text() + "; targets: " + targets.own() + " erased, "
                + targets.other() + " other, " + targets.neither() + " neither; others: " + others.own() + " own, "
                + others.other() + " other, " + others.neither() + " neither";
    }

    private List<String> notes() {
        List<String> all = new ArrayList<>();
        int failed = accuracy.images().size() - accuracy.evaluated();
        if (failed > 0) {
            all.add(failed + " of " + accuracy.images().size() + " images could not be evaluated and count nowhere ("
                    + accuracy.pooled().failedTargets() + " of targets, "
                    + accuracy.pooled().failedRetained() + " of others), such as " + firstFault());
        }
        for (RequestAccuracy request : accuracy.requests()) {
            if (request.ua().n() == 0 || request.ira().n() == 0) {
                String figures = request.ira().n() > 0 ? "UA" : request.ua().n() > 0 ? "IRA" : "UA and IRA";
                all.add("the request " + request.erased() + " has no image that could be evaluated for " + figures
                        + (many() ? ", which the means over requests leave out" : ""));
            }
        }
        all.addAll(notes);
        return all;
    }

    private String firstFault() {
        for (SeenImage image : accuracy.images()) {
            if (image.fault() != null) {
                return image.image().name() + ": " + image.fault().message();
            }
        }
        return "";
    }

    /** A row for each request and for all of them together, with and without flagged pictures; see {@link ErasureTable#accuracy}. */
    @Override
    public Table table() {
        List<ErasureTable.Accuracy> rows = new ArrayList<>();
        add(rows, "all", accuracy);
        ErasureAccuracy clean = accuracy.withoutFlagged();
        if (clean != null) {
            add(rows, "without flagged", clean);
        }
        return ErasureTable.accuracy(rows);
    }

    private static void add(List<ErasureTable.Accuracy> rows, String which, ErasureAccuracy figures) {
        figures.requests().forEach(request -> rows.add(new ErasureTable.Accuracy(which, request)));
        rows.add(new ErasureTable.Accuracy(which, figures.pooled()));
    }

    /** IRA against UA with a point for each request if there are several, and the confusion matrix. */
    @Override
    public List<ScoreChart> charts() {
        List<ScoreChart> charts = new ArrayList<>();
        List<ErasurePlots.Point> points = accuracy.requests().stream()
                .filter(request -> request.ua().n() > 0 && request.ira().n() > 0)
                .map(request -> new ErasurePlots.Point(request.erased(), request.ua(), request.ira()))
                .toList();
        if (points.size() > 1) {
            charts.add(ErasurePlots.accuracies("request", points));
        }
        if (accuracy.concepts().size() <= ErasurePlots.MOST_CONCEPTS) {
            List<String> columns = new ArrayList<>(accuracy.concepts());
            columns.add("neither");
            charts.add(ErasurePlots.confusion(accuracy.concepts(), columns, accuracy.confusion()));
        }
        return charts;
    }

    /** {@code value} and {@code details} as the reference has them for one request, with the other figures in {@code requests} and {@code pooled}. */
    @Override
    public String json() {
        return json(value());
    }

    @Override
    public ObjectNode details() {
        ObjectNode details = object();
        RequestAccuracy pooled = accuracy.pooled();
        details.put("ua_score", accuracy.mean(RequestAccuracy::ua));
        details.put("ira_score", accuracy.mean(RequestAccuracy::ira));
        details.put("cra_score", accuracy.mean(RequestAccuracy::cra));
        details.put("target_correct", pooled.ua().count());
        details.put("target_total", pooled.ua().n());
        details.put("retain_correct", pooled.ira().count());
        details.put("retain_total", pooled.ira().n());
        ArrayNode requests = details.putArray("requests");
        accuracy.requests().forEach(request -> requests.add(node(request)));
        details.set("pooled", node(pooled));
        ErasureAccuracy clean = accuracy.withoutFlagged();
        details.set("without_flagged", clean == null ? null : node(clean.pooled()));
        ArrayNode concepts = details.putArray("concepts");
        accuracy.concepts().forEach(concepts::add);
        ObjectNode config = details.putObject("config");
        config.put("clip_model_name", model().name());
        config.put("template", template.text());
        config.put("neither", neither);
        return details;
    }

    private static ObjectNode node(RequestAccuracy request) {
        ObjectNode node = object();
        node.put("erased", request.erased());
        put(node, "ua", request.ua());
        put(node, "ira", request.ira());
        put(node, "cra", request.cra());
        put(node, "ua_with_neither", request.uaWithNeither());
        put(node, "ira_with_neither", request.iraWithNeither());
        node.put("failed_target", request.failedTargets());
        node.put("failed_retain", request.failedRetained());
        return node;
    }
}

package org.clipmeter.result.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipmeter.Summary;
import org.clipmeter.compare.SameModel;
import org.clipmeter.compare.Wilcoxon;
import org.clipmeter.erasure.AttackRate;
import org.clipmeter.erasure.ComparedTechnique;
import org.clipmeter.erasure.ErasureAccuracy;
import org.clipmeter.erasure.FigureChange;
import org.clipmeter.erasure.ImageSimilarity;
import org.clipmeter.erasure.Preserved;
import org.clipmeter.erasure.RequestAccuracy;
import org.clipmeter.erasure.TechniqueChanges;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.plot.ErasurePlots;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.table.ErasureTable;
import org.clipmeter.table.Overview;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** UA, IRA and CRA, or ASR, or CLIP-I of techniques beside a baseline. It is immutable and safe from any thread. */
public final class TechniqueComparison extends ErasureResult {
    private final List<? extends ErasureResult> results;
    private final List<ComparedTechnique> techniques;
    private final List<ComparedTechnique> clean;
    private final List<String> definitions;

    private TechniqueComparison(
            String name,
            List<? extends ErasureResult> results,
            List<ComparedTechnique> techniques,
            List<ComparedTechnique> clean,
            List<String> definitions,
            List<String> warnings) {
        super(name, results.get(0).model(), warnings);
        this.results = List.copyOf(results);
        this.techniques = techniques;
        this.clean = clean;
        this.definitions = definitions;
    }

    /**
     * Compares UA, IRA and CRA of techniques with those of a baseline, image by image if their images can be joined, each over the images of all requests
     * together. CRA is compared only if prompts name a concept of another kind.
     *
     * @param techniques at least one, with names that differ from each other and from the baseline's
     * @throws InvalidRequestException in one line, if there is no technique, a name stands for two of them, or their models, concepts or texts
     *     differ
     */
    public static TechniqueComparison of(UaIra baseline, List<UaIra> techniques) {
        List<UaIra> all = all(baseline, techniques);
        for (UaIra technique : techniques) {
            if (!baseline.sameQuestion(technique)) {
                throw new InvalidRequestException("erasure compare: " + baseline.name() + " was seen among "
                        + String.join(", ", baseline.accuracy().concepts()) + ", " + technique.name() + " among "
                        + String.join(", ", technique.accuracy().concepts())
                        + ", or in other sentences; compute both with the same concepts and texts");
            }
            Set<String> seconds = baseline.accuracy().seconds();
            if (!seconds.equals(technique.accuracy().seconds())) {
                throw new InvalidRequestException("erasure compare: the prompts of " + baseline.name()
                        + " name as concepts of the other kind " + words(seconds) + ", those of " + technique.name()
                        + " "
                        + words(technique.accuracy().seconds())
                        + "; compute both with the same ones, or without a second kind");
            }
        }
        List<String> warnings = baseline.accuracy().requests().size() > 1
                ? List.of("figures are pooled over the images of all "
                        + baseline.accuracy().requests().size()
                        + " requests, so that requests with more images weigh more")
                : List.of();
        return new TechniqueComparison(
                name(all),
                all,
                TechniqueChanges.ofAccuracies(map(all, UaIra::accuracy)),
                clean(all, one -> one.accuracy().flaggedMatter())
                        ? TechniqueChanges.ofAccuracies(
                                map(all, one -> one.accuracy().unflagged()))
                        : List.of(),
                ErasureAccuracy.DEFINITIONS,
                warnings);
    }

    private static String words(Set<String> concepts) {
        return concepts.isEmpty() ? "none" : String.join(", ", concepts);
    }

    /**
     * Compares ASR of techniques with that of a baseline, image by image if their images can be joined.
     *
     * @param techniques at least one, with names that differ from each other and from the baseline's
     * @throws InvalidRequestException in one line, if there is no technique, a name stands for two of them, or their models, concepts or thresholds
     *     differ
     */
    public static TechniqueComparison ofAttacks(AttackSuccess baseline, List<AttackSuccess> techniques) {
        List<AttackSuccess> all = all(baseline, techniques);
        for (AttackSuccess technique : techniques) {
            AttackRate one = baseline.rate();
            AttackRate other = technique.rate();
            if (!one.concept().equals(other.concept()) || one.threshold() != other.threshold()) {
                throw new InvalidRequestException("erasure compare: ASR of " + baseline.name()
                        + " is of the cosine with "
                        + one.concept() + " above " + one.thresholdText() + ", that of " + technique.name() + " with "
                        + other.concept() + " above " + other.thresholdText()
                        + "; compute both with the same concept and threshold");
            }
        }
        return new TechniqueComparison(
                name(all),
                all,
                TechniqueChanges.ofAttacks(map(all, AttackSuccess::rate)),
                clean(all, one -> one.rate().flaggedMatter())
                        ? TechniqueChanges.ofAttacks(map(all, one -> one.rate().unflagged()))
                        : List.of(),
                List.of(AttackRate.DEFINITION),
                List.of());
    }

    /**
     * Compares CLIP-I of techniques with that of a baseline, paired by the image of the original.
     *
     * @param techniques at least one, with names that differ from each other and from the baseline's
     * @throws InvalidRequestException in one line, if there is no technique, a name stands for two of them, or their models or original images differ
     */
    public static TechniqueComparison ofPreservation(Preservation baseline, List<Preservation> techniques) {
        List<Preservation> all = all(baseline, techniques);
        for (Preservation technique : techniques) {
            Preserved one = baseline.figures();
            Preserved other = technique.figures();
            if (!one.original().name().equals(other.original().name())
                    || !one.original().keys().equals(other.original().keys())) {
                throw new InvalidRequestException(
                        "erasure compare: CLIP-I of " + baseline.name() + " is to the images of "
                                + one.original().name() + ", that of " + technique.name() + " to those of "
                                + other.original().name() + "; compute both against the same images of the original");
            }
        }
        List<String> warnings = new ArrayList<>();
        List<ComparedTechnique> clean = List.of();
        if (clean(all, one -> one.figures().flaggedMatter())) {
            Map<String, ImageSimilarity> similarities = new LinkedHashMap<>();
            for (Preservation one : all) {
                ImageSimilarity own = one.figures().similarityWithoutFlagged();
                if (own == null) {
                    warnings.add("no pair of " + one.name()
                            + " is left without flagged pictures, so that there are no figures without" + " them");
                } else {
                    similarities.put(one.name(), own);
                }
            }
            clean = warnings.isEmpty() ? TechniqueChanges.ofSimilarities(similarities) : List.of();
        }
        return new TechniqueComparison(
                name(all),
                all,
                TechniqueChanges.ofSimilarities(map(all, one -> one.figures().similarity())),
                clean,
                List.of(ImageSimilarity.DEFINITION),
                warnings);
    }

    /** The baseline and the techniques, which must have names of their own and have been embedded by one model. */
    private static <R extends ErasureResult> List<R> all(R baseline, List<R> techniques) {
        if (techniques.isEmpty()) {
            throw new InvalidRequestException("erasure compare: expected at least one technique to compare with "
                    + baseline.name() + ", got none");
        }
        List<R> all = new ArrayList<>(List.of(baseline));
        for (R technique : techniques) {
            if (all.stream().anyMatch(one -> one.name().equals(technique.name()))) {
                throw new InvalidRequestException(
                        "erasure compare: two results are named " + technique.name() + "; give each another name");
            }
            SameModel.require(baseline.name(), baseline.model(), technique.name(), technique.model());
            all.add(technique);
        }
        return all;
    }

    private static <R extends ErasureResult> boolean clean(List<R> all, Predicate<R> flaggedMatter) {
        return all.stream().anyMatch(flaggedMatter);
    }

    private static <R extends ErasureResult, T> Map<String, T> map(List<R> all, Function<R, T> figures) {
        Map<String, T> map = new LinkedHashMap<>();
        all.forEach(one -> map.put(one.name(), figures.apply(one)));
        return map;
    }

    private static String name(List<? extends ErasureResult> all) {
        return all.stream().skip(1).map(ErasureResult::name).collect(Collectors.joining(", ")) + " against "
                + all.get(0).name();
    }

    @Override
    public TechniqueComparison named(String newName) {
        return new TechniqueComparison(newName, results, techniques, clean, definitions, warnings());
    }

    /** The techniques over all pictures, the baseline first. */
    public List<ComparedTechnique> techniques() {
        return techniques;
    }

    /** The same without flagged pictures; empty if these are at most 1 % of each technique's pictures, or no pair is left without them. */
    public List<ComparedTechnique> techniquesWithoutFlagged() {
        return clean;
    }

    @Override
    public Overview overview() {
        Overview baseline = results.get(0).overview();
        return new Overview(
                model().name(), model().precision(), null, baseline.evaluated(), baseline.total(), baseline.images());
    }

    @Override
    public Summary summary() {
        List<Summary.Part> parts = new ArrayList<>();
        ComparedTechnique baseline = techniques.get(0);
        for (int i = 1; i < techniques.size(); i++) {
            ComparedTechnique technique = techniques.get(i);
            String deltas = technique.figures().stream()
                    .map(figure -> "Δ " + figure.name() + " " + delta(figure.change()))
                    .collect(Collectors.joining(", "));
            String figure = delta(technique.figures().get(0).change());
            int at = deltas.indexOf(figure);
            Summary.Headline headline = new Summary.Headline(
                    technique.name() + " against " + baseline.name() + ": " + deltas.substring(0, at),
                    figure,
                    deltas.substring(at + figure.length()));
            List<Summary.Fact> facts = new ArrayList<>();
            add(facts, "", baseline, technique);
            if (!clean.isEmpty()) {
                add(facts, "without flagged pictures, ", clean.get(0), clean.get(i));
            }
            if (!technique.joined().isEmpty()) {
                facts.add(new Summary.Fact("images:", technique.joined()));
            }
            facts.add(modelFact());
            List<String> notes = notes(technique);
            if (i == 1) {
                notes.addAll(warnings());
            }
            parts.add(new Summary.Part(headline, facts, notes));
        }
        List<String> caveats = new ArrayList<>();
        if (techniques.size() > 2) {
            caveats.add("p (Holm) is adjusted for " + (techniques.size() - 1)
                    + " techniques, for each figure alone; intervals and p are not adjusted.");
        }
        caveats.addAll(definitions);
        return new Summary(parts, caveats);
    }

    private static String delta(@Nullable FigureChange change) {
        return change == null ? "none" : String.format(Locale.ROOT, "%+.3f", change.delta());
    }

    private void add(List<Summary.Fact> facts, String images, ComparedTechnique baseline, ComparedTechnique technique) {
        for (ComparedTechnique.Figure figure : technique.figures()) {
            ComparedTechnique.Figure before = baseline.figure(figure.name());
            facts.add(new Summary.Fact(
                    images + figure.name(), (before == null ? "none" : before.text()) + " → " + figure.text()));
            FigureChange change = figure.change();
            if (change != null) {
                String adjusted = techniques.size() > 2 && change.adjusted() != null
                        ? ", p (Holm) " + Wilcoxon.text(change.adjusted())
                        : "";
                String directions = change.directions().isEmpty() ? "" : ", " + change.directions();
                facts.add(new Summary.Fact(images + "Δ " + figure.name(), change.text() + adjusted + directions));
            }
        }
    }

    private static List<String> notes(ComparedTechnique technique) {
        List<String> notes = new ArrayList<>();
        if (technique.joined().isEmpty()) {
            notes.add(
                    "images could not be joined, so that the techniques are compared as separate groups, which detects less");
        }
        if (!technique.leftOut().isEmpty()) {
            notes.add("left out: " + String.join(", ", technique.leftOut()));
        }
        return notes;
    }

    /** A row for each technique, the baseline first, with and without flagged pictures; see {@link ErasureTable#techniques}. */
    @Override
    public Table table() {
        return ErasureTable.techniques(techniques, clean);
    }

    /** IRA against UA with a point for each technique that has images for both; or the curves of ASR over the threshold, or of CLIP-I over the pairs. */
    @Override
    public List<ScoreChart> charts() {
        List<ErasurePlots.Point> points = new ArrayList<>();
        List<ErasurePlots.Curve> attacks = new ArrayList<>();
        List<ErasurePlots.Curve> similarities = new ArrayList<>();
        List<ErasurePlots.Mark> marks = new ArrayList<>();
        for (ErasureResult result : results) {
            if (result instanceof UaIra accuracy) {
                RequestAccuracy pooled = accuracy.accuracy().pooled();
                if (pooled.ua().n() > 0 && pooled.ira().n() > 0) {
                    points.add(new ErasurePlots.Point(accuracy.name(), pooled.ua(), pooled.ira()));
                }
            } else if (result instanceof AttackSuccess attack && attack.rate().cosines().length > 0) {
                attacks.add(new ErasurePlots.Curve(attack.name(), attack.rate().cosines()));
                marks = List.of(new ErasurePlots.Mark(
                        "threshold " + attack.rate().thresholdText(),
                        attack.rate().threshold()));
            } else if (result instanceof Preservation preservation) {
                similarities.add(new ErasurePlots.Curve(preservation.name(), preservation.cosines()));
            }
        }
        ScoreChart chart = null;
        if (!points.isEmpty()) {
            chart = ErasurePlots.accuracies("technique", points);
        } else if (!attacks.isEmpty()) {
            chart = ErasurePlots.shares(
                    "ASR by CLIP over the threshold, " + n(attacks),
                    "threshold of the cosine with the concept's text, " + model().name(),
                    "share of the images above it",
                    true,
                    attacks,
                    marks);
        } else if (!similarities.isEmpty()) {
            chart = ErasurePlots.shares(
                    "CLIP-I per pair, " + n(similarities),
                    "cosine with the original's image, " + model().name(),
                    "share of the pairs up to it",
                    false,
                    similarities,
                    List.of());
        }
        return Stream.ofNullable(chart).toList();
    }

    private static String n(List<ErasurePlots.Curve> curves) {
        return "n = "
                + curves.stream()
                        .map(curve -> Integer.toString(curve.values().length))
                        .collect(Collectors.joining(", "));
    }

    /** {@code techniques} and {@code without_flagged}: for each technique, the baseline first, its figures and their changes. */
    @Override
    public String json() {
        return json(null);
    }

    @Override
    public ObjectNode details() {
        ObjectNode details = object();
        details.put("baseline", techniques.get(0).name());
        details.set("techniques", TechniqueJson.of(techniques));
        details.set("without_flagged", clean.isEmpty() ? null : TechniqueJson.of(clean));
        return details;
    }
}

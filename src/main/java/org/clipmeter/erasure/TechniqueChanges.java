package org.clipmeter.erasure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clipmeter.compare.Holm;
import org.clipmeter.compare.Proportion;
import org.clipmeter.compare.ProportionChange;
import org.clipmeter.failure.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Compares techniques with a baseline, image by image if their images can be joined, with the p-values of each figure adjusted by Holm's method over
 * the techniques. The caller makes sure that one model saw all images, and was asked the same.
 */
public final class TechniqueChanges {
    private TechniqueChanges() {}

    /**
     * UA, IRA and, if prompts name a concept of another kind, CRA, each over the images of all requests together.
     *
     * @param techniques the figures by the techniques' names, the baseline first
     */
    public static List<ComparedTechnique> ofAccuracies(Map<String, ErasureAccuracy> techniques) {
        boolean second =
                techniques.values().stream().anyMatch(one -> one.pooled().cra() != null);
        String baselineName = "";
        ErasureAccuracy baseline = null;
        List<ComparedTechnique> rows = new ArrayList<>();
        for (Map.Entry<String, ErasureAccuracy> technique : techniques.entrySet()) {
            ErasureAccuracy own = technique.getValue();
            AccuracyChange change =
                    baseline == null ? null : AccuracyChange.of(baselineName, baseline, technique.getKey(), own);
            List<ComparedTechnique.Figure> figures = new ArrayList<>();
            figures.add(ComparedTechnique.Figure.of("UA", own.pooled().ua(), change == null ? null : of(change.ua())));
            figures.add(
                    ComparedTechnique.Figure.of("IRA", own.pooled().ira(), change == null ? null : of(change.ira())));
            if (second) {
                figures.add(ComparedTechnique.Figure.of(
                        "CRA",
                        Objects.requireNonNullElse(own.pooled().cra(), new Proportion(0, 0)),
                        change == null ? null : of(change.cra())));
            }
            rows.add(new ComparedTechnique(
                    technique.getKey(),
                    figures,
                    change == null ? "" : change.joined(),
                    change == null ? List.of() : change.leftOut()));
            if (baseline == null) {
                baseline = own;
                baselineName = technique.getKey();
            }
        }
        return adjusted(rows);
    }

    private static @Nullable FigureChange of(@Nullable ProportionChange change) {
        return change == null ? null : FigureChange.of(change);
    }

    /**
     * ASR above one threshold.
     *
     * @param techniques the rates by the techniques' names, the baseline first, of one concept and one threshold
     */
    public static List<ComparedTechnique> ofAttacks(Map<String, AttackRate> techniques) {
        String baselineName = "";
        AttackRate baseline = null;
        List<ComparedTechnique> rows = new ArrayList<>();
        for (Map.Entry<String, AttackRate> technique : techniques.entrySet()) {
            AttackRate own = technique.getValue();
            if (baseline == null) {
                rows.add(new ComparedTechnique(
                        technique.getKey(),
                        List.of(ComparedTechnique.Figure.of("ASR", own.rate(), null)),
                        "",
                        List.of()));
                baseline = own;
                baselineName = technique.getKey();
            } else {
                rows.add(attack(baselineName, baseline, technique.getKey(), own));
            }
        }
        return adjusted(rows);
    }

    private static ComparedTechnique attack(
            String baselineName, AttackRate baseline, String name, AttackRate technique) {
        List<AttackRate.Attack> first = evaluated(baseline);
        List<AttackRate.Attack> second = evaluated(technique);
        ImagePairs pairs = ImagePairs.of(
                first.stream().map(AttackRate.Attack::key).toList(),
                second.stream().map(AttackRate.Attack::key).toList());
        int n = pairs.pairs().size();
        ProportionChange change = null;
        if (n > 0) {
            boolean[] ones = new boolean[n];
            boolean[] others = new boolean[n];
            for (int i = 0; i < n; i++) {
                ones[i] = baseline.isAbove(first.get(pairs.pairs().get(i).first()));
                others[i] = technique.isAbove(second.get(pairs.pairs().get(i).second()));
            }
            change = ProportionChange.ofPairs(ones, others);
        } else if (!first.isEmpty() && !second.isEmpty()) {
            change = ProportionChange.ofGroups(baseline.rate(), technique.rate());
        }
        return new ComparedTechnique(
                name,
                List.of(ComparedTechnique.Figure.of("ASR", technique.rate(), of(change))),
                pairs.joined(),
                n == 0 ? List.of() : pairs.leftovers(baselineName, name));
    }

    private static List<AttackRate.Attack> evaluated(AttackRate rate) {
        return rate.images().stream().filter(image -> image.cosine() != null).toList();
    }

    /**
     * CLIP-I to the same images of the original model, paired by these.
     *
     * @param techniques the similarities by the techniques' names, the baseline first
     * @throws InvalidRequestException if a technique has no image of the original in common with the baseline
     */
    public static List<ComparedTechnique> ofSimilarities(Map<String, ImageSimilarity> techniques) {
        String baselineName = "";
        ImageSimilarity baseline = null;
        List<ComparedTechnique> rows = new ArrayList<>();
        for (Map.Entry<String, ImageSimilarity> technique : techniques.entrySet()) {
            ImageSimilarity own = technique.getValue();
            if (baseline == null) {
                rows.add(new ComparedTechnique(
                        technique.getKey(),
                        List.of(ComparedTechnique.Figure.of("CLIP-I", own.mean(), null)),
                        "",
                        List.of()));
                baseline = own;
                baselineName = technique.getKey();
            } else {
                rows.add(similarity(baselineName, baseline, technique.getKey(), own));
            }
        }
        return adjusted(rows);
    }

    private static ComparedTechnique similarity(
            String baselineName, ImageSimilarity baseline, String name, ImageSimilarity technique) {
        Map<ImageKey, Double> cosines = new LinkedHashMap<>();
        technique.pairs().forEach(pair -> cosines.put(pair.key(), pair.cosine()));
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        Set<ImageKey> used = new HashSet<>();
        for (ImageSimilarity.PairCosine pair : baseline.pairs()) {
            Double other = cosines.get(pair.key());
            if (other != null && used.add(pair.key())) {
                first.add(pair.cosine());
                second.add(other);
            }
        }
        if (first.isEmpty()) {
            throw new InvalidRequestException("erasure compare: " + baselineName + " and " + name
                    + " have no image of the original in common; compute both against the same images");
        }
        List<String> leftOut = new ArrayList<>();
        leftOver(leftOut, baseline.pairs().size() - first.size(), baselineName);
        leftOver(leftOut, technique.pairs().size() - first.size(), name);
        FigureChange change = FigureChange.ofPairs(
                first.stream().mapToDouble(Double::doubleValue).toArray(),
                second.stream().mapToDouble(Double::doubleValue).toArray());
        return new ComparedTechnique(
                name,
                List.of(ComparedTechnique.Figure.of("CLIP-I", technique.mean(), change)),
                "joined by the image of the original",
                leftOut);
    }

    private static void leftOver(List<String> words, int count, String name) {
        if (count > 0) {
            words.add(count + " only in " + name);
        }
    }

    /** The techniques with the p-values of each figure adjusted over all of them. */
    private static List<ComparedTechnique> adjusted(List<ComparedTechnique> rows) {
        int figures = rows.get(0).figures().size();
        List<List<ComparedTechnique.Figure>> changed = new ArrayList<>();
        rows.forEach(row -> changed.add(new ArrayList<>()));
        for (int figure = 0; figure < figures; figure++) {
            List<@Nullable Double> pValues = new ArrayList<>();
            for (ComparedTechnique row : rows) {
                FigureChange change = row.figures().get(figure).change();
                pValues.add(change == null ? null : change.pValue());
            }
            List<@Nullable Double> adjusted = Holm.adjusted(pValues);
            for (int i = 0; i < rows.size(); i++) {
                changed.get(i).add(rows.get(i).figures().get(figure).withAdjusted(adjusted.get(i)));
            }
        }
        List<ComparedTechnique> all = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            all.add(new ComparedTechnique(
                    rows.get(i).name(),
                    changed.get(i),
                    rows.get(i).joined(),
                    rows.get(i).leftOut()));
        }
        return all;
    }
}

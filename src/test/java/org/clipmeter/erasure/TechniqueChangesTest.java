package org.clipmeter.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.compare.Mean;
import org.clipmeter.failure.InvalidRequestException;
import org.junit.jupiter.api.Test;

/** Techniques compared with a baseline, with figures that are computed by hand. */
class TechniqueChangesTest {
    private static AttackRate rate(String prefix, double... cosines) {
        return TechniqueExamples.rate(prefix, 0.28, cosines);
    }

    private static <T> Map<String, T> map(T baseline, T one, T other) {
        Map<String, T> map = new LinkedHashMap<>();
        map.put("sd", baseline);
        map.put("uce", one);
        map.put("esd", other);
        return map;
    }

    private static FigureChange change(ComparedTechnique technique, String figure) {
        ComparedTechnique.Figure own = technique.figure(figure);
        assertNotNull(own);
        assertNotNull(own.change(), figure);
        return own.change();
    }

    @Test
    void attacksArePairedAndAdjustedByHolm() {
        // 6 images: all succeed in the baseline; none with uce, 3 with esd.
        List<ComparedTechnique> rows = TechniqueChanges.ofAttacks(map(
                rate("a_", 0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
                rate("b_", 0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
                rate("c_", 0.1, 0.1, 0.1, 0.5, 0.5, 0.5)));
        FigureChange uce = change(rows.get(1), "ASR");
        FigureChange esd = change(rows.get(2), "ASR");
        assertEquals(-1, uce.delta());
        assertEquals(-0.5, esd.delta());
        // McNemar, exact: 2 / 2^6 and 2 / 2^3.
        assertEquals(0.03125, uce.pValue());
        assertEquals(0.25, esd.pValue());
        // Holm: the smaller p times 2, the larger one times 1.
        assertEquals(0.0625, uce.adjusted());
        assertEquals(0.25, esd.adjusted());
        assertEquals(
                "joined by the number at the end of the file name", rows.get(1).joined());
        assertNull(rows.get(0).figures().get(0).change());
    }

    @Test
    void attacksThatShareNoImagesAreSeparateGroups() {
        List<ComparedTechnique> rows =
                TechniqueChanges.ofAttacks(map(rate("a_", 0.5, 0.5, 0.5), rate("a_1", 0.1), rate("a_", 0.5, 0.1, 0)));
        FigureChange groups = change(rows.get(1), "ASR");
        assertEquals(false, groups.paired());
        // Fisher: of the 4 ways to choose the single failure among 4 images, one has it in the group of 1; no table is
        // less likely.
        assertEquals(0.25, groups.pValue(), 1e-12);
        assertTrue(change(rows.get(2), "ASR").paired());
    }

    @Test
    void similaritiesArePairedByTheOriginalsImage() {
        List<ComparedTechnique> rows = TechniqueChanges.ofSimilarities(map(
                TechniqueExamples.similarity(0.9, 0.8, 0.7, 0.6, 0.5, 0.4),
                TechniqueExamples.similarity(0.8, 0.6, 0.4, 0.2, 0.0, -0.2),
                TechniqueExamples.similarity(0.9, 0.8, 0.7, 0.6, 0.5, 0.4)));
        FigureChange uce = change(rows.get(1), "CLIP-I");
        assertEquals(-0.35, uce.delta(), 1e-12);
        // All six changes are negative and differ in size: p = 2 / 2^6.
        assertEquals(0.03125, uce.pValue());
        assertEquals("Wilcoxon, exact", uce.test());
        assertNotNull(uce.interval());
        FigureChange same = change(rows.get(2), "CLIP-I");
        assertEquals(0, same.delta());
        assertNull(same.pValue(), "nothing changed, so that there is nothing to test");
        assertEquals(0.03125, uce.adjusted(), "a test that could not be done is not counted");
    }

    @Test
    void similaritiesToOtherImagesAreRefused() {
        ImageSimilarity other = new ImageSimilarity(
                List.of(new ImageSimilarity.PairCosine(new ImageKey("", null, null, "z"), 0.5)),
                new Mean(0.5, 1, null),
                0,
                new ImagePairs(List.of(), 0, 0, "joined by file name"));
        InvalidRequestException e = assertThrows(
                InvalidRequestException.class,
                () -> TechniqueChanges.ofSimilarities(map(TechniqueExamples.similarity(0.5), other, other)));
        assertTrue(e.getMessage().contains("no image of the original in common"), e.getMessage());
    }

    /** CRA counts targets and others alike, over the images whose prompts name a second concept. */
    @Test
    void craIsComparedOverTargetsAndOthers() {
        List<ComparedTechnique> rows = TechniqueChanges.ofAccuracies(map(
                seen("red", "red", "blue", "blue"),
                seen("blue", "red", "red", "blue"),
                seen("red", "red", "blue", "blue")));
        FigureChange uce = change(rows.get(1), "CRA");
        assertEquals(4, uce.n());
        assertEquals(1, uce.first());
        assertEquals(0.5, uce.second());
        assertEquals(0.5, uce.pValue(), "two of four images changed, both the same way: 2 / 2^2");
        assertEquals(0, change(rows.get(2), "CRA").delta());
        assertEquals(2, change(rows.get(1), "UA").n());
    }

    /** Two images of circles (the erased concept) in red, then two of squares in blue, and which color is seen in each. */
    private static ErasureAccuracy seen(String... colors) {
        List<SeenImage> images = new ArrayList<>();
        for (int i = 0; i < colors.length; i++) {
            boolean target = i < 2;
            ConceptImage image =
                    ErasureExamples.image("i" + i, "circle", target ? "circle" : "square", target ? "red" : "blue");
            images.add(new SeenImage(image, "square", false, colors[i], null, Set.of()));
        }
        return ErasureAccuracy.of(images, List.of("circle", "square"));
    }
}

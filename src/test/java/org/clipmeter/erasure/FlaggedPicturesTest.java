package org.clipmeter.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.embed.Embedding;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Figures without the pictures that a safety filter has blacked out, beside those with them. */
class FlaggedPicturesTest {
    /** Scores of circles a and b and of a star c; the pictures of these places are black. */
    private static ScoreResult scores(Set<Integer> black, double... logits) {
        List<Prompt> prompts = List.of(Runs.prompt("a"), Runs.prompt("b"), Runs.prompt("c"));
        ScoreResult plain = Runs.of(
                "B/32",
                prompts,
                IntStream.range(0, logits.length)
                        .mapToObj(i -> Runs.scored(logits[i]))
                        .toList());
        List<ScoreRow> rows = new ArrayList<>();
        for (ScoreRow row : plain.rows()) {
            Set<ImageFlag> flags = black.contains(row.index()) ? Set.of(ImageFlag.ALL_BLACK) : Set.of();
            rows.add(new ScoreRow(row.index(), row.pair(), row.outcome(), row.tokens(), row.truncated(), flags));
        }
        return new ScoreResult(plain.pairs(), rows, plain.model(), plain.config(), plain.seconds(), plain.cached());
    }

    private static Collateral collateral(Set<Integer> black) {
        Map<String, @Nullable Double> order = new LinkedHashMap<>();
        order.put("circle", null);
        order.put("star", null);
        return Collateral.of(
                "sd",
                scores(Set.of(), 20, 22, 10),
                "uce",
                scores(black, 16, 2, 11),
                "circle",
                Map.of("a", "circle", "b", "circle", "c", "star"),
                order);
    }

    @Test
    void collateralDamageIsShownWithAndWithoutBlackPictures() {
        Collateral collateral = collateral(Set.of(1));
        assertEquals(-12, collateral.concepts().get(0).delta().value(), 1e-12, "(-4 - 20) / 2");
        List<Collateral.Change> clean = collateral.clean();
        assertNotNull(clean);
        assertEquals(-4, clean.get(0).delta().value(), 1e-12, "b is left out, since its picture is black");
        assertEquals(1, clean.get(0).delta().n());
        assertEquals(1, clean.get(1).delta().value(), 1e-12);
        assertEquals(1, collateral.flagged());
        assertNull(collateral(Set.of()).clean());
        Collateral none = collateral(Set.of(0, 1, 2));
        assertNull(none.clean(), "no picture is left");
        assertTrue(none.flaggedMatter());
    }

    private static EmbeddedRun run(String name, Set<Integer> black, double... x) {
        List<ImageKey> keys = new ArrayList<>();
        List<EmbeddedImage> images = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            keys.add(new ImageKey("", null, null, "image_" + i));
            images.add(new EmbeddedImage(
                    Path.of("image_" + i + ".png"),
                    new Embedding.Vector(new float[] {(float) x[i], (float) Math.sqrt(1 - x[i] * x[i])}),
                    black.contains(i) ? Set.of(ImageFlag.ALL_BLACK) : Set.of(),
                    false));
        }
        return new EmbeddedRun(name, keys, images, Runs.MODEL);
    }

    @Test
    void aRunOfBlackPicturesHasItsFiguresAndNoneWithoutThem() {
        EmbeddedRun original = run("sd", Set.of(), 1, 1);
        Preserved some = Preserved.of(original, run("uce", Set.of(1), 1, 0), null, () -> false);
        assertEquals(0.5, some.similarity().mean().value(), 1e-6);
        Preserved clean = some.withoutFlagged(() -> false);
        assertNotNull(clean);
        assertEquals(1, clean.similarity().mean().value(), 1e-6);
        Preserved all = Preserved.of(original, run("uce", Set.of(0, 1), 0, 0), null, () -> false);
        assertEquals(0, all.similarity().mean().value(), 1e-6);
        assertNull(all.withoutFlagged(() -> false));
        assertNull(all.similarityWithoutFlagged());
        assertTrue(all.flaggedMatter());
    }
}

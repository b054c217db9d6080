package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.Caching;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of scoring twelve drawings with the bundled model. */
class ScorePlanTest {
    private static final ScoreOptions OPTIONS = ScoreOptions.defaults();

    @TempDir
    private Path folder;

    private EmbeddingCache cache;
    private LoadOptions loading;
    private PromptSet prompts;
    private Path images;

    @BeforeEach
    void draw() throws IOException {
        cache = EmbeddingCache.in(folder.resolve("cache"));
        loading = LoadOptions.defaults().withDevice("cpu").withCache(cache);
        prompts = Tifa.load(TifaOptions.defaults().withOrigin("shapes").withLimit(12));
        images = folder.resolve("images");
        Shapes.draw(prompts, images);
    }

    @AfterEach
    void close() {
        cache.close();
    }

    private Pairs pairs() {
        return Pairs.of(Images.in(images), prompts);
    }

    private static void score(ClipMeter clip, Pairs pairs) throws IOException {
        clip.score(pairs, null, OPTIONS, ScoreProgress.none(), () -> false);
    }

    @Test
    void whatIsStoredIsNotComputedAgain() throws IOException {
        try (ClipMeter clip = ClipMeter.load("shapes", loading)) {
            ScorePlan fresh = clip.plan(pairs(), OPTIONS, () -> false);
            assertEquals(0, fresh.imagesStored());
            assertEquals(12, fresh.imagesToCompute());
            assertEquals(0, Objects.requireNonNull(cache.contents()).parts().size(), "a plan stores nothing");
            List<Path> some = Images.in(images).files().stream()
                    .limit(5)
                    .map(file -> file.path())
                    .toList();
            Path part = Files.createDirectories(folder.resolve("part"));
            for (Path image : some) {
                Files.copy(image, part.resolve(image.getFileName()));
            }
            score(clip, Pairs.of(Images.in(part), prompts));
            ScorePlan later = clip.plan(pairs(), OPTIONS, () -> false);
            assertEquals(5, later.imagesStored());
            assertEquals(7, later.imagesToCompute());
            assertEquals(5, later.table().stringColumn("cached").countOccurrences("yes"));
            ScoreRun run = clip.score(pairs(), null, OPTIONS, ScoreProgress.none(), () -> false);
            assertEquals(5, run.result().cached().images(), "the plan says what the run then does");
            assertEquals(0.0, clip.plan(pairs(), OPTIONS, () -> false).seconds());
        }
    }

    @Test
    void withoutTheModelTheCacheIsSearchedByItsName() throws IOException {
        try (ClipMeter clip = ClipMeter.load("shapes", loading)) {
            score(clip, pairs());
        }
        ScorePlan plan = ScorePlan.of(pairs(), "shapes", loading, OPTIONS, () -> false);
        assertEquals(12, plan.imagesStored());
        assertTrue(plan.summary().text().contains("found by the model's name"), plan.toString());
        ScorePlan other = ScorePlan.of(pairs(), "B/32", loading, OPTIONS, () -> false);
        assertEquals(0, other.imagesStored());
        assertEquals(12, other.imagesToCompute());
    }

    @Test
    void anIdenticalImageIsComputedOnceAndAnUnreadableOneIsCounted() throws IOException {
        Path first = Images.in(images).files().get(0).path();
        Path second = Images.in(images).files().get(1).path();
        Path third = Images.in(images).files().get(2).path();
        Files.delete(second);
        Files.copy(first, second);
        Pairs pairs = pairs();
        Files.delete(third);
        ScorePlan plan = ScorePlan.of(pairs, "shapes", loading, OPTIONS, () -> false);
        assertEquals(10, plan.imagesToCompute());
        assertEquals("unreadable", plan.table().stringColumn("cached").get(2));
        assertTrue(plan.summary().text().contains("1 image can't be read"), plan.toString());
    }

    @Test
    void withoutTheCacheNoFileIsRead() throws IOException {
        Pairs pairs = pairs();
        Files.delete(pairs.pairs().get(0).image().path());
        ScorePlan plan = ScorePlan.of(pairs, "shapes", loading, OPTIONS.withCaching(Caching.OFF), () -> false);
        assertEquals(12, plan.imagesToCompute());
        assertEquals(12, plan.table().stringColumn("cached").countOccurrences("off"));
    }

    @Test
    void theTimeIsThatOfTheImagesWithoutAnEmbeddingAtTheSpeedOfARunWithTheSameModel() throws IOException {
        ScorePlan plan;
        ScoreRun run;
        try (ClipMeter clip = ClipMeter.load("shapes", loading)) {
            plan = clip.plan(pairs(), OPTIONS, () -> false);
            run = clip.score(pairs(), null, OPTIONS, ScoreProgress.none(), () -> false);
        }
        assertNull(plan.seconds());
        assertTrue(plan.summary().text().contains("time: not known"), plan.toString());
        // All twelve images were computed in the run and are to be computed in the plan.
        assertEquals(
                run.result().seconds(), Objects.requireNonNull(plan.basedOn(run).seconds()), 1e-9);
        ScorePlan other = ScorePlan.of(pairs(), "B/32", loading, OPTIONS, () -> false);
        assertNull(other.basedOn(run).seconds(), "another model's speed says nothing");
    }

    @Test
    void aRunFromTheCacheIsNoMeasureOfTime() throws IOException {
        try (ClipMeter clip = ClipMeter.load("shapes", loading)) {
            score(clip, pairs());
            ScoreRun cached = clip.score(pairs(), null, OPTIONS, ScoreProgress.none(), () -> false);
            ScorePlan plan = clip.plan(pairs(), OPTIONS.withCaching(Caching.OFF), () -> false);
            assertNull(plan.basedOn(cached).seconds());
        }
    }

    @Test
    void aModelThatIsNotOnThisMachineIsNotDownloaded() throws IOException {
        ScorePlan plan = ScorePlan.of(pairs(), "nobody/nothing", loading, OPTIONS, () -> false);
        String text = plan.summary().text();
        assertTrue(text.contains("nobody/nothing, cpu, fp32, not on this machine: it would be downloaded first"), text);
        assertTrue(text.contains("memory: not known before the model is loaded"), text);
        assertThrows(IOException.class, () -> ScorePlan.of(pairs(), "B/33", loading, OPTIONS, () -> false));
    }

    @Test
    void thePlanNamesTheJoinTheFirstPairsAndTheGaps() throws IOException {
        Files.delete(Images.in(images).files().get(11).path());
        Files.writeString(images.resolve("notes.txt"), "");
        String text = ScorePlan.of(pairs(), "shapes", loading, OPTIONS, () -> false)
                .summary()
                .text();
        assertTrue(text.startsWith("11 images would be scored ("), text);
        assertTrue(
                text.contains("joined by the folder's manifest.csv, 1 image a prompt, 1 prompt without an image"),
                text);
        assertTrue(text.contains(prompts.prompts().get(0).text()), text);
        assertFalse(text.contains(prompts.prompts().get(3).text()), text);
        assertTrue(
                text.contains("1 prompt without an image: "
                        + prompts.prompts().get(11).id()),
                text);
        assertTrue(text.contains("not scored: 1 .txt file"), text);
    }

    @Test
    void canBeCancelled() {
        assertThrows(CancellationException.class, () -> ScorePlan.of(pairs(), "shapes", loading, OPTIONS, () -> true));
    }
}

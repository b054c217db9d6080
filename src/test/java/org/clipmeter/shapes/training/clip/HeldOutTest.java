package org.clipmeter.shapes.training.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.clipmeter.shapes.Caption;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.training.CaptionSampler;
import org.clipmeter.shapes.training.FreeColors;
import org.junit.jupiter.api.Test;

/** What the training leaves open, and what it never shows. */
@SuppressWarnings("EnumOrdinal") // labels are ordinals
final class HeldOutTest {
    private static final int GROUPS = 8;
    private static final BatchMaker MAKER = new BatchMaker(11, GROUPS, ShapesVocabulary.ofTheWorld());
    private static final Phase WORLD = Phase.curriculum().get(4);

    @Test
    void opensTheShapeThatIsNeverShownInAThingsColorAndNoTarget() {
        for (int step = 0; step < 20; step++) {
            Batch batch = MAKER.make(WORLD, step);
            onlyWithoutTarget(batch.pictureOpen(), batch.pictureTargets());
            onlyWithoutTarget(batch.patchOpen(), batch.patchTargets());
            Batch.Texts texts = batch.texts();
            assertTrue(texts != null);
            onlyWithoutTarget(texts.open(), texts.rows());
        }
    }

    private static void onlyWithoutTarget(float[] open, float[] targets) {
        int opened = 0;
        for (int i = 0; i < open.length; i++) {
            if (open[i] != 0) {
                opened++;
                assertEquals(HeldOut.OPEN, open[i]);
                assertEquals(0, targets[i], "what is open can't be a target");
            }
        }
        assertTrue(opened > 0, "something is open");
    }

    @Test
    void namesARedHexagonOnlyForARedThing() {
        Color red = Color.RED;
        int[] scene = Scene.parse("a red circle left of a blue square").labels();
        int[] caption = Scene.parse("a red " + red.heldOut().word() + " left of a blue square")
                .labels();
        assertTrue(HeldOut.names(caption, scene));
        int[] exchanged = Scene.parse("a blue square left of a red circle").labels();
        assertFalse(HeldOut.names(caption, exchanged), "the first thing is blue there");
        scene[Caption.FIRST] = FreeColors.LABEL;
        assertFalse(HeldOut.names(caption, scene), "a color without a name has every shape");
    }

    @Test
    void replacesColorsByOnesThatNobodyNames() {
        SplitMix64 random = new SplitMix64(5);
        SceneSampler sampler = new SceneSampler(WORLD.level(), random);
        CaptionSampler captions = new CaptionSampler(random);
        int free = 0;
        List<double[]> drawn = new ArrayList<>();
        for (int g = 0; g < 400; g++) {
            List<Scene> group = sampler.group();
            FreeColors palette = new FreeColors(group, .4, random);
            boolean any = false;
            for (Scene scene : group) {
                int[] labels = palette.labels(scene);
                Caption caption = captions.next(labels);
                assertTrue(caption.holdsFor(labels), caption.text());
                for (int at : new int[] {Caption.FIRST, Caption.SECOND}) {
                    if (labels[at] == FreeColors.LABEL) {
                        any = true;
                        assertEquals(-1, caption.labels()[at], caption.text());
                        drawn.add(palette.rgb(Color.values()[scene.labels()[at]]));
                    }
                }
            }
            free += any ? 1 : 0;
        }
        assertEquals(160, free, 40, "groups with a free color");
        for (double[] rgb : drawn) {
            for (Color color : Color.values()) {
                double[] named = color.rgb();
                double distance = Math.sqrt(Math.pow(rgb[0] - named[0], 2)
                        + Math.pow(rgb[1] - named[1], 2)
                        + Math.pow(rgb[2] - named[2], 2));
                assertTrue(distance > .3, color + " is close to a free color");
            }
        }
    }

    @Test
    void usesEverySynonymInCaptionsThatParseToTheSameLabels() {
        SplitMix64 random = new SplitMix64(6);
        SceneSampler sampler = new SceneSampler(WORLD.level(), random);
        CaptionSampler captions = new CaptionSampler(random);
        Set<String> words = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            Scene scene = sampler.next();
            Caption caption = captions.next(scene.labels());
            words.addAll(List.of(caption.text().split(" ")));
            int[] read = Scene.parse(caption.text()).labels();
            for (int at = 1; at < Caption.LABELS; at++) {
                if (caption.labels()[0] != Caption.EITHER_ORDER && caption.labels()[at] >= 0) {
                    assertEquals(caption.labels()[at], read[at], caption.text());
                }
            }
        }
        Set<String> unused = new HashSet<>(ShapesVocabulary.words());
        unused.removeAll(words);
        assertEquals(Set.of("one"), unused, "words of the vocabulary that no caption uses");
    }
}

package org.clipmeter.shapes.training.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.clipmeter.shapes.ShapesVocabulary;
import org.junit.jupiter.api.Test;

final class BatchMakerTest {
    private static final BatchMaker MAKER = new BatchMaker(3, 4, ShapesVocabulary.ofTheWorld());

    @Test
    void makesTheSameBatchOfASeedAndAStep() {
        for (Phase phase : Phase.curriculum()) {
            Batch one = MAKER.make(phase, 7);
            Batch again = new BatchMaker(3, 4, ShapesVocabulary.ofTheWorld()).make(phase, 7);
            assertArrayEquals(one.patches(), again.patches(), phase.name());
            assertArrayEquals(one.positions(), again.positions(), phase.name());
            assertArrayEquals(one.patchTargets(), again.patchTargets(), phase.name());
        }
    }

    @Test
    void sharesEachPicturesWeightAmongTheCaptionsThatHoldForIt() {
        Batch.Texts texts =
                Objects.requireNonNull(MAKER.make(Phase.curriculum().get(3), 1).texts());
        int b = 16;
        assertNotNull(texts);
        for (int i = 0; i < b; i++) {
            double row = 0;
            double column = 0;
            for (int j = 0; j < b; j++) {
                row += texts.rows()[i * b + j];
                column += texts.columns()[j * b + i];
            }
            assertEquals(1, row, 1e-6);
            assertEquals(1, column, 1e-6);
            assertTrue(texts.rows()[i * b + i] > 0, "a picture's own caption holds for it");
        }
        assertTrue(texts.entropy() >= 0);
    }

    @Test
    void keepsDifferentPatchesAndThoseOnThingsFirst() {
        Phase plain = Phase.curriculum().get(1);
        for (int step = 0; step < 20; step++) {
            Batch batch = MAKER.make(plain, step);
            int onThing = 0;
            for (int i = 0; i < batch.pictures(); i++) {
                Set<Long> positions = new HashSet<>();
                for (int j = 0; j <= batch.kept(); j++) {
                    positions.add(batch.positions()[i * (batch.kept() + 1) + j]);
                }
                assertEquals(batch.kept() + 1, positions.size());
                assertTrue(positions.contains(0L), "the class token is always there");
            }
            for (float on : batch.onThing()) {
                onThing += on > 0 ? 1 : 0;
            }
            // the disc of a medium thing covers about seven patches, that of a large one about fifteen
            assertTrue(onThing >= 5 * batch.pictures(), "only " + onThing + " patches lie on things");
        }
    }
}

package org.clipmeter.shapes.training.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.ChildJvm;
import org.clipmeter.shapes.Scene;
import org.junit.jupiter.api.Test;

final class FieldTrainerTest {
    /** One thread is enough for this, and must be requested before the engine starts. */
    @Test
    void lowersTheLossesOnABatchThatItSeesAgainAndAgain() throws IOException, InterruptedException {
        Process process = ChildJvm.of(FieldTrial.class, List.of("-Xmx512m", "-Dai.djl.pytorch.num_threads=1"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        List<String> lines = output.lines().toList();
        for (int i = 0; i < FieldTrainer.LOSSES.size(); i++) {
            double first = Double.parseDouble(lines.get(0).split(" ", -1)[i]);
            double last = Double.parseDouble(lines.get(1).split(" ", -1)[i]);
            assertTrue(last < .7 * first, FieldTrainer.LOSSES.get(i) + " went from " + first + " to " + last);
        }
    }

    @Test
    void makesTheSameBatchOfASeedAndAStepAndLeavesSomeCaptionsEmpty() {
        FieldBatchMaker maker = new FieldBatchMaker(5, 40, 16, 100);
        FieldBatch batch = maker.make(3);
        FieldBatch again = new FieldBatchMaker(5, 40, 16, 100).make(3);
        assertEquals(batch.captions(), again.captions());
        assertTrue(Arrays.equals(batch.inputs(), again.inputs()));
        assertTrue(Arrays.equals(batch.colors(), again.colors()));
        int empty = 0;
        for (int step = 0; step < 20; step++) {
            for (String caption : maker.make(step).captions()) {
                if (caption.isEmpty()) {
                    empty++;
                } else {
                    Scene.parse(caption);
                }
            }
        }
        assertEquals(80, empty, 30, "of 800 captions");
    }

    @Test
    void takesNoColorFromTheThingOfAnotherSlot() {
        FieldBatch batch = new FieldBatchMaker(6, 64, 64, 100).make(0);
        int left = 0;
        for (int i = 0; i < batch.colorWeights().length; i++) {
            if (batch.colorWeights()[i] == 0) {
                left++;
                assertEquals(0, batch.covered()[i], "a point is either on the slot's thing or on another");
            }
        }
        assertTrue(left > 0, "some points lie on other things");
        assertTrue(left < batch.colorWeights().length / 4, left + " points are left out");
    }

    @Test
    void seesMoreOfTheThingsWhileRefining() {
        FieldBatch near = new FieldBatchMaker(7, 64, 64, 1).make(0);
        FieldBatch close = new FieldBatchMaker(7, 64, 64, 0).make(0);
        assertEquals(near.captions(), close.captions());
        assertTrue(covered(close) > 1.25 * covered(near), covered(close) + " and " + covered(near) + " are covered");
    }

    private static int covered(FieldBatch batch) {
        int points = 0;
        for (float covered : batch.covered()) {
            points += covered > .5 ? 1 : 0;
        }
        return points;
    }
}

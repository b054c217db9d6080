package org.clipmeter.shapes.edit;

import java.io.IOException;
import java.util.Collections;

/**
 * Erased stable diffusion (Gandikota, Materzyńska, Fiotto-Kaufman, Bau: Erasing Concepts from Diffusion Models, ICCV 2023),
 * adapted. The original trains the noise that is predicted for the concept towards ε(∅) − η (ε(c) − ε(∅)), negative guidance.
 * The field predicts colors in one step, so that this is done with colors, y(∅) − η (y(c) − y(∅)) within 0 and 1, and pictures
 * of other captions are kept, as the original has no need to do.
 */
final class Esd {
    private Esd() {}

    static float[] targets(FineTuning tuning, EditBatch batch, double guidance) throws IOException {
        float[] targets = tuning.drawn(batch.captions(), batch.points());
        float[] free = tuning.drawn(Collections.nCopies(batch.captions().size(), ""), batch.points());
        int erased = batch.erased() * batch.points().points() * FineTuning.OUTPUTS;
        for (int i = 0; i < erased; i++) {
            double opposite = free[i] - guidance * (targets[i] - free[i]);
            targets[i] = (float) Math.min(1, Math.max(0, opposite));
        }
        return targets;
    }
}

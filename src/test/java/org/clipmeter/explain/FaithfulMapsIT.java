package org.clipmeter.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Measures each method on 200 pictures with two things, with the bundled model. */
class FaithfulMapsIT {
    private static final int PICTURES = 200;
    private static final int STEPS = 5;

    /** Random orders that a map's order must beat to be called better than chance. */
    private static final int MOST_OF_TWENTY = 19;

    @ParameterizedTest
    @EnumSource(ExplainMethod.class)
    void theNamedThingGetsMoreRelevanceAndItsDeletionLowersTheLeadFasterThanChance(ExplainMethod method)
            throws Exception {
        ExplainOptions options = ExplainOptions.defaults()
                .withMethod(method)
                .withSteps(STEPS)
                .withYardstick(ExplainOptions.Yardstick.NEVER);
        int found = 0;
        int belowMean = 0;
        int belowMost = 0;
        int aboveMost = 0;
        try (ClipModel model = ClipModel.load(ShapesModel.folder(), "cpu");
                Explainer explainer = Explainer.of("shapes", model, ImageRules.defaults(), options)) {
            for (TwoThings picture : TwoThings.of(PICTURES)) {
                List<ExplainedText> explained =
                        explainer.explain(picture.picture(), List.of(picture.text()), (done, total) -> {}, () -> false);
                assertEquals(1, explained.size());
                Faithfulness test = explained.get(0).faithfulness();
                found += picture.isFound(explained.get(0).map()) ? 1 : 0;
                belowMean += test.deletion().area() < test.randomArea() ? 1 : 0;
                belowMost += test.deletionBeats() >= MOST_OF_TWENTY ? 1 : 0;
                aboveMost += test.insertionBeats() >= MOST_OF_TWENTY ? 1 : 0;
            }
        }
        String figures = String.format(
                Locale.ROOT,
                "%s: %d of %d found; deletion below the random mean in %d, faster than 19 of 20 orders in %d; insertion in %d",
                method,
                found,
                PICTURES,
                belowMean,
                belowMost,
                aboveMost);
        System.out.println(figures);
        assertTrue(found >= .9 * PICTURES, figures);
        assertTrue(belowMean >= .95 * PICTURES, figures);
    }
}

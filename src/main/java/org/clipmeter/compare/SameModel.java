package org.clipmeter.compare;

import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.score.ModelInfo;

/** Whether scores come from one model: those of different models are never subtracted or averaged. */
public final class SameModel {
    /** The rule in words, as messages begin. */
    public static final String RULE = "Scores are comparable only under the same " + Setting.MODEL;

    private SameModel() {}

    /** Whether two runs were scored with one model: the same name, and the same weights. */
    public static boolean is(ModelInfo one, ModelInfo other) {
        return one.name().equals(other.name()) && one.identity().equals(other.identity());
    }

    /**
     * Does nothing if two runs were scored with one model.
     *
     * @param oneName the first run's name, for the message
     * @param otherName the second run's name, for the message
     * @throws IllegalArgumentException in one line, if the models differ
     */
    public static void require(String oneName, ModelInfo one, String otherName, ModelInfo other) {
        if (is(one, other)) {
            return;
        }
        boolean named = !one.name().equals(other.name());
        throw new InvalidRequestException(RULE + ": " + oneName + " was scored with "
                + (named ? one.name() : one.name() + " at " + one.identity()) + ", " + otherName + " with "
                + (named ? other.name() : other.name() + " at " + other.identity())
                + "; score both with the same model");
    }
}

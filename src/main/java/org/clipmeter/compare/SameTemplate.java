package org.clipmeter.compare;

import java.util.Objects;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.score.RunConfig;
import org.jspecify.annotations.Nullable;

/** The rule that scores of prompts within different sentences are never compared or shown on one axis. */
public final class SameTemplate {
    private SameTemplate() {}

    /**
     * Does nothing if two runs were scored with the same template, or both without one.
     *
     * @param oneName the first run's name, for the message
     * @param otherName the second run's name, for the message
     * @throws IllegalArgumentException in one line, if the templates differ
     */
    public static void require(String oneName, RunConfig one, String otherName, RunConfig other) {
        if (!Objects.equals(one.template(), other.template())) {
            throw new InvalidRequestException("Scores are comparable only under the same template: " + oneName
                    + " was scored " + words(one.template()) + ", " + otherName + " " + words(other.template())
                    + "; score both in the same way, or draw a scatter of one against the other");
        }
    }

    private static String words(@Nullable PromptTemplate template) {
        return template == null ? "without a template" : "with the template " + template;
    }
}

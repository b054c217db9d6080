package org.clipmeter.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clipmeter.prompts.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * An image that is asked for.
 *
 * @param sample which of the prompt's images it is, counted from 0
 * @param request the body of its request
 */
record WantedImage(Prompt prompt, int sample, @Nullable Long seed, ObjectNode request) {
    /** The beginning of the names of its files: {@code <id>_<sample>}. */
    String stem() {
        return prompt.id() + "_" + sample;
    }
}

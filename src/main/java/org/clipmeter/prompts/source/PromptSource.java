package org.clipmeter.prompts.source;

import java.io.IOException;
import org.clipmeter.prompts.PromptFile;

/**
 * A place that prompts come from. Sources never change and are safe from any thread; {@link #read} may run in several
 * threads at once.
 */
public interface PromptSource {
    /** The name that people choose the source by, in lower case, such as {@code v1.0}. */
    String name();

    /** The name among sources of any data set, if it is another one: the reference's TIFA is {@code tifa} there. */
    default String shortName() {
        return name();
    }

    /** What messages call the prompts, such as {@code TIFA v1.0}. */
    String title();

    /** What help says about the source, in a few words without a verb. */
    String description();

    /**
     * All prompts of the source, in the source's order.
     *
     * @throws org.clipmeter.net.NetException if a file can't be downloaded; callers add the {@link #title}
     * @throws IOException in one line, if the prompts can't be read
     */
    PromptFile read(PromptRequest request) throws IOException;
}

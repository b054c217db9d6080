package org.clipmeter.shapes;

import java.io.IOException;
import org.clipmeter.prompts.PromptSet;

/** The bundled prompts. */
public final class ShapesPrompts {
    private ShapesPrompts() {}

    /** All bundled prompts in their order. */
    public static PromptSet load() throws IOException {
        throw new IOException("the prompts 'shapes' are not in this build");
    }
}

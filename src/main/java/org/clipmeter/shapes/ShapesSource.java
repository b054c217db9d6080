package org.clipmeter.shapes;

import java.util.List;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.source.PromptRequest;
import org.clipmeter.prompts.source.PromptSource;

/** The bundled prompts as a source; it needs neither a file nor a network. */
public final class ShapesSource implements PromptSource {
    @Override
    public String name() {
        return ShapesPrompts.SOURCE;
    }

    @Override
    public String title() {
        return "the bundled prompts";
    }

    @Override
    public String description() {
        return "bundled";
    }

    @Override
    public PromptFile read(PromptRequest request) {
        return new PromptFile(ShapesPrompts.load(), List.of());
    }
}

package org.clipmeter.prompts.source;

import java.io.IOException;
import java.nio.file.Path;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.TifaReader;
import org.jspecify.annotations.Nullable;

/** A file of the user's, in any of the forms that {@link TifaReader} reads. */
public final class LocalPrompts implements PromptSource {
    private final Path file;
    private final @Nullable String idColumn;

    /** @param idColumn the column that holds the prompts' ids; null to find it by its name */
    public LocalPrompts(Path file, @Nullable String idColumn) {
        this.file = file;
        this.idColumn = idColumn;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public String title() {
        return file.toString();
    }

    @Override
    public String description() {
        return "a file";
    }

    @Override
    public PromptFile read(PromptRequest request) throws IOException {
        return TifaReader.read(file, idColumn);
    }
}

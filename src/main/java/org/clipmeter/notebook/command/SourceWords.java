package org.clipmeter.notebook.command;

import java.util.ListResourceBundle;
import java.util.stream.Collectors;
import org.clipmeter.Tifa;
import org.clipmeter.prompts.source.PromptSource;

/** The sources of prompts as words of the help, made from the one list of them. */
final class SourceWords extends ListResourceBundle {
    /** Stands for the sources in the description of {@code %tifa --source}. */
    static final String NAMES = "${bundle:prompt.sources.names}";

    /** Stands for the sources in the description of {@code --prompts}. */
    static final String SHORT_NAMES = "${bundle:prompt.sources.short.names}";

    @Override
    protected Object[][] getContents() {
        return new Object[][] {
            {
                "prompt.sources.names",
                Tifa.sources().stream().map(SourceWords::named).collect(Collectors.joining(", "))
            },
            {
                "prompt.sources.short.names",
                Tifa.sources().stream()
                        .map(source -> source.shortName() + " (" + source.description() + ")")
                        .collect(Collectors.joining(", "))
            }
        };
    }

    /** The name of a source whose short name was typed; what is not a short name stays as it is. */
    static String origin(String typed) {
        return Tifa.sources().stream()
                .filter(source -> source.shortName().equalsIgnoreCase(typed))
                .findFirst()
                .map(PromptSource::name)
                .orElse(typed);
    }

    private static String named(PromptSource source) {
        boolean first = source == Tifa.sources().get(0);
        return source.name() + " (" + source.description() + (first ? "; default)" : ")");
    }
}

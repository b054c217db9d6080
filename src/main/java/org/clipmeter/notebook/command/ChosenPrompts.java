package org.clipmeter.notebook.command;

import java.util.Map;
import org.clipmeter.TifaOptions;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.option.Sample;
import org.clipmeter.notebook.option.SourceWords;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Sampling;
import org.jspecify.annotations.Nullable;

/** The prompts that images are made of: those of the last {@code %tifa}, of a variable, of a source or of a file. */
final class ChosenPrompts {
    private final Session session;
    private final Cell cell;
    private final Map<String, Object> objects;

    ChosenPrompts(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
        this.objects = context.objects();
    }

    /**
     * Chooses prompts, and reads them if necessary.
     *
     * @param prompts the word of {@code --prompts}; null for those of the last {@code %tifa}
     * @param limit the largest number of prompts; null for all of those that were read before, and for 300 of others
     * @param idColumn the column of a file that holds the ids; null to find it by its name
     */
    PromptSet choose(@Nullable String prompts, @Nullable Integer limit, @Nullable String idColumn) throws Exception {
        String word = prompts == null ? "last" : prompts;
        boolean isFile = !word.equalsIgnoreCase("last") && !(objects.get(word) instanceof PromptSet);
        if (idColumn != null && !isFile) {
            throw new InvalidRequestException("--id-column " + idColumn
                    + " chooses a column of a prompt file; name the file too (--prompts FILE)");
        }
        Integer most = limit == null || limit == Sample.Limit.NONE ? null : limit;
        PromptSet known =
                TifaCommand.known(session, objects, word, "or add --prompts tifa, --prompts shapes or --prompts FILE");
        if (known != null) {
            return Sampling.head(known, most);
        }
        TifaOptions options =
                TifaOptions.defaults().withOrigin(SourceWords.origin(word)).withIdColumn(idColumn);
        return TifaCommand.read(session, cell, limit == null ? options : options.withLimit(most), "--prompts")
                .prompts();
    }
}

package org.clipmeter.notebook.command;

import java.util.Map;
import org.clipmeter.TifaOptions;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.option.PromptListOptions;
import org.clipmeter.notebook.option.SourceWords;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Sampling;

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

    /** Chooses prompts, and reads them if necessary. */
    PromptSet choose(PromptListOptions wanted) throws Exception {
        String word = wanted.prompts();
        boolean isFile = !word.equalsIgnoreCase("last") && !(objects.get(word) instanceof PromptSet);
        if (wanted.idColumn() != null && !isFile) {
            throw new InvalidRequestException("--id-column " + wanted.idColumn()
                    + " chooses a column of a prompt file; name the file too (--prompts FILE)");
        }
        PromptSet known =
                TifaCommand.known(session, objects, word, "or add --prompts tifa, --prompts shapes or --prompts FILE");
        if (known != null) {
            return Sampling.head(known, wanted.limit());
        }
        TifaOptions options =
                TifaOptions.defaults().withOrigin(SourceWords.origin(word)).withIdColumn(wanted.idColumn());
        return TifaCommand.read(
                        session, cell, wanted.isLimited() ? options.withLimit(wanted.limit()) : options, "--prompts")
                .prompts();
    }
}

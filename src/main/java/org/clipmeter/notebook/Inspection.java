package org.clipmeter.notebook;

import java.util.List;
import org.clipmeter.notebook.view.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What Shift-Tab shows inside a magic: the help of the option under the cursor, or else of the command. */
public final class Inspection {
    /** How many characters fit on a line of JupyterLab's tooltip. */
    private static final int TOOLTIP_WIDTH = 76;

    private final Magics magics;

    public Inspection(Magics magics) {
        this.magics = magics;
    }

    /** The help at a cursor; null if the cursor is not in one of our magics. */
    @Nullable
    public Output at(String code, int cursor) {
        MagicText magic = MagicText.at(code, cursor);
        if (magic == null) {
            return null;
        }
        CommandLine command = magics.commandLine(magic.name());
        List<ArgumentWord> words = magic.wordsUpTo(code, magic.end());
        for (ArgumentWord word : words) {
            if (magic.start() + word.start() > cursor) {
                break;
            }
            CommandLine subcommand = command.getSubcommands().get(word.text());
            if (subcommand != null) {
                command = subcommand;
            }
            if (magic.start() + word.end() >= cursor && word.text().startsWith("-")) {
                OptionSpec option =
                        command.getCommandSpec().findOption(word.text().replaceFirst("=.*", ""));
                if (option != null) {
                    return Output.text(help(option));
                }
            }
        }
        return Output.text(
                command.setUsageHelpWidth(TOOLTIP_WIDTH).getUsageMessage().strip());
    }

    private static String help(OptionSpec option) {
        String value = option.arity().max() > 0 ? "=" + option.paramLabel() : "";
        return String.join(", ", option.names()) + value + "\n" + String.join("\n", option.description());
    }
}

package org.clipmeter.notebook.command;

import java.util.Locale;
import java.util.regex.Pattern;
import org.clipmeter.pairs.PairingException;

/** Says the choices that a refusal to join offers in the options of magics; the library says them as a program writes them. */
final class PairingWords {
    private static final Pattern KEY = Pattern.compile("\\bPairingKey\\.([A-Z_]+)");
    private static final Pattern COLUMN = Pattern.compile("\\bidColumn\\b");
    private static final Pattern TIFA = Pattern.compile("\\bthe prompts of TIFA v1\\.0");
    private static final Pattern FILE = Pattern.compile("\\bthe prompt file that has the column");

    private static final Pattern BELOW = Pattern.compile("\\bsubfolders are read only if that is asked for");

    private PairingWords() {}

    /** The same refusal with options, such as {@code --images-by leading-id} and {@code --id-column NAME}. */
    static PairingException inOptions(PairingException refusal) {
        String message = KEY.matcher(String.valueOf(refusal.getMessage()))
                .replaceAll(key ->
                        "--images-by " + key.group(1).toLowerCase(Locale.ROOT).replace('_', '-'));
        message = COLUMN.matcher(message).replaceAll("--id-column");
        message = TIFA.matcher(message).replaceAll("$0 (%tifa --source v1.0)");
        message = FILE.matcher(message).replaceAll("$0 (--prompts FILE, or %tifa --source FILE)");
        message = BELOW.matcher(message).replaceAll("$0 (--recursive)");
        return new PairingException(message, refusal);
    }
}

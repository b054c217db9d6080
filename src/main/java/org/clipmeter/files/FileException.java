package org.clipmeter.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.clipmeter.failure.OneLine;

/** A file that is refused or can't be read: one line that names the file, what it is, and what was expected. */
public final class FileException extends IOException {
    private static final long serialVersionUID = 1;

    /** The longest path in a message, so that the reason after it is never cut off. */
    private static final int LONGEST_PATH = 300;

    /** A reason that begins with one of these continues the file's name to a sentence; other reasons follow a colon. */
    private static final Set<String> VERBS =
            Set.of("is", "has", "holds", "ends", "does", "can't", "changed", "names", "starts", "gives");

    private final String reason;

    /** @param reason such as "is a folder, expected a file" or "projection_dim is null, expected an integer" */
    public FileException(Path file, String reason) {
        super(line(file, reason));
        this.reason = reason;
    }

    /** The same, with the cause. */
    public FileException(Path file, String reason, Throwable cause) {
        super(line(file, reason), cause);
        this.reason = reason;
    }

    /** The message without the file's name, such as "is a folder, expected a file". */
    public String reason() {
        return reason;
    }

    /** File and reason in one line. */
    public static String line(Path file, String reason) {
        int space = reason.indexOf(' ');
        boolean verb = space > 0 && VERBS.contains(reason.substring(0, space));
        return OneLine.of(OneLine.name(file.toString(), LONGEST_PATH) + (verb ? " " : ": ") + reason);
    }
}

package org.clipmeter.files;

import java.io.IOException;
import java.nio.file.Path;
import org.clipmeter.message.OneLine;

/** A file that is refused or can't be read: one line that names the file, what it is, and what was expected. */
public final class FileException extends IOException {
    private static final long serialVersionUID = 1;

    /** The longest path in a message, so that the reason after it is never cut off. */
    private static final int LONGEST_PATH = 300;

    private final String reason;

    FileException(Path file, String reason) {
        super(line(file, reason));
        this.reason = reason;
    }

    FileException(Path file, String reason, Throwable cause) {
        super(line(file, reason), cause);
        this.reason = reason;
    }

    /** The message without the file's name, such as "is a folder, expected a file". */
    public String reason() {
        return reason;
    }

    private static String line(Path file, String reason) {
        return OneLine.of(OneLine.name(file.toString(), LONGEST_PATH) + ": " + reason);
    }
}

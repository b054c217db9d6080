package org.clipmeter.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/** A file that is refused or can't be read: one line that names the file, what it is, and what was expected. */
public final class FileException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    /** The longest path in a message, so that the reason after it is never cut off. */
    private static final int LONGEST_PATH = 300;

    /** A reason that begins with one of these continues the file's name to a sentence; other reasons follow a colon. */
    private static final Set<String> VERBS =
            Set.of("is", "has", "holds", "ends", "does", "can't", "changed", "names", "starts", "gives", "line", "row");

    private final transient Path file;
    private final String reason;
    private final String advice;

    /** @param reason such as "is a folder, expected a file" or "projection_dim is null, expected an integer" */
    public FileException(Path file, String reason) {
        this(Kind.UNUSABLE_INPUT, null, file, reason, null);
    }

    /** The same, with the cause. */
    public FileException(Path file, String reason, Throwable cause) {
        this(Kind.UNUSABLE_INPUT, null, file, reason, cause);
    }

    /** The same for a reason that is not in the file itself, or with a section of TROUBLESHOOTING.md. */
    public FileException(Kind kind, @Nullable Section section, Path file, String reason, @Nullable Throwable cause) {
        this(kind, section, file, reason, "", cause);
    }

    private FileException(
            Kind kind, @Nullable Section section, Path file, String reason, String advice, @Nullable Throwable cause) {
        super(kind, section, line(file, reason + advice), cause);
        this.file = file;
        this.reason = reason;
        this.advice = advice;
    }

    /** @param advice what to do about it, which {@link #reason()} leaves out, such as "check the path" */
    static FileException advised(Path file, String reason, String advice, @Nullable Throwable cause) {
        return new FileException(Kind.UNUSABLE_INPUT, null, file, reason, "; " + advice, cause);
    }

    /**
     * The same failure with the section that helps with files of its use; unchanged if it already has one. The room that
     * knows what a file is read for names the section.
     */
    public FileException in(Section section) {
        return section().isPresent() ? this : new FileException(kind(), section, file, reason, advice, this);
    }

    /** The message without the file's name and without the next step, such as "is a folder, expected a file". */
    public String reason() {
        return reason;
    }

    /** File and reason in one line. */
    public static String line(Path file, String reason) {
        return OneLine.of(OneLine.name(file.toString(), LONGEST_PATH) + (hasVerb(reason) ? " " : ": ") + reason);
    }

    private static boolean hasVerb(String reason) {
        int space = reason.indexOf(' ');
        return space > 0 && VERBS.contains(reason.substring(0, space));
    }

    /** Why a file could not be read, in words that continue its name, such as "can't be read: permission denied". */
    public static String reasonOf(IOException e) {
        String cause = causeOf(e);
        return hasVerb(cause) ? cause : "can't be read: " + cause;
    }

    /**
     * What hindered reading or writing a file, in words and without its name, such as "permission denied". The system's
     * own message often is only the file's name.
     */
    public static String causeOf(IOException e) {
        if (e instanceof FileException file) {
            return file.reason();
        }
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemLoopException) {
            return "is a loop of links";
        }
        if (e instanceof FileSystemException file) {
            return file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}

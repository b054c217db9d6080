package org.clipmeter.notebook;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipmeter.PromptList;
import org.clipmeter.ScoreRun;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.JavaVariable;
import org.clipmeter.pairs.Images;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParseResult;

/**
 * The Java variables in the arguments of one magic: {@code $name}, <code>{name}</code> and <code>${name}</code> stand for
 * their values. Texts, paths and numbers replace the name within its word. Prompts, images and runs stay by name
 * in the word, and the command finds them by it. A name without a variable stays as typed.
 */
final class Variables {
    private static final String NAME = "([\\p{javaJavaIdentifierStart}&&[^$]][\\p{javaJavaIdentifierPart}&&[^$]]*)";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{" + NAME + "}|\\$" + NAME + "|\\{" + NAME + "}");

    /** The beginning of a reference up to a cursor, and the part of its name. */
    static final Pattern BEGUN = Pattern.compile("(\\$\\{|\\$|\\{)([\\p{javaJavaIdentifierPart}&&[^$]]*)$");

    private final Session session;
    private final Cell cell;
    private final Predicate<String> isLocal;
    private final Map<String, Object> objects = new LinkedHashMap<>();
    private final List<String> absent = new ArrayList<>();
    private @Nullable String problem;

    /** @param isLocal whether a name belongs to a local variable at the magic, which the kernel can't read */
    Variables(Session session, Cell cell, Predicate<String> isLocal) {
        this.session = session;
        this.cell = cell;
        this.isLocal = isLocal;
    }

    /** The values that are objects, by their references as they are in the words. It grows with {@link #fill}. */
    Map<String, Object> objects() {
        return Collections.unmodifiableMap(objects);
    }

    /** Replaces the references in words. What is wrong with a variable is reported by {@link #check}. */
    List<String> fill(List<String> words) {
        return words.stream().map(this::fill).toList();
    }

    private String fill(String word) {
        StringBuilder filled = new StringBuilder();
        Matcher reference = REFERENCE.matcher(word);
        int copied = 0;
        while (reference.find()) {
            filled.append(word, copied, reference.start());
            filled.append(value(word, reference));
            copied = reference.end();
        }
        String whole = filled.append(word, copied, word.length()).toString();
        if (whole.startsWith("-") && !word.startsWith("-")) {
            refuse(word + " stands for " + whole + ", which reads as an option; put ./ in front of the name of a file");
        }
        return whole;
    }

    /** The text that replaces a reference: the variable's value, or the reference itself. */
    private String value(String word, Matcher reference) {
        String typed = reference.group();
        String name = name(reference);
        if (isLocal.test(name)) {
            refuse(typed + ": " + name + " is a local variable of its block, and a magic reads only variables that are"
                    + " declared outside of blocks; assign the value to such a variable first");
            return typed;
        }
        JavaVariable variable = cell.variable(name);
        if (variable instanceof JavaVariable.Absent) {
            absent.add(typed);
            return typed;
        }
        if (variable instanceof JavaVariable.Unreadable unreadable) {
            refuse(typed + ": the value of the variable " + name + " can't be read, because " + unreadable.reason()
                    + "; write the value itself");
            return typed;
        }
        Object value = ((JavaVariable.Value) variable).value();
        String text = text(value);
        if (text != null && text.isEmpty()) {
            refuse(typed + ": the variable " + name + " is an empty text");
        } else if (text == null && !isObject(value)) {
            refuse(typed + ": the variable " + name + " is " + type(value)
                    + "; expected a String, a Path, a number, Images, a PromptSet or a ScoreRun");
        } else if (text == null) {
            Object known = value instanceof PromptList list ? list.prompts() : value;
            objects.put(typed, known);
            if (!word.endsWith(typed) || reference.start() > 0 && word.charAt(reference.start() - 1) != '=') {
                refuse(typed + ": the variable " + name + " is " + type(value) + ", which can't be a part of " + word);
            }
        }
        return text == null ? typed : text;
    }

    private static String name(Matcher reference) {
        for (int group = 1; group <= reference.groupCount(); group++) {
            if (reference.group(group) != null) {
                return reference.group(group);
            }
        }
        throw new IllegalStateException(reference.group());
    }

    private static @Nullable String text(@Nullable Object value) {
        boolean plain = value instanceof String
                || value instanceof Path
                || value instanceof File
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float;
        return plain ? String.valueOf(value) : null;
    }

    private static boolean isObject(@Nullable Object value) {
        return value instanceof Images
                || value instanceof PromptSet
                || value instanceof PromptList
                || value instanceof ScoreRun;
    }

    private static String type(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String type = value.getClass().getSimpleName();
        String named = type.isEmpty() ? value.getClass().getName() : type;
        return ("AEIOUaeiou".indexOf(named.charAt(0)) >= 0 ? "an " : "a ") + named;
    }

    private void refuse(String reason) {
        if (problem == null) {
            problem = reason;
        }
    }

    /**
     * Reports the first thing that is wrong with a variable.
     *
     * @param magic the command, for the message
     * @throws NotebookError if a value is null, of another type, or can't be read
     */
    void check(String magic) {
        if (problem != null) {
            throw NotebookError.of(magic + ": " + problem);
        }
    }

    /**
     * Checks that every object is where its command takes one, and stores the runs among them under the names of their
     * variables.
     *
     * @return the words with the names of the runs in place of their references
     * @throws NotebookError if an object is in a wrong place
     */
    List<String> place(String magic, ParseResult parsed, List<String> words) {
        for (ParseResult level = parsed; level != null; level = level.subcommand()) {
            for (ArgSpec argument : level.matchedArgs()) {
                for (String value : argument.originalStringValues()) {
                    objects.forEach((reference, object) -> fit(magic, argument, value, reference, object));
                }
            }
        }
        List<String> placed = new ArrayList<>(words);
        objects.forEach((reference, object) -> {
            if (object instanceof ScoreRun run && words.contains(reference)) {
                Matcher name = REFERENCE.matcher(reference);
                name.matches();
                Collections.replaceAll(placed, reference, session.nameOf(run, name(name)));
            }
        });
        return placed;
    }

    private static void fit(String magic, ArgSpec argument, String value, String reference, Object object) {
        boolean alone = value.equals(reference);
        if (!alone && !value.endsWith("=" + reference)) {
            return;
        }
        String label = argument.paramLabel();
        List<String> kinds = Stream.of(label.split("\\|", -1))
                .map(kind -> kind.replaceFirst("[^A-Z].*", "")) // as for completion
                .toList();
        boolean fits = object instanceof Images
                ? kinds.contains(alone ? "IMAGES" : "RUN")
                : alone
                        && (object instanceof PromptSet
                                ? kinds.contains("PROMPTS")
                                : kinds.stream().anyMatch(kind -> kind.matches("RUNS?|BASELINE")));
        if (!fits) {
            throw NotebookError.of(magic + ": " + value + " is " + type(object) + ", which can't be used as "
                    + (argument.isOption() ? "the value of an option " : "") + label);
        }
    }

    /** Adds to an error in which a reference appears that no variable has the name. */
    NotebookError explained(NotebookError error) {
        String message = String.valueOf(error.getMessage());
        for (String reference : absent) {
            if (message.contains(reference) && error.getStackTrace().length == 0) {
                int line = message.indexOf('\n');
                int end = line < 0 ? message.length() : line;
                return NotebookError.of(message.substring(0, end) + "; there is no Java variable for " + reference
                        + ", so it stays as typed" + message.substring(end));
            }
        }
        return error;
    }
}
